"""Question 4 in unusual ways that are right all the same."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def pooling_modules():
    """With brackets and the full path."""
    return ["torch.nn.MaxPool1d()", "torch.nn.functional.avg_pool2d", "torch.nn.LPPool1d(2, 3)"]


def max_pool2d(x, size):
    """Every size-th of all overlapping windows, through the two axes one after the other."""
    rows = sliding_window_view(x, size, axis=0)[::size].max(axis=-1)
    return sliding_window_view(rows, size, axis=1)[:, ::size].max(axis=-1)


def avg_pool2d(x, size):
    """With sums over rectangles from the integral image."""
    table = np.zeros((x.shape[0] + 1, x.shape[1] + 1))
    table[1:, 1:] = x.cumsum(0).cumsum(1)
    corners = table[::size, ::size]
    return np.diff(np.diff(corners, axis=0), axis=1) / size**2


def lp_pool2d(x, size, p):
    """The normalised mean, one window at a time, in float32 at the end."""
    x = np.abs(np.asarray(x, dtype=float))
    out = np.empty((x.shape[0] // size, x.shape[1] // size), dtype=np.float32)
    for r, c in np.ndindex(out.shape):
        window = x[r * size : r * size + size, c * size : c * size + size]
        out[r, c] = np.power(np.power(window, p).sum() / window.size, 1 / p)
    return out
