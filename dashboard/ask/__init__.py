"""A question as a reader types it, understood by rules: the page that answers it, its filters and view, and what was not understood.

`reading.read` answers; `lexicon.toml` holds the phrases; nothing is asked of anybody outside.
"""
