"""Final scores: what was found, and what people decided about it.  Nothing here reads or writes a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.marking.answers import fingerprint, query
from grader.marking.attempts import best_attempts
from grader.marking.events import (
    Cap,
    Excluded,
    Mark,
    Override,
    Recorded,
    RubricItem,
    Target,
    about_one,
    cap_of,
    counting_of,
    in_force,
    items,
    points_of,
)
from grader.marking.lateness import late
from grader.model import (
    Adjustment,
    Check,
    Decision,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Verdict,
)
from grader.text.safe import safe

ENOUGH = 1e-9  # so much less than all points is the dust of floating point


@dataclass(frozen=True)
class Decided:
    """What people decided, as it counts now."""

    events: Mapping[Target, Recorded]
    items: Mapping[str, RubricItem]

    def about(self, submission: str, about: str) -> Recorded | None:
        """Return what counts for the points of a check or a question, whatever hand-in it was about."""
        return self.events.get(points_of(submission, about))

    def excluded(self, check: Check, question: Question) -> Recorded | None:
        """Return why a check counts for nobody, or everybody has its points."""
        return self.events.get(counting_of(check.id)) or self.events.get(counting_of(question.id))


def final(report: Report, events: Sequence[Recorded]) -> Report:
    """Return a report, as it was found, with what people decided and what being late costs.

    Of several attempts of one student the best is left.

    The same report and the same events give the same scores, whenever they are put together; events about
    what is not in the report change nothing.
    """
    decided = Decided(in_force(events), items(events))
    questions = tuple(_counting(each, decided) for each in report.assignment.questions)
    assignment = replace(report.assignment, questions=questions)
    results = best_attempts([_result(report, result, decided) for result in report.results])
    return replace(report, assignment=assignment, results=results)


def attention(report: Report, most: int = 20) -> list[str]:
    """Return what an instructor has to look at in a final report, a line each; the rest is counted."""
    lines = [f"{safe(r.submission.id, 100)}: {safe(each)}" for r in report.results for each in r.attention]
    more = [f"{len(lines) - most} more are in results.json"] if len(lines) > most else []
    return lines[:most] + more


def _counting(question: Question, decided: Decided) -> Question:
    checks = tuple(_counting_check(check, question, decided) for check in question.checks)
    return replace(question, checks=checks)


def _counting_check(check: Check, question: Question, decided: Decided) -> Check:
    """Return a check, without points where it counts for nobody: then it is not in the maximum either."""
    event = decided.excluded(check, question)
    out = event is not None and isinstance(event.what, Excluded) and not event.what.full
    return replace(check, points=0.0) if out else check


def _result(report: Report, result: Result, decided: Decided) -> Result:
    questions = tuple(_question(result, each, decided) for each in result.questions)
    settled = replace(result, questions=questions)
    lateness, said = late(settled, report.assignment.late, decided.events)
    adjustments = [] if lateness is None else [lateness]
    capped = replace(settled, adjustments=tuple(adjustments))
    cap = about_one(decided.events, cap_of, result.submission.id, result.submission.attempt_of)
    if cap is not None and isinstance(cap.what, Cap) and capped.score > cap.what.points:
        why = f"at most {cap.what.points:g} points" + (f": {cap.why}" if cap.why else "")
        adjustments.append(Adjustment("cap", cap.what.points - capped.score, why, cap.by))
    attention = (*_attention(questions), *_above(result.submission.id, questions, decided), *said)
    return replace(settled, adjustments=tuple(adjustments), attention=attention)


def _question(result: Result, found: QuestionResult, decided: Decided) -> QuestionResult:
    id_ = result.submission.id
    outcomes = tuple(
        replace(
            _outcome(result, found.question, each, decided), query=query(decided.events, id_, each.check.id)
        )
        for each in found.outcomes
    )
    settled = QuestionResult(_counting(found.question, decided), outcomes)
    event = decided.about(id_, found.question.id)
    out = counting_of(found.question.id) in decided.events
    if out or event is None or not isinstance(event.what, Override):
        return settled
    instead = None if settled.broken else settled.score
    decision = _decision(event, min(event.what.points, settled.question.points), instead=instead)
    if event.of != fingerprint(result.submission, None):
        return replace(settled, earlier=decision)
    return replace(settled, decision=decision)


def _outcome(result: Result, question: Question, found: Outcome, decided: Decided) -> Outcome:
    """Return an outcome as decided: first whether the check counts, then its points."""
    check = _counting_check(found.check, question, decided)
    excluded = decided.excluded(check, question)
    if excluded is not None:
        instead = None if found.verdict in (Verdict.PENDING, Verdict.BROKEN) else found.earned
        return _settled(replace(found, check=check), _decision(excluded, check.points, instead=instead))
    event = decided.about(result.submission.id, check.id)
    if event is None or not isinstance(event.what, (Mark, Override)):
        return found
    instead = None if found.verdict in (Verdict.PENDING, Verdict.BROKEN) else found.earned
    decision = _marked(event, check, decided.items, instead)
    if event.of != fingerprint(result.submission, found):
        return replace(found, earlier=decision)
    return _settled(found, decision)


def _settled(found: Outcome, decision: Decision) -> Outcome:
    full = decision.points >= found.check.points - ENOUGH
    share = decision.points / found.check.points if found.check.points else 0.0
    verdict = Verdict.PASSED if full else Verdict.FAILED
    message = told(decision) or ("" if full else "a person decided on these points")
    settled = replace(found, verdict=verdict, share=share, decision=decision, message=message)
    return replace(settled, mistake=None, pattern=None)  # what was found counts no more


def _marked(
    event: Recorded, check: Check, known: Mapping[str, RubricItem], instead: float | None
) -> Decision:
    if isinstance(event.what, Override):
        return _decision(event, min(event.what.points, check.points), instead=instead)
    assert isinstance(event.what, Mark)
    ticked = [known[id_] for id_ in event.what.items if id_ in known]
    points = event.what.points + sum(item.points for item in ticked)
    decision = _decision(event, min(max(points, 0.0), check.points), instead=instead)
    return replace(
        decision, comment=event.what.comment, items=tuple((item.text, item.points) for item in ticked)
    )


def _decision(event: Recorded, points: float, *, instead: float | None) -> Decision:
    return Decision(points, event.by, event.at, event.why, instead=instead)


def told(decision: Decision) -> str:
    """Return what a student reads of a decision, in one line."""
    ticked = "; ".join(f"{text} ({points:+g})" for text, points in decision.items)
    return " · ".join(filter(None, [ticked, decision.comment, decision.why]))


def _above(id_: str, questions: Sequence[QuestionResult], decided: Decided) -> Iterator[str]:
    """Yield what was given when there was more to get: no score is above what there is now."""
    for each in questions:
        known = [(o.check.id, o.decision, decided.excluded(o.check, each.question)) for o in each.outcomes]
        known.append((each.question.id, each.decision, None))
        for about, decision, out in known:
            event = decided.about(id_, about)
            if decision is None or out is not None or event is None or not isinstance(event.what, Override):
                continue
            if event.what.points > decision.points + ENOUGH:
                given = f"{event.by} gave {event.what.points:g}, and there are only {decision.points:g} now"
                yield f"{about}: {given}: decide again"


def _attention(questions: Sequence[QuestionResult]) -> Iterator[str]:
    """Yield what was decided about an earlier hand-in, and what a student asks: both wait for a person."""
    old: list[tuple[str, Decision]] = []
    for each in questions:
        old += [(each.question.id, each.earlier)] if each.earlier is not None else []
        old += [(o.check.id, o.earlier) for o in each.outcomes if o.earlier is not None]
    for about, decision in old:
        yield (
            f"{about}: {decision.by} gave {decision.points:g} to an earlier hand-in, and it was changed "
            "since: decide again"
        )
    for outcome in (o for each in questions for o in each.outcomes):
        if outcome.query is not None and not outcome.query.reply:
            yield f"{outcome.check.id}: the student asks about it, and nobody has answered"
