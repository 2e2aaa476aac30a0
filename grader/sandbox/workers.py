"""Where workers come from: forked from a process that has imported all, or each a new Python.

Forking is for Linux: macOS's own libraries do not survive it, Windows has none.  There every worker is a
process of its own, without walls; the rest of the grader does not know the difference.
"""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import FileIO, RawIOBase
from pathlib import Path
from threading import Thread
from typing import NamedTuple, Protocol

from grader.errors import GraderError
from grader.processes import isolated
from grader.sandbox import zygote
from grader.sandbox.walls import user
from grader.sandbox.worker import outbox

FORKS = sys.platform == "linux"  # whether workers are forked, behind walls
KILLED = -9  # the exit status of who was killed; not every system has a name for the signal
PROGRAM = isolated.command("grader.sandbox.zygote")
FRESH_PROGRAM = isolated.command("grader.sandbox.fresh")


class Worker(NamedTuple):
    """A worker as the grader holds it."""

    pid: int
    channel: socket.socket
    prints: RawIOBase  # what it prints; reading does not block
    page: int | None = None  # where it gathers replies (see ``outbox``), if it does


class Workers(Protocol):
    """All that depends on the system: how a worker is started and ended."""

    process: subprocess.Popen[bytes] | None  # that forks them, if any

    def fork(self) -> Worker:
        """Start a worker."""

    def reap(self, pid: int, patience: float = 0.0) -> int | None:
        """Kill a worker, unless it ends by itself within so many seconds, and all it started.

        Return its exit status (negative: a signal); None where it was lost by no fault of its own.
        """

    def stop(self) -> None:
        """End all that was started."""


def source(preload: Sequence[str], canary: Path, megabytes: int, secrets: Sequence[Path]) -> Workers:
    """Return what starts workers on this system."""
    return Zygote(preload, canary, megabytes, secrets) if FORKS else Fresh(preload, megabytes)


class Zygote:
    """A process with modules already imported that forks workers."""

    def __init__(
        self, preload: Sequence[str], canary: Path, megabytes: int, secrets: Sequence[Path] = ()
    ) -> None:
        told = [os.fsencode(canary), *map(os.fsencode, user.most_open(secrets))]
        self.setup = zygote.Setup(told, megabytes, list(preload))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        self.stop()
        ours, theirs = socket.socketpair()
        self.process = subprocess.Popen(  # noqa: S603
            [*PROGRAM, str(theirs.fileno())],
            env=isolated.environment(),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            cwd="/",
        )
        theirs.close()
        self.control = ours
        ours.settimeout(120)
        with suppress(BrokenPipeError, ConnectionResetError):  # it ended: the answer that is missing tells
            zygote.send_setup(ours, self.setup)
        _, threads = self._receive()
        if threads != 1:
            raise GraderError(
                f"the worker's parent has {threads} threads after its imports; it must have one"
            )

    def fork(self) -> Worker:
        """Fork a worker."""
        for attempt in (1, 2):
            self.start()
            ours, theirs = socket.socketpair()
            read, write = os.pipe()
            page = outbox.new_page()
            try:
                request = [zygote.FORK + bytes(zygote.STATUS.size)]
                socket.send_fds(self.control, request, [theirs.fileno(), write, page])
                pid, _ = self._receive()
            except (OSError, GraderError):
                ours.close()
                os.close(read)
                os.close(page)
                self.stop()
                if attempt == 2:
                    raise GraderError("a worker could not be started twice in a row") from None
            else:
                os.set_blocking(read, False)
                return Worker(pid, ours, FileIO(read), page)
            finally:
                theirs.close()
                os.close(write)
        raise AssertionError

    def reap(self, pid: int, patience: float = 0.0) -> int | None:
        """End a worker; None means that the zygote itself had died, and the worker with it."""
        if patience:
            with suppress(OSError), FileIO(os.pidfd_open(pid)) as ended:
                select.select([ended], [], [], patience)
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
        try:
            self.control.sendall(zygote.REAP + zygote.STATUS.pack(pid, 0))
            known, status = self._receive()
        except (OSError, GraderError):
            self.stop()
            return None
        return status if known else None

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.control.close()  # not before: it would end by itself, or not, as it happens
            self.process = None

    def _receive(self) -> tuple[int, int]:
        data = self.control.recv(zygote.STATUS.size, socket.MSG_WAITALL)
        if len(data) < zygote.STATUS.size:
            raise GraderError("the parent of the workers ended")
        first, second = zygote.STATUS.unpack(data)
        return first, second


class Fresh:
    """Starts a new Python for each worker, and speaks with it by pipes, which every system has."""

    process: subprocess.Popen[bytes] | None = None

    def __init__(self, preload: Sequence[str], megabytes: int) -> None:
        self.command = [*FRESH_PROGRAM, str(megabytes), *preload]
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    def fork(self) -> Worker:
        """Start a worker."""
        process = subprocess.Popen(  # noqa: S603
            self.command,
            env=isolated.environment(),
            cwd="/",
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.processes[process.pid] = process
        channel, theirs = socket.socketpair()
        prints, printed = socket.socketpair()
        for work in (
            Thread(target=_to_pipe, args=(theirs, process.stdin), daemon=True),
            Thread(target=_from_pipe, args=(process.stdout, theirs.dup()), daemon=True),
            Thread(target=_from_pipe, args=(process.stderr, printed), daemon=True),
        ):
            work.start()
        prints.settimeout(0)
        reader = prints.makefile("rb", buffering=0)
        prints.close()  # as soon as the reader is
        return Worker(process.pid, channel, reader)

    def reap(self, pid: int, patience: float = 0.0) -> int | None:
        """End a worker, and where there are groups of processes all that it started."""
        process = self.processes.pop(pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        process.kill()
        return process.wait()

    def stop(self) -> None:
        """End those that are left."""
        for pid in list(self.processes):
            self.reap(pid)


def _to_pipe(source: socket.socket, pipe: RawIOBase) -> None:
    """Copy until nobody sends or nobody reads."""
    with suppress(OSError), pipe, source:
        while data := source.recv(1 << 16):
            view = memoryview(data)
            while view:
                view = view[pipe.write(view) or 0 :]


def _from_pipe(pipe: RawIOBase, sink: socket.socket) -> None:
    """Copy until the pipe ends or nobody listens; then say that nothing more will come."""
    with sink, pipe:
        with suppress(OSError):
            while data := pipe.read(1 << 16):
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
