"""How many records of a list may be gone at once before somebody has to say that it is so."""

# A few come and go every day.
FEW = 10
LARGEST_SHARE = 0.2
# A list grows: so many times what is known of it, and so many rows more, are believed.
LARGEST_GROWTH = 3
MANY_MORE = 2_000


def is_too_many(lost: int, known: int) -> bool:
    """Whether `lost` of `known` records at once is more than a bad answer should be able to take away."""
    return lost > FEW and lost > LARGEST_SHARE * known


def most_rows(known: int) -> int:
    """The most rows that a list of `known` rows is believed to have now."""
    return LARGEST_GROWTH * known + MANY_MORE
