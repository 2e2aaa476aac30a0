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
import ctypes
import errno
import os
import platform
import signal
import socket
import stat
import struct
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import fcntl
    import resource


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
class Limits:
    """What one child may use."""

    megabytes: int
    """Memory above what the child has mapped already."""
    uid: int | None
    """The user and group that root becomes: one for each worker, with no files and no other processes."""


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
    level: str
    """A: nothing got through.  B: nothing, but secrets are hidden by user and file modes alone.
    C: secrets, the network or the machine are exposed.  D: results are, too: good for a self-check."""
    notes: tuple[str, ...]
    """One sentence for each gap."""


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
            ruleset = _landlock_ruleset(readable)
        except OSError as error:
            notes.append(f"no Landlock: {error.strerror}")
    if seccomp and _ARCHITECTURE:
        _have_the_memory_measured()
        program = _seccomp_program()
    elif seccomp:
        notes.append(f"no seccomp program for {sys.platform} on {platform.machine()}")
    return Walls(ruleset, program, interpreter_readable(_NOBODY_AT_ALL), tuple(notes))


def apply(walls: Walls, limits: Limits, keep: Collection[int]) -> None:
    """Lock this process, fresh from fork and with one thread, for good; only descriptors in `keep` stay open.

    Build socket objects, and make them blocking or not, before: neither is possible afterwards.
    Raises OSError only if it gave up being root and can take that back.
    """
    parent = os.getppid()
    _volunteer_for_the_out_of_memory_killer()  # first, while /proc is there to be written
    mapped = _mapped()
    _close_all_but(keep if walls.ruleset is None else {*keep, walls.ruleset})
    with contextlib.suppress(OSError, AttributeError):  # it leads a session already; or there are none
        os.setsid()
    _limit_resources(limits, mapped)
    if sys.platform != "linux":
        return
    _attempt("prctl", _PR_SET_NO_NEW_PRIVS, 1)
    if walls.ruleset is not None:
        _attempt("landlock_restrict_self", walls.ruleset, 0)
        os.close(walls.ruleset)
    _leave_root(limits.uid, interpreter_readable=walls.interpreter_readable)
    _attempt("prctl", _PR_SET_DUMPABLE, 0)
    _attempt("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user would have cleared it
    if os.getppid() != parent:  # the parent died before we asked to die with it
        os._exit(1)
    if walls.program is not None:
        _install(walls.program)


def leave_the_network() -> bool:
    """For the zygote: go where there is no network and nobody to talk to, with all its children, if we may.

    A second wall behind seccomp.  It is put up once, costs a child nothing, and needs no program around us:
    bubblewrap and sandlock would number processes anew, and then the grader could not end a worker.  A user
    other than root needs a namespace of users for it; in that he stays who he is.
    """
    if sys.platform != "linux":
        return False
    away = _NEW_NETWORK | _NEW_MESSAGES | _NEW_NAMES
    if _attempt("unshare", away):
        return True
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0 or not _attempt("unshare", away | _NEW_USERS):
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(OSError):
            Path(f"/proc/self/{name}").write_text(line, encoding="utf-8")
    return True


def hide_processes() -> bool:
    """For the zygote and its children: leave of /proc only what tells of the processor, if we may.

    Behind Landlock nothing there can be read, but looked at: how many threads another process has, for one,
    and that would be a way to tell things from one worker to another.  Nor is the time noted any more when a
    file was read last, where we may say so.
    """
    global _proc
    if sys.platform != "linux" or not Path("/proc/cpuinfo").is_file():
        return False
    # Not private: what the machine mounts later, such as a home on another one, is to be seen here as well.
    if not _attempt("unshare", _NEW_MOUNTS) or not _mount(b"none", b"/", 0, _MS_REC | _MS_SLAVE):
        return False
    unnoted = struct.pack("=4Q", _MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME, 0, 0)
    _attempt("mount_setattr", _AT_FDCWD, b"/", _AT_RECURSIVE, unnoted, len(unnoted))
    processor = Path("/proc/cpuinfo").read_bytes()
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    if not _mount(b"tmpfs", b"/proc", b"tmpfs", flags, b"mode=755,size=1m"):
        os.close(proc)
        return False
    _proc = proc
    Path("/proc/cpuinfo").write_bytes(processor)
    _mount(b"tmpfs", b"/proc", b"tmpfs", flags | _MS_REMOUNT | _MS_RDONLY, b"mode=755,size=1m")
    return True


def _mount(source: bytes, target: bytes, kind: bytes | int, flags: int, data: bytes | int = 0) -> bool:
    return _attempt("mount", source, target, kind, flags, data)


_proc: int | None = None  # where processes are, when they are hidden: a descriptor, closed in a locked child


def _open_in_proc(path: str, flags: int) -> int:
    return os.open(f"/proc/{path}", flags) if _proc is None else os.open(path, flags, dir_fd=_proc)


def interpreter_readable(uid: int) -> bool:
    """Whether user and group `uid` can read this interpreter's files: below /root, say, only root can."""
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(os.__file__).parent}
    folders |= {folder.resolve() for folder in folders}
    return all(
        _permits(folder, uid, 0o5) and all(_permits(above, uid, 0o1) for above in folder.parents)
        for folder in folders
    )


