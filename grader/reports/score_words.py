"""What is said of points and scores."""

from grader.model import Outcome, QuestionResult, Result, Verdict, Visibility
from grader.text.safe import safe

HIDDEN = "hidden"  # the kind of a check of which nothing is told but its points


def tally(result: Result) -> str:
    """Return how many checks were passed, in a sentence that tells nothing of hidden checks."""
    outcomes = [o for q in result.questions for o in q.outcomes]
    hidden = sum(o.check.visibility is Visibility.HIDDEN for o in outcomes)
    shown = [o for o in outcomes if o.check.visibility is not Visibility.HIDDEN]
    waiting = sum(o.verdict is Verdict.PENDING for o in shown)
    passed = sum(o.verdict is Verdict.PASSED for o in shown)
    parts = [f"{passed} of {_count(len(shown) - waiting, 'check')} passed"]
    if waiting:
        parts.append(
            f"{_count(waiting, 'answer')} in words {'waits' if waiting == 1 else 'wait'} for a person"
        )
    if hidden:
        parts.append(f"{_count(hidden, 'hidden check')} {'counts' if hidden == 1 else 'count'} too")
    return "; ".join(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def points(value: float) -> str:
    """Return points with at most two decimals: "2", "3.5"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def signed(value: float) -> str:
    """Return points with their sign: "+1", "−0.5"."""
    return f"{'−' if value < 0 else '+'}{points(abs(value))}"


def question_note(result: QuestionResult) -> str:
    """Return what there is to say about a question that a person decided as a whole; empty for others."""
    if result.decision is None:
        return ""
    found = "" if result.decision.instead is None else f" instead of {points(result.decision.instead)}"
    why = f": {safe(result.decision.why)}" if result.decision.why else ""
    return f"A person gave {points(result.decision.points)}{found}{why}"


def decision_note(outcome: Outcome) -> str:
    """Return that a person decided about a check, and what was found without; empty for others."""
    decision = outcome.decision
    if decision is None or outcome.check.kind == HIDDEN:
        return ""
    instead = "" if decision.instead is None else f", instead of {points(decision.instead)}"
    return f"decided by a person{instead}"


def score_notes(result: Result) -> list[str]:
    """Return what there is to say about a score."""
    notes = []
    bonus = sum(each.score for each in result.questions if each.question.bonus)
    if bonus and not result.broken:
        notes.append(f"{points(bonus)} point{'s' * (bonus != 1)} came from bonus questions")
    if result.pending:
        waiting = "point waits" if result.pending == 1 else "points wait"
        notes.append(f"{points(result.pending)} more {waiting} for a person")
    notes += [
        f"{signed(each.points)} {safe(each.why)}" if each.points else safe(each.why)
        for each in result.adjustments
    ]
    if result.broken:
        notes.append("a check could not be decided, through no fault of the submission")
    return notes
