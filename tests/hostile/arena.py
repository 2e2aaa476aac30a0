"""Where submissions attack: one sandbox grades them one after the other, and everything around it is watched.

Run as a script, once for each kind of user and set of walls, with the attacks that fight there; it writes
what happened as JSON.
"""

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from grader.checks import search
from grader.grading import explain, pipeline
from grader.model import Cell, Module, Report, Result, Submission
from grader.processes import isolated
from grader.reports.batch_table import batch_table
from grader.reports.csv_report import grades_csv
from grader.reports.json_report import results_json
from grader.reports.terminal import submission_detail
from grader.reports.view import whole_view
from grader.sandbox import workers
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

HERE = Path(__file__).resolve().parent
ASSIGNMENT = HERE / "assignment"
ATTACKS = {path.stem: path for path in sorted((HERE / "attacks").glob("*.py"))}
TRACE = f"hostile-{os.getpid()}-"  # how attacks call what they leave: another run's is none of our business
PUBLIC = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
SECRET = "the secret that no submission may read"
TOKEN = "TOKEN-of-the-grader"
BECOME_PARENT_OF_ORPHANS = 36


@dataclass(frozen=True)
class Arena:
    """Who grades, and which walls there are."""

    root: bool = True
    landlock: bool = True
    seccomp: bool = True
    torch: bool = False
    exposed: bool = False  # whether the files of a neighbour are open to all

    @property
    def walls(self) -> bool:
        """Whether all walls are up."""
        return self.landlock and self.seccomp

    def __str__(self) -> str:
        return ", ".join(["root" if self.root else "plain user", *self.missing, *["torch"] * self.torch])

    @property
    def missing(self) -> list[str]:
        """The walls that are down."""
        return [f"no {name}" for name in ("landlock", "seccomp") if not getattr(self, name)]

    @property
    def thorough(self) -> bool:
        """Whether what does not depend on walls is looked at too: reports, and the inputs in them."""
        return self.root and self.walls


@dataclass
class Seen:
    """What became of one attack."""

    score: float
    verdicts: dict[str, str]
    told: list[str]  # everything a student is told
    reports: str  # everything that is written
    seconds: float
    honest: float  # what an honest submission earned right after it
    traces: list[str] = field(default_factory=list)  # what it left behind


@dataclass(frozen=True)
class Expected:
    """What the docstring of an attack says that it should earn and be told."""

    sentence: str
    threat: str
    score: float
    verdict: str
    says: str
    torch: bool


def expected(name: str) -> Expected:
    """Read the docstring of an attack, without running it."""
    text = ATTACKS[name].read_text(encoding="utf-8").split('"""')[1]
    keys = dict(re.findall(r"^(\w+): (.*)$", text, re.MULTILINE))
    return Expected(
        text.strip().split("\n")[0],
        keys["threat"],
        float(keys["score"]),
        keys.get("verdict", ""),
        keys.get("says", ""),
        "torch" in keys,
    )


def submission(name: str, **files: str) -> Submission:
    """Make a submission of modules."""
    modules = tuple(
        Module(stem, f"{stem}.py", (Cell(f"{stem}.py", source),)) for stem, source in files.items()
    )
    return Submission(name, name, modules, {}, (), "")


# ---- what is watched ---------------------------------------------------------------------------------


class Listeners:
    """Somebody who waits for a call, at every kind of address."""

    def __init__(self, folder: Path) -> None:
        self.abstract = f"hostile-{os.getpid()}"
        self.stream, self.datagram = str(folder / "stream"), str(folder / "datagram")
        places: dict[str, tuple[int, int, Any]] = {
            "tcp": (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "abstract": (socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.abstract),
            "stream": (socket.AF_UNIX, socket.SOCK_STREAM, self.stream),
            "datagram": (socket.AF_UNIX, socket.SOCK_DGRAM, self.datagram),
        }
        self.sockets = {}
        for name, (family, kind, address) in places.items():
            each = self.sockets[name] = socket.socket(family, kind)
            each.bind(address)
            if kind == socket.SOCK_STREAM:
                each.listen()
            each.settimeout(0)
        for path in (self.stream, self.datagram):
            Path(path).chmod(0o777)

    def heard(self) -> Iterator[str]:
        """Yield who was called."""
        for name, each in self.sockets.items():
            with suppress(BlockingIOError):
                if each.type == socket.SOCK_STREAM:
                    each.accept()[0].close()
                else:
                    each.recv(100)
                yield f"connected to {name}"

    def close(self) -> None:
        """Stop listening."""
        for each in self.sockets.values():
            each.close()


def files(places: list[Path]) -> dict[str, tuple[float, ...]]:
    """Return all files in these places, and in folders that everyone may write those with a telling name."""
    found = [path for place in places for path in place.rglob("*")]
    found += [path for place in PUBLIC for path in place.glob(f"{TRACE}*")]
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mode, path.is_dir() or path.lstat().st_mtime_ns)
        for path in found
        if "__pycache__" not in path.parts
    }


def descendants() -> dict[int, str]:
    """Return the processes below this one, by number; orphans too, for they become our children."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
                parents[int(folder.name)] = int(rest.split()[1])
                names[int(folder.name)] = name
    below = {os.getpid()}
    while found := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= found
    return {pid: names[pid] for pid in below - {os.getpid()}}


def descriptors(process: int) -> int:
    """Return how many descriptors a process has; of one that hides them, 0."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir())) - (process == os.getpid())
    except OSError:
        return 0