LOOKED_AT = 20_000
TRIED = 64


def most_open(secrets: Iterable[Path]) -> list[str]:
    """Return what another user can read most easily of some files and folders, and of all that is below them.

    A worker has time to try some, not the files of thousands: if modes leave one open, it is among them.
    """
    found: list[tuple[bool, str]] = []
    todo = deque(
        (str(path), all(_permits(above, _NOBODY_AT_ALL, 0o1) for above in path.parents)) for path in secrets
    )
    while todo and len(found) < LOOKED_AT:
        path, reachable = todo.popleft()
        with contextlib.suppress(OSError):
            mode = Path(path).stat().st_mode
            found.append((not (reachable and mode & 0o004), path))
            if stat.S_ISDIR(mode) and not Path(path).is_symlink():  # a link may lead anywhere
                with os.scandir(path) as entries:
                    todo.extend((entry.path, reachable and bool(mode & 0o001)) for entry in entries)
    return [path for _, path in sorted(found, key=lambda each: each[0])[:TRIED]]


# --- the probe ------------------------------------------------------------------------------------

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


def probe(secret: str, parent: int, limits: Limits, others: Sequence[str] = ()) -> Probe:
    """Try, in a locked child before any student's code, all that must fail.

    `secret` is a file of the grader's own that must exist; `others` must not be readable either (the caller
    names those that tell the most, see `most_open`).
    """
    if sys.platform != "linux":
        everything = dict.fromkeys(_GAPS, True)
        return Probe(**everything, imports=True, level="D", notes=(f"no walls on {sys.platform}",))
    through = {
        "reads_secret": _gets_through(_read, secret) or any(map(_opens, others)),
        "reads_outside": _sees_the_root_folder(),
        "reads_parent": any(_opens(f"/proc/{parent}/{name}") for name in ("environ", "mem")),
        "writes": _writes(secret),
        "connects": _connects(),
        "forks": _gets_through(_in_a_fork, os._exit, 0),
        "execs": _execs(),
        "signals": _gets_through(os.kill, parent, 0),
        "limits_parent": _gets_through(_set_limits_of, parent),
        "exceeds_memory": _exceeds_memory(limits),
    }
    imports = all(_gets_through(_read, path) for path in (os.__file__, sys.prefix))
    notes = [sentence for name, sentence in _GAPS.items() if through[name]]
    if not imports:
        notes.append("the interpreter's library cannot be read: only modules that are loaded can be imported")
    return Probe(**through, imports=imports, level=_level(through), notes=tuple(notes))


def _level(through: dict[str, bool]) -> str:
    if through["writes"] or through["signals"] or through["limits_parent"]:
        return "D"  # it can spoil results, its own or another's
    if any(through[name] for name in through if name != "reads_outside"):
        return "C"
    return "B" if through["reads_outside"] else "A"


def _gets_through(attempt: Callable[..., object], *arguments: object) -> bool:
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


def _sees_the_root_folder() -> bool:
    """Its modes open it to everyone, and no ruleset of ours does."""
    return _gets_through(_read, "/")


