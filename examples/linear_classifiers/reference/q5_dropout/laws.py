"""What is true of dropout, whatever draws its numbers."""

import numpy as np

from grader import agree, chance

from .inputs import Batch, FromAbove, Kept, Seed


def entries_are_dropped_or_scaled(dropout_forward, p: Kept) -> None:
    """Of ones each comes out as 1/p with probability p, and else as 0, whatever becomes of others, or
    became before.
    """
    draws = np.array([dropout_forward(np.ones((4, 5)), {"mode": "train", "p": p})[0] for _ in range(40)])
    out = np.where(np.isclose(draws, 1 / p), 1 / p, draws)  # what rounding left is no other outcome
    chance(out.ravel().tolist(), {1 / p: p, 0.0: 1 - p})
    kept = out > 0
    both = {0: (1 - p) ** 2, 1: p * (1 - p), 2: p * (1 - p), 3: p * p}
    chance((kept[:, ::2] + 2 * kept[:, 1::2]).ravel().tolist(), both)  # two entries of a column
    chance((kept[::2] + 2 * kept[1::2]).ravel().tolist(), both)  # an entry, in two calls


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
    """In training the gradient comes back through the entries that were kept, divided by p, and through no
    others.
    """
    out, cache = dropout_forward(x, {"mode": "train", "p": p, "seed": seed})
    agree(dropout_backward(dout, cache), dout * np.asarray(out) / x)
