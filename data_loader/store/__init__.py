"""What was received, as it was received: one SQLite file that forgets nothing."""
