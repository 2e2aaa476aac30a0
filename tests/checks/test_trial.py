"""What a check works with: a submission's functions, asked once."""

import numpy as np

from grader.checks.finding import Finding
from grader.checks.matches import matches
from grader.model import Verdict

from .doubling import RIGHT, by_reference, double, judged_by, total
from .trials import Watched, reference, trial


def test_a_missing_function_is_named() -> None:
    """The first function that is not there is the one to write."""
    there = trial(RIGHT, {"total": total})
    assert there.missing("total") is None
    assert there.missing("total", "double", "triple") == Finding(
        Verdict.MISSING, message="there is no function `double`"
    )


def test_answers_are_asked_for_once() -> None:
    """What one check has asked no other asks again."""
    functions = Watched({"double": double})
    there = trial(RIGHT, functions, count=20)
    assert matches(there, "double").verdict is Verdict.PASSED
    asked = len(functions.asked)
    assert judged_by(by_reference(there), there).verdict is Verdict.PASSED
    assert len(functions.asked) == asked


def test_a_law_may_ask_with_numpys_numbers() -> None:
    """Students are promised Python's own numbers, and get them."""

    def half(x: float) -> float:
        """Half of x."""
        return x / 2

    kinds: list[type] = []
    right = reference(half)
    there = trial(right, {"half": lambda x: kinds.append(type(x)) or x / 2})
    assert there.student("half")(np.float64(3.0)) == 1.5
    assert kinds == [float]
