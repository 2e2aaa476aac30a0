"""Checks as test cases: what reports of test runs have in common."""

from collections.abc import Iterator
from dataclasses import dataclass

from grader.reports import score_words
from grader.reports.results import CheckRow, QuestionRow, Results, SubmissionRow, as_students_see_it
from grader.reports.view import state_of
from grader.text.safe import safe


@dataclass(frozen=True)
class Case:
    """One check of one submission, as its student may see it."""

    submission: SubmissionRow
    question: QuestionRow
    check: CheckRow
    name: str  # unique in the submission: "2a: softmax gives the right values"

    @property
    def state(self) -> str:
        """passed, failed, pending, skipped or error."""
        return state_of(self.check.verdict).name

    @property
    def words(self) -> str:
        """Why it was not passed, on one line."""
        evidence = self.check.evidence.message if self.check.evidence else ""
        said = dict.fromkeys(filter(None, (self.check.message, evidence)))
        return safe(" ".join(said)) or self.check.verdict.replace("_", " ")


def cases(results: Results) -> Iterator[tuple[SubmissionRow, list[Case]]]:
    """Yield each submission with its checks."""
    for submission in map(as_students_see_it, results.submissions):
        found: list[Case] = []
        seen: dict[str, int] = {}
        for question in submission.questions:
            for check in question.checks:
                name = safe(f"{question.id}: {check.title}")
                seen[name] = seen.get(name, 0) + 1
                number = f" ({seen[name]})" if seen[name] > 1 else ""
                found.append(Case(submission, question, check, name + number))
        yield submission, found


def points(value: float | None) -> str:
    """Return points as people write them; "?" where they are not known."""
    return "?" if value is None else score_words.points(value)
