import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def null_histogram(differences, observed):
    plt.figure()
    pd.Series(differences).plot.hist(bins=np.arange(-10, 12, 2), edgecolor="white")
    plt.plot(observed, 0, marker="o", markersize=10, linestyle="")
    plt.title("1000 shuffles")
    plt.xlabel("difference")
    plt.ylabel("count")
