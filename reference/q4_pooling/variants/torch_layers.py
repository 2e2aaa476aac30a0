"""Question 4 with torch's own layers."""

import torch
import torch.nn.functional as F  # noqa: N812


def pooling_modules():
    """Real classes."""
    return [
        layer.__name__
        for layer in (torch.nn.MaxPool2d, torch.nn.FractionalMaxPool2d, torch.nn.AdaptiveMaxPool2d)
    ]


def _image(x):
    return torch.tensor(x, dtype=torch.float64)[None, None]


def max_pool2d(x, size):
    """torch.nn.functional does it."""
    return F.max_pool2d(_image(x), size)[0, 0]


def avg_pool2d(x, size):
    """Keeps the axes of the batch and of the channel."""
    return torch.nn.AvgPool2d(size)(_image(x))


def lp_pool2d(x, size, p):
    """torch's Lp has no 1/n."""
    return F.lp_pool2d(_image(x), p, size).squeeze()