def _writes(secret: str) -> bool:
    public = {"/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108  anyone can write there, so try
    own = {os.environ.get("TMPDIR", "."), os.environ.get("HOME", "."), ".", secret.rpartition("/")[0] or "."}
    return _gets_through(_append_nothing, secret) or any(
        _gets_through(_create_in, folder) for folder in public | own if os.access(folder, os.F_OK)
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
        _gets_through(_connect, socket.AF_INET, socket.SOCK_STREAM, loopback)
        or _gets_through(_connect, socket.AF_INET, socket.SOCK_DGRAM, loopback)
        or _gets_through(_connect, socket.AF_UNIX, socket.SOCK_DGRAM, log)
        or _gets_through(_post_from_a_pair, log)
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


def _exceeds_memory(limits: Limits) -> bool:
    try:
        bytes((limits.megabytes + 64) << 20)  # mapped but never touched: where it works, it costs nothing
    except MemoryError:
        return False
    return True


# --- descriptors, limits, users -------------------------------------------------------------------

_MEGABYTE = 1 << 20
_THREADS = 64
_OPEN_FILES = 64
_STACK = 64 * _MEGABYTE
"""Deep recursion should end in a RecursionError and not in a crash."""
_ADDRESSES = 1024 * _MEGABYTE
"""Addresses may exceed memory by this: the heap of each thread reserves more than it uses."""
_NOBODY_AT_ALL = 0xFFFFFFFE
"""Stands for any user who owns nothing."""


def _volunteer_for_the_out_of_memory_killer() -> None:
    """Go first, should the whole machine run out of memory."""
    with contextlib.suppress(OSError):
        switch = _open_in_proc("self/oom_score_adj", os.O_WRONLY)
        try:
            os.write(switch, b"1000")
        finally:
            os.close(switch)


def _close_all_but(keep: Collection[int]) -> None:
    start = 0
    for kept in sorted({descriptor for descriptor in keep if descriptor >= 0}):
        _close_range(start, kept)
        start = kept + 1
    _close_range(start, 1 << 31)


def _close_range(start: int, stop: int) -> None:
    """Close the descriptors from `start` up to, and without, `stop`."""
    if start >= stop:
        return
    try:
        _syscall("close_range", start, stop - 1, 0)
    except OSError:  # before Linux 5.9, or not Linux
        os.closerange(start, min(stop, _highest_descriptor() + 1))


def _highest_descriptor() -> int:
    try:
        return max(map(int, os.listdir("/dev/fd")))  # noqa: PTH208  numbers, not paths
    except (OSError, ValueError):
        return 1 << 16


def _limit_resources(limits: Limits, mapped: tuple[int, int] | None) -> None:
    if sys.platform == "win32":
        return
    most = {
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_STACK: _STACK,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NPROC: _THREADS + (0 if _changes_user(limits.uid) else _threads_on_this_machine()),
    }
    if mapped is not None:
        # Relative to now: with torch loaded, 600 MB of addresses are gone before the student's first line.
        addresses, data = mapped
        budget = limits.megabytes * _MEGABYTE
        most[resource.RLIMIT_DATA] = data + budget
        most[resource.RLIMIT_AS] = addresses + budget + _ADDRESSES
    for kind, value in most.items():
        with contextlib.suppress(OSError, ValueError):  # some systems refuse some of them
            hard = resource.getrlimit(kind)[1]
            lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (lower, lower))


def _mapped() -> tuple[int, int] | None:
    """Bytes of address space, and of private memory that can be written, that this process has mapped."""
    if sys.platform == "win32":
        return None
    try:
        source = _open_in_proc("self/statm", os.O_RDONLY)
    except OSError:
        return None
    pages = os.read(source, 4096).split()
    os.close(source)
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()


def _threads_on_this_machine() -> int:
    """No fewer than this user's, which are what RLIMIT_NPROC counts and what the kernel does not tell.

    A user who stays himself shares that limit with all else he runs: so it bounds a flood of tiny threads,
    which memory would not, and refuses no honest one.
    """
    information = ctypes.create_string_buffer(128)
    _attempt("sysinfo", information)
    threads: int = struct.unpack_from("=H", information, 80)[0]
    return threads or 4096


def _changes_user(uid: int | None) -> bool:
    return uid is not None and sys.platform == "linux" and os.geteuid() == 0


def _leave_root(uid: int | None, *, interpreter_readable: bool) -> None:
    """Become the user `uid` if we are root, with no capability, or with one where the interpreter is hidden.

    Below /root, mode 0700, that user could not read the interpreter: an import inside a function would fail,
    and an honest submission with it. The ways out:

      · Stay root without capabilities. What root owns, files and processes, is still open to it: the worst.
      · Become the user and keep CAP_DAC_READ_SEARCH. It owns nothing and signals nobody, but no mode stops it
        from reading: safe exactly as long as Landlock, which no capability overrides, hides the rest.
      · Keep nothing: imports fail, secrets stay secret.

    So the second where Landlock is seen to work, else the third, and `Probe.imports` tells.
    """
    if sys.platform != "linux":
        return
    if uid is None or not _changes_user(uid):
        _have_only(0)
        return
    reading = 0 if interpreter_readable or _sees_the_root_folder() else _CAP_DAC_READ_SEARCH
    _attempt("prctl", _PR_SET_KEEPCAPS, 1)
    with contextlib.suppress(OSError):  # inside a user namespace all three may be unknown or forbidden
        os.setgroups([])
    with contextlib.suppress(OSError):
        os.setresgid(uid, uid, uid)
    with contextlib.suppress(OSError):
        os.setresuid(uid, uid, uid)
    _attempt("prctl", _PR_SET_KEEPCAPS, 0)
    if not _have_only(reading):  # root in a container may not have it to keep
        _have_only(0)
    if os.getuid() == uid and _gets_through(os.setresuid, 0, 0, 0):
        raise OSError(errno.EPERM, "this process can become root again")


def _have_only(capabilities: int) -> bool:
    """Give up all other capabilities; False if we do not have these."""
    sets = struct.pack("=6I", capabilities, capabilities, 0, 0, 0, 0)
    return _attempt("capset", struct.pack("=Ii", 0x20080522, 0), sets)


def _permits(path: Path, uid: int, wanted: int) -> bool:
    """Whether the modes of `path` give user and group `uid` the `wanted` bits: 4 read, 2 write, 1 search."""
    try:
        status = path.stat()
    except OSError:
        return False
    shift = 6 if status.st_uid == uid else 3 if status.st_gid == uid else 0
    return uid == 0 or (status.st_mode >> shift) & wanted == wanted


# --- Landlock -------------------------------------------------------------------------------------

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Everything about files that Landlock can deny, by the version that added the last of it."""
_TCP = _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
_HIGH = 200


def _landlock_ruleset(readable: Sequence[str]) -> int:
    """Deny all that this kernel can deny, except reading below `readable`.

    Running a program is denied even there: shared libraries are mapped, which takes the right to read alone.
    """
    version = _syscall("landlock_create_ruleset", 0, 0, 1)
    files = max(rights for since, rights in _FILE_RIGHTS.items() if since <= version)
    network, scopes = _TCP if version >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    denied = struct.pack("=QQQ", files, network, scopes)
    ruleset = _syscall("landlock_create_ruleset", denied, len(denied), 0)
    for path in readable:
        with contextlib.suppress(FileNotFoundError, PermissionError):  # what is not there needs no rule
            _allow_reading(ruleset, path)
    # A dup2() to a low number could replace the ruleset, and take the wall down in silence: move it away.
    with contextlib.suppress(OSError):
        low, ruleset = ruleset, fcntl.fcntl(ruleset, fcntl.F_DUPFD_CLOEXEC, _HIGH)
        os.close(low)
    return ruleset


def _allow_reading(ruleset: int, path: str) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
        _syscall("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)


# --- seccomp --------------------------------------------------------------------------------------

# The numbers of system calls on (x86_64, aarch64).
_Numbers = dict[str, tuple[int, int | None]]

_FREE: _Numbers = {
    # descriptors that are open already
    "read": (0, 63),
    "write": (1, 64),
    "readv": (19, 65),
    "writev": (20, 66),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "close": (3, 57),
    "lseek": (8, 62),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "recvfrom": (45, 207),
    "shutdown": (48, 210),
    # looking for and at files
    "stat": (4, None),
    "lstat": (6, None),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "statx": (332, 291),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "chdir": (80, 49),
    # memory
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    # threads
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # its own signals
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigtimedwait": (128, 137),
    "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132),
    "pause": (34, None),
    "restart_syscall": (219, 128),
    # time and chance
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    # who and where am I
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getresuid": (118, 148),
    "getresgid": (120, 150),
    "getgroups": (115, 158),
    "getpgrp": (111, None),
    "uname": (63, 160),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "getcpu": (309, 168),
    # how matrix libraries ask for the widest registers: refused, they would use others and round differently
    "arch_prctl": (158, None),
}
"""Allowed whatever their arguments."""

_CHECKED: _Numbers = {
    "open": (2, None),
    "openat": (257, 56),
    "clone": (56, 220),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "prlimit64": (302, 261),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "sendto": (44, 206),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "prctl": (157, 167),
    "close_range": (436, 436),
}
"""Allowed for the arguments in `_checks`."""

_SET_UP: _Numbers = {
    "capset": (126, 91),
    "unshare": (272, 97),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "sysinfo": (99, 179),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
"""Needed to lock, not allowed afterwards."""

_COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
_LINUX = sys.platform == "linux" and _COLUMN is not None and sys.maxsize > 1 << 32
_ARCHITECTURE = (0xC000003E, 0xC00000B7)[_COLUMN or 0] if _LINUX else None
"""The audit number of this processor, None where we have no table."""


def _native(table: _Numbers) -> dict[str, int]:
    """The calls of a table that this processor has."""
    if not _LINUX:
        return {}
    columns = ((name, numbers[_COLUMN or 0]) for name, numbers in table.items())
    return {name: number for name, number in columns if number is not None}


_NUMBERS = _native(_FREE | _CHECKED | _SET_UP)

# One instruction for the kernel's filter machine: operation, steps to jump if true, if false, operand.
_Instruction = tuple[int, int, int, int]
_LOAD, _JUMP, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
_ALLOW: _Instruction = (_RETURN, 0, 0, 0x7FFF0000)
_REFUSE: _Instruction = (_RETURN, 0, 0, 0x00050000 | errno.EPERM)
_ABSENT: _Instruction = (_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)
_KILL: _Instruction = (_RETURN, 0, 0, 0x80000000)

_X32 = 0x40000000
_FIRST_RECENT = 424
OWN_PID = 0x7F0D1E00
"""Stands in the prepared program for the child's own process number; no process can have it."""


def _seccomp_program() -> bytes:
    """The filter: which system calls may be made, and with which arguments.

    A refused call fails and the process goes on, because libraries know how to do without. Recent calls
    that are not listed do not exist: then C libraries use an older one, which can be checked. (clone3, for
    one, hides its flags behind a pointer.) Only another processor's numbering is deadly: there, numbers mean
    other calls.
    """
    free = list(_native(_FREE).values())
    program: list[_Instruction] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _ARCHITECTURE or 0),
        _KILL,
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),
        _KILL,
        *((_EQUAL, len(free) - i, 0, number) for i, number in enumerate(free)),
        (_JUMP, 0, 0, 1),
        _ALLOW,
    ]
    checks = _checks()
    for name, number in _native(_CHECKED).items():
        program += [(_EQUAL, 0, len(checks[name]), number), *checks[name]]
    program += [(_AT_LEAST, 0, 1, _FIRST_RECENT), _ABSENT, _REFUSE]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _have_the_memory_measured() -> None:
    """Sort something: some C libraries ask sysinfo() once how much memory there is, to choose how they sort.

    Where that is refused, and it would tell of others, they take what happens to lie there for the answer.
    """
    if _C_LIBRARY is not None:
        _C_LIBRARY.qsort(ctypes.create_string_buffer(4096), 512, 8, _C_LIBRARY.strcmp)


