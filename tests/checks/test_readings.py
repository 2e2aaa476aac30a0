"""Readings of an answer, at each precision."""

from grader.checks.readings import Stopped, precisions
from grader.values.compare import TOLERANCES


def test_precisions_keep_their_remarks() -> None:
    """A judgement at single precision says so, after what else there is to say."""
    remarks = [reading.remark for reading in precisions(lambda _: lambda _: None, "read as: a mean")]
    assert remarks == ["read as: a mean", "read as: a mean; float32", "read as: a mean; float32"]
    assert [reading.tolerance for reading in precisions(lambda _: lambda _: None)] == list(TOLERANCES)


def test_stopping_is_no_ordinary_exception() -> None:
    """A time-out passes every ``except Exception`` on its way, Hypothesis' included."""
    assert not issubclass(Stopped, Exception)
