"""Slips that need no catalogue, in whatever precision."""

import numpy as np
import pytest

from grader.checks.slips import Pair, up_to_a_factor
from grader.functions.reply import Answer


def rounded(factor: float, count: int = 20) -> list[Pair]:
    """Return answers in single precision, a few roundings off, and one that is nothing but rounding."""
    random = np.random.default_rng(1)
    pairs: list[Pair] = []
    for size in (1.0,) * count + (1e-9,):
        right = size * random.normal(size=3)
        off = 1 + 3e-5 * random.uniform(-1, 1, 3) if size == 1 else random.uniform(2, 3, 3)
        pairs.append((Answer(None), (factor * right * off).astype(np.float32).astype(float), right))
    return pairs


@pytest.mark.parametrize(("factor", "name"), [(-1, "sign_reversed"), (2, "constant_factor"), (1, None)])
def test_a_factor_is_known_in_single_precision(factor: float, name: str | None) -> None:
    """Rounding hides no slip, and what is right is called none."""
    found = up_to_a_factor(rounded(factor))
    assert (found and found.name) == name


def test_too_few_answers_tell_nothing() -> None:
    """Any number is a multiple of another."""
    assert up_to_a_factor(rounded(2, count=9)) is None