def _checks() -> dict[str, list[_Instruction]]:
    ask_of_itself = _one_of(0, 0, OWN_PID)
    # C libraries go on where a call does not exist, and stop where it is forbidden.
    absent_for_others = [*ask_of_itself[:-2], _ABSENT, _ALLOW]
    # Numbers below zero are the clocks of other processes: how long they have computed.
    usual_clock = _without(0, 1 << 31)
    temporary = os.O_TMPFILE & ~os.O_DIRECTORY
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | temporary
    return {
        # Nothing can be written, even without Landlock. (FSIZE=0 would not stop thousands of empty files.)
        "open": _without(1, writing),
        "openat": _without(2, writing),
        # Threads, never processes: limits hold for the whole submission, and nothing of it survives.
        "clone": [*_without(0, 0xFFFFFFFF & ~_THREAD_FLAGS)[:-1], *_with(0, _CLONE_THREAD)],
        "kill": _one_of(0, OWN_PID),
        "tgkill": _one_of(0, OWN_PID),
        # Limits may be read; setting them would reach any process of the same user, such as the parent.
        "prlimit64": [*ask_of_itself[:-1], *_null(2)],
        # Of others it is not told whether they are there: else their threads could be counted.
        "getpgid": ask_of_itself,
        "getsid": ask_of_itself,
        "sched_getaffinity": absent_for_others,
        "sched_getparam": absent_for_others,
        "sched_getscheduler": absent_for_others,
        "clock_gettime": usual_clock,
        "clock_getres": usual_clock,
        "clock_nanosleep": usual_clock,
        # Answers go along a connection, nothing goes to an address.
        "sendto": _null(4),
        # No F_SETOWN, F_SETSIG or O_ASYNC: they have the kernel send the signal that kill() refuses.
        "fcntl": _one_of(
            1, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC
        ),
        # Is it a terminal, and how wide? No FIOASYNC, as above, and no TIOCSTI, which types into a terminal.
        "ioctl": _one_of(1, _TCGETS, _TIOCGWINSZ, _FIOCLEX, _FIONCLEX),
        "prctl": _one_of(0, _PR_GET_DUMPABLE, _PR_SET_NAME, _PR_GET_NAME, _PR_SVE_GET_VL, _PR_SET_VMA),
        # A C library may end the process where this fails. No flags: one of them unshares descriptors.
        "close_range": _one_of(2, 0),
    }


