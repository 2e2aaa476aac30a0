"""Functions of ours, called in processes of our own: isolated, and handed what they need by pipe.

The pools of the standard library start Python where we are, with all that is in the environment: see
``grader.processes.isolated`` for what that would run.  A member of this pool hides its memory first; only
then it hears what it is to know: the environment and the folder of whoever asks, how to begin, and one call
after another.
"""

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread, local
from traceback import format_exc
from typing import IO, Any

from grader.processes import isolated, private

LENGTH = struct.Struct(">Q")
LIBRARIES = ("LD_LIBRARY_PATH", "TMPDIR")  # read when Python starts: where else its libraries are


class Pool(Executor):
    """So many processes; each calls ``start`` with some arguments first, and again where one was killed.

    A call whose process is killed raises BrokenProcessPool; what a function or ``start`` raises, it raises.
    """

    def __init__(self, members: int, start: Callable[..., None], *arguments: Any) -> None:
        self._begin = (dict(os.environ), Path.cwd()), (start, arguments)
        self._threads = ThreadPoolExecutor(members)  # each speaks with one process
        self._own = local()
        self._lock = Lock()
        self._members: list[_Member] = []

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have a function called; it and its arguments are pickled."""
        return self._threads.submit(self._call, function, arguments, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the calls end that have begun, or all, and then the processes."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        with self._lock:
            for member in self._members:
                member.end()

    def _call(self, function: Callable[..., Any], arguments: Any, named: Any) -> Any:
        member: _Member | None = getattr(self._own, "member", None)
        if member is None:
            member = _Member()
            with self._lock:
                self._members.append(member)
            where, (start, given) = self._begin
            member.call(_settle, where, {})
            member.call(start, given, {})
            self._own.member = member
        try:
            return member.call(function, arguments, named)
        except BrokenProcessPool:
            self._own.member = None  # the next call has another one
            raise


class _Member:
    """A process, as the pool holds it."""

    def __init__(self) -> None:
        with isolated.unheard_interrupts():
            self.process = subprocess.Popen(  # noqa: S603
                isolated.command("grader.processes.pool"),
                env=isolated.environment(LIBRARIES),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=os.sep,
            )

    def call(self, function: Callable[..., Any], arguments: Any, named: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        data = pickle.dumps((function, arguments, named))
        try:
            _write(self.process.stdin, data)
            answer = _read(self.process.stdout)
        except OSError:
            answer = None
        if answer is None:
            self.process.wait()
            raise BrokenProcessPool("a process of ours was killed")
        worked, value = pickle.loads(answer)  # noqa: S301  of our own process, which runs no student's code
        if not worked:
            raise value
        return value

    def end(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(OSError):
            _write(self.process.stdin, b"")
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(LENGTH.pack(len(data)) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """Return the next message; None where the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


# ---- in the process ------------------------------------------------------------------------------------


def _settle(environment: dict[str, str], folder: Path) -> None:
    """Be where and what the one who asks is, as the code of a reference finds it there; imports stay ours."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _listen(requests: IO[bytes], calls: "SimpleQueue[bytes]") -> None:
    """Take in what is asked; end at once when the one who asks is killed: nobody would ever ask again."""
    while (data := _read(requests)) is not None:
        calls.put(data)
        if not data:
            return
    os._exit(1)


def main() -> None:
    """Call what is asked for, until nothing more is."""
    private.hide_memory()
    isolated.hear_interrupts(signal.SIG_DFL)  # whoever asks is interrupted too, and says so
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)  # what a reference prints is no answer
    calls: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(requests, calls), daemon=True).start()
    while data := calls.get():
        try:
            function, arguments, named = pickle.loads(data)  # noqa: S301  of our own process
            answer = pickle.dumps((True, function(*arguments, **named)))
        except Exception as problem:
            problem.add_note(format_exc())
            answer = _failed(problem)
        _write(answers, answer)


def _failed(problem: Exception) -> bytes:
    try:
        answer = pickle.dumps((False, problem))
        pickle.loads(answer)  # noqa: S301  some exceptions are written and cannot be read
    except Exception:
        answer = pickle.dumps((False, RuntimeError(format_exc())))
    return answer


if __name__ == "__main__":
    # By its name, as those who ask know it.
    sys.modules["grader.processes.pool"] = sys.modules["__main__"]
    main()
