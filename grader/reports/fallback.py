"""A report on one submission that cannot be written whole: a fault of ours, which stops nobody else's."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from grader.model import Problem, Report, Result

FAULT = (
    "not all that is known of this could be written down ({}): this is a fault of the grader, and costs no "
    "points; please tell your instructor"
)
Tell = Callable[[str, Exception], None]  # is told whose report is not whole, and why


def written(render: Callable[[Result], str], result: Result, tell: Tell | None = None) -> str:
    """Return what is made of a result; where that fails, what is made of it without its values."""
    try:
        with np.errstate(all="ignore"):  # numbers of students, however large
            return render(result)
    except Exception as problem:
        if tell is not None:
            tell(result.submission.id, problem)
        return render(bare(result, problem))


def written_of_all(render: Callable[[Report], str], report: Report, tell: Tell) -> str:
    """Return what is made of a class; where that fails, what is made of it without anybody's values."""
    try:
        return render(report)
    except Exception as problem:
        tell("the class", problem)
        return render(replace(report, results=tuple(bare(each, problem) for each in report.results)))


def bare(result: Result, problem: Exception) -> Result:
    """Return a result with its points and its words, and that there is more, but without any value."""
    questions = tuple(
        replace(each, outcomes=tuple(replace(outcome, evidence=None) for outcome in each.outcomes))
        for each in result.questions
    )
    told = Problem("grader", FAULT.format(type(problem).__name__))
    return replace(result, questions=questions, problems=(*result.problems, told))
