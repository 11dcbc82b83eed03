"""The open-data portal over HTTP: one exchange, what its answers mean, lists page by page."""
