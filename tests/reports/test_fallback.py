"""A report that fails in one place is written without what it failed at."""

import by_hand
import pytest

from grader.model import Report, Result
from grader.reports.fallback import written, written_of_all


def trips(report: Report) -> str:
    """A report that fails at whatever has a value."""
    outcomes = [o for r in report.results for q in r.questions for o in q.outcomes]
    assert not any(outcome.evidence for outcome in outcomes)
    return "; ".join(str(problem.message) for each in report.results for problem in each.problems)


def test_what_fails_at_a_value_is_written_without_it() -> None:
    """The reader is told whose fault it is, and the caller who it was about; the points stay."""
    told: list[tuple[str, str]] = []
    erring = by_hand.erring()

    def of_one(result: Result) -> str:
        assert result.score == erring.score
        return trips(Report(by_hand.ASSIGNMENT, 0, (result,)))

    text = written(of_one, erring, lambda who, problem: told.append((who, type(problem).__name__)))
    assert text.endswith(
        "not all that is known of this could be written down (AssertionError): this is a fault of the "
        "grader, and costs no points; please tell your instructor"
    )
    class_text = written_of_all(
        trips, by_hand.batch(), lambda who, problem: told.append((who, type(problem).__name__))
    )
    assert class_text.count("fault of the grader") == len(by_hand.batch().results)
    assert told == [(erring.submission.id, "AssertionError"), ("the class", "AssertionError")]


def test_what_fails_without_values_too_is_raised() -> None:
    """Then there is nothing to write."""
    with pytest.raises(ZeroDivisionError):
        written(lambda _: str(1 // 0), by_hand.erring())
