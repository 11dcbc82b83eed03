"""Full-text search over the postings: what a reader types, found in titles, institution names and texts.

`index.TextIndex` answers; `building` makes the files it looks things up in; docs/method.md defines what matches.
"""
