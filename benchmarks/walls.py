"""What the walls around a worker cost: CPU of a submission with and without them, in turn.

``python -m benchmarks.walls``: one submission with one function, asked once, in one worker.  Without walls a
worker neither locks itself in nor tries whether that holds; all else is the same.
"""

import socket
import statistics
import sys
from dataclasses import fields
from pathlib import Path

from grader.model import Cell, Limits, Module, Submission
from grader.processes import isolated
from grader.sandbox import workers, zygote
from grader.sandbox.canary import canary_file
from grader.sandbox.loading import Loading
from grader.sandbox.session import Session
from grader.sandbox.walls import lockdown
from grader.sandbox.walls.probe import Probe

PRELOADS = (("numpy",), ("numpy", "torch"))
ROUNDS, EACH = 9, 30
HOMEWORK = Submission(
    "hw", "hw", (Module("hw", "hw.py", (Cell("hw.py", "def f(x): return x"),)),), {}, (), ""
)
WITH, WITHOUT = isolated.command("grader.sandbox.zygote"), [*isolated.PYTHON, __file__]


def milliseconds(process: int) -> float:
    """CPU that a process and the children it has buried have used, in steps of 10 ms."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 10.0 * sum(map(int, fields[11:15]))


def main() -> None:
    """Print a table."""
    print(f"CPU ms of a worker, median of {ROUNDS} rounds of {EACH}\n")
    print("| loaded | with walls | without | the walls |\n|---|---|---|---|")
    limits = Limits()
    for preload in PRELOADS:
        with canary_file() as canary:
            started = []
            for program in (WITH, WITHOUT):
                workers.PROGRAM = program
                started.append(workers.Zygote(preload, canary, limits.megabytes))
                started[-1].start()
            took: list[list[float]] = [[], []]
            for _ in range(ROUNDS):
                for each, found in zip(started, took, strict=True):
                    assert each.process is not None
                    before = milliseconds(each.process.pid)
                    for _ in range(EACH):
                        with Session(each, Loading.of(HOMEWORK, ["f"]), limits) as session:
                            session.load()
                            session.ask("f", [(1,)])
                    found.append((milliseconds(each.process.pid) - before) / EACH)
            for each in started:
                each.stop()
        walls, without = map(statistics.median, took)
        print(f"| {', '.join(preload)} | {walls:.2f} | {without:.2f} | {walls - without:.2f} |")


def without_walls() -> None:
    """Run a zygote whose workers have none."""
    lockdown.apply = lambda *_, **__: None
    through = [field.name for field in fields(Probe) if field.name != "notes"]
    told = Probe(notes=(), **dict.fromkeys(through, True))
    zygote.probe = lambda *_: told  # type: ignore[attr-defined]
    zygote.main(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    without_walls() if sys.argv[1:] else main()
