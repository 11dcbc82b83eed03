"""From the outside world to typed tables: fetch, keep, tidy, publish. Knows no screen."""
