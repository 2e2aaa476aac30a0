"""What a locked child can and cannot do, tried by real processes.

Run as a script, this file is a small zygote: it locks a fresh child for each attempt in `ATTEMPTS` and
writes, as JSON, how each one ended. The tests start such a zygote for each kind of user and set of walls, and
read what it wrote.
"""

import contextlib
import ctypes
import errno
import fcntl
import importlib.util
import json
import mmap
import os
import platform
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.processes import private
from grader.sandbox.walls import lockdown, probe, seccomp, syscalls, user
from grader.sandbox.walls.limits import WorkerLimits

UNPRIVILEGED = 65534
SLOT = 200_007
MEGABYTES = 256
TORCH = importlib.util.find_spec("torch") is not None


@dataclass
class There:
    """What surrounds the child and should be out of its reach."""

    parent: int
    secret: Path
    forgotten: int
    port: int
    mailbox: str
    channel: socket.socket
    walls: lockdown.Walls


# --- attempts: each runs in its own locked child and returns what it could get --------------------

ATTEMPTS: dict[str, Callable[[There], Any]] = {}


def attempt(work: Callable[[There], Any]) -> Callable[[There], Any]:
    ATTEMPTS[work.__name__] = work
    return work


def system_call(x86_64: int, aarch64: int | None, *arguments: int) -> int:
    number = x86_64 if platform.machine() == "x86_64" else aarch64
    library = ctypes.CDLL(None, use_errno=True)
    result = library.syscall(*(ctypes.c_long(word or 0) for word in (number, *arguments)))
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(result)


@attempt
def probes(there: There) -> Any:
    return asdict(probe.probe(str(there.secret), there.parent, WorkerLimits(MEGABYTES, SLOT)))


@attempt
def reads_a_secret_everyone_may_read(there: There) -> Any:
    return there.secret.read_text()


@attempt
def reads_the_password_file(there: There) -> Any:
    return len(Path("/etc/shadow").read_bytes())


@attempt
def reads_the_parents_memory(there: There) -> Any:
    return Path(f"/proc/{there.parent}/mem").open("rb").fileno()


@attempt
def reads_how_busy_the_machine_is(there: There) -> Any:
    return system_call(99, 179, ctypes.addressof(ctypes.create_string_buffer(128)))


@attempt
def asks_for_the_session_of_its_parent(there: There) -> Any:
    return os.getsid(there.parent)


@attempt
def asks_for_the_group_of_its_parent(there: There) -> Any:
    return os.getpgid(there.parent)


@attempt
def asks_where_its_parent_may_run(there: There) -> Any:
    return len(os.sched_getaffinity(there.parent))


@attempt
def asks_how_its_parent_is_scheduled(there: There) -> Any:
    return os.sched_getscheduler(there.parent)


@attempt
def asks_for_the_limits_of_its_parent(there: There) -> Any:
    return resource.prlimit(there.parent, resource.RLIMIT_CORE)


@attempt
def reads_how_long_its_parent_has_computed(there: There) -> Any:
    return time.clock_gettime((~there.parent << 3) | 2)


@attempt
def reads_a_descriptor_the_zygote_left_open(there: There) -> Any:
    return os.read(there.forgotten, 10).decode()


@attempt
def writes_a_file(there: There) -> Any:
    return (there.secret.parent / "written").write_text("x")


@attempt
def writes_a_nameless_file(there: There) -> Any:
    return os.open("/tmp", os.O_TMPFILE | os.O_WRONLY)


@attempt
def overwrites_the_secret(there: There) -> Any:
    return os.open(there.secret, os.O_RDWR)


@attempt
def empties_the_secret(there: There) -> Any:
    return os.truncate(there.secret, 0)


@attempt
def deletes_the_secret(there: There) -> Any:
    return there.secret.unlink()


@attempt
def makes_a_folder(there: There) -> Any:
    return Path("/tmp/made-by-a-student").mkdir()


@attempt
def makes_a_file_in_memory(there: There) -> Any:
    return os.memfd_create("x")


@attempt
def forks(there: There) -> Any:
    child = os.fork()
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)[1]


