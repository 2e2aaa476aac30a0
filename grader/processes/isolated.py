"""How every Python of ours is started: it imports the installation and the grader, nothing that lies about.

Graders are started in folders of hand-ins and in checkouts of students, and Python likes to import from the
folder it is started in: a hand-in called ``random.py`` would be run by whoever grades it.  So no process of
ours has its working folder on its path, or a variable that could put it there, and none inherits a variable
that it does not need.
"""

import os
import site
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[2])  # the grader is imported from here
# Not -I: it ignores the hash seed, and where to find packages.
PYTHON = (str(Path(sys.executable).absolute()), "-P", "-B")
SINGLE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
    ),
    "1",
)
NEEDED = ("OPENBLAS_CORETYPE", "SYSTEMROOT")  # how to round; without the second Windows starts no Python


def command(module: str, *arguments: object) -> list[str]:
    """Return what starts a module of ours; to be run with an ``environment``."""
    return [*PYTHON, "-m", module, *map(str, arguments)]


def environment(kept: Collection[str] = ()) -> dict[str, str]:
    """Return a clean environment: where packages are, how to round, and of ours the variables ``kept``.

    Packages are found as here: in a virtual environment, by ``pip install --user``, ``.pth`` or PYTHONPATH.
    """
    clean = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/nonexistent",
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": os.pathsep.join(packages()),
        "MPLBACKEND": "Agg",  # no screen
        "JOBLIB_MULTIPROCESSING": "0",  # no processes
    }
    clean |= {"PYTHONUSERBASE": site.getuserbase()} if site.ENABLE_USER_SITE else {"PYTHONNOUSERSITE": "1"}
    return clean | SINGLE_THREAD | {n: os.environ[n] for n in (*NEEDED, *kept) if n in os.environ}


@contextmanager
def unheard_interrupts() -> Iterator[None]:
    """Within, start a process that hears no interrupt before it calls ``hear_interrupts``.

    A terminal interrupts all processes of a command, also one that still imports what it needs.
    """
    import signal  # not above: this module is imported before `imports` guards what else is

    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_interrupts(then: Any) -> None:
    """Be interrupted from now on, also by what came before, as ``then`` says (see ``signal.signal``)."""
    import signal

    signal.signal(signal.SIGINT, then)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def packages() -> list[str]:
    """Return what is to stand in PYTHONPATH: what stands there now and is safe, and where the grader lies."""
    named = "" if sys.flags.ignore_environment else os.environ.get("PYTHONPATH", "")
    # Among packages it is found anyway; there, it would put all of them before the standard library.
    ours = () if ROOT.endswith("-packages") else (ROOT,)
    return list(dict.fromkeys([*filter(_is_safe, named.split(os.pathsep)), *ours]))


@contextmanager
def imports() -> Iterator[None]:
    """Within, import nothing from the working folder, or from one that is named relative to it."""
    before = sys.path[:]
    sys.path[:] = filter(_is_safe, before)
    try:
        yield
    finally:
        sys.path[:] = before


def _is_safe(folder: str) -> bool:
    """Whether a folder on the path is the same wherever we are; the grader's own is, even if we are in it."""
    if not Path(folder).is_absolute():
        return False
    place = Path(folder).resolve()
    return place == Path(ROOT) or place != _here()


def _here() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it was removed
        return None
