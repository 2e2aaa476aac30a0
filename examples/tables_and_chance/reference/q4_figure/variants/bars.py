import numpy as np
from matplotlib.figure import Figure


def null_histogram(differences, observed):
    figure = Figure()
    ax = figure.add_subplot()
    counts, edges = np.histogram(differences, bins=np.linspace(-10, 10, 11))
    ax.plot([observed], [0], "ro")
    ax.bar((edges[:-1] + edges[1:]) / 2, counts, width=2)
    ax.set_title("What chance does")
    ax.set_xlabel("minutes")
    ax.set_ylabel("how often")
    return ax
