"""What goes wrong with a histogram."""

from matplotlib import pyplot as plt

from grader import mistake


@mistake(of="null_histogram", credit=0.5)
def density(differences, observed):
    """Your bars have the area 1. Numbers of shuffles were asked for: no `density=True`."""
    _, ax = plt.subplots()
    ax.hist(differences, bins=10, range=(-10, 10), density=True)
    ax.scatter(observed, 0)
    ax.set(title="Differences", xlabel="min", ylabel="share")


@mistake(of="null_histogram", credit=0.5)
def ten_bins_of_any_width(differences, observed):
    """These are ten bins from the smallest to the largest difference. Say which: `range=(-10, 10)`."""
    _, ax = plt.subplots()
    ax.hist(differences)
    ax.scatter(observed, 0)
    ax.set(title="Differences", xlabel="min", ylabel="shuffles")
