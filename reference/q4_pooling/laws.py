"""What every right answer to question 4 obeys."""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Index, NonNegative, Positive, Within, agree

from .inputs import Activations, Image, Power, Window

TORCH = {
    *(f"{kind}Pool{n}d" for kind in ("Max", "Avg", "LP", "AdaptiveMax", "AdaptiveAvg") for n in (1, 2, 3)),
    *(f"{kind}_pool{n}d" for kind in ("max", "avg", "lp", "adaptive_max", "adaptive_avg") for n in (1, 2, 3)),
    *(f"{name}{n}d" for name in ("FractionalMaxPool", "fractional_max_pool") for n in (2, 3)),
    *(f"{name}{n}d" for name in ("MaxUnpool", "max_unpool") for n in (1, 2, 3)),
}
LUA_TORCH = {
    *(f"{kind}{name}Pooling" for kind in ("Spatial", "Volumetric") for name in ("Max", "Average")),
    *(f"{kind}Adaptive{name}Pooling" for kind in ("Spatial", "Volumetric") for name in ("Max", "Average")),
    *(f"{kind}{name}MaxPooling" for kind in ("Spatial", "Volumetric") for name in ("Dilated", "Fractional")),
    *(f"{kind}MaxUnpooling" for kind in ("Spatial", "Volumetric")),
    *("SpatialLPPooling", "FeatureLPPooling", "TemporalMaxPooling", "TemporalDynamicKMaxPooling"),
    *("SpatialPyramidPooling", "ROIPooling"),
}


def three_real_pooling_layers(pooling_modules) -> None:
    """Torch has every layer that you name, and there are at least three different ones."""
    names = pooling_modules()
    assert not isinstance(names, (str, dict)), "Return a list of names, each a text of its own."
    names = list(names)
    assert all(isinstance(name, str) for name in names), "Return the names of the layers as texts."
    # "torch.nn.MaxPool2d", "nn.MaxPool2d()" and "MaxPool2d" are one layer.
    plain = {name.split("(")[0].split(".")[-1].strip() for name in names}
    unknown = plain - TORCH - LUA_TORCH
    assert not unknown, f"Torch has no pooling layer called {', '.join(sorted(unknown))}."
    assert len(plain) >= 3, f"Three different layers are asked for; you name {len(plain)}."


# ---- max ------------------------------------------------------------------------------------------


def highest_pixels_come_through(
    max_pool2d,
    size: Window,
    tops: Float[ndarray, "r c"],
    drops: Annotated[Image, NonNegative()],
    i: Annotated[int, Index("size")],
    j: Annotated[int, Index("size")],
) -> None:
    """A window whose highest pixel is t is pooled to t, negative or not, wherever in the
    window that pixel is.
    """
    drops = drops.copy()
    drops[i::size, j::size] = 0.0  # the highest pixel of every window
    agree(max_pool2d(_spread(tops, size) - drops, size), tops, scale=np.abs(tops).max() + drops.max())


def max_of_a_lifted_image(max_pool2d, x: Image, size: Window, lift: float) -> None:
    """Adding the same number to every pixel adds it to every maximum."""
    agree(max_pool2d(x + lift, size), max_pool2d(x, size) + lift, scale=np.abs(x).max() + abs(lift))


# ---- average --------------------------------------------------------------------------------------


def one_pixel_is_shared_by_its_window(
    avg_pool2d,
    size: Window,
    heights: Float[ndarray, "r c"],
    i: Annotated[int, Index("size")],
    j: Annotated[int, Index("size")],
) -> None:
    """A single pixel a in a window of zeros is averaged to a/size²."""
    image = np.zeros((heights.shape[0] * size, heights.shape[1] * size))
    image[i::size, j::size] = heights
    agree(avg_pool2d(image, size), heights / size**2)


def average_of_a_slope_is_its_middle(
    avg_pool2d, start: Float[ndarray, "r c"], size: Window, down: float, right: float
) -> None:
    """The average of an evenly sloping window is its height in the middle of the window."""
    steps = np.arange(size)
    slope = down * steps[:, None] + right * steps
    image = _spread(start, size) + np.tile(slope, start.shape)
    middle = start + (down + right) * (size - 1) / 2
    agree(avg_pool2d(image, size), middle, scale=np.abs(image).max())


# ---- Lp -------------------------------------------------------------------------------------------


def powers_of_lp_add_up(lp_pool2d, x: Activations, size: Window, p: Power) -> None:
    """The p-th powers of a window's pixels add up to the p-th power of its norm (or
    average to that of its mean).
    """
    total = np.zeros((x.shape[0] // size, x.shape[1] // size))
    for i in range(size):
        for j in range(size):
            total += x[i::size, j::size] ** p
    unit = _constant_window(lp_pool2d, size, p)
    agree(lp_pool2d(x, size, p), unit * (total / size**2) ** (1 / p))


def lp_of_a_constant_window(
    lp_pool2d, heights: Annotated[Float[ndarray, "r c"], Positive()], size: Window, p: Power
) -> None:
    """A window filled with c has the p-norm c·n^(1/p), or the mean c: one of the two, for every c and p."""
    agree(lp_pool2d(_spread(heights, size), size, p), _constant_window(lp_pool2d, size, p) * heights)


def lp_of_a_single_pixel(
    lp_pool2d,
    size: Window,
    heights: Annotated[Float[ndarray, "r c"], NonNegative()],
    p: Power,
    i: Annotated[int, Index("size")],
    j: Annotated[int, Index("size")],
) -> None:
    """A single pixel a in a window of zeros has the p-norm a (or the mean a/n^(1/p))."""
    image = np.zeros((heights.shape[0] * size, heights.shape[1] * size))
    image[i::size, j::size] = heights
    norm = _constant_window(lp_pool2d, size, p) / size ** (2 / p)
    agree(lp_pool2d(image, size, p), norm * heights)


def lp_near_the_maximum_for_large_p(
    lp_pool2d, x: Annotated[Image, NonNegative()], size: Window, p: Annotated[float, Within(6, 8)]
) -> None:
    """For large p the result lies within a factor n^(1/p) of the maximum: that is why max
    pooling is its limit.
    """
    rows, columns = x.shape[0] // size, x.shape[1] // size
    largest = x.reshape(rows, size, columns, size).max(axis=(1, 3))
    pooled = lp_pool2d(x, size, p)
    factor = size ** (2 / p) * (1 + 1e-3)
    assert (pooled <= factor * largest).all(), "Lp pooling came out larger than n^(1/p) times the maximum."
    assert (pooled * factor >= largest).all(), "Lp pooling came out smaller than the maximum over n^(1/p)."


def _constant_window(lp_pool2d, size: int, p: float) -> float:
    """Return what a window of ones is pooled to: n^(1/p) for the p-norm, 1 for the mean;
    nothing else is right.
    """
    ones = lp_pool2d(np.ones((size, size)), size, p).item()
    norm = size ** (2 / p)
    convention = norm if abs(ones - norm) <= abs(ones - 1) else 1.0
    assert abs(ones - convention) <= 1e-3 * convention, (
        f"A window of {size}×{size} ones is pooled to {ones:.4g}; its {p:.3g}-norm is {norm:.4g}, its mean 1."
    )
    return convention


def _spread(values: ndarray, size: int) -> ndarray:
    """Return an image whose windows are constant."""
    return np.kron(values, np.ones((size, size)))
