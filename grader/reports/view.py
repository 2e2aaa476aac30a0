"""What is shown of results, to a student or to an instructor: decided once, for every report and export.

The measure of what a student may see is the student kit: it holds the inputs of public checks, the right
answers to these and the sentences of mistakes.  It never holds a right value where students hand in one
(``Form.VALUE``), what a person looks for in an answer, or anything of a hidden check but how many there are.

A renderer takes a `SubmissionView` and hides nothing by itself; what state a check is in, its sign, its words
and the text of its points stand here as well.
"""

from dataclasses import dataclass, replace

from grader.model import Check, Form, Outcome, Problem, QuestionResult, Result, Verdict, Visibility
from grader.reports.score_words import HIDDEN, decision_note, points, question_note
from grader.reports.words import INSTEAD, title

FIRST = 3  # lost checks that are named at the top of what a student reads
# Named without a sentence of the instructor's; with one of these what was returned tells what is right.
SLIPS = ("constant_factor", "sign_reversed", "transposed")
ENOUGH = 1e-9  # so much less than all points is the dust of floating point


@dataclass(frozen=True)
class State:
    """What became of a check or a question, for a reader."""

    name: str  # as reports of test runs have it: passed, failed, pending, skipped, error
    sign: str
    words: str
    tone: str  # a class of the style sheets
    decided: bool = True  # whether the points are known


PASSED = State("passed", "✓", "passed", "full")
PENDING = State("pending", "…", "waits for a person", "wait", decided=False)
BROKEN = State("error", "?", "could not be decided", "wait", decided=False)
SKIPPED = State("skipped", "–", "not checked", "quiet")
LOST = State("failed", "✗", "points lost", "none")
LOST_IN_PART = State("failed", "✗", "points lost", "part")
STATES = {
    Verdict.PASSED: PASSED,
    Verdict.PENDING: PENDING,
    Verdict.BROKEN: BROKEN,
    Verdict.SKIPPED: SKIPPED,
}


def state_of(verdict: str, share: float = 0.0) -> State:
    """Return the state that a verdict stands for; ``share`` is what was earned, 0 to 1."""
    return STATES.get(Verdict(verdict), LOST_IN_PART if share > 0 else LOST)


@dataclass(frozen=True)
class CheckView:
    """One check, as its reader may see it."""

    outcome: Outcome

    @property
    def title(self) -> str:
        """What is asked, in words."""
        return title(self.outcome.check)

    @property
    def state(self) -> State:
        """What became of it."""
        return state_of(self.outcome.verdict, self.outcome.share)

    @property
    def withheld(self) -> bool:
        """Whether nothing is told of it but its points."""
        return self.outcome.check.kind == HIDDEN

    @property
    def earned(self) -> str:
        """The points earned, or the sign of why they are not known."""
        return points(self.outcome.earned) if self.state.decided else self.state.sign

    @property
    def points(self) -> str:
        """The points that there are."""
        return points(self.outcome.check.points)

    @property
    def cost(self) -> str:
        """The points lost."""
        return points(self.outcome.check.points - self.outcome.earned)

    @property
    def answer(self) -> str:
        """What a person reads or has read, as the student wrote it; empty where nobody does."""
        return self.outcome.answer

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """What the student asked and was answered: a label and the text, each; nothing where nobody asked."""
        query = self.outcome.query
        if query is None:
            return ()
        answered = query.reply or "Nobody has answered yet."
        return (("You asked", query.question), ("The answer", answered))

    @property
    def decided(self) -> str:
        """That a person decided about it, in words; empty where nobody did."""
        return decision_note(self.outcome)