@attempt
def forks_by_clone3(there: There) -> Any:
    arguments = (ctypes.c_uint64 * 11)()
    arguments[4] = signal.SIGCHLD
    child = system_call(435, 435, ctypes.addressof(arguments), ctypes.sizeof(arguments))
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)[1]


@attempt
def shares_memory_with_a_process_that_is_no_thread(there: There) -> Any:
    return system_call(56, 220, 0x100 | 0x200 | 0x400, 0, 0, 0, 0)


@attempt
def becomes_a_shell(there: There) -> Any:
    return os.execv("/bin/sh", ["sh", "-c", "exit 0"])


@attempt
def starts_a_program(there: There) -> Any:
    return subprocess.run(["/bin/true"], check=False).returncode


@attempt
def spawns_a_program(there: There) -> Any:
    return os.posix_spawn("/bin/true", ["true"], {})


@attempt
def connects_by_tcp(there: There) -> Any:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", there.port))


@attempt
def sends_a_datagram(there: There) -> Any:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", there.port))


@attempt
def writes_to_a_mailbox(there: There) -> Any:
    return socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", there.mailbox)


@attempt
def writes_to_a_mailbox_from_a_pair(there: There) -> Any:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", there.mailbox)


@attempt
def passes_a_descriptor(there: There) -> Any:
    return socket.send_fds(there.channel, [b"x"], [1])


@attempt
def kills_the_parent(there: There) -> Any:
    return os.kill(there.parent, 0)


@attempt
def kills_everybody(there: There) -> Any:
    return os.kill(-1, 0)


@attempt
def starves_the_parent(there: There) -> Any:
    return str(resource.prlimit(there.parent, resource.RLIMIT_NOFILE, (1000, 1000)))


@attempt
def raises_its_own_limit(there: There) -> Any:
    return str(resource.prlimit(0, resource.RLIMIT_CORE, (1, 1)))


@attempt
def slows_the_parent_down(there: There) -> Any:
    return os.sched_setaffinity(there.parent, {0})


@attempt
def has_the_kernel_signal_the_parent(there: There) -> Any:
    return fcntl.fcntl(there.channel, fcntl.F_SETOWN, there.parent)


@attempt
def asks_for_signals_when_data_arrives(there: There) -> Any:
    return fcntl.fcntl(there.channel, fcntl.F_SETFL, os.O_ASYNC)


@attempt
def asks_for_signals_by_ioctl(there: There) -> Any:
    return fcntl.ioctl(there.channel, 0x5452, b"\1\0\0\0")


@attempt
def types_into_the_terminal(there: There) -> Any:
    return fcntl.ioctl(1, 0x5412, b"x")


@attempt
def debugs_the_parent(there: There) -> Any:
    return system_call(101, 117, 16, there.parent, 0, 0)


@attempt
def reads_the_parents_memory_by_system_call(there: There) -> Any:
    return system_call(310, 270, there.parent, 0, 0, 0, 0, 0)


@attempt
def takes_a_handle_on_the_parent(there: There) -> Any:
    return os.pidfd_open(there.parent)


@attempt
def starts_a_ring(there: There) -> Any:
    return system_call(425, 425, 8, ctypes.addressof(ctypes.create_string_buffer(120)))


@attempt
def uses_the_keyring(there: There) -> Any:
    return system_call(250, 219, 0, 0xFFFFFFFD, 1, 0, 0)


@attempt
def shares_memory_by_key(there: There) -> Any:
    return system_call(29, 194, 0, 4096, 0o1600)


@attempt
def makes_a_user_namespace(there: There) -> Any:
    return system_call(272, 97, 0x10000000)


@attempt
def loads_a_filter_into_the_kernel(there: There) -> Any:
    return system_call(321, 280, 0, 0, 0)


@attempt
def becomes_root(there: There) -> Any:
    return os.setuid(0)


@attempt
def becomes_debuggable(there: There) -> Any:
    return system_call(157, 167, 4, 1)


@attempt
def calls_by_the_numbers_of_another_processor(there: There) -> Any:
    return system_call(0x40000000 + 39, 172)


@attempt
def calls_by_the_door_for_32_bits(there: There) -> Any:
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()


@attempt
def fills_memory(there: There) -> Any:
    hoard: list[bytes] = []
    while True:
        hoard.append(b"x" * (8 << 20))