@contextmanager
def watched(places: list[Path], listeners: Listeners, zygotes: Callable[[], set[int]]) -> Iterator[list[str]]:
    """Yield a list that is filled, when the block ends, with all that has changed around it."""
    traces: list[str] = []
    mothers = zygotes()
    before = files(places), descriptors(os.getpid()), [descriptors(each) for each in mothers]
    yield traces
    after = files(places), descriptors(os.getpid()), [descriptors(each) for each in mothers]
    paths = sorted(before[0].keys() | after[0].keys())
    traces += [f"wrote {path}" for path in paths if before[0].get(path) != after[0].get(path)]
    traces += listeners.heard()
    if zygotes() != mothers:
        traces.append("ended the zygote")
    elif before[1:] != after[1:]:
        traces.append(f"descriptors: {before[1:]} became {after[1:]}")
    for process, name in descendants().items():
        if process not in zygotes():
            traces.append(f"left the process {name}")
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
    for path in [path for place in PUBLIC for path in place.glob(f"{TRACE}*")]:
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


# ---- the fight ---------------------------------------------------------------------------------------


def fight(arena: Arena, names: list[str], folder: Path) -> dict[str, Seen]:
    """Let the attacks in, one after the other, each followed by an honest submission."""
    ctypes.CDLL(None).prctl(BECOME_PARENT_OF_ORPHANS, 1, 0, 0, 0)
    os.environ["GRADER_TOKEN"] = TOKEN
    home = folder / "home"
    home.mkdir()
    home.chmod(0o777)
    os.chdir(home)
    secret = folder / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o644 if arena.landlock else 0o600)
    if not arena.walls:
        program = str(HERE / "fewer_walls.py")
        without = ",".join(name.removeprefix("no ") for name in arena.missing)
        workers.PROGRAM = [*isolated.PYTHON, program, without]
    others = folder / "others"
    others.mkdir()
    neighbour = others / "other.py"
    shutil.copy(HERE / "honest.py", neighbour)
    neighbour.chmod(0o644 if arena.landlock or arena.exposed else 0o600)
    others.chmod(0o755 if arena.landlock else 0o711)
    assignment = folder / "assignment"
    shutil.copytree(ASSIGNMENT, assignment)
    assignment.chmod(0o755 if arena.landlock else 0o700)
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    job = replace(pipeline.prepare(assignment / "rubric.yaml"), neighbours=(others,))
    if not arena.thorough:
        search.shrink = lambda signature, sizes, failing, fails, *_: failing  # type: ignore[attr-defined]
        explain.described = lambda trial, check, lost, beside: lost  # type: ignore[attr-defined]
    with ExitStack() as stack:
        canary = stack.enter_context(canary_file())
        box = stack.enter_context(Sandbox(job.rubric.assignment.limits, canary))
        listeners = Listeners(folder)
        stack.callback(listeners.close)
        places = [home, canary.parent, assignment]
        # The zygote for torch is chosen by the word in the source.
        there = (HERE / "there.py").read_text().replace("hostile-", TRACE) + "# torch\n" * arena.torch
        there += (
            f"SECRET, NEIGHBOUR = {str(secret)!r}, {str(neighbour)!r}\n"
            f"GRADER, REFERENCE = {os.getpid()}, {str(assignment / 'reference')!r}\n"
        )
        there += f"PLACES = {[str(path) for path in [*places, *PUBLIC]]}\n"
        there += f"TCP, UDP = {[listeners.sockets[name].getsockname()[1] for name in ('tcp', 'udp')]}\n"
        there += (
            f"ABSTRACT, STREAM, DATAGRAM = {[listeners.abstract, listeners.stream, listeners.datagram]}\n"
        )
        honest = submission("honest", honest=(HERE / "honest.py").read_text() + "# torch\n" * arena.torch)

        def zygotes() -> set[int]:
            return {each.process.pid for each in box.zygotes.values() if each.process}

        first = pipeline.grade(job, honest, box)
        found = {"honest": seen(arena, job, first, 0.0, first.score)}
        there += f"ZYGOTE = {max(zygotes())}\n"
        for name in names:
            source = ATTACKS[name].read_text(encoding="utf-8").replace("hostile-", TRACE)
            attack = submission(name, attack=source, there=there)
            with watched(places, listeners, zygotes) as traces:
                begun = time.monotonic()
                result = pipeline.grade(job, attack, box)
                seconds = time.monotonic() - begun
            found[name] = seen(arena, job, result, seconds, pipeline.grade(job, honest, box).score)
            found[name].traces = traces
        return found


def seen(arena: Arena, job: pipeline.Job, result: Result, seconds: float, honest: float) -> Seen:
    """Return what there is to see of a result."""
    outcomes = [outcome for question in result.questions for outcome in question.outcomes]
    report = Report(job.rubric.assignment, job.seed, (result,))
    screen = StringIO()
    if arena.thorough:
        console = Console(file=screen, width=100)
        console.print(submission_detail(whole_view(result, "")), batch_table(report))
    told = [f"{problem.where}: {problem.message}" for problem in result.problems]
    for outcome in outcomes:
        told.append(outcome.message)
        if outcome.evidence:
            told += [outcome.evidence.message, str(outcome.evidence.got)[:500]]
    return Seen(
        result.score,
        {outcome.check.id: outcome.verdict.value for outcome in outcomes} | {"isolation": result.isolation},
        [each.encode("utf-8", "backslashreplace").decode() for each in told],
        results_json(report) + grades_csv(report) + screen.getvalue(),
        seconds,
        honest,
    )


def main() -> None:
    """Fight and write down what happened."""
    found = fight(Arena(**json.loads(sys.argv[1])), sys.argv[3:], Path(sys.argv[2]))
    sys.stdout.write(json.dumps({name: asdict(each) for name, each in found.items()}))


if __name__ == "__main__":
    main()
