"""One posting: all that is known of it, its history, its results, and others like it."""
