"""Functions of tables, which are tried on other tables than ferry.csv."""

from typing import Annotated

from pandas import DataFrame, Series

from grader import Table, Within

from .inputs import Trips

Full = Table[DataFrame, "season: str", "passengers: int", "delay: float", "full: bool"]


def with_full(trips: Trips, seats: Annotated[int, Within(118, 122)] = 120) -> Full:
    """The table with a column `full` more: whether there are at least as many passengers as seats."""
    return trips.assign(full=trips["passengers"] >= seats)


def share_late(
    trips: Trips, limit: Annotated[float, Within(0, 30)] = 10.0
) -> Table[Series, "index season: str", "float"]:
    """For each season in the table, the share of its trips that are more than `limit` minutes late."""
    return (trips["delay"] > limit).groupby(trips["season"]).mean()
