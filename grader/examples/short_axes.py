"""Inputs with short axes, where one that fails is too large to be made smaller entry by entry.

The entries of a large array are one choice, those of a small array one each: what Hypothesis makes of the
choices of the one is no sensible input of the other.  So a small input that fails, too, is looked for first.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np

from grader.examples.expected import inside, is_program
from grader.signatures.axes import USUAL_SIZES
from grader.signatures.inputs import Sizes, draw
from grader.signatures.pick import FEW, Mood, Unsuitable
from grader.signatures.signature import Signature

ATTEMPTS = 8  # draws for each length


def entries(values: Sequence[Any]) -> int:
    """Return how many entries the arrays among arguments have."""
    return sum(each.size for each in inside(values) if isinstance(each, np.ndarray))


def is_large(values: Sequence[Any]) -> bool:
    """Whether the entries of an argument are one choice, or a program is given arrays.

    There the length of an axis stands many choices before all that has its length.
    """
    most = 1 if is_program(values) else FEW
    return any(isinstance(each, np.ndarray) and each.size > most for each in inside(values))


def short_choices(signature: Signature, sizes: Sizes, mood: Mood) -> Iterator[tuple[int, ...]]:
    """Yield the choices behind inputs with axes as short as may be, then longer ones; for everyone alike."""
    for more in range(3):
        ends = {name: sizes.get(name, USUAL_SIZES) for name in signature.sized}
        short = {name: (low, max(low, min(high, low + more))) for name, (low, high) in ends.items()}
        for attempt in range(ATTEMPTS):
            source = Random(f"short/{more}/{attempt}")  # noqa: S311  (for everyone)
            choices: list[int] = []

            def choose(low: int, high: int, made: list[int] = choices, drawn: Random = source) -> int:
                made.append(drawn.randint(low, high))
                return made[-1]

            try:
                draw(signature, {**sizes, **short}, mood, choose)
            except Unsuitable:
                continue
            yield tuple(choices)
