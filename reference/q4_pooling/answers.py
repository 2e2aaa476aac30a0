"""Right answers to question 4."""

from jaxtyping import Float
from numpy import ndarray

from .inputs import Activations, Image, Pooled, Power, Window


def pooling_modules() -> list[str]:
    """The names of at least three pooling layers of torch.

    Lua Torch's names, SpatialMaxPooling and so on, are right too. [answer sheet, 4a]
    """
    return ["MaxPool2d", "AvgPool2d", "LPPool2d"]


def max_pool2d(x: Image, size: Window) -> Pooled:
    """Max pooling: the largest entry of every size×size window; windows do not overlap.

    max_i x_i. [answer sheet, eq. 19]
    """
    return windows(x, size).max(axis=2)


def avg_pool2d(x: Image, size: Window) -> Pooled:
    """Average pooling: the mean of every size×size window; windows do not overlap.

    1/n Σ_i x_i. [answer sheet, eq. 20]
    """
    return windows(x, size).mean(axis=2)


def lp_pool2d(x: Activations, size: Window, p: Power) -> Pooled:
    """Lp pooling: the p-norm of every size×size window of x ≥ 0, or its power mean; windows do not overlap.

    (Σ_i x_i^p)^(1/p). [answer sheet, eq. 21, corrected]
    """
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
