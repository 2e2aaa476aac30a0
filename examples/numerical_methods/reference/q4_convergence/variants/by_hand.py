import math

from matplotlib.figure import Figure


def order(h, errors):
    x, y, n = list(map(math.log, h)), list(map(math.log, errors)), len(h)
    return (n * sum(a * b for a, b in zip(x, y)) - sum(x) * sum(y)) / (n * sum(a * a for a in x) - sum(x) ** 2)


def convergence_plot(h, errors):
    figure = Figure()
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    (line,) = ax.plot(list(h), list(errors), marker="s", ls="--")
    ax.set(xscale="log", yscale="log", title="errors", xlabel="h", ylabel="|y - exact|")
    return line
