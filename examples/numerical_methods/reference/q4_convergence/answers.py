"""How errors fall as steps become shorter."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray

from grader import Positive

from .inputs import halved

Steps = Annotated[Float[ndarray, "n"], halved]
Errors = Annotated[Float[ndarray, "n"], Positive()]


def order(h: Steps, errors: Errors) -> float:
    """The slope of the line through the points (log h, log error) by least squares."""
    x, y = np.log(h), np.log(errors)
    x = x - x.mean()
    return np.sum(x * y) / np.sum(x * x)


def convergence_plot(h: Steps, errors: Errors) -> Figure:
    """A line of the errors over h on two logarithmic axes, with a title and a label on both axes."""
    fig, ax = plt.subplots()
    ax.loglog(h, errors, "o-")
    ax.set(title="Convergence", xlabel="h", ylabel="error")
    return fig
