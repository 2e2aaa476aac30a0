"""The page on questions that are programs: every section is an assignment, and is graded."""

import re
from pathlib import Path

import pytest

from grader.batch.local import single
from grader.grading import pipeline
from grader.model import Outcome
from grader.platforms.find import read_one
from grader.reports.words import program_lines, sentence

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "questions_programs.md"
IMPORTS = """from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray

from grader import Beside, Formulas, From, Printed, Raises, Within, agree, mistake

"""
SECTIONS = {
    title: dict(re.findall(r"```(?:python\n# )?(\S+)\n(.*?)```", text, re.DOTALL))
    for title, text in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
    if "```" in text
}


def assignment(folder: Path, parts: dict[str, str]) -> Path:
    """Write an assignment of one question from what a section shows; return its rubric."""
    question = folder / "reference" / "q"
    question.mkdir(parents=True)
    for name in ("answers", "laws", "mistakes"):
        if text := parts.get(f"{name}.py"):
            (question / f"{name}.py").write_text(IMPORTS + text, encoding="utf-8")
    checks = "".join(f"      {line}\n" for line in parts["yaml"].splitlines())
    rubric = folder / "rubric.yaml"
    rubric.write_text(
        "assignment: asked\nreference: reference\nexamples: 40\n"
        f"questions:\n  - id: q\n    checks:\n{checks}",
        encoding="utf-8",
    )
    return rubric


def graded(rubric: Path, hand_in: str) -> tuple[Outcome, ...]:
    """Grade a hand-in in a worker."""
    path = rubric.parent / "hw.py"
    path.write_text(hand_in, encoding="utf-8")
    job = pipeline.prepare(rubric)
    (question,) = single(job, read_one(path, ["q"])).questions
    return question.outcomes


def told(outcome: Outcome) -> str:
    """What the reports say of a check that is lost, and the program beside it."""
    program = program_lines(outcome.evidence) if outcome.evidence else ""
    return f"{sentence(outcome)}\n{program}".strip()


@pytest.mark.parametrize("title", SECTIONS)
def test_every_section_of_the_page_works(tmp_path: Path, title: str) -> None:
    """The right hand-in earns every point; the wrong one is told what the page says."""
    parts = SECTIONS[title]
    rubric = assignment(tmp_path, parts)
    assert [told(each) for each in graded(rubric, parts["right"]) if each.share < 1] == []
    lost = [told(each) for each in graded(rubric, parts["wrong"]) if each.share < 1]
    assert "\n".join(lost) == parts["text"].strip()
