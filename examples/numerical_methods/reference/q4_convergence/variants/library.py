import matplotlib.pyplot as plt
from scipy.stats import linregress
from numpy import log2


def order(h, errors):
    return linregress(log2(h), log2(errors)).slope


def convergence_plot(h, errors):
    plt.plot(h, errors)
    plt.xscale("log")
    plt.yscale("log")
    plt.title("How fast?")
    plt.xlabel("step")
    plt.ylabel("error")
