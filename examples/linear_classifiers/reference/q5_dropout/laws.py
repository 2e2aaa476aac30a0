"""What is true of dropout, whatever draws its numbers."""

import numpy as np

from grader import agree, chance

from .inputs import Batch, FromAbove, Kept, Seed


def what_is_kept_is_scaled(dropout_forward, x: Batch, p: Kept, seed: Seed) -> None:
    """In training each entry comes out as 0, or divided by p."""
    out, _ = dropout_forward(x, {"mode": "train", "p": p, "seed": seed})
    agree(out, np.where(out == 0, 0, x / p))


def as_many_are_kept_as_should_be(dropout_forward, p: Kept) -> None:
    """Each entry is kept with probability p, each time anew."""
    draws = [dropout_forward(np.ones((10, 10)), {"mode": "train", "p": p})[0] for _ in range(50)]
    kept = (np.array(draws) != 0).ravel()
    chance(kept.tolist(), {True: p, False: 1 - p})


def a_seed_decides_which_are_kept(dropout_forward, x: Batch, p: Kept, seed: Seed) -> None:
    """The same seed keeps the same entries, another one others."""
    once, again = (dropout_forward(x, {"mode": "train", "p": p, "seed": seed})[0] for _ in range(2))
    agree(again, once)
    many = np.ones((20, 20))
    here, there = (dropout_forward(many, {"mode": "train", "p": p, "seed": s})[0] for s in (seed, seed + 1))
    assert (np.asarray(here) != np.asarray(there)).any(), "two seeds keep the same entries of 400"


def nothing_is_dropped_in_the_test(dropout_forward, x: Batch, p: Kept, seed: Seed) -> None:
    """In the test x comes out as it went in."""
    out, _ = dropout_forward(x, {"mode": "test", "p": p, "seed": seed})
    agree(out, x)


def the_way_back_goes_where_the_way_there_went(
    dropout_forward, dropout_backward, x: Batch, dout: FromAbove, p: Kept, seed: Seed
) -> None:
    """In training the gradient comes back through the entries that were kept, divided by p, and through no others."""
    out, cache = dropout_forward(x, {"mode": "train", "p": p, "seed": seed})
    agree(dropout_backward(dout, cache), dout * np.asarray(out) / x)
