"""What one submission teaches about the next saves time, and changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import small

from grader.examples.memo import Memo
from grader.grading import pipeline
from grader.model import Report, Result, Submission
from grader.reports.json_report import results_json
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox


def test_results_are_the_same_bytes_without_the_memo(tmp_path: Path) -> None:
    """Each submission is graded twice over, so that the second could go by what the first gave."""
    rubric = small.copied(tmp_path)
    for slow in ("stuck", "unreadable"):
        (rubric.parent / "submissions" / f"{slow}.py").unlink()
    job = pipeline.prepare(rubric)
    once = list(small.submissions(rubric, job))
    twice = [*once, *(replace(each, id=f"{each.id}_too") for each in once)]
    met: list[int] = []

    class Counted(Memo):
        """A memo that counts how often it knew a result."""

        def get(self, key: str) -> object:  # type: ignore[override]
            found = super().get(key)
            met.append(found is not None)
            return found

    texts = []
    for enabled in (True, False):
        met.clear()
        for corpora in job.corpora.values():
            corpora.memo = Counted(enabled=enabled)
        texts.append(results_json(Report(job.rubric.assignment, 0, graded(job, twice))))
        assert bool(sum(met)) == enabled
        assert any(corpora.memo.results for corpora in job.corpora.values()) == enabled
    assert texts[0] == texts[1]


def graded(job: pipeline.Job, submissions: Sequence[Submission]) -> tuple[Result, ...]:
    """Grade one submission after the other with the same corpora."""
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as box:
        return tuple(pipeline.grade(job, each, box) for each in submissions)
