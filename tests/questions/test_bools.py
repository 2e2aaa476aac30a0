"""Arrays of True and False, and what is refused with a sentence that says what to write."""

from pathlib import Path

import numpy as np
import one_question
import pytest
from jaxtyping import Bool
from numpy import ndarray

from grader.errors import AssignmentError
from grader.examples.draw import Plan, corpus
from grader.grading import pipeline
from grader.kit.release import release
from grader.signatures.signature import signature

MASKED = '''
import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray


def kept(x: Float[ndarray, "n"], mask: Bool[ndarray, "n"]) -> float:
    """The sum of what the mask keeps."""
    return float(x[mask].sum())


def above(x: Float[ndarray, "n m"], t: float) -> Bool[ndarray, "n m"]:
    """Where an entry is larger than t."""
    return x > t
'''
LAW = '''
from jaxtyping import Float
from numpy import ndarray


def what_is_above_is_larger(above, x: Float[ndarray, "n m"], t: float) -> None:
    """Every entry that is chosen is larger than t, and no other."""
    chosen = above(x, t)
    assert (x[chosen] > t).all() and (x[~chosen] <= t).all()
'''
CHECKS = "{matches: kept, points: 1}, {matches: above, points: 1}, {law: what_is_above_is_larger, points: 1}"
RIGHT = "def kept(x, mask):\n    return sum(x[mask])\ndef above(x, t):\n    return x > t\n"
HAND_INS = {
    "right": (RIGHT, [1, 1, 1]),
    "whole numbers": (RIGHT.replace("x > t", "(x > t) * 1"), [1, 1, 1]),
    "lists": (RIGHT.replace("x > t", "[[bool(e > t) for e in row] for row in x]"), [1, 1, 1]),
    "twos": (RIGHT.replace("x > t", "(x > t) * 2"), [1, 0, 0]),
    "the entries": (RIGHT.replace("x > t", "x * (x > t)"), [1, 0, 0]),
    "opposite": (RIGHT.replace("x > t", "x <= t").replace("x[mask]", "x[~mask]"), [0, 0, 0]),
    "as places": (RIGHT.replace("x[mask]", "x[mask.astype(int)]"), [0, 1, 1]),
}


def test_masks_are_arguments_and_results(tmp_path: Path) -> None:
    """0 and 1 are as good; other numbers are none. A law may look into an array with one."""
    rubric = one_question.assignment(tmp_path, MASKED, CHECKS, LAW)
    results = one_question.graded(rubric, {name: source for name, (source, _) in HAND_INS.items()})
    for name, (_, earned) in HAND_INS.items():
        assert [share for share, _ in one_question.told(results[name])] == earned, name
    said = one_question.told(results["twos"])[1][1]
    assert "was returned where True and False were expected" in said
    release(rubric, tmp_path / "kit")
    assert "mask True and False (n,)" in (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")


def test_masks_are_drawn_of_both_and_of_one_alone() -> None:
    """In most moods about half is True; at the edge all are, or none."""

    def function(mask: Bool[ndarray, "n m"]) -> float: ...  # type: ignore[empty-body]

    drawn = [each.args["mask"] for each in corpus(signature(function), Plan(110))]
    assert all(each.dtype == np.bool_ for each in drawn)
    assert 0.3 < np.concatenate([each.ravel() for each in drawn]).mean() < 0.7
    assert {each.all() for each in drawn} == {each.any() for each in drawn} == {True, False}


REFUSED = {
    "def f(when: 'Annotated[date, day]') -> int:\n    '''F.'''\n    return 1": (
        "`f`: the argument `when`: date cannot cross: write str for its .isoformat(), or whole numbers"
    ),
    "def f(n: int) -> bytes:\n    '''F.'''\n    return b''": (
        "`f`: the result: bytes cannot cross: write list[int] for its numbers from 0 to 255, or str for its"
    ),
    "def f() -> Printed:\n    '''F.'''\n    print(input())": (
        "`f` raises EOFError: EOF when reading a line: nobody answers `input()` here: say what is typed, -> "
    ),
}


@pytest.mark.parametrize("answers", REFUSED)
def test_what_cannot_be_asked_is_refused_with_what_to_write(tmp_path: Path, answers: str) -> None:
    """Dates, bytes and what somebody types."""
    imports = "from datetime import date\nfrom typing import Annotated\nfrom grader import Printed\n"
    day = "def day(pick): return date(2024, 1, 1)\n"
    rubric = one_question.assignment(tmp_path, imports + day + answers, "{matches: f, points: 1}")
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert REFUSED[answers] in str(refused.value)
