"""What may have been done to the right answer, without a number in it; the most particular first."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.patterns.relation import Array


def _along(axis: int, change: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return a change that needs so many axes."""

    def changed(right: Array) -> Array:
        if right.ndim <= axis:
            raise ValueError
        return change(right)

    return changed


def _mean(right: Array) -> Any:
    if not right.size:
        raise ValueError
    return right.mean()


FIXED: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("nan everywhere", lambda r: np.full_like(r, np.nan)),
    ("0 everywhere", np.zeros_like),
    ("1 everywhere", np.ones_like),
    ("infinite everywhere", lambda r: np.full_like(r, np.inf)),
    ("the right one with its sign reversed", lambda r: -r),
    ("the right one without its sign", np.abs),
    ("the right one transposed", _along(1, lambda r: r.T)),
    ("the right one in reverse order", _along(0, lambda r: r[::-1])),
    ("the right one with each row in reverse order", _along(1, lambda r: r[:, ::-1])),
    ("the right one turned by half a turn", _along(1, lambda r: r[::-1, ::-1])),
    ("the right one moved by one entry to the right", _along(0, lambda r: np.roll(r, 1, -1))),
    ("the right one moved by one entry to the left", _along(0, lambda r: np.roll(r, -1, -1))),
    ("the right one moved down by one row", _along(1, lambda r: np.roll(r, 1, 0))),
    ("the right one moved up by one row", _along(1, lambda r: np.roll(r, -1, 0))),
    ("the right one, sorted", _along(0, lambda r: np.sort(r, axis=-1))),
    ("the right one, with each column sorted", _along(1, lambda r: np.sort(r, axis=0))),
    ("the right one with its negative entries set to 0", lambda r: np.maximum(r, 0)),
    ("the right one with its positive entries set to 0", lambda r: np.minimum(r, 0)),
    ("the right one rounded down to whole numbers", np.floor),
    ("the right one without the decimals", np.trunc),
    ("the right one rounded to whole numbers", np.round),
    *(
        (f"the right one rounded to {n} decimal{'s' * (n > 1)}", lambda r, n=n: np.round(r, n))
        for n in range(1, 7)
    ),
    ("the square of the right one", np.square),
    ("the square root of the right one", np.sqrt),
    ("the logarithm of the right one", np.log),
    ("the exponential of the right one", np.exp),
    ("one divided by the right one", lambda r: 1 / r),
    ("1 less the right one", lambda r: 1 - r),
    ("the sign of the right one", np.sign),
    ("the right one without its last entry", _along(0, lambda r: r[:-1])),
    ("the right one without its first entry", _along(0, lambda r: r[1:])),
    ("the right one without its last column", _along(1, lambda r: r[:, :-1])),
    ("the right one without its first column", _along(1, lambda r: r[:, 1:])),
    (
        "the right one with a 0 before it",
        _along(0, lambda r: np.concatenate([np.zeros((1, *r.shape[1:])), r])),
    ),
    (
        "the right one with a 0 after it",
        _along(0, lambda r: np.concatenate([r, np.zeros((1, *r.shape[1:]))])),
    ),
    (
        "the right one moved by one place to the left, with a 0 at its end",
        _along(0, lambda r: np.concatenate([r[1:], np.zeros((1, *r.shape[1:]))])),
    ),
    (
        "the right one moved by one place to the right, with a 0 at its beginning",
        _along(0, lambda r: np.concatenate([np.zeros((1, *r.shape[1:])), r[:-1]])),
    ),
    ("the right numbers in one long row", _along(1, np.ravel)),
    ("the sum of the right entries", _along(0, lambda r: np.asarray(r.sum()))),
    ("the mean of the right entries", _along(0, lambda r: np.asarray(_mean(r)))),
    ("the mean of the right entries, everywhere", _along(0, lambda r: np.full_like(r, _mean(r)))),
    ("the right one divided by the sum of its entries", _along(0, lambda r: r / r.sum())),
    ("the right one divided by its norm", _along(0, lambda r: r / np.linalg.norm(r))),
    ("the right one with the running sums of its entries", _along(0, lambda r: np.cumsum(r, axis=-1))),
    ("the first entry of the right one, everywhere", _along(0, lambda r: np.full_like(r, r.flat[0]))),
)