@dataclass(frozen=True)
class QuestionView:
    """One question, as its reader may see it."""

    result: QuestionResult

    @property
    def id(self) -> str:
        """The question's."""
        return self.result.question.id

    @property
    def title(self) -> str:
        """What it is about."""
        return self.result.question.title

    @property
    def bonus(self) -> bool:
        """Whether it is not among the maximum."""
        return self.result.question.bonus

    @property
    def checks(self) -> tuple[CheckView, ...]:
        """Its checks."""
        return tuple(map(CheckView, self.result.outcomes))

    @property
    def score(self) -> str:
        """The points so far, or the sign of why they are not known."""
        return BROKEN.sign if self.result.broken else points(self.result.score)

    @property
    def points(self) -> str:
        """The points that there are."""
        return points(self.result.question.points)

    @property
    def state(self) -> State:
        """What became of it as a whole."""
        result = self.result
        if result.broken:
            return BROKEN
        if result.decision is not None:
            full = result.score >= result.question.points - ENOUGH
            return PASSED if full else LOST_IN_PART if result.score > 0 else LOST
        if all(each.verdict is Verdict.PASSED for each in result.outcomes):
            return PASSED
        if all(each.verdict in (Verdict.PASSED, Verdict.PENDING) for each in result.outcomes):
            return PENDING
        return LOST_IN_PART if result.score > 0 else LOST

    @property
    def decided(self) -> str:
        """That a person decided about it as a whole, in words; empty where nobody did."""
        return question_note(self.result)


@dataclass(frozen=True)
class SubmissionView:
    """One submission, as its reader may see it: `result` holds nothing else."""

    result: Result
    assignment: str  # its title

    @property
    def id(self) -> str:
        """The submission's."""
        return self.result.submission.id

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        """Its questions."""
        return tuple(map(QuestionView, self.result.questions))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was met in the files."""
        return self.result.problems

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was decided while reading them."""
        return self.result.notes

    @property
    def score(self) -> str:
        """The points so far, or the sign of why they are not known."""
        return BROKEN.sign if self.result.broken else points(self.result.score)

    @property
    def max_score(self) -> str:
        """The points of all questions but the bonus ones."""
        return points(self.result.max_score)

    def most_lost(self) -> list[tuple[str, str, CheckView]]:
        """Return anchor, question and check of the lost checks that cost most, each cause once."""
        found = [
            (f"c{q}-{n}", each.id, check)
            for q, each in enumerate(self.questions)
            for n, check in enumerate(each.checks)
            if check.state.name == "failed" and not check.withheld
        ]
        found.sort(key=lambda each: each[2].outcome.earned - each[2].outcome.check.points)
        causes: dict[str, tuple[str, str, CheckView]] = {}
        for anchor, question, check in found:
            cause = check.outcome.mistake or check.outcome.check.id
            causes.setdefault(cause, (anchor, question, check))
        return list(causes.values())


def whole_view(result: Result, assignment: str) -> SubmissionView:
    """Return all there is of a submission, for an instructor; ``assignment`` is its title."""
    return SubmissionView(result, assignment)


def student_view(result: Result, assignment: str) -> SubmissionView:
    """Return what a student may see of a submission; ``assignment`` is its title."""
    return SubmissionView(shown(result), assignment)


# ---- what a student may see --------------------------------------------------------------------------


def shown(result: Result) -> Result:
    """Return a result as its student may see it."""
    return replace(result, questions=tuple(map(_question, result.questions)), attention=())


def _question(result: QuestionResult) -> QuestionResult:
    outcomes = tuple(map(shown_outcome, result.outcomes))
    checks = tuple(outcome.check for outcome in outcomes)
    question = replace(result.question, checks=checks)
    return replace(result, question=question, outcomes=outcomes, earlier=None)


def shown_check(check: Check) -> Check:
    """Return a check as students may see it, before and after it is run."""
    if check.visibility is Visibility.HIDDEN:
        return Check(HIDDEN, HIDDEN, "", check.points, check.visibility)
    return replace(check, options={}) if check.by_person else check  # what a reader looks for


def shown_outcome(outcome: Outcome) -> Outcome:
    """Return an outcome as its student may see it: the rule, of which there is no other."""
    check, evidence, verdict = shown_check(outcome.check), outcome.evidence, outcome.verdict
    if check.kind == HIDDEN:
        told = verdict is Verdict.PASSED or verdict in INSTEAD
        return Outcome(check, verdict if told else Verdict.FAILED, outcome.share, query=outcome.query)
    if verdict in INSTEAD:
        return Outcome(check, verdict, outcome.share, answer=outcome.answer, query=outcome.query)
    if check.form is Form.VALUE:
        if evidence is not None:
            evidence = replace(evidence, expected=None, where="", plot=None)
        if outcome.mistake in SLIPS:
            outcome = replace(outcome, message="", mistake=None, pattern=None)
    return replace(outcome, check=check, evidence=evidence, earlier=None)
