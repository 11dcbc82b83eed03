"""The attachments of postings: fetched, told apart by their bytes, kept."""
