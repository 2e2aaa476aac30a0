"""Right answers to question 4."""

from jaxtyping import Float
from numpy import ndarray

from .inputs import Activations, Image, Pooled, Power, Window


def pooling_modules() -> list[str]:
    """Pooling layers of torch; Lua Torch calls them SpatialMaxPooling and so on. [answer sheet, 4a]"""
    return ["MaxPool2d", "AvgPool2d", "LPPool2d"]


def max_pool2d(x: Image, size: Window) -> Pooled:
    """The largest entry of every window: max_i x_i. [answer sheet, eq. 19]"""
    return windows(x, size).max(axis=2)


def avg_pool2d(x: Image, size: Window) -> Pooled:
    """The mean of every window: 1/n Σ_i x_i. [answer sheet, eq. 20]"""
    return windows(x, size).mean(axis=2)


def lp_pool2d(x: Activations, size: Window, p: Power) -> Pooled:
    """The p-norm of every window: (Σ_i x_i^p)^(1/p). [answer sheet, eq. 21, corrected]"""
    powers = windows(x, size) ** p
    total = powers.sum(axis=2)  # equivalent: the mean in place of the sum is the other convention
    return total ** (1 / p)


def power_mean_pool2d(x: Activations, size: Window, p: Power) -> Pooled:
    """The other convention for Lp pooling: (1/n Σ_i x_i^p)^(1/p), with 1/n inside the root."""
    return (windows(x, size) ** p).mean(axis=2) ** (1 / p)


def windows(x: Image, size: Window) -> Float[ndarray, "r c size*size"]:
    """Cut x into windows and lay the pixels of each in a row."""
    height, width = x.shape
    cut = x.reshape(height // size, size, width // size, size)
    return cut.swapaxes(1, 2).reshape(height // size, width // size, size * size)