_CLONE_THREAD = 0x10000
_THREAD_FLAGS = 0x7D0F00
"""All that C libraries pass to start a thread: VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, SETTLS,
PARENT_SETTID, CHILD_CLEARTID, DETACHED."""
_NEW_MOUNTS = 1 << 17
_NEW_NAMES, _NEW_MESSAGES, _NEW_USERS, _NEW_NETWORK = 1 << 26, 1 << 27, 1 << 28, 1 << 30
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT = 1, 2, 4, 8, 32
_MS_REC, _MS_SLAVE = 1 << 14, 1 << 19
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME = 0x10, 0x70
_TCGETS, _TIOCGWINSZ, _FIOCLEX, _FIONCLEX = 0x5401, 0x5413, 0x5451, 0x5450
_PR_SET_PDEATHSIG, _PR_GET_DUMPABLE, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS = 1, 3, 4, 8
_PR_SET_NAME, _PR_GET_NAME, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_SVE_GET_VL = 15, 16, 22, 38, 51
_PR_SET_VMA = 0x53564D41
_CAP_DAC_READ_SEARCH = 1 << 2


def _argument(index: int, *, high: bool = False) -> _Instruction:
    """Load the low half of an argument, which is all that the kernel reads of an int, or the high half."""
    return (_LOAD, 0, 0, 16 + 8 * index + (4 if high else 0))


