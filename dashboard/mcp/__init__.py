"""The same data for assistants (Model Context Protocol): read-only tools in the words of our addresses.

`tools` answers, `making` makes the server of the official SDK; over HTTP it stands at `/mcp`, over stdio `python -m dashboard.mcp`.
"""
