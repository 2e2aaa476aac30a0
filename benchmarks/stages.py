"""Where the time of one submission goes: self time of each stage, in the process that grades."""

import importlib.util
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.checks import diagnose, search
from grader.functions.local import Local
from grader.grading import explain, pipeline
from grader.model import Report
from grader.platforms.find import read_one
from grader.reports.csv_report import grades_csv
from grader.reports.json_report import results_json
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.session import Session


class Clock:
    """Adds up the wall time spent in each stage, less what is spent in stages inside of it."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.inside: list[float] = []

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time added to a stage."""

        def call(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            self.inside.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                took = time.perf_counter() - begun
                self.spent[stage] += took - self.inside.pop()  # type: ignore[assignment]  # seconds, not whole numbers
                if self.inside:
                    self.inside[-1] += took

        return call


def shares(rubric: Path, sample: Path) -> Counter[str]:
    """Return the seconds of each stage for one submission, everything warm."""
    job = pipeline.prepare(rubric)
    submission = read_one(sample, [question.id for question in job.rubric.assignment.questions])
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as sandbox:
        result = pipeline.grade(job, submission, sandbox)
        clock = Clock()
        kept = (Session._locked_in, Session.load, Session.ask_all, search.shrink, explain.diagnose)  # type: ignore[attr-defined]
        try:
            Session._locked_in = clock.timed("fork and lock in", Session._locked_in)  # type: ignore[method-assign]
            Session.load = clock.timed("load", Session.load)  # type: ignore[method-assign]
            Session.ask_all = clock.timed("calls", Session.ask_all)  # type: ignore[method-assign]
            search.shrink = clock.timed("shrinking", search.shrink)  # type: ignore[attr-defined]
            explain.diagnose = clock.timed("naming the mistake", diagnose.diagnose)  # type: ignore[attr-defined]
            clock.timed("comparison and laws", pipeline.grade)(job, submission, sandbox)
        finally:
            Session._locked_in, Session.load, Session.ask_all, search.shrink, explain.diagnose = kept  # type: ignore[method-assign,attr-defined]
    report = Report(job.rubric.assignment, 0, (result,))
    clock.timed("reports", lambda: (results_json(report), grades_csv(report)))()
    return clock.spent


def own_compute(rubric: Path, sample: Path) -> float:
    """Return the seconds that a submission's functions take for all they are asked, in this process."""
    job = pipeline.prepare(rubric)
    spec = importlib.util.spec_from_file_location(f"_own_{sample.stem}", sample)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    clock = Clock()
    functions = {
        name: clock.timed("own", value)
        for name, value in vars(module).items()
        if name in job.wanted and callable(value)
    }
    for _ in range(2):  # once for what is worked out only once
        clock.spent.clear()
        pipeline.grade_questions(job, Local(functions), {})
    return clock.spent["own"]
