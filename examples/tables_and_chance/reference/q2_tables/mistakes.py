"""What goes wrong with rows and columns."""

from grader import mistake


@mistake(of="with_full", credit=0.5)
def only_the_full_trips(trips, seats=120):
    """The rows that are not full are gone. Make a column of True and False, and keep all rows."""
    return trips[trips["passengers"] >= seats].assign(full=True)


@mistake(of="with_full", credit=0.5)
def more_than_there_are_seats(trips, seats=120):
    """A trip with just as many passengers as seats is full, too: `>=`."""
    return trips.assign(full=trips["passengers"] > seats)


@mistake(of="share_late", credit=0.5)
def numbers_of_trips(trips, limit=10.0):
    """These are numbers of trips. A share lies between 0 and 1: divide by all trips of the season."""
    return (trips["delay"] > limit).groupby(trips["season"]).sum()


@mistake(of="share_late", credit=0.5)
def share_of_all_trips(trips, limit=10.0):
    """You divided by all trips of the table. Divide by those of the season."""
    return (trips["delay"] > limit).groupby(trips["season"]).sum() / len(trips)


@mistake(of="share_late", credit=0.5)
def no_row_for_a_season_that_is_never_late(trips, limit=10.0):
    """A season without late trips has no row here. Its share is 0."""
    late = trips[trips["delay"] > limit]["season"].value_counts()
    return (late / trips["season"].value_counts()).dropna().sort_index()
