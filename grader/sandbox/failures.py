"""Why a worker is no more, in words for the student."""

import signal

from grader.functions.reply import Failure
from grader.model import Verdict

UNASKED = "an answer nobody asked for"


class Ended(Exception):
    """The worker is no more; the failure says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def in_function(name: str) -> str:
    """Return the end of a sentence: in which function it happened, if in one."""
    return f" in `{name}`" if name else ""


def too_late(seconds: float) -> Failure:
    """Return why a worker was stopped that had so many seconds."""
    return Failure(Verdict.TIMED_OUT, f"did not finish within {seconds:g} s")


def broke_protocol(why: str) -> Failure:
    """Return why a worker was stopped that sent what it may not."""
    return Failure(Verdict.DIED, f"the worker did not keep to the protocol: {why}")


def died(status: int) -> Failure:
    """Return how a worker ended, by its exit status (negative: a signal)."""
    if status < 0:
        how = f"the process was ended by {_signal(-status)}"
    else:  # Windows has no signals, and large numbers for a crash
        how = f"the process crashed (0x{status:X})" if status > 0xFF else "the process exited"
    return Failure(Verdict.DIED, how)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most of the real-time signals have no name
        return f"signal {number}"
