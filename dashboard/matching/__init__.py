"""Which open postings a person may apply for, and which words of them say so. A profile is kept nowhere."""
