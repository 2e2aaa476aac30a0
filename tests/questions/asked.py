"""An assignment in a few lines, and what is told of a hand-in to it."""

import json
from pathlib import Path
from typing import Any

import one_question
import small

IMPORTS = """from typing import Annotated, Any, NamedTuple, TypedDict

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader import Within, agree, mistake, typed

"""


def assignment(folder: Path, answers: str, checks: str, laws: str = "", mistakes: str = "") -> Path:
    """Write an assignment of one question, with what its files import; return its rubric."""
    answers, laws, mistakes = (text and IMPORTS + text for text in (answers, laws, mistakes))
    return one_question.assignment(folder, answers, checks, laws, mistakes)


def graded(rubric: Path, hand_in: str | dict[str, Any], name: str = "hw.py") -> dict[str, dict[str, Any]]:
    """Grade a hand-in, a module or a notebook, in a worker; return what is said of each check, by stanza."""
    return {f"{each['kind']} {each['target']}": each for each in checks_of(rubric, hand_in, name)}


def checks_of(rubric: Path, hand_in: str | dict[str, Any], name: str = "hw.py") -> list[dict[str, Any]]:
    """Grade a hand-in; return what results.json says of each check, in order."""
    from grader.batch.local import single
    from grader.grading import pipeline
    from grader.model import Report
    from grader.platforms.find import read_one
    from grader.reports.json_report import results_json

    path = rubric.parent / name
    path.write_text(hand_in if isinstance(hand_in, str) else json.dumps(hand_in), encoding="utf-8")
    job = pipeline.prepare(rubric)
    result = single(job, read_one(path, ["1"]))
    data = json.loads(results_json(Report(job.rubric.assignment, 0, (result,))))
    (submission,) = data["submissions"]
    checks: list[dict[str, Any]] = submission["questions"][0]["checks"]
    return checks


def told(rubric: Path, hand_in: str | dict[str, Any], name: str = "hw.py") -> list[str]:
    """Grade a hand-in as a command; return the lines that the terminal shows."""
    path = rubric.parent / name
    path.write_text(hand_in if isinstance(hand_in, str) else json.dumps(hand_in), encoding="utf-8")
    done = small.command(rubric.parent, "check", name)
    assert not done.stderr, done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]


def notebook(*cells: str) -> dict[str, Any]:
    """A notebook of these cells."""
    made = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "metadata": {},
            "source": each,
            "outputs": [],
            "execution_count": n,
        }
        for n, each in enumerate(cells)
    ]
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
