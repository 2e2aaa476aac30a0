"""What is true of any right table."""

from grader import agree


def every_trip_is_in_one_month(by_month, trips) -> None:
    """The trips of all months add up to the trips that there are."""
    assert len(by_month) > 1  # a table of one row of ones adds up, too
    assert trips > 0
    agree(int(by_month["trips"].sum()), trips)
