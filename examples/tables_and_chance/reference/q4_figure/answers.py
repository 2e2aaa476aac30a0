"""A figure."""

from typing import Annotated

from jaxtyping import Float
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray

from grader import Within


def null_histogram(
    differences: Annotated[Float[ndarray, "n"], Within(-10, 10)], observed: Annotated[float, Within(-12, 12)]
) -> Figure:
    """A histogram of the differences in ten equal bins from -10 to 10, and one point at (observed, 0).
    The figure has a title and a label on both axes.
    """
    fig, ax = plt.subplots()
    ax.hist(differences, bins=10, range=(-10, 10))
    ax.scatter(observed, 0, color="red")
    ax.set(title="Differences by chance", xlabel="winter minus summer [min]", ylabel="shuffles")
    return fig
