"""Locks a forked worker child before it runs a line of a student's code.

`prepare` builds the walls once, in the zygote; `apply` puts them around each child; `probe` tries to get out.
In the order in which they go up:

    descriptors      all closed but those the caller keeps
    limits           memory: what the child has mapped plus its budget; few threads, no files, no core dumps
    Landlock         reads only below the interpreter's folders; writes, runs, connects and signals nothing
    another user     root becomes a user who owns nothing, without root's capabilities
    undumpable       nobody's debugger sees it, and it dies with its parent
    seccomp          only the system calls of arithmetic, memory, threads and reading; the rest fail

Any wall may be missing: an old kernel, a container that forbids it, a plain user, another operating system.
The others still go up. What a result is worth follows from what `probe` could do, never from a set-up call
that claimed success.
"""

import contextlib
import os
import platform
import signal
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.walls.call_numbers import ARCHITECTURE
from grader.sandbox.walls.landlock import ruleset_for
from grader.sandbox.walls.limits import (
    WorkerLimits,
    close_all_but,
    limit_resources,
    mapped_bytes,
    volunteer_for_the_out_of_memory_killer,
)
from grader.sandbox.walls.seccomp import filter_program, have_the_memory_measured, install
from grader.sandbox.walls.syscalls import PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, attempt
from grader.sandbox.walls.user import NOBODY_AT_ALL, interpreter_readable, leave_root

INTERPRETER = (
    sys.prefix,
    sys.base_prefix,
    "/usr/lib",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
)
"""What Python and its libraries read; the last two tell matrix libraries which processor they run on."""


@dataclass(frozen=True)
class Walls:
    """What the zygote builds once and every child puts up."""

    ruleset: int | None
    """File descriptor of the Landlock ruleset; children inherit it, and `apply` closes it."""
    program: bytes | None
    """The seccomp program, with `OWN_PID` where the child's own process number belongs."""
    interpreter_readable: bool
    """Whether a user who owns nothing can read the interpreter."""
    notes: tuple[str, ...] = ()
    """What could not be built, and why."""


def prepare(readable: Sequence[str], *, landlock: bool = True, seccomp: bool = True) -> Walls:
    """Build, in the zygote, the walls that its children share; they may read below the `readable` paths."""
    for path in (Path(name).resolve() for name in readable):
        # Of /proc only files such as /proc/cpuinfo: its folders are processes, and "self" is the zygote here.
        in_proc = Path("/proc") in (path, *path.parents)
        if path == Path("/") or (in_proc and (path.is_dir() or path.parent != Path("/proc"))):
            msg = f"a child must not be allowed to read all of {path}"
            raise ValueError(msg)
    ruleset: int | None = None
    program: bytes | None = None
    notes: list[str] = []
    if landlock:
        try:
            ruleset = ruleset_for(readable)
        except OSError as error:
            notes.append(f"no Landlock: {error.strerror}")
    if seccomp and ARCHITECTURE:
        have_the_memory_measured()
        program = filter_program()
    elif seccomp:
        notes.append(f"no seccomp program for {sys.platform} on {platform.machine()}")
    return Walls(ruleset, program, interpreter_readable(NOBODY_AT_ALL), tuple(notes))


def apply(walls: Walls, limits: WorkerLimits, keep: Collection[int]) -> None:
    """Lock this process, fresh from fork and with one thread, for good; only descriptors in `keep` stay open.

    Build socket objects, and make them blocking or not, before: neither is possible afterwards.
    Raises OSError only if it gave up being root and can take that back.
    """
    parent = os.getppid()
    volunteer_for_the_out_of_memory_killer()  # first, while /proc is there to be written
    mapped = mapped_bytes()
    close_all_but(keep if walls.ruleset is None else {*keep, walls.ruleset})
    with contextlib.suppress(OSError, AttributeError):  # it leads a session already; or there are none
        os.setsid()
    limit_resources(limits, mapped)
    if sys.platform != "linux":
        return
    attempt("prctl", PR_SET_NO_NEW_PRIVS, 1)
    if walls.ruleset is not None:
        attempt("landlock_restrict_self", walls.ruleset, 0)
        os.close(walls.ruleset)
    leave_root(limits.uid, interpreter_readable=walls.interpreter_readable)
    attempt("prctl", PR_SET_DUMPABLE, 0)
    attempt("prctl", PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user would have cleared it
    if os.getppid() != parent:  # the parent died before we asked to die with it
        os._exit(1)
    if walls.program is not None:
        install(walls.program)
