"""What a server does before its first reader: import what pages need, load the data."""

from dashboard.data import current_data


def warm_up() -> None:
    current_data()
