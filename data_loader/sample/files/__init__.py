"""The files attached to sample postings, made when somebody asks: real formats, invented contents."""