@attempt
def fills_shared_memory(there: There) -> Any:
    hoard: list[Any] = []
    with contextlib.suppress(OSError):
        while len(hoard) < 64:
            hoard.append(mmap.mmap(-1, 64 << 20))
    return len(hoard) * 64


@attempt
def starts_tiny_threads(there: There) -> Any:
    for kilobytes in (32, 64, 128):  # the least that this Python gives a thread
        with contextlib.suppress(ValueError):
            threading.stack_size(kilobytes << 10)
            break
    started, forever = 0, threading.Event()
    with contextlib.suppress(RuntimeError):
        while started < 20_000:
            threading.Thread(target=forever.wait, daemon=True).start()
            started += 1
    return started


@attempt
def opens_many_descriptors(there: There) -> Any:
    opened = 0
    with contextlib.suppress(OSError):
        while opened < 10_000:
            os.dup(1)
            opened += 1
    return opened


@attempt
def leads_its_own_session(there: There) -> Any:
    return os.getsid(0) == os.getpid()


@attempt
def ends_by_its_own_signal(there: There) -> Any:
    os.kill(os.getpid(), signal.SIGTERM)


@attempt
def aborts(there: There) -> Any:
    os.abort()


@attempt
def recurses_deeply(there: There) -> Any:
    sys.setrecursionlimit(20_000)
    return depth(15_000)


def depth(levels: int) -> int:
    return 1 + depth(levels - 1) if levels else 0


@attempt
def answers_the_worker(there: There) -> Any:
    there.channel.sendall(b"x" * 100_000)
    buffer = bytearray(5)
    return there.channel.recv_into(buffer), buffer.decode()


@attempt
def computes_with_numpy(there: There) -> Any:
    numpy = sys.modules["numpy"]
    matrix = numpy.random.default_rng(1).normal(size=(200, 200))
    left, values, right = numpy.linalg.svd(matrix)
    return bool(numpy.allclose(left @ numpy.diag(values) @ right, matrix))


@attempt
def trains_a_convolution(there: There) -> Any:
    torch = sys.modules["torch"]
    layer = torch.nn.Conv2d(3, 8, 3)
    layer(torch.randn(4, 3, 16, 16)).square().sum().backward()
    return list(layer.weight.grad.shape)


@attempt
def multiplies_on_two_threads(there: There) -> Any:
    torch = sys.modules["torch"]
    torch.set_num_threads(2)
    matrix = torch.randn(700, 700, dtype=torch.float64)
    product = matrix @ torch.linalg.inv(matrix)
    return bool(torch.allclose(product, torch.eye(700, dtype=torch.float64), atol=1e-6))


@attempt
def runs_python_threads(there: There) -> Any:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(abs, range(-50, 0)))


@attempt
def imports_late(there: There) -> Any:
    for loaded in ("decimal", "statistics", "sqlite3", "numpy.polynomial"):
        sys.modules.pop(loaded, None)
    import decimal
    import sqlite3
    import statistics

    import numpy.polynomial  # noqa: F401

    rows = sqlite3.connect(":memory:").execute("select 6 * 7").fetchall()
    return statistics.mean([1, 2, 3]), str(decimal.Decimal("0.1") * 3), rows


@attempt
def tells_time_and_rolls_dice(there: There) -> Any:
    import random

    before = time.monotonic()
    time.sleep(0.01)
    sys.stderr.write("a line nobody reads")
    sys.stderr.flush()
    return time.monotonic() > before and 0 <= random.SystemRandom().random() < 1 and len(os.urandom(8)) == 8


# --- the zygote -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scenario:
    """Who runs the zygote, and which walls its children have."""

    root: bool
    """As root, whose children change user; else as a plain user, whose children stay who he is."""
    landlock: bool = True
    seccomp: bool = True
    locked: bool = True
    secret_modes: int = 0o644
    loses_the_ruleset: bool = False
    hides_memory: bool = False
    only_probe: bool = True


