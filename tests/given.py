"""The example assignments in tests: all hand-ins graded, held against a golden file, and one in the kit."""

import os
import shutil
from pathlib import Path

from one_question import feedback

from grader.audit.run import audit
from grader.batch.local import on_this_machine, single
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Audit, Result
from grader.platforms.find import read_batch, read_one
from grader.reports.audit_report import summary

EXAMPLES = Path(__file__).parent.parent / "examples"


def graded(assignment: Path) -> list[Result]:
    """Grade the hand-ins of an assignment."""
    job = pipeline.prepare(assignment / "rubric.yaml")
    ids = [question.id for question in job.rubric.assignment.questions]
    todo = plan(job, read_batch([assignment / "submissions"], ids), None)
    for _ in todo.run(on_this_machine(1)):
        pass
    return list(todo.results())


def told(results: list[Result], golden: Path) -> tuple[str, str]:
    """Return what is told of hand-ins, and what is to be told; ``REWRITE=1`` writes the file anew before."""
    lines = "".join(map(feedback, results))
    if os.environ.get("REWRITE"):
        golden.write_text(lines, encoding="utf-8")
    return lines, golden.read_text(encoding="utf-8")


def graded_in_kit(assignment: Path, hand_in: str, kit: Path) -> tuple[Result, str]:
    """Release the kit of an assignment, put a hand-in into it, and grade it there; with its starter."""
    release(assignment / "rubric.yaml", kit)
    starter = (kit / "hw.py").read_text(encoding="utf-8")
    work = kit / f"hw{Path(hand_in).suffix}"
    shutil.copy(assignment / "submissions" / hand_in, work)
    job = pipeline.prepare(kit / "rubric.yaml")
    return single(job, read_one(work, [question.id for question in job.rubric.assignment.questions])), starter


def audited(assignment: Path) -> Audit:
    """Audit an assignment: mistakes are caught and named, mutants lose points, and no variant does."""
    found = audit(pipeline.prepare(assignment / "rubric.yaml"), seeds=1, workers=1, quick=True)
    assert found.good, summary(found)
    assert all(each.lost and each.named in each.expected for each in found.mistakes)
    assert not found.survivors
    assert not found.harmed
    return found
