"""What goes wrong with orders of convergence."""

import numpy as np
from matplotlib import pyplot as plt

from grader import mistake


@mistake(of="order", credit=0.5)
def first_and_last_only(h, errors):
    """This is the line through the first and the last point. All points count: least squares."""
    return np.log(errors[-1] / errors[0]) / np.log(h[-1] / h[0])


@mistake(of="order")
def without_logarithms(h, errors):
    """This is the slope of the errors themselves. Take logarithms of both first."""
    return np.polyfit(h, errors, 1)[0]


@mistake(of="convergence_plot", credit=0.5)
def one_logarithmic_axis(h, errors):
    """Only the y axis is logarithmic: `loglog`, not `semilogy`."""
    _, ax = plt.subplots()
    ax.semilogy(h, errors)
    ax.set(title="Convergence", xlabel="h", ylabel="error")


@mistake(of="convergence_plot", credit=0.5)
def logarithms_on_plain_axes(h, errors):
    """You plot logarithms on plain axes. Plot the numbers with `loglog`: then they can be read off."""
    _, ax = plt.subplots()
    ax.plot(np.log10(h), np.log10(errors))
    ax.set(title="Convergence", xlabel="log h", ylabel="log error")
