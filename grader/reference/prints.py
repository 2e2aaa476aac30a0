"""What the instructor's functions print while they are tried a thousand times: the first lines do."""

import inspect
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from multiprocessing import parent_process

from grader.reference.places import PACKAGE, path_of
from grader.text.values import line

LINES = 20  # that are shown, beside the results, in all


class Few(io.TextIOBase):
    """A stream that hands the first lines on to standard error and drops the rest."""

    def __init__(self) -> None:
        self.told: set[str] = set()  # the places that print
        self.by: tuple[str, str] | None = None  # who wrote what comes next, if it was held back
        self.left = LINES if parent_process() is None else 0  # where many grade, only one of them speaks

    def who(self) -> tuple[str, str] | None:
        """Return who writes, and what is said of it; None where there is no room to say it."""
        return _who() if self.left > 0 else None

    def write(self, text: str) -> int:
        """Show what there is room for."""
        who, self.by = self.by or self.who(), None
        if self.left > 0 and who and who[0] not in self.told:
            self.told.add(who[0])
            sys.stderr.write("".join(who))
        for each in text.splitlines(keepends=True) if self.left > 0 else ():
            sys.stderr.write(each[:500])
            self.left -= each.endswith("\n") or len(each) > 500
            if self.left == 0:
                sys.stderr.write("(the reference prints more than this, which is not shown)\n")
                break
        return len(text)


def _who() -> tuple[str, str] | None:
    """Return which function of the reference prints, and where, and what is said of it with its arguments."""
    frame = inspect.currentframe()
    while frame is not None:
        module, code = frame.f_globals.get("__name__") or "", frame.f_code
        if module.startswith(PACKAGE):
            there, values = f"{path_of(code, module)}:{frame.f_lineno}", frame.f_locals
            names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            given = ", ".join(f"{name} = {line(values[name])}" for name in names if name in values)
            at = f" at {given}" if given else ""
            return there, f": `{code.co_name}` prints{at}; it is called many times, so leave that out:\n"
        frame = frame.f_back
    return None


_few = Few()


@contextmanager
def few_prints() -> Iterator[None]:
    """Let what is printed in the block, or in the function that this decorates, not flood the results.

    Nor does what asks with ``input()`` wait for whoever sits at the terminal.
    """
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        with redirect_stdout(_few):
            yield
    finally:
        sys.stdin = before
