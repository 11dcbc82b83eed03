"""Between the data and the pages: what the reader chose, the numbers, the figures."""
