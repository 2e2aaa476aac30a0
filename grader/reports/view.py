"""What a student may see of results: the one place that decides it, for every page, report and export.

The measure is the student kit: it holds the inputs of public checks, the right answers to these and the
sentences of mistakes.  It never holds a right value where students hand in one (``Form.VALUE``), what a
person looks for in an answer, or anything of a hidden check but how many there are.
"""

from dataclasses import dataclass, replace

from grader.model import Check, Form, Outcome, QuestionResult, Result, Verdict, Visibility

HIDDEN = "hidden"  # the kind of a check of which nothing is told but its points
# What is said where the reasons are not for students: what a reader looks for, and what broke.
INSTEAD = {
    Verdict.PENDING: "a person will read this answer",
    Verdict.BROKEN: "this could not be checked, through no fault of yours; no score is given",
    Verdict.SKIPPED: "this was not checked",
}
# Named without a sentence of the instructor's; with one of these what was returned tells what is right.
SLIPS = ("constant_factor", "sign_reversed", "transposed")


@dataclass(frozen=True)
class Seen:
    """How much of what became of a check its student sees."""

    verdict: str
    name: bool = True  # what is asked
    reasons: bool = True  # the message, the mistake and the evidence
    expected: bool = True  # the right answer, and where the student's differs from it
    mistake: bool = True


def seen(form: Form, visibility: str, verdict: str, mistake: str | None) -> Seen:
    """Return how much a student sees of a check of this form that came out so."""
    told = verdict == Verdict.PASSED or verdict in INSTEAD
    if visibility == Visibility.HIDDEN:
        return Seen(verdict if told else Verdict.FAILED, name=False, reasons=False)
    if verdict in INSTEAD:
        return Seen(verdict, reasons=False)
    value = form is Form.VALUE
    return Seen(verdict, expected=not value, mistake=not (value and mistake in SLIPS))


def shown(result: Result) -> Result:
    """Return a result as its student may see it."""
    return replace(result, questions=tuple(map(_question, result.questions)), attention=())


def _question(result: QuestionResult) -> QuestionResult:
    outcomes = tuple(map(_outcome, result.outcomes))
    checks = tuple(outcome.check for outcome in outcomes)
    question = replace(result.question, checks=checks)
    return replace(result, question=question, outcomes=outcomes, earlier=None)


def _outcome(outcome: Outcome) -> Outcome:
    check, evidence = outcome.check, outcome.evidence
    sight = seen(check.form, check.visibility, outcome.verdict, outcome.mistake)
    if not sight.name:
        check = Check(HIDDEN, HIDDEN, "", check.points, check.visibility)
    elif check.by_person:
        check = replace(check, options={})
    if not sight.reasons:
        answer = outcome.answer if sight.name else ""
        return Outcome(check, Verdict(sight.verdict), outcome.share, answer=answer)
    if evidence is not None and not sight.expected:
        evidence = replace(evidence, expected=None, where="")
    if not sight.mistake:
        outcome = replace(outcome, message="", mistake=None)
    return replace(outcome, check=check, evidence=evidence, earlier=None)
