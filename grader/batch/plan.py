"""Many submissions: what of them was graded before, what is left to do, and all results in the end.

A submission is graded again only where it, a question or the grader changed; where one question changed, for
that question alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.batch.encoded import EncodedResult, Runner, Task, result, unread
from grader.batch.store import Store
from grader.grading.pipeline import Job, part
from grader.model import Report, Result, Submission


@dataclass(frozen=True)
class Batch:
    """Submissions, what of them was graded, and what is left to do."""

    job: Job
    submissions: Sequence[Submission]
    store: Store | None
    found: dict[str, EncodedResult]  # by submission
    tasks: Sequence[Task]
    covered: tuple[str, ...]  # the questions that everybody has an outcome of in the end

    @property
    def before(self) -> int:
        """How many were graded by an earlier run."""
        return sum(not each.undecided for each in self.submissions) - len(self.tasks)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The questions of the rubric that are not covered: nobody's score is whole."""
        return tuple(each.id for each in self.job.whole.assignment.questions if each.id not in self.covered)

    def run(self, runner: Runner) -> Iterator[None]:
        """Do what is left, and yield after each submission."""
        submissions = {each.id: each for each in self.submissions}
        for new in runner(self.job, self.tasks):
            if self.store is not None:
                self.store.put(submissions[new.id], new, self.job.fingerprints)
            earlier = self.found[new.id].outcomes if new.id in self.found else {}
            self.found[new.id] = replace(new, outcomes={**earlier, **new.outcomes})
            yield

    def report(self) -> Report:
        """Return all results, with the questions that they cover."""
        covered = part(self.job, self.covered).rubric.assignment
        return Report(covered, self.job.seed, self.results(), self.left_out)

    def results(self) -> tuple[Result, ...]:
        """Return all results, in the order of the submissions."""
        job = part(self.job, self.covered)
        return tuple(
            unread(job, each) if each.undecided else result(job, each, self.found[each.id])
            for each in self.submissions
        )


def plan(
    job: Job, submissions: Sequence[Submission], store: Store | None = None, *, fresh: bool = False
) -> Batch:
    """Look up what was graded before, unless what is asked for is to be graded afresh.

    Where some questions are asked for, the others are covered too if everybody's outcomes of them still hold.
    """
    found: dict[str, EncodedResult] = {}
    tasks = []
    asked = [question.id for question in job.rubric.assignment.questions]
    others = [each.id for each in job.whole.assignment.questions if each.id not in asked]
    for submission in submissions:
        if submission.undecided:
            continue
        before = None if store is None else store.get(job, submission)
        if before is not None and fresh:
            kept = {name: data for name, data in before.outcomes.items() if name in others}
            before = replace(before, outcomes=kept)
        known = before.outcomes if before is not None else {}
        if before is not None:
            found[submission.id] = before
        if missing := tuple(name for name in asked if name not in known):
            tasks.append(Task(submission, missing))
        others = [name for name in others if name in known]
    return Batch(job, submissions, store, found, tasks, (*asked, *others))
