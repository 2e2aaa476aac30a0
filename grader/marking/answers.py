"""The answers that people read, what each decision is about, and what is known of each answer now."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from grader.marking.events import Asked, Recorded, Replied, Target, asked_of, reply_of
from grader.model import Check, Decision, Outcome, Query, Report, Submission, Verdict
from grader.text.bitmaps import as_typed


def fingerprint(submission: Submission, outcome: Outcome | None) -> str:
    """Return what a decision about a submission is about: a changed one has another fingerprint.

    For an answer in words it is the answer alone; for everything else all that was handed in.
    """
    if outcome is not None and outcome.check.by_person:
        told: object = ["answer", outcome.answer]
    else:
        written = sorted((name, as_typed(each)) for name, each in submission.written.items())
        text = [written, submission.unclaimed]
        told = ["all", submission.digest, text, submission.undecided]
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer in words, and what became of it."""

    submission: Submission
    question: str
    check: Check
    text: str
    of: str  # its fingerprint: what a mark is to say that it is about
    waiting: bool
    decision: Decision | None
    earlier: Decision | None


def answers(report: Report) -> Iterator[WrittenAnswer]:
    """Yield the answers in words of a final report, question by question; none where nothing was answered."""
    for question in report.assignment.questions:
        for check in question.checks:
            if not check.by_person:
                continue
            for result in report.results:
                for outcome in (o for q in result.questions for o in q.outcomes if o.check.id == check.id):
                    if outcome.answer:
                        yield WrittenAnswer(
                            result.submission,
                            question.id,
                            outcome.check,
                            outcome.answer,
                            fingerprint(result.submission, outcome),
                            outcome.verdict is Verdict.PENDING,
                            outcome.decision,
                            outcome.earlier,
                        )


def query(events: Mapping[Target, Recorded], submission: str, check: str) -> Query | None:
    """Return what was asked last about a check, with the answer if it came after that."""
    asked, replied = events.get(asked_of(submission, check)), events.get(reply_of(submission, check))
    if asked is None or not isinstance(asked.what, Asked):
        return None
    if replied is None or not isinstance(replied.what, Replied) or replied.number < asked.number:
        return Query(asked.what.text, asked.at)
    return Query(asked.what.text, asked.at, replied.what.text, replied.by)
