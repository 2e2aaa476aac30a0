"""A new kind of check is one file: whatever else there is of the grader works with it as it stands."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from grader.audit import run as audits
from grader.checks import KINDS
from grader.errors import AssignmentError
from grader.functions.local import Local
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Cell, Form, Module, Report, Result, Submission, Verdict
from grader.reports.formats.junit import render as junit
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.results import as_students_see_it, read
from grader.reports.student_page import student_page
from grader.reports.terminal import submission_detail
from grader.reports.view import student_view
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox

from .shape import KIND

ANSWERS = '''
from jaxtyping import Float
from numpy import ndarray


def row_sums(A: Float[ndarray, "n m"]) -> Float[ndarray, "n"]:
    """The sum of every row."""
    return A.sum(axis=1)
'''
MISTAKES = '''
from grader import mistake


@mistake(of="row_sums")
def sums_the_columns(A):
    """These are the sums of the columns."""
    return A.sum(axis=0)
'''
RUBRIC = """\
assignment: toy
reference: reference
examples: 30
limits: {seconds: 2}
questions:
  - id: 1
    checks:
      - {shape: row_sums, points: 2}
"""
TITLE = "row_sums has the right shape"
WRONG = "def row_sums(A):\n    return A.sum(axis=0)\n"


@pytest.fixture(autouse=True)
def rubric(tmp_path: Path, cache_of_its_own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An assignment with a check of the new kind."""
    monkeypatch.setitem(KINDS, KIND.name, KIND)
    folder = tmp_path / "course" / "reference" / "q1"
    folder.mkdir(parents=True)
    for place in (folder.parent, folder):
        (place / "__init__.py").touch()
    (folder / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (folder / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    path = tmp_path / "course" / "rubric.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    return path


def graded(job: pipeline.Job, source: str) -> Result:
    """Grade a module in a worker."""
    module = Module("hw", "hw.py", (Cell("hw.py", source),))
    submission = Submission("anna", "anna/hw.py", (module,), {}, (), "")
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as box:
        return pipeline.grade(job, submission, box)


def test_it_is_graded(rubric: Path) -> None:
    """By shape alone: other numbers are as good."""
    job = pipeline.prepare(rubric)
    assert graded(job, "def row_sums(A):\n    return 0 * A.sum(axis=1)\n").score == 2
    result = graded(job, WRONG)
    (outcome,) = result.questions[0].outcomes
    assert (result.score, outcome.verdict) == (0, Verdict.FAILED)
    assert outcome.check.title == TITLE


def test_a_mistake_in_the_rubric_is_told_with_its_place(rubric: Path) -> None:
    """What its kind objects to is told where it stands."""
    rubric.write_text(RUBRIC.replace("shape: row_sums", "shape: row_sum"), encoding="utf-8")
    with pytest.raises(AssignmentError, match="row_sum"):
        pipeline.prepare(rubric)
    rubric.write_text(RUBRIC.replace("points: 2", "points: 2, credit: {transposed: 0.5}"), encoding="utf-8")
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(rubric)
    (told,) = caught.value.mistakes
    assert (told.line, told.message) == (
        8,
        "`credit` is for matches, law, gradient, not for `shape`",
    )


def test_reports_and_exports_tell_of_it(rubric: Path, tmp_path: Path) -> None:
    """In its own words, on a page, in Markdown, on a terminal and as a test case."""
    job = pipeline.prepare(rubric)
    result, assignment = graded(job, WRONG), job.rubric.assignment
    view = student_view(result, assignment.title)
    console = Console(width=100, record=True, file=(tmp_path / "terminal").open("w", encoding="utf-8"))
    console.print(submission_detail(view))
    console.file.close()
    (tmp_path / "results.json").write_text(results_json(Report(assignment, 0, (result,))), encoding="utf-8")
    whole = read(tmp_path)
    assert whole.submissions[0].questions[0].checks[0].title == TITLE
    for text in (
        student_page(view),
        student_markdown(view).replace("\\", ""),
        console.export_text(),
        junit(whole),
    ):
        assert TITLE in text


class Here(Executor):
    """A pool that is this process: others do not know the kind of a test."""

    def __init__(self, _: int, start: Callable[..., None], *arguments: Any) -> None:
        start(*arguments)

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*arguments, **named))
        return done


def test_it_is_audited(rubric: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known mistakes lose by it, or an audit says that they do not."""
    monkeypatch.setattr(audits, "Pool", Here)
    found = audits.audit(pipeline.prepare(rubric), 1, 1, quick=True)
    assert [caught.name for caught in found.mistakes if caught.lost] == ["sums_the_columns"]
    assert "zeros" in {paid.cheat for paid in found.cheats}
    assert not found.idle


def test_it_goes_into_a_kit(rubric: Path, tmp_path: Path) -> None:
    """Students can try it, without the answers."""
    assert release(rubric, tmp_path / "kit") == {"1": 0}
    assert "def row_sums(A):" in (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    kit = pipeline.prepare(tmp_path / "kit" / "rubric.yaml")
    for function, score in ((lambda A: np.zeros(len(A)), 2), (lambda A: A, 0)):
        (question,) = pipeline.grade_questions(kit, Local({"row_sums": function}), {})
        assert question.score == score


def test_a_kind_keeps_its_right_answer_to_itself(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it says that no student ever sees it, no export shows it, though only a file is left."""
    monkeypatch.setitem(KINDS, "shape", replace(KIND, form=Form.VALUE))
    job = pipeline.prepare(rubric)
    result = graded(job, WRONG)
    (question,) = result.questions
    (outcome,) = question.outcomes
    assert outcome.evidence is not None
    shown = replace(outcome, evidence=replace(outcome.evidence, expected=73.5))
    result = replace(result, questions=(replace(question, outcomes=(shown,)),))
    (tmp_path / "results.json").write_text(
        results_json(Report(job.rubric.assignment, 0, (result,))), encoding="utf-8"
    )
    (submission,) = read(tmp_path).submissions
    assert submission.questions[0].checks[0].evidence.expected == 73.5
    seen = as_students_see_it(submission)
    assert seen.questions[0].checks[0].evidence.expected is None
    assert "73.5" not in student_page(student_view(result, job.rubric.assignment.title))
