"""Where nothing of Linux is there, a worker is a new process: the same verdicts, and level D."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import first_assignment
import numpy as np
import pytest

from grader.functions.reply import Answer
from grader.model import Limits, Verdict
from grader.processes import isolated
from grader.sandbox import workers
from grader.sandbox.sandbox import Sandbox, locked_in

ROOT = Path(__file__).parents[2]
NO_LINUX = Path(__file__).with_name("no_linux.py")
SAMPLES = ("carl_notebook.ipynb", "forgot_some.py")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One whose workers are new processes, with nothing of Linux in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "FORKS", False)
        program = [*isolated.PYTHON, str(NO_LINUX), "grader.sandbox.fresh"]
        patch.setattr(workers, "FRESH_PROGRAM", program)
        with Sandbox(Limits(30, 512), tmp_path_factory.mktemp("place") / "canary") as sandbox:
            yield sandbox


def test_a_function_answers(load: Any, value: Callable[..., Any]) -> None:
    """With arrays, lists and numbers, in both directions."""
    session = load("import numpy as np\ndef f(x): return [2 * x, float(np.sum(x))]")
    doubled, total = value(session, "f", np.ones(3))
    assert doubled.tolist() == [2, 2, 2]
    assert total == 3


def test_the_level_is_d(load: Any) -> None:
    """And the reason is told."""
    session = load("def f(): return 1")
    assert session.level == "D"
    assert tuple(session.locked.notes) == ("no walls on win32: a submission can do whatever you can",)


@pytest.mark.parametrize(
    ("body", "verdict", "message"),
    [
        ("return sum(range(10**15))", Verdict.TIMED_OUT, "did not finish within 1 s in `f`"),
        ("import os; os._exit(0)", Verdict.DIED, "the process exited in `f`"),
        ("import ctypes; ctypes.string_at(8)", Verdict.DIED, "the process was ended by SIGSEGV in `f`"),
        ("raise ValueError('no')", Verdict.RAISED, "ValueError: no (hw.py:1)"),
        ("raise MemoryError", Verdict.OUT_OF_MEMORY, "used more than 512 MB in `f`"),
    ],
)
def test_a_function_that_fails_has_the_same_verdict(
    load: Any, ask: Any, value: Callable[..., Any], body: str, verdict: Any, message: str
) -> None:
    """Only that function: the others have a new process."""
    session = load(f"def f(): {body}\ndef g(): return 7", seconds=1)
    failure = ask(session, "f")
    assert (failure.verdict, failure.message) == (verdict, message)
    assert value(session, "g") == 7


def test_a_crash_has_its_number_where_there_are_no_signals(
    load: Any, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows ends a process that crashes with a large exit status."""
    session = load("def f(): import os; os._exit(1)")
    monkeypatch.setattr(session.channel.zygote, "reap", lambda pid, *_: 0xC0000005)
    assert ask(session, "f").message == "the process crashed (0xC0000005) in `f`"


def test_prints_are_not_answers(load: Any, value: Callable[..., Any]) -> None:
    """Neither those of Python nor those of the process; a flood is read, and mostly dropped."""
    session = load("import os\ndef f():\n    print('x' * 2_000_000)\n    os.write(1, b'y')\n    return 1")
    assert value(session, "f") == 1
    assert [note.where for note in session.notes] == ["printing"]


def test_large_arguments_and_answers_cross(load: Any, value: Callable[..., Any]) -> None:
    """More than fits into a pipe at once, both ways."""
    array = np.arange(1_000_000.0)
    assert np.array_equal(value(load("def f(x): return x"), "f", array), array)


def test_a_second_worker_knows_nothing_of_the_first(load: Any) -> None:
    """As everywhere: hidden checks meet a worker of their own."""
    session = load("calls = []\ndef f():\n    calls.append(1)\n    return len(calls)")
    assert session.ask("f", [(), ()]) == [Answer(1), Answer(2)]
    other = session.fresh()
    assert other.ask("f", [()]) == [Answer(1)]
    other.close()


def test_the_grader_cannot_be_imported(load: Any, ask: Any) -> None:
    """Here too, though a submission that wants to can read its files."""
    failure = ask(load("def f(): import grader.grading.pipeline"), "f")
    assert failure.message.startswith("ModuleNotFoundError: `grader` is not installed here")


def test_nothing_is_left_when_the_sandbox_is_closed(load: Any, sandbox: Sandbox) -> None:
    """Not even what never ends."""
    session = load("import threading\ndef f(): return 1\nthreading.Thread(target=f).start()")
    pid = session.channel.pid
    session.close()
    assert not Path(f"/proc/{pid}").exists()


def test_a_worker_leaves_when_its_grader_is_killed() -> None:
    """However busy it is."""
    source = "while True: pass"
    program = f"""
import os
from pathlib import Path
from grader.model import Cell, Limits, Module, Submission
from grader.sandbox import workers
from grader.sandbox.loading import Loading
from grader.sandbox.session import Session
workers.FORKS = False
hw = Submission("a", "a", (Module("hw", "hw.py", (Cell("hw.py", {source!r}),)),), {{}}, (), "")
session = Session(workers.source(["numpy"], Path("canary"), 512, ()), Loading.of(hw, ()), Limits(30, 512))
send = session.channel.send
def sent(*arguments):
    send(*arguments)
    print(session.channel.pid, flush=True)
session.channel.send = sent
session.load()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        worker = int(grader.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        grader.kill()
    deadline = time.monotonic() + 20
    while _running(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _running(worker)


def _running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_the_doctor_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Level D, and why."""
    monkeypatch.setattr(workers, "FORKS", False)
    level, gaps = locked_in(Limits())
    assert level == "D"
    assert "no walls" in gaps[0]


@pytest.mark.slow
def test_samples_earn_the_same_as_on_linux(tmp_path: Path) -> None:
    """The whole command, without fork, signals and Unix's modules: the same file, but for the level."""
    rubric = first_assignment.copied(tmp_path)
    (tmp_path / "samples").mkdir()
    for name in SAMPLES:
        (tmp_path / "samples" / name).symlink_to(ROOT / "submissions" / name)
    found: list[dict[str, Any]] = []
    for start in (["-m", "grader"], [str(NO_LINUX), "grader.frontends.cli"]):
        out = tmp_path / f"out{len(found)}"
        call = [sys.executable, *start, "grade", *sorted(map(str, (tmp_path / "samples").iterdir()))]
        call += [
            "--rubric",
            str(rubric),
            "--question",
            "8b",
            "--jobs",
            "1",
            "--accept-exposure",
            "--out",
            str(out),
        ]
        subprocess.run(call, check=True, capture_output=True)
        found.append(json.loads((out / "results.json").read_text(encoding="utf-8")))
    for each in found[1]["submissions"]:
        assert each["isolation"] == "D"
        each["isolation"] = "A"
    for each in found[0]["submissions"]:
        each["isolation"] = "A"
    assert found[0] == found[1]
    assert {each["score"] for each in found[0]["submissions"]} == {4, 7}
