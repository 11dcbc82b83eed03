"""Facts a posting's own words state, each with the span that states it, read by plain rules."""
