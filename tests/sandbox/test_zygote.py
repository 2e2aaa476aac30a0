"""A zygote forks workers, buries them, and can be replaced at any time."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import small

from grader.errors import GraderError
from grader.model import Limits
from grader.processes import isolated
from grader.sandbox import messages, zygote
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.workers import Zygote


@pytest.fixture(scope="module")
def canary() -> Iterator[Path]:
    with canary_file() as path:
        yield path


@pytest.fixture(scope="module")
def numpy_zygote(canary: Path) -> Iterator[Zygote]:
    made = Zygote(["numpy"], canary, 512)
    yield made
    made.stop()


@pytest.fixture
def fork(numpy_zygote: Zygote) -> Iterator[Callable[[], tuple[int, socket.socket]]]:
    """Fork a worker, and close our ends of what leads to it in the end."""
    with ExitStack() as stack:

        def fork() -> tuple[int, socket.socket]:
            worker = numpy_zygote.fork()
            stack.callback(os.close, worker.page)  # type: ignore[arg-type]
            stack.enter_context(worker.prints)
            return worker.pid, stack.enter_context(worker.channel)

        yield fork


def answer(channel: socket.socket) -> object:
    """The next message of a worker."""
    channel.settimeout(30)
    length = messages.HEADER.unpack(channel.recv(messages.HEADER.size, socket.MSG_WAITALL))[0]
    return messages.read_response(channel.recv(length, socket.MSG_WAITALL))


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_worker_says_how_it_is_locked_in_before_anything_else(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """It has its own process, and ends when it is told to."""
    pid, channel = fork()

    locked = answer(channel)

    assert isinstance(locked, messages.Locked)
    assert locked.level in {"A", "B", "C", "D"}
    assert is_running(pid)
    assert numpy_zygote.reap(pid) == -signal.SIGKILL
    assert not is_running(pid)


def test_a_worker_leaves_when_the_grader_hangs_up(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """Nobody has to kill it, and its exit status is kept until it is asked for."""
    pid, channel = fork()
    answer(channel)

    channel.shutdown(socket.SHUT_RDWR)
    while is_running(pid):
        time.sleep(0.01)

    assert numpy_zygote.reap(pid) == 0


def test_workers_live_side_by_side(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """One can end before the other."""
    (first, _), (second, two) = fork(), fork()

    assert numpy_zygote.reap(first) == -signal.SIGKILL
    assert isinstance(answer(two), messages.Locked)
    assert numpy_zygote.reap(second) == -signal.SIGKILL
    assert first != second


def test_a_stranger_is_not_reaped(numpy_zygote: Zygote) -> None:
    """Of a process that it did not fork the zygote knows nothing; and it goes on."""
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        assert numpy_zygote.reap(stranger.pid) is None
    assert numpy_zygote.process.poll() is None


def test_a_zygote_that_was_killed_is_replaced_by_the_next_fork(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """The worker of the old one died with it, and nobody takes that for an exit of its own."""
    orphan, channel = fork()
    answer(channel)
    old = numpy_zygote.process

    old.kill()
    old.wait()
    pid, channel = fork()

    assert isinstance(answer(channel), messages.Locked)
    assert numpy_zygote.process.pid != old.pid
    assert numpy_zygote.reap(orphan) is None
    assert numpy_zygote.reap(pid) == -signal.SIGKILL


def test_a_zygote_that_dies_unseen_is_replaced_too(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """Between the look whether it runs and the request it may end."""
    numpy_zygote.start()
    numpy_zygote.process.kill()

    pid, channel = fork()

    assert isinstance(answer(channel), messages.Locked)
    assert numpy_zygote.reap(pid) == -signal.SIGKILL


def test_to_reap_after_the_zygote_has_gone_says_so(
    fork: Callable[[], tuple[int, socket.socket]], numpy_zygote: Zygote
) -> None:
    """None, not an exit status that nobody knows."""
    pid, channel = fork()
    answer(channel)
    numpy_zygote.process.kill()
    numpy_zygote.process.wait()

    assert numpy_zygote.reap(pid) is None
    assert numpy_zygote.process is None


def test_stopping_ends_the_process_and_can_be_done_twice(canary: Path) -> None:
    """And before the start."""
    made = Zygote([], canary, 512)
    made.stop()
    made.start()
    process = made.process

    made.stop()
    made.stop()

    assert process.returncode == -signal.SIGKILL


def test_a_zygote_ends_when_the_grader_is_gone(canary: Path) -> None:
    """However the grader ended: the connection is closed."""
    made = Zygote([], canary, 512)
    made.start()

    made.control.shutdown(socket.SHUT_RDWR)

    assert made.process.wait(30) == 0
    made.stop()


def test_a_module_that_cannot_be_imported_is_left_out(canary: Path) -> None:
    """Its import in the student's own code says why; the zygote lives."""
    made = Zygote(["numpy", "no_such_module"], canary, 512)

    worker = made.fork()

    assert isinstance(answer(worker.channel), messages.Locked)
    made.stop()
    os.close(worker.page)  # type: ignore[arg-type]
    worker.prints.close()
    worker.channel.close()


