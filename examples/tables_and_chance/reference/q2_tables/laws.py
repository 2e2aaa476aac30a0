"""What is true of any right share."""

from typing import Annotated

from grader import Within, agree

from .inputs import Trips


def shares_weighted_by_trips_add_up_to_all_that_are_late(
    share_late, trips: Trips, limit: Annotated[float, Within(0, 30)]
) -> None:
    """The shares, each times the trips of its season, add up to the number of late trips."""
    shares = share_late(trips, limit)
    counts = trips["season"].value_counts()
    late = sum(shares[season] * counts[season] for season in counts.index)
    agree(late, (trips["delay"] > limit).sum(), scale=len(trips))
