"""Starters say what goes in and what comes out, in words that a student knows."""

from typing import Any

import numpy as np
from jaxtyping import Complex, Float, Int
from numpy import ndarray

from grader.kit.starter import module
from grader.model import Assignment, Check, Limits, Question
from grader.reference.contents import Reference
from grader.signatures.signature import signature


def turned(z: Complex[ndarray, "n"], w: complex, k: Int[ndarray, "n"]) -> tuple[complex, Any]:
    """Turn z."""
    return w, None


def path(x: float) -> tuple[Float[ndarray, "_steps"], Float[ndarray, "_"]]:
    """Go there."""
    return np.zeros(3), np.zeros(4)


def test_an_axis_of_the_student_s_own_is_shown_by_its_name() -> None:
    """Without the underscore that says so to us."""
    question = Question("1", "One", (Check("1.matches.path", "matches", "path", 1.0),))
    text = module(
        Assignment("a", "A", (question,), Limits(), 10),
        Reference({"path": path}, {"path": signature(path)}, {}),
        {"path": "x"},
    )
    assert "x a number → a tuple of (steps,) and (any,)" in text


def test_a_starter_says_what_goes_in_and_comes_out() -> None:
    """Complex and whole numbers, and the part of a result that is the student's own."""
    question = Question("1", "One", (Check("1.matches.turned", "matches", "turned", 1.0),))
    reference = Reference({"turned": turned}, {"turned": signature(turned)}, {})

    text = module(Assignment("a", "A", (question,), Limits(), 10), reference, {"turned": "z, w, k"})

    assert "def turned(z, w, k):" in text
    assert text.startswith('"""A."""')
    asked = Assignment("a", "Is it late?", (question,), Limits(), 10)
    assert module(asked, reference, {"turned": "z, w, k"}).startswith('"""Is it late?"""')
    assert (
        "z complex numbers (n,), w a complex number, k whole numbers (n,) → "
        "a tuple of a complex number and anything of yours"
    ) in " ".join(text.split())
