"""What the instructor's functions print while they are tried a thousand times: the first lines do."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from multiprocessing import parent_process

LINES = 20  # that are shown, beside the results, in all


class Few(io.TextIOBase):
    """A stream that hands the first lines on to standard error and drops the rest."""

    def __init__(self) -> None:
        self.left = LINES if parent_process() is None else 0  # where many grade, only one of them speaks

    def write(self, text: str) -> int:
        """Show what there is room for."""
        for line in text.splitlines(keepends=True) if self.left > 0 else ():
            sys.stderr.write(line[:500])
            self.left -= line.endswith("\n") or len(line) > 500
            if self.left == 0:
                sys.stderr.write("(the reference prints more than this, which is not shown)\n")
                break
        return len(text)


_few = Few()


@contextmanager
def few_prints() -> Iterator[None]:
    """Let what is printed in the block, or in the function that this decorates, not flood the results."""
    with redirect_stdout(_few):
        yield
