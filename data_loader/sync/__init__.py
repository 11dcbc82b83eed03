"""What to ask next within the day's calls, what changed, and what is published of it."""
