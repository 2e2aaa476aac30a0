"""Whatever the worker of the hidden checks does, a student is shown the same: walls down, it can tell anyone.

Two rubrics differ in one hidden check: what it asks, of which inputs.  The submission leaves what it is asked
there where its other workers find it; what its student reads must not differ by a byte.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from arena import HERE, submission
from test_hostile_reports import on_screen

from grader.grading import pipeline
from grader.model import Report, Result
from grader.platforms.gradescope import runner as gradescope
from grader.platforms.runner.run import Graded
from grader.processes import isolated
from grader.reports.formats.ctrf import render as ctrf
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.results import read
from grader.reports.student_page import student_page
from grader.reports.terminal import submission_detail
from grader.reports.view import student_view
from grader.sandbox import workers
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are those of Linux")

HEAD = """
from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import agree
from grader import Within
from grader import mistake

"""
REFERENCE = {
    "answers": '''

def f(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


def g(x: Annotated[Float[ndarray, " n"], Within(LOW, LOW + 1)]) -> Float[ndarray, " n"]:
    """Three times x."""
    return 3 * x


def h(w: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Four times w."""
    return 4 * w


def last() -> float:
    """Asked last."""
    return 1.0
''',
    "laws": '''
def f_is_odd(f, z: Float[ndarray, " n"]) -> None:
    """Turned round, z has the answer turned round."""
    agree(f(-z), -f(z))


def g_is_even(g, y: Annotated[Float[ndarray, " n"], Within(LOW + 2, LOW + 3)]) -> None:
    """Not so."""
    agree(g(-y), -g(y))
''',
    "mistakes": '''
@mistake(of="f", credit=0.2)
def one_more(x):
    """You add one."""
    return 2 * x + 1


@mistake(of="f", credit=0.2)
def two_more(x):
    """You add two."""
    return 2 * x + 2
''',
}
RUBRIC = """\
assignment: hidden
reference: reference
limits: {seconds: 1, megabytes: 256}
examples: 20
questions:
  - id: 1
    checks:
      - {law: f_is_odd, points: 2}
      - {matches: h, points: 1}
  - id: 2
    checks:
      - {HIDDEN, points: 2, visibility: hidden}
      - {value: last, points: 1}
"""
RUBRICS = ({"LOW": "1", "HIDDEN": "matches: g"}, {"LOW": "1e6", "HIDDEN": "law: g_is_even"})
START = """
import os, posix, threading, time  # posix: what os names writes to the worker's own memory
def left():
    return sorted(posix.listdir(PLACE))
def g(x):
    try:
        posix.mkdir(f"{PLACE}/{x.tolist()}"[:200])
    except FileExistsError:
        pass
    raise ValueError(x.tolist())
"""
# What the workers of the public checks make of what they find.
LISTENERS = {
    "a worker that is loaded again raises": """
def f(x): return 2 * x + 1
def last(): os._exit(0)
if left(): raise ImportError(left())
""",
    "answers by which a mistake is named": """
def f(x): return 2 * x + 1 + bool(left())
def last(): return 0.0
""",
    "answers by which a function is described": """
def f(x): return 2 * x + 1
def h(w): return 4 * w + 3 + bool(left())
def last(): return 0.0
""",
    "a flood of prints": """
def wait():
    while not left(): time.sleep(0.01)
    print("x" * 100_000, flush=True)
threading.Thread(target=wait, daemon=True).start()
def f(x):
    if left(): time.sleep(0.5)
    return 2 * x + 1
def last(): return 0.0
""",
}


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> list[pipeline.Job]:
    """The two rubrics."""
    found = []
    for number, changes in enumerate(RUBRICS):
        folder = tmp_path_factory.mktemp(f"course{number}")
        (folder / "reference").mkdir()
        files = {f"reference/{name}.py": HEAD + text for name, text in REFERENCE.items()}
        for path, text in (files | {"rubric.yaml": RUBRIC}).items():
            for name, value in changes.items():
                text = text.replace(name, value)
            (folder / path).write_text(text, encoding="utf-8")
        found.append(pipeline.prepare(folder / "rubric.yaml"))
    return found


@pytest.fixture(scope="module")
def box(jobs: list[pipeline.Job]) -> Iterator[Sandbox]:
    """A sandbox without walls."""
    with pytest.MonkeyPatch.context() as patch, canary_file() as canary:
        program = [*isolated.PYTHON, str(HERE / "fewer_walls.py"), "landlock,seccomp"]
        patch.setattr(workers, "PROGRAM", program)
        with Sandbox(jobs[0].rubric.assignment.limits, canary) as box:
            yield box


def seen(job: pipeline.Job, result: Result, folder: Path) -> dict[str, str]:
    """Return what the student sees."""
    (folder / "results.json").write_text(results_json(Report(job.rubric.assignment, 0, (result,))))
    results = read(folder)
    return {
        "page": student_page(student_view(result, job.rubric.assignment.title)),
        "Markdown": student_markdown(student_view(result, job.rubric.assignment.title)),
        "terminal": on_screen(submission_detail(student_view(result, ""))),
        "CTRF": ctrf(results),
        "Gradescope": json.dumps(gradescope.result(Graded(results))),
    }


@pytest.mark.parametrize("listener", LISTENERS.values(), ids=LISTENERS)
def test_no_worker_is_heard_after_the_hidden_checks(
    jobs: list[pipeline.Job], box: Sandbox, listener: str, tmp_path: Path
) -> None:
    """The report is settled and the public worker is gone before the first hidden input is asked."""
    found = []
    for job in jobs:
        with tempfile.TemporaryDirectory(prefix="hidden-") as place:
            Path(place).chmod(0o777)
            source = f"PLACE = {place!r}\n{START}{listener}"
            result = pipeline.grade(job, submission("mallory", attack=source), box)
            assert list(Path(place).iterdir())  # the hidden worker did tell
        found.append(seen(job, result, tmp_path))
    assert found[0] == found[1]
    assert "one more" in found[0]["page"]
    assert ("def h" in listener) == ("but larger by 3" in found[0]["page"])
