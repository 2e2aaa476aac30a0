"""``grader.grade`` and ``grader.check``: the job from Python, with the results as objects."""

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path

from grader.batch.local import on_this_machine, single
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.marking.final import final
from grader.model import Report, Result
from grader.platforms.find import read_batch, read_one

AnyPath = str | PathLike[str]


def grade(
    paths: AnyPath | Iterable[AnyPath],
    *,
    rubric: AnyPath = "rubric.yaml",
    questions: Sequence[str] = (),
    seed: int = 0,
    jobs: int = 1,
) -> Report:
    """Grade submissions: each path is one, or a folder of them; without ``questions`` all are graded.

    ``jobs`` processes share the work; how many changes no score.  Nothing is written.  Raises InputError for
    a path or a question that is not there, AssignmentError where the rubric or its reference is wrong, with
    every place, and GraderError where the grader itself failed.

    >>> report = grader.grade("submissions", rubric="rubric.yaml")
    >>> {result.submission.id: result.score for result in report.results}
    """
    job = pipeline.prepare(Path(rubric), seed, questions)
    given = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
    ids = [question.id for question in job.whole.assignment.questions]
    assignment = job.rubric.assignment
    every = assignment.best_attempt
    submissions = read_batch(
        [Path(path) for path in given], ids, assignment=assignment.id, every_attempt=every
    )
    todo = plan(job, submissions)
    for _ in todo.run(on_this_machine(jobs)):
        pass
    return final(todo.report(), ())


def check(
    path: AnyPath, *, rubric: AnyPath = "rubric.yaml", questions: Sequence[str] = (), seed: int = 0
) -> Result:
    """Grade one submission: a module, a notebook, a folder of them, or a zip.  Raises what ``grade`` raises.

    >>> result = grader.check("hw.py", questions=["2a"])
    >>> [(o.check.id, o.verdict, o.earned) for q in result.questions for o in q.outcomes]
    """
    job = pipeline.prepare(Path(rubric), seed, questions)
    ids = [question.id for question in job.rubric.assignment.questions]
    return single(job, read_one(Path(path), ids))
