"""The examples of an assignment: drawn and answered once, forgotten when they are only tried."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan
from grader.reference.contents import Reference
from grader.signatures.signature import signature


def double(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


def total(x: Float[ndarray, " n"]) -> float:
    """The sum."""
    return float(x.sum())


def reference(*answers: Callable[..., Any]) -> Reference:
    """These functions as the right answers."""
    return Reference({f.__name__: f for f in answers}, {f.__name__: signature(f) for f in answers}, {})


RIGHT = reference(double, total)
SIGNATURE = RIGHT.signatures["double"]


def test_examples_are_drawn_and_answered_once() -> None:
    """All submissions meet the same examples, and the reference is asked once for each."""
    asked: list[Any] = []

    def counted(x: Float[ndarray, ""]) -> float:
        """Counts."""
        asked.append(x)
        return 0.0

    corpora = Corpora(reference(counted))
    examples = corpora.examples(corpora.reference.signatures["counted"], Plan(10))
    assert corpora.examples(corpora.reference.signatures["counted"], Plan(10)) is examples
    assert corpora.expected("counted", examples[0]) is corpora.expected("counted", examples[0])
    assert len(asked) == 3  # once for the answer, twice for its noise


def test_equal_signatures_share_their_examples() -> None:
    """Functions of the same arguments are tried on the same inputs; another seed or size draws anew."""
    corpora = Corpora(RIGHT)
    drawn = corpora.examples(RIGHT.signatures["double"], Plan(10))
    assert corpora.examples(RIGHT.signatures["total"], Plan(10)) is drawn
    for plan in (Plan(10, seed=1), Plan(11), Plan(10, sizes={"n": (2, 2)}), Plan(10, moods=(drawn[0].mood,))):
        assert corpora.examples(RIGHT.signatures["total"], plan) is not drawn


def test_examples_made_while_shrinking_are_forgotten() -> None:
    """A thousand submissions cost no more memory than one."""
    corpora = Corpora(RIGHT)
    kept = corpora.examples(SIGNATURE, Plan(20))
    for example in kept:
        corpora.expected("double", example)
    corpora.expected("double", Example({"x": np.ones(3)}, (), kept[0].mood))
    gc.collect()
    assert len(corpora.worked_out.known) == 20