def test_a_zygote_with_threads_is_refused(canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork would copy one of them, and what the others were doing would never end."""
    made = Zygote([], canary, 512)
    monkeypatch.setattr(made, "_receive", lambda: (1, 3))

    with pytest.raises(
        GraderError, match=r"^the worker's parent has 3 threads after its imports; it must have one$"
    ):
        made.start()
    made.stop()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="others may not look")
def test_a_zygote_is_not_on_the_network(numpy_zygote: Zygote) -> None:
    """Where root may leave it: it and its workers have a network, queues and a host name of their own."""
    numpy_zygote.start()
    if not _may_leave():
        pytest.skip("this place allows no namespaces")
    for name in ("net", "ipc", "uts"):
        theirs, ours = (Path(f"/proc/{who}/ns/{name}") for who in (numpy_zygote.process.pid, "self"))
        assert theirs.readlink() != ours.readlink()


def _may_leave() -> bool:
    program = (
        "import sys; from grader.sandbox.walls import namespaces\n"
        "sys.exit(not namespaces.leave_the_network())"
    )
    return subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_plain_user_stays_who_he_is_without_the_network() -> None:
    """He sees his own number, owns his files, and reaches nobody."""
    program = """
import os, socket
from grader.sandbox.walls import namespaces, syscalls
if os.geteuid() == 0:
    os.setresgid(65533, 65533, 65533)
    os.setresuid(65533, 65533, 65533)
    syscalls.attempt("prctl", 4, 1)  # as one who was started as that user
before = os.getresuid(), os.getresgid()
if namespaces.leave_the_network():
    assert (os.getresuid(), os.getresgid()) == before, (os.getresuid(), before)
    with socket.socket() as sock:
        try:
            sock.connect(("127.0.0.1", 9))
        except OSError as error:
            assert error.strerror == "Network is unreachable", error
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_must_not_be_read_is_on_no_command_line(canary: Path, tmp_path: Path) -> None:
    """Everybody may read that; and five thousand files would not find room there."""
    folder = tmp_path / ("a long name of a folder with the answers of an assignment" * 3)
    folder.mkdir()
    for number in range(5000):
        (folder / f"{number}.py").touch()
    made = Zygote([], canary, 512, sorted(folder.iterdir()))

    worker = made.fork()

    locked = answer(worker.channel)
    said = Path(f"/proc/{made.process.pid}/cmdline").read_bytes().split(b"\0")
    assert isinstance(locked, messages.Locked)
    assert said[1:-2] == [b"-P", b"-B", b"-m", b"grader.sandbox.zygote"]
    made.reap(worker.pid)
    for each in (worker.channel, worker.prints):
        each.close()
    os.close(worker.page)  # type: ignore[arg-type]
    made.stop()


def test_nobody_reads_the_environment_of_a_zygote(canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor its memory, which no debugger sees from before it hears its first secret."""
    small.start_in_a_group(monkeypatch)
    made = Zygote([], canary, 512)
    made.start()
    assert small.is_hidden(made.process.pid)
    made.stop()


def test_threads_are_counted() -> None:
    """One more while one more is running, in a process of which nobody else has any."""
    program = (
        "import threading\nfrom grader.sandbox import zygote\nprint(zygote._threads())\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\nprint(zygote._threads())"
    )
    command = [*isolated.PYTHON, "-c", program]
    done = subprocess.run(command, env=isolated.environment(), capture_output=True, check=True, text=True)
    before, with_one_more = map(int, done.stdout.split())
    assert with_one_more == before + 1


# ---- what a student finds in a worker --------------------------------------------------------------


USERS = ("PYTHONNOUSERSITE", "PYTHONUSERBASE")  # one of them


def test_a_worker_has_a_clean_environment(
    load: Any, value: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key or a path of ours is not for students to read."""
    monkeypatch.setenv("SECRET", "hunter2")
    session = load("import os\ndef f(x):\n    return sorted(os.environ)\n")

    assert set(value(session, "f", 0)) - {"OPENBLAS_CORETYPE", "LC_CTYPE", *USERS} == {
        "HOME",
        "JOBLIB_MULTIPROCESSING",
        "LANG",
        "MKL_NUM_THREADS",
        "MPLBACKEND",
        "NUMBA_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "PATH",
        "PYTHONHASHSEED",
        "PYTHONSAFEPATH",
        "USER",  # of ours: "student"
        "VECLIB_MAXIMUM_THREADS",
    }


def test_a_worker_finds_libraries_and_nothing_else(load: Any, value: Callable[..., Any]) -> None:
    """Not the folder of the grader, where a reference may lie, and not the grader's own modules."""
    session = load(
        "import sys\ndef f(x):\n"
        "    ours = ('grader', 'reference', 'tests')\n"
        "    return sys.path, [name for name in sys.modules if name.split('.')[0] in ours]\n"
    )

    path, modules = value(session, "f", 0)

    installed = [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()]
    assert all(any(Path(each).resolve().is_relative_to(one) for one in installed) for each in path)
    assert Path(
        sys.prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages"
    ) in map(Path, path)
    assert modules == []


def test_a_worker_finds_what_is_installed_for_a_user(
    value: Callable[..., Any], submission: Any, canary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is imported late, behind the walls; what else is on our path is none of its business."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        names = ("site-packages", "target", "work")
        for name in names:
            (Path(place) / name).mkdir()
            (Path(place) / name / f"{name.replace('-', '_')}_module.py").write_text("ANSWER = 42\n")
        # As `pip install --target` leaves it; what is installed to be edited has none.
        (Path(place) / "target" / "them-1.0.dist-info").mkdir()
        (Path(place) / "target" / "them-1.0.dist-info" / "RECORD").touch()
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(f"{place}/{name}" for name in names))
        source = (
            "def f(x):\n    import site_packages_module\n    return site_packages_module.ANSWER\n"
            "def g(x):\n    import work_module\n"
            "def h(x):\n    import target_module\n    return target_module.ANSWER\n"
        )
        limits, called = Limits(30, 512), ["f", "g", "h"]
        with Sandbox(limits, canary) as box, box.open(submission(source), called) as session:
            assert value(session, "f", 0) == value(session, "h", 0) == 42
            assert "`work_module` is not installed here" in session.ask("g", [(0,)])[0].message


def test_the_grader_is_not_there_wherever_it_is_installed() -> None:
    """Among the libraries, too, its name leads nowhere; other names are for others to find."""
    finder = zygote.Hidden()

    for name in ("grader", "grader.values.wire"):
        with pytest.raises(ModuleNotFoundError, match=f"^No module named '{name}'$"):
            finder.find_spec(name)
    assert finder.find_spec("graders") is None
    assert finder.find_spec("numpy") is None


def test_hashes_and_chance_are_the_same_in_every_zygote(
    load: Any, value: Callable[..., Any], submission: Any, canary: Path
) -> None:
    """And so is chance: neither the order of a set of texts nor a random number depends on the day."""
    source = (
        "import random, numpy as np\n"
        "def f(x):\n"
        "    return hash('a text'), list({'a', 'b', 'c', 'd', 'e'}), random.random(), np.random.rand()\n"
    )
    once = value(load(source), "f", 0)

    with Sandbox(Limits(30, 512), canary) as other, other.open(submission(source), ["f"]) as session:
        again = value(session, "f", 0)

    assert once == again


def test_a_worker_is_single_threaded_and_alone(load: Any, value: Callable[..., Any]) -> None:
    """It leads its own session, has no other process's descriptors, and reads nothing from a terminal."""
    session = load(
        "import os, sys\ndef f(x):\n"
        "    def there(fd):\n"
        "        try:\n            os.fstat(fd)\n"
        "        except OSError:\n            return False\n"
        "        return True\n"
        "    return [os.getsid(0) == os.getpid(), sys.stdin.read(), sum(map(there, range(1000)))]\n"
    )

    assert value(session, "f", 0) == [True, "", 4]


def test_a_worker_does_not_see_that_there_are_others(load: Any, value: Callable[..., Any]) -> None:
    """Where the kernel lets a zygote have folders of its own, /proc is empty but for the processor."""
    session = load(
        "import os\ndef f(x):\n"
        "    there = [f'/proc/{n}' for n in ('self', 'stat', 'cpuinfo', *range(1, 3000))]\n"
        "    return [each for each in there if os.path.exists(each)]\n"
    )
    if not _may_hide():
        pytest.skip("this place allows no namespaces")
    assert value(session, "f", 0) == ["/proc/cpuinfo"]
    assert Path("/proc/self/task").exists()  # ours is as it was


def _may_hide() -> bool:
    program = (
        "import sys; from grader.sandbox.walls import namespaces\n"
        "namespaces.leave_the_network(); sys.exit(not namespaces.hide_processes())"
    )
    return subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="users are root's to give")
def test_each_worker_is_a_user_of_its_own(load: Any, value: Callable[..., Any]) -> None:
    """Else the two of one submission would share a limit of threads, and see how many the other has."""
    with load("import os\ndef f(x):\n    return os.getuid()\n") as session:
        first, second = value(session, "f", 0), value(session.fresh(), "f", 0)
    assert first != second
    assert min(first, second) >= zygote.FIRST_UID


def test_a_worker_forgets_what_it_must_not_read(load: Any, value: Callable[..., Any]) -> None:
    """Neither the arguments of its process nor a variable above it names a file of the grader."""
    session = load(
        "import sys\ndef f(x):\n"
        "    frame, found = sys._getframe(), []\n"
        "    while frame is not None:\n"
        "        found.append(repr(frame.f_locals))\n"
        "        frame = frame.f_back\n"
        "    return 'canary' in repr(found) + repr(sys.argv)\n"
    )
    assert value(session, "f", 0) is False
