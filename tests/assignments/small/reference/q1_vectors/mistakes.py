"""Known mistakes in question 1."""

from grader import mistake


@mistake(of="below_largest", credit=0.5)
def below_mean(x):
    """This is the distance from the mean, not from the largest."""
    return x.mean() - x
