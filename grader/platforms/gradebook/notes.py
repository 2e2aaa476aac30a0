"""What there is to say of the scores that go into a gradebook."""

from collections.abc import Sequence

from grader.platforms.gradebook.table import number
from grader.reports.results import Results, SubmissionRow, adjustments
from grader.text.safe import safe


def about_scores(results: Results) -> list[str]:
    """Return what the scores do not hold yet, and what they hold that nobody would look for."""
    notes = []
    late = [each for each in results.submissions if each.late]
    taken = [each for each in results.submissions if any(a.what == "late" for a in adjustments(each))]
    if untaken := [each for each in late if each not in taken]:
        notes.append(f"{counted(len(untaken), 'late submission')}: no points were taken off")
    if taken:
        notes.append(f"{counted(len(taken), 'score')} with points taken off for being late")
    if capped := [each for each in results.submissions if any(a.what == "cap" for a in adjustments(each))]:
        notes.append(f"{counted(len(capped), 'score')} with points taken off above a cap")
    if several := [
        each for each in results.submissions if any(a.what == "attempts" for a in adjustments(each))
    ]:
        notes.append(f"{counted(len(several), 'score')} of the best of several attempts")
    if decided := [each for each in results.submissions if _has_decision(each)]:
        notes.append(f"{counted(len(decided), 'score')} with points that a person decided on")
    if looked_at := [f"{each.id}, {a}" for each in results.submissions for a in each.attention or ()]:
        notes.append(f"{len(looked_at)} to look at before: {few(looked_at)}")
    waiting: dict[float, int] = {}
    for submission in results.submissions:
        if submission.pending:
            waiting[submission.pending] = waiting.get(submission.pending, 0) + 1
    for points, count in sorted(waiting.items(), reverse=True):
        waits, are = ("waits", "is") if points == 1 else ("wait", "are")
        notes.append(
            f"{_count_points(points)} {waits} for a person in {counted(count, 'submission')}, "
            f"and {are} not in the scores"
        )
    return notes


def _has_decision(submission: SubmissionRow) -> bool:
    return any(q.decision or any(check.decision for check in q.checks) for q in submission.questions)


def _count_points(points: float) -> str:
    return f"{number(points)} point{'s' * (points != 1)}"


def counted(count: int, what: str) -> str:
    """Return a number of things: "1 score", "2 scores"."""
    return f"{count} {what}{'s' * (count != 1)}"


def named(names: Sequence[str], what: str) -> list[str]:
    """Return how many there are, and who the first are; nothing where there are none."""
    if not names:
        return []
    return [f"{len(names)} {what}: {few(names)}"]


def few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    shown = ", ".join(safe(name, 120) for name in names[:10])
    return shown + (f" and {len(names) - 10} more" if len(names) > 10 else "")