def zygote(scenario: Scenario) -> dict[str, Any]:
    """Fork a child for each attempt, and tell how each ended."""
    # Load beforehand what is imported late: a plain user may be unable to read an interpreter that is root's.
    import concurrent.futures.thread  # noqa: F401
    import secrets  # noqa: F401

    import numpy

    numpy.random.default_rng()
    if TORCH and not scenario.only_probe:
        import torch

        torch.set_num_threads(1)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True))
        there = surroundings(Path(folder), scenario, stack)
        if scenario.loses_the_ruleset:
            os.dup2(1, there.walls.ruleset or 0)
        if os.geteuid() == 0 and not scenario.root:
            become_a_plain_user(there)
        if scenario.hides_memory:
            private.hide_memory()
        wanted = {"probes": probes} if scenario.only_probe else ATTEMPTS
        results = {name: in_a_child(there, scenario, work) for name, work in wanted.items()}
        results["orphan dies"] = scenario.only_probe or orphan_dies(there)
        results["secret afterwards"] = there.secret.read_text()
        results["can import late"] = scenario.root or user.interpreter_readable(os.geteuid())
        return results


def surroundings(folder: Path, scenario: Scenario, stack: contextlib.ExitStack) -> There:
    secret = folder / "rubric.yaml"
    secret.write_text("answers")
    secret.chmod(scenario.secret_modes)
    listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    mailbox = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    mailbox.bind(str(folder / "mailbox"))
    (folder / "mailbox").chmod(0o777)
    folder.chmod(0o755)
    ours, theirs = map(stack.enter_context, socket.socketpair())
    ours.sendall(b"hello" * 100)
    walls = lockdown.prepare(lockdown.INTERPRETER, landlock=scenario.landlock, seccomp=scenario.seccomp)
    return There(
        parent=os.getpid(),
        secret=secret,
        forgotten=os.open(secret, os.O_RDONLY),
        walls=walls,
        port=listener.getsockname()[1],
        mailbox=str(folder / "mailbox"),
        channel=theirs,
    )


def become_a_plain_user(there: There) -> None:
    for path in (there.secret.parent, there.secret):
        os.chown(path, UNPRIVILEGED, UNPRIVILEGED)
    os.setgroups([])
    os.setresgid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
    os.setresuid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)


def in_a_child(there: There, scenario: Scenario, work: Callable[[There], Any]) -> Any:
    """What `work` returned in a locked child, its error, or what ended the child."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if scenario.locked:
                lock(there, {0, 1, 2, writer, there.channel.fileno()})
            os.write(writer, json.dumps(outcome(there, work)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    said = b""
    while select.select([reader], [], [], 20)[0] and (chunk := os.read(reader, 1 << 16)):
        said += chunk
    os.close(reader)
    if not said:
        time.sleep(0.05)  # its end of the pipe closes before it is dead
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if said:
        return json.loads(said)
    return signal.Signals(status).name if os.WIFSIGNALED(status) else f"exit {status >> 8}"


def lock(there: There, keep: set[int]) -> None:
    lockdown.apply(there.walls, WorkerLimits(MEGABYTES, SLOT), keep)


def outcome(there: There, work: Callable[[There], Any]) -> Any:
    try:
        return work(there)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, repr(error))
    except Exception as error:
        return repr(error)


def orphan_dies(there: There) -> bool:
    """A parent dies whose locked child holds a pipe open: does the pipe close?"""
    reader, writer = os.pipe()
    ready_reader, ready_writer = os.pipe()
    parent = os.fork()
    if parent == 0:
        if os.fork() == 0:
            lock(there, {writer, ready_writer})
            os.write(ready_writer, b"x")
            time.sleep(30)
            os._exit(0)
        os.read(ready_reader, 1)
        os._exit(0)
    os.close(writer)
    os.waitpid(parent, 0)
    died = bool(select.select([reader], [], [], 5)[0])
    for descriptor in (reader, ready_reader, ready_writer):
        os.close(descriptor)
    return died


# --- the tests ------------------------------------------------------------------------------------

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root")
everyone = [pytest.param(True, id="root", marks=as_root), pytest.param(False, id="plain user")]

PERMITTED = {
    "leads_its_own_session": True,
    "ends_by_its_own_signal": "SIGTERM",
    "aborts": "SIGABRT",
    "recurses_deeply": 15_000,
    "answers_the_worker": [5, "hello"],
    "computes_with_numpy": True,
    "trains_a_convolution": [8, 3, 3, 3],
    "multiplies_on_two_threads": True,
    "runs_python_threads": 1275,
    "tells_time_and_rolls_dice": True,
}
WITH_TORCH = {"trains_a_convolution", "multiplies_on_two_threads"}
LIMITED = {"fills_memory", "fills_shared_memory", "starts_tiny_threads", "opens_many_descriptors"}
DEADLY = {"calls_by_the_numbers_of_another_processor", "calls_by_the_door_for_32_bits"}
OTHER = {"probes", "imports_late", "reads_a_descriptor_the_zygote_left_open"}
FORBIDDEN = sorted(set(ATTEMPTS) - set(PERMITTED) - LIMITED - DEADLY - OTHER)


def run(scenario: Scenario) -> dict[str, Any]:
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    project = str(Path(lockdown.__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", __file__, json.dumps(asdict(scenario))],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": project, "HOME": "/tmp", **one_thread},
        cwd="/",
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def probed(scenario: Scenario) -> probe.Probe:
    return probe.Probe(**run(scenario)["probes"])


@pytest.fixture(scope="module", params=everyone)
def ended(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How each attempt ended, with all walls up."""
    return run(Scenario(root=request.param, only_probe=False))


