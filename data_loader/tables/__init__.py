"""Received records to typed tables; what cannot be used is kept aside with the reason."""
