"""Tries, in a locked child before any student's code, what must fail: a result is worth what comes of it."""

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.walls.limits import WorkerLimits

if sys.platform != "win32":
    import resource


@dataclass(frozen=True)
class Probe:
    """What a locked child tried to do. True means that it got through."""

    reads_secret: bool
    reads_outside: bool
    """It read a place that its modes open to everyone: Landlock is not there."""
    reads_parent: bool
    """It read the parent's memory or environment, by way of /proc."""
    writes: bool
    connects: bool
    forks: bool
    execs: bool
    signals: bool
    limits_parent: bool
    """It set the parent's resource limits."""
    exceeds_memory: bool
    imports: bool
    """The one attempt that should succeed: reading the interpreter's library, as a late import does."""
    notes: tuple[str, ...]
    """One sentence for each gap."""

    @property
    def level(self) -> str:
        """A: nothing got through.  B: nothing, but secrets are hidden by user and file modes alone.

        C: secrets, the network or the machine are exposed.  D: results are, too: good for a self-check.
        """
        if self.writes or self.signals or self.limits_parent:
            return "D"  # it can spoil results, its own or another's
        if any(getattr(self, name) for name in _GAPS if name != "reads_outside"):
            return "C"
        return "B" if self.reads_outside else "A"


_GAPS = {
    "reads_secret": "a file that is secret can be read: of the reference, other submissions or the results",
    "reads_outside": "only their modes hide files outside the interpreter",
    "reads_parent": "the parent's memory or environment can be read",
    "writes": "files can be written",
    "connects": "sockets can be used",
    "forks": "processes can be started",
    "execs": "programs can be run",
    "signals": "the parent can be killed",
    "limits_parent": "the parent can be starved of resources",
    "exceeds_memory": "memory is not limited",
}


def probe(secret: str, parent: int, limits: WorkerLimits, others: Sequence[str] = ()) -> Probe:
    """Try, in a locked child before any student's code, all that must fail.

    `secret` is a file of the grader's own that must exist; `others` must not be readable either (the caller
    names those that tell the most, see `most_open`).
    """
    if sys.platform != "linux":
        everything = dict.fromkeys(_GAPS, True)
        return Probe(**everything, imports=True, notes=(f"no walls on {sys.platform}",))
    through = {
        "reads_secret": gets_through(_read, secret) or any(map(_opens, others)),
        "reads_outside": sees_the_root_folder(),
        "reads_parent": any(_opens(f"/proc/{parent}/{name}") for name in ("environ", "mem")),
        "writes": _writes(secret),
        "connects": _connects(),
        "forks": gets_through(_in_a_fork, os._exit, 0),
        "execs": _execs(),
        "signals": gets_through(os.kill, parent, 0),
        "limits_parent": gets_through(_set_limits_of, parent),
        "exceeds_memory": _exceeds_memory(limits),
    }
    imports = all(gets_through(_read, path) for path in (os.__file__, sys.prefix))
    notes = [sentence for name, sentence in _GAPS.items() if through[name]]
    if not imports:
        notes.append("the interpreter's library cannot be read: only modules that are loaded can be imported")
    return Probe(**through, imports=imports, notes=tuple(notes))


def gets_through(attempt: Callable[..., object], *arguments: object) -> bool:
    """Whether no wall refused it: "no such file" and "connection refused" come from behind the walls."""
    try:
        attempt(*arguments)
    except OSError as error:
        return error.errno not in {errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOSYS, errno.EAFNOSUPPORT}
    return True


def _read(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))


def _opens(path: str) -> bool:
    """Whether something is there and can be read; it may be gone, or hidden with all that is around it."""
    try:
        _read(path)
    except OSError:
        return False
    return True


def sees_the_root_folder() -> bool:
    """Its modes open it to everyone, and no ruleset of ours does."""
    return gets_through(_read, "/")


def _writes(secret: str) -> bool:
    public = {"/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108  anyone can write there, so try
    own = {os.environ.get("TMPDIR", "."), os.environ.get("HOME", "."), ".", secret.rpartition("/")[0] or "."}
    return gets_through(_append_nothing, secret) or any(
        gets_through(_create_in, folder) for folder in public | own if os.access(folder, os.F_OK)
    )


def _append_nothing(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_APPEND))


def _create_in(folder: str) -> None:
    path = f"{folder}/.probe-{os.getpid()}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    Path(path).unlink()


def _connects() -> bool:
    loopback, log = ("127.0.0.1", 9), "/dev/log"
    return (
        gets_through(_connect, socket.AF_INET, socket.SOCK_STREAM, loopback)
        or gets_through(_connect, socket.AF_INET, socket.SOCK_DGRAM, loopback)
        or gets_through(_connect, socket.AF_UNIX, socket.SOCK_DGRAM, log)
        or gets_through(_post_from_a_pair, log)
    )


def _connect(family: socket.AddressFamily, kind: socket.SocketKind, address: tuple[str, int] | str) -> None:
    with socket.socket(family, kind) as sock:
        sock.settimeout(0.5)
        sock.connect(address)


def _post_from_a_pair(address: str) -> None:
    """Either end of a datagram pair can write to any named socket, without a call to socket()."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with ours, theirs:
        ours.sendto(b"", address)


def _execs() -> bool:
    try:
        os.execv("/", ["/"])  # noqa: S606  cannot be run (EACCES), but the filter answers first (EPERM)
    except OSError as error:
        if error.errno == errno.EPERM:
            return False
    try:
        return _in_a_fork(_run_a_program) == 0
    except OSError:  # no process to try it in: only half a wall
        return True


def _run_a_program() -> None:
    for program in ("/bin/true", "/usr/bin/true"):
        with contextlib.suppress(OSError):
            os.execv(program, ["true"])  # noqa: S606


def _in_a_fork(work: Callable[..., object], *arguments: object) -> int:
    """Exit status of a grandchild that tried: 1 unless `work` ended the process itself."""
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def _set_limits_of(process: int) -> None:
    """Set a limit of another process to what it is: harmless where it works."""
    now = resource.prlimit(process, resource.RLIMIT_CORE)
    resource.prlimit(process, resource.RLIMIT_CORE, now)


def _exceeds_memory(limits: WorkerLimits) -> bool:
    try:
        bytes((limits.megabytes + 64) << 20)  # mapped but never touched: where it works, it costs nothing
    except MemoryError:
        return False
    return True
