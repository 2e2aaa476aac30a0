"""What goes wrong with variables and tables."""

from grader import mistake

from .answers import ferry


@mistake(of="trips")
def cells():
    """This is the number of cells: `size` counts rows times columns. `len` counts the rows."""
    return ferry.size


@mistake(of="mean_delay", credit=0.5)
def median():
    """This is the median, which half of the trips are below. The mean is the sum over the number of trips."""
    return ferry["delay"].median()


@mistake(of="mean_delay")
def mean_of_those_that_are_late():
    """These are the trips with more than ten minutes only. All trips count."""
    return ferry[ferry["delay"] > 10]["delay"].mean()


@mistake(of="busiest_month", credit=0.5)
def month_of_the_fullest_trip():
    """This is the month of the one trip with the most passengers. Add them up for each month first."""
    return ferry.sort_values("passengers").iloc[-1]["month"]


@mistake(of="by_month", credit=0.5)
def mean_passengers():
    """Your passengers are those of a mean trip. All of a month were asked for: `sum`."""
    return ferry.groupby("month").agg(trips=("trip", "size"), passengers=("passengers", "mean")).reset_index()


@mistake(of="by_month")
def trip_numbers_added_up():
    """You added up the numbers of the trips. How many there are is their `count` or `size`."""
    return ferry.groupby("month").agg(trips=("trip", "sum"), passengers=("passengers", "sum")).reset_index()


@mistake(of="five_latest", credit=0.5)
def five_earliest():
    """These have the smallest delays: `sort_values` begins with the smallest unless `ascending=False`."""
    return ferry.sort_values("delay")[["trip", "delay"]].head(5)


@mistake(of="five_latest", credit=0.5)
def largest_last():
    """The right trips, but the largest delay comes first."""
    return ferry.sort_values("delay")[["trip", "delay"]].tail(5)


@mistake(of="delay_by_wind", credit=0.5)
def sums():
    """These are the delays added up. Divide by the number of trips: `mean`."""
    return ferry.groupby("wind")["delay"].sum()
