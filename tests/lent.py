"""One parent of workers for all tests of a process: its imports are what takes longest in most of them."""

import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from grader.sandbox import workers
from grader.sandbox.canary import canary_file
from grader.sandbox.workers import Worker, Workers, Zygote


class Lent:
    """A zygote that outlives the sandbox it was lent to."""

    def __init__(self, zygote: Zygote) -> None:
        self.zygote = zygote

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that forks."""
        return self.zygote.process

    @process.setter
    def process(self, process: subprocess.Popen[bytes] | None) -> None:
        self.zygote.process = process

    def fork(self) -> Worker:
        """Start a worker."""
        return self.zygote.fork()

    def reap(self, pid: int, patience: float = 0.0) -> int | None:
        """End a worker."""
        return self.zygote.reap(pid, patience)

    def stop(self) -> None:
        """Leave it to the next sandbox."""


class Lender(ExitStack):
    """Zygotes by what they import; none of them knows the secrets of one sandbox, all know one canary."""

    def __init__(self) -> None:
        super().__init__()
        self.canary = self.enter_context(canary_file())
        self.zygotes: dict[tuple[tuple[str, ...], int], Zygote] = {}
        self.real = workers.source

    def source(
        self, preload: Sequence[str], canary: Path, megabytes: int, secrets: Sequence[Path]
    ) -> Workers:
        """Lend a zygote where there are such; as `grader.sandbox.workers.source` is called."""
        if not workers.FORKS:
            return self.real(preload, canary, megabytes, secrets)
        key = tuple(preload), megabytes
        if key not in self.zygotes:
            self.zygotes[key] = Zygote(preload, self.canary, megabytes)
            self.callback(self.zygotes[key].stop)
        return Lent(self.zygotes[key])
