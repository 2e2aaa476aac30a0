"""What explains a lost check decides nothing, whatever becomes of it."""

import pytest
from checks.trials import reference, trial
from jaxtyping import Float
from numpy import ndarray

from grader.checks import kind_of
from grader.grading import explain
from grader.grading.steps import judge
from grader.model import Check, Verdict


def double(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Twice as much."""
    return 2 * x


def test_a_fault_of_ours_in_it_is_told_and_the_check_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """To whoever grades, without a word of the student's; nobody gains or loses by it."""

    def fails(*_: object) -> None:
        raise OverflowError("\x1b[2J of the student")

    monkeypatch.setattr(explain, "described", fails)
    asked = Check("1.matches.double", "matches", "double", 1)
    check = kind_of(asked).described(asked)
    said = r"^1\.matches\.double was lost and could not be explained \(OverflowError\): this is a fault of"
    with pytest.warns(UserWarning, match=said):
        outcome = judge(trial(reference(double), {"double": lambda x: 3 * x}), check, [check])
    assert (outcome.verdict, outcome.share) == (Verdict.FAILED, 0.0)