def _without(index: int, bits: int) -> list[_Instruction]:
    """Allow the call if the argument has none of the bits."""
    return [_argument(index), (_ANY_BIT, 0, 1, bits), _REFUSE, _ALLOW]


def _with(index: int, bits: int) -> list[_Instruction]:
    return [_argument(index), (_ANY_BIT, 1, 0, bits), _REFUSE, _ALLOW]


def _one_of(index: int, *values: int) -> list[_Instruction]:
    matches = [(_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [_argument(index), *matches, _REFUSE, _ALLOW]


def _null(index: int) -> list[_Instruction]:
    """Allow the call if the argument, a pointer, is NULL in both halves."""
    zero = (_EQUAL, 1, 0, 0)
    return [_argument(index), zero, _REFUSE, _argument(index, high=True), zero, _REFUSE, _ALLOW]


def _install(program: bytes) -> None:
    own = program.replace(struct.pack("=I", OWN_PID), struct.pack("=I", os.getpid()))
    address = ctypes.cast(ctypes.c_char_p(own), ctypes.c_void_p).value
    _attempt("prctl", _PR_SET_SECCOMP, 2, struct.pack("HP", len(own) // 8, address))


# --- system calls ---------------------------------------------------------------------------------

_C_LIBRARY = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_Argument = int | bytes | ctypes.Array[ctypes.c_char]


def _syscall(name: str, *arguments: _Argument) -> int:
    """Make a system call by number: C libraries have no name for most of these. Bytes go by their address."""
    if _C_LIBRARY is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    number_and_six = (_NUMBERS[name], *arguments, *[0] * (6 - len(arguments)))
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in number_and_six]
    result: int = _C_LIBRARY.syscall(*words)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def _attempt(name: str, *arguments: _Argument) -> bool:
    """Make a system call that may fail: the probe finds out what that means."""
    try:
        _syscall(name, *arguments)
    except OSError:
        return False
    return True