@linux
def test_what_is_tried_is_what_others_can_read(tmp_path: Path) -> None:
    """Of thousands of files the one whose modes leave it open, however deep; folders that are closed hide."""
    for number in range(300):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "hw.py").write_text("")
        (tmp_path / f"{number}" / "hw.py").chmod(0o600)
        (tmp_path / f"{number}").chmod(0o711)
    (tmp_path / "77" / "hw.py").chmod(0o644)
    (tmp_path / "78" / "hw.py").chmod(0o644)
    (tmp_path / "78").chmod(0o700)
    (tmp_path / "79" / "home").symlink_to("/")
    tmp_path.chmod(0o711)
    open_to_all = all(user.permits(above, UNPRIVILEGED, 0o1) for above in tmp_path.parents)
    found = user.most_open([tmp_path, tmp_path / "gone"])
    assert len(found) == user.TRIED
    if open_to_all:
        assert set(found[:2]) == {str(tmp_path / "77" / "hw.py"), str(tmp_path / "79" / "home")}
        assert found[2] == str(tmp_path)
    assert "/etc" not in found


@linux
@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_wall_refuses(ended: dict[str, Any], name: str) -> None:
    """The attempt ends in an ordinary error: not permitted, or no such call."""
    assert ended[name] in {"EPERM", "EACCES", "ENOSYS"}


@linux
@pytest.mark.parametrize(("name", "result"), PERMITTED.items())
def test_honest_work_goes_on(ended: dict[str, Any], name: str, result: object) -> None:
    """Arithmetic, threads, time, chance, answers and a process's own end work as if there were no walls."""
    if name in WITH_TORCH and not TORCH:
        pytest.skip("torch is not installed")
    assert ended[name] == result


@linux
def test_modules_can_be_imported_late(ended: dict[str, Any]) -> None:
    """An import inside a function finds the standard library and what is installed, even below /root."""
    if not ended["can import late"]:
        pytest.skip("this interpreter is hidden from plain users")
    assert ended["imports_late"] == [2, "0.3", [[42]]]


@linux
def test_another_processors_system_calls_are_deadly(ended: dict[str, Any]) -> None:
    """The x32 and 32-bit tables give the same numbers to other calls, so using them ends the process."""
    if platform.machine() != "x86_64":
        pytest.skip("only this processor has three tables")
    assert ended["calls_by_the_numbers_of_another_processor"] == "SIGSYS"
    assert ended["calls_by_the_door_for_32_bits"] in {"SIGSYS", "SIGSEGV"}


@linux
def test_descriptors_are_closed_unless_kept(ended: dict[str, Any]) -> None:
    """A file the zygote forgot to close is closed in the child."""
    assert ended["reads_a_descriptor_the_zygote_left_open"] == "EBADF"


@linux
def test_memory_is_limited(ended: dict[str, Any]) -> None:
    """Filling memory ends in a MemoryError, and shared mappings end with the address space."""
    assert ended["fills_memory"] == "MemoryError()"
    assert ended["fills_shared_memory"] <= MEGABYTES + 1024


