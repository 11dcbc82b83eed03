"""What the reader chose, and the indexes that answer it."""
