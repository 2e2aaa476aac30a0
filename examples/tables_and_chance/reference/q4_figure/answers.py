"""A figure."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray

from grader import Within


def null_histogram(
    differences: Annotated[Float[ndarray, "n"], Within(-10, 10)], observed: Annotated[float, Within(-12, 12)]
) -> Figure:
    """A histogram of the differences in bins two minutes wide from -10 to 10, and one point at (observed, 0).

    It has a title and a label on both axes.
    """
    fig, ax = plt.subplots()
    ax.hist(differences, bins=np.arange(-10, 11, 2))
    ax.scatter(observed, 0, color="red")
    ax.set(title="Differences by chance", xlabel="winter minus summer [min]", ylabel="shuffles")
    return fig