@linux
def test_threads_are_limited(ended: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Threads too small for the memory limit to notice are counted: strictly for a user of its own."""
    assert 8 <= ended["starts_tiny_threads"] < (64 if "root" in request.node.callspec.id else 10_000)


@linux
def test_open_descriptors_are_limited(ended: dict[str, Any]) -> None:
    """At most 64 descriptors are open at a time."""
    assert ended["opens_many_descriptors"] <= 64


@linux
def test_the_secret_survives(ended: dict[str, Any]) -> None:
    """After all attempts, the secret file is what it was."""
    assert ended["secret afterwards"] == "answers"


@linux
def test_children_die_with_their_parent(ended: dict[str, Any]) -> None:
    """When the zygote dies, so do the children it locked."""
    assert ended["orphan dies"]


@linux
def test_all_walls_together_are_level_a(ended: dict[str, Any]) -> None:
    """The probe gets through nowhere, except to the modules that an honest submission may import."""
    tried = probe.Probe(**ended["probes"])
    through = {name for name, value in asdict(tried).items() if value is True}
    assert (tried.level, through - {"imports"}) == ("A", set())
    assert tried.imports == ended["can import late"]
    assert bool(tried.notes) == (not tried.imports)


@linux
@pytest.mark.parametrize("root", everyone)
def test_the_probe_sees_that_there_are_no_walls(root: bool) -> None:
    """In a child that was never locked, every attempt of the probe succeeds."""
    tried = probed(Scenario(root=root, locked=False))
    hidden = set() if root else {"reads_parent"}  # a zygote that changed its user is undumpable
    assert all(value for name, value in asdict(tried).items() if name not in {"imports"} | hidden)
    assert tried.level == "D"


@linux
@as_root
def test_without_landlock_another_user_is_level_b() -> None:
    """Modes hide a private secret from a user who owns nothing; the probe says that they are all there is."""
    tried = probed(Scenario(root=True, landlock=False, secret_modes=0o600))
    assert (tried.level, tried.reads_secret, tried.reads_outside) == ("B", False, True)


@linux
@pytest.mark.parametrize("root", everyone)
def test_without_landlock_a_public_secret_is_level_c(root: bool) -> None:
    """What everyone may read, the submission may read."""
    tried = probed(Scenario(root=root, landlock=False))
    assert (tried.level, tried.reads_secret, tried.writes, tried.forks) == ("C", True, False, False)


@linux
@as_root
def test_a_ruleset_that_got_lost_is_noticed() -> None:
    """If another file takes the place of the ruleset, the other walls go up and the probe tells."""
    tried = probed(Scenario(root=True, loses_the_ruleset=True))
    assert (tried.level, tried.reads_secret, tried.execs) == ("C", True, False)


@linux
@as_root
def test_a_hidden_interpreter_stays_hidden_without_landlock() -> None:
    """The right to read root's files is kept only behind Landlock: else imports fail, and no secret leaks."""
    if user.interpreter_readable(SLOT):
        pytest.skip("everyone can read this interpreter")
    tried = probed(Scenario(root=True, landlock=False, secret_modes=0o600))
    assert (tried.imports, tried.reads_secret) == (False, False)
    assert "imported" in tried.notes[-1]


@linux
@as_root
def test_without_seccomp_another_user_is_level_c() -> None:
    """Landlock still stops reading, writing and running; processes and sockets are open."""
    tried = probed(Scenario(root=True, seccomp=False))
    assert (tried.level, tried.forks, tried.connects) == ("C", True, True)
    assert not (tried.reads_secret or tried.writes or tried.execs or tried.signals or tried.limits_parent)


@linux
def test_without_seccomp_the_same_user_is_level_d() -> None:
    """A child that stays the same user can starve its parent, and with it the next submission."""
    tried = probed(Scenario(root=False, seccomp=False))
    assert (tried.level, tried.limits_parent) == ("D", True)


@linux
@pytest.mark.parametrize("root", everyone)
def test_a_zygote_can_hide_its_memory_from_its_own_user(root: bool) -> None:
    """Even where nothing else stops them, children cannot read the memory of a zygote that hides it."""
    tried = probed(Scenario(root=root, landlock=False, hides_memory=True))
    assert not tried.reads_parent


@linux
def test_memory_without_a_limit_is_noticed() -> None:
    """The probe decides by asking for more than the budget, and here nobody limited it."""
    assert probe._exceeds_memory(WorkerLimits(64, None))


@linux
@pytest.mark.parametrize("path", ["/", "/proc", "/proc/self", "/proc/1/environ", "/proc/sys/kernel"])
def test_what_nobody_may_be_allowed_to_read(path: str) -> None:
    """The whole disk, or other processes by way of /proc, cannot be made readable by mistake."""
    with pytest.raises(ValueError, match="must not be allowed to read all of /"):
        lockdown.prepare([path])


@linux
def test_a_path_that_is_not_there_needs_no_rule() -> None:
    """The list of readable paths may name places that this machine does not have, or that are files."""
    walls = lockdown.prepare(["/no/such/place", "/dev/null"])
    if walls.ruleset is None:
        pytest.skip("this kernel has no Landlock")
    os.close(walls.ruleset)
    assert walls.notes == ()


@linux
def test_the_ruleset_lives_above_the_usual_numbers() -> None:
    """A worker that moves its descriptors to low numbers cannot hit the ruleset."""
    ruleset = lockdown.prepare([]).ruleset
    if ruleset is None:
        pytest.skip("this kernel has no Landlock")
    os.close(ruleset)
    assert ruleset >= 200


@linux
def test_the_program_waits_for_process_numbers() -> None:
    """Who may be killed or asked about is checked against the child's own, filled in after the fork."""
    program = lockdown.prepare([], landlock=False).program
    assert program is not None
    assert program.count(seccomp.OWN_PID.to_bytes(4, sys.byteorder)) == 8


def test_walls_that_cannot_be_built_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without Landlock and seccomp, preparing succeeds and says what is missing."""
    monkeypatch.setattr(syscalls, "C_LIBRARY", None)
    monkeypatch.setattr(lockdown, "ARCHITECTURE", None)
    walls = lockdown.prepare([])
    assert (walls.ruleset, walls.program) == (None, None)
    assert [note.split(" ")[:2] for note in walls.notes] == [["no", "Landlock:"], ["no", "seccomp"]]


def test_on_another_system_nothing_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux the probe tries nothing and the level is D."""
    monkeypatch.setattr(sys, "platform", "darwin")
    tried = probe.probe("/etc/passwd", 1, WorkerLimits(64, None))
    assert (tried.level, tried.notes) == ("D", ("no walls on darwin",))


@linux
def test_descriptors_are_closed_on_old_kernels_too() -> None:
    """Without the call that closes a range, the descriptors are closed one by one."""
    script = """if True:
        import os
        from grader.sandbox.walls import limits
        def missing(*arguments): raise OSError
        limits.syscall = missing
        kept, lost = os.dup(2), [os.dup(2) for _ in range(3)]
        limits.close_all_but({0, 1, 2, kept})
        def is_open(descriptor):
            try: return bool(os.fstat(descriptor))
            except OSError: return False
        print(list(filter(is_open, range(64))) == [0, 1, 2, kept])
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        text=True,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(lockdown.__file__).parents[3])},
    )
    assert done.stdout == "True\n"


def test_a_private_folder_hides_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter below a folder of mode 0700 can be read by its owner and by no other user."""
    python = tmp_path / "python"
    python.mkdir()
    tmp_path.chmod(0o700)
    monkeypatch.setattr(sys, "prefix", str(python))
    monkeypatch.setattr(sys, "base_prefix", str(python))
    monkeypatch.setattr(os, "__file__", str(python / "os.py"))
    assert user.interpreter_readable(os.geteuid())
    assert not user.interpreter_readable(SLOT)


def test_modes_are_read_for_owner_group_and_others(tmp_path: Path) -> None:
    """The first that fits of owner, group and others decides, and root may do everything."""
    file = tmp_path / "file"
    file.touch()
    file.chmod(0o640)
    owner, group = file.stat().st_uid, file.stat().st_gid
    assert user.permits(file, owner, 0o6)
    assert user.permits(file, 0, 0o7)
    assert not user.permits(file, max(owner, group) + 1, 0o4)
    assert not user.permits(tmp_path / "missing", owner, 0o4)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(zygote(Scenario(**json.loads(sys.argv[1])))))
