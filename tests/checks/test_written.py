"""``written``: an answer in words waits for a person; none is missing."""

import pytest

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.checks.written import written
from grader.model import Verdict

from .trials import reference, trial


def check(target: str, **answers: str) -> Finding:
    there: Trial = trial(reference(), {})
    there.written = {name.removeprefix("_"): text for name, text in answers.items()}
    return written(there, target, criteria="depth adds nothing without it")


def test_an_answer_waits_for_a_person() -> None:
    """The points are held, and the message says what will be looked for."""
    assert check("answer_1a", _1a="Because otherwise it is linear.") == Finding(
        Verdict.PENDING,
        message="a person will read this answer and look for: depth adds nothing without it",
        answer="Because otherwise it is linear.",
    )


@pytest.mark.parametrize("answers", [{}, {"_1a": ""}, {"_1a": " \n\t "}, {"_1b": "Another question's."}])
def test_no_answer_is_missing(answers: dict[str, str]) -> None:
    """Nothing, white space, and an answer to another question are no answer."""
    assert check("answer_1a", **answers) == Finding(Verdict.MISSING, message="there is no answer in words")
