"""One accepted way to read an answer: what must hold for an example, in which convention, how precisely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.examples.draw import Example
from grader.functions.reply import Failure
from grader.values.compare import DOUBLE, LONE, NEARLY, TOLERANCES, Tolerance, tolerating
from grader.values.wrong import Wrong


class Stopped(BaseException):
    """A function did not return and never will.  Not an Exception: Hypothesis would go on and shrink it."""

    def __init__(self, failure: Failure, name: str, values: Sequence[Any]) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.name, self.values = name, values  # the call in which it happened


class Misfit(Wrong):
    """A function returned something of another kind or shape than was asked for."""


CHANGES = "changes_its_arguments"  # the mistake, by name


class LeavesChanged(Wrong):
    """The answers are right, but an argument is left changed that belongs to whoever calls."""


Judge = Callable[[Example], None]
Written = Callable[[Mapping[str, Any]], str]  # how a call is written, by its arguments


@dataclass(frozen=True)
class Reading:
    """One accepted way to read an answer: what must hold for an example, and the remark if all of them do.

    ``follows`` is the function of the reference that it follows, where there are several to follow.
    """

    judge: Judge
    remark: str = ""
    tolerance: Tolerance = DOUBLE
    follows: str = ""


def precisions(
    judge: Callable[[Tolerance], Judge],
    remark: str = "",
    follows: str = "",
    *,
    lone: bool = False,
    tensors: bool = False,
) -> list[Reading]:
    """Return the readings of one judgement, at double precision and, with a remark, at single precision.

    A ``lone`` answer depends on no input, so a number written down could stand for it: of single precision it
    is allowed what rounding explains, and no more.  So are answers to ``tensors``, which are of single
    precision themselves: that goes without a remark.
    """
    return [
        Reading(
            judge(tolerance),
            "; ".join(filter(None, (remark, "" if tensors else tolerance.name))),
            tolerance,
            follows,
        )
        for tolerance in ((DOUBLE, NEARLY, LONE) if lone or tensors else TOLERANCES)
    ]


def wrong_on(reading: Reading, example: Example) -> Wrong | None:
    """Return what is wrong on an example, or None."""
    try:
        with tolerating(reading.tolerance), np.errstate(all="ignore"):
            reading.judge(example)
    except Wrong as wrong:
        return wrong
    except AssertionError as broken:
        return Wrong(str(broken))
    except GraderError:
        raise
    except Exception as problem:  # a law met an answer it cannot even calculate with
        return Wrong(f"nothing could be calculated from the answer ({type(problem).__name__}: {problem})")
    return None
