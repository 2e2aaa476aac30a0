"""Reports that were made by hand, and decisions about them."""

from grader.marking.answers import fingerprint
from grader.marking.events import Event, Recorded, Target
from grader.model import (
    Assignment,
    Check,
    Form,
    HandedIn,
    LateRule,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
)

MEAN = Check("1a.matches.mean", "matches", "mean", 4.0, title="mean gives the right values")
LAW = Check("1a.law.shift", "law", "shift", 2.0, form=Form.STATEMENT)
WORDS = Check(
    "1b.written.answer_1b", "written", "answer_1b", 3.0, options={"criteria": "why"}, form=Form.WORDS
)
QUESTIONS = (Question("1a", "Mean", (MEAN, LAW)), Question("1b", "Why", (WORDS,)))


def handed_in(name: str, answer: str = "Because it is.", at: str = "", *, late: bool = False) -> Submission:
    when, written = HandedIn(at, late), {"1b": answer} if answer else {}
    return Submission(name, f"{name}.py", (), written, (), f"digest of {name}", handed_in=when)


def result(submission: Submission, mean: float = 1.0, law: float = 1.0) -> Result:
    """Shares of the two checks; the answer in words waits, where there is one."""
    waits = Verdict.PENDING if submission.written else Verdict.MISSING
    outcomes = [
        Outcome(check, Verdict.PASSED if share == 1 else Verdict.FAILED, share)
        for check, share in ((MEAN, mean), (LAW, law))
    ]
    questions = (
        QuestionResult(QUESTIONS[0], tuple(outcomes)),
        QuestionResult(QUESTIONS[1], (Outcome(WORDS, waits, answer=submission.written.get("1b", "")),)),
    )
    return Result(submission, questions, (), "A")


def of_answer(submission: Submission) -> str:
    """The fingerprint of an answer in words."""
    return fingerprint(submission, result(submission).questions[1].outcomes[0])


def report(*results: Result, late: LateRule | None = None) -> Report:
    return Report(Assignment("hw", "Homework", QUESTIONS, Limits(), 40, late=late), 0, results)


def events(*decided: tuple[Target, Event, str]) -> tuple[Recorded, ...]:
    """The events about targets, each of which is about a fingerprint."""
    seen: dict[Target, int] = {}
    made = []
    for number, (target, what, of) in enumerate(decided, start=1):
        seen[target] = seen.get(target, 0) + 1
        made.append(
            Recorded(number, target, seen[target], "ann", "2026-03-01T12:00:00+00:00", "so", of, what)
        )
    return tuple(made)
