"""What the pages beside marks show: one student as a whole, checks for all, what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.frontends.mark.desk import DeskState, MarkingDesk
from grader.frontends.mark.guard import Marker
from grader.frontends.mark.view import Values, code_of
from grader.marking.events import (
    Cap,
    Excluded,
    Extension,
    Lateness,
    Override,
    Recorded,
    Target,
    about_one,
    cap_of,
    counting_of,
    described,
    due_of,
    lateness_of,
    points_of,
    taken_back,
)
from grader.marking.final import final
from grader.model import Decision, Outcome, QuestionResult, Verdict
from grader.reports.score_words import points, score_notes
from grader.reports.view import state_of
from grader.reports.words import title
from grader.text.safe import safe

WHOLE = (Override, Excluded, Extension, Lateness, Cap)  # what stands on these pages; marks have theirs
MOST = 500  # decisions that are listed


def who(desk: MarkingDesk, marker: Marker, submission: str) -> str:
    """Return how a student is called: a number while names are hidden."""
    place = desk.student_places.get(submission)
    if marker.blind:
        return "Somebody" if place is None else f"Student {place + 1}"
    if place is None:
        return safe(submission, 200)
    found = desk.students[place].submission
    names = ", ".join(each.name for each in found.students) or found.id
    return safe(f"{names}, {found.id}" if found.attempt_of else names, 200)  # of several attempts, which


def student_page(desk: MarkingDesk, state: DeskState, marker: Marker, base: str, place: int) -> Values:
    """Return what the page of one student shows."""
    found = desk.students[place]
    submission = found.submission
    (now,) = final(replace(desk.report, results=(found,)), state.events).results
    path = f"{base}/student/"
    rule = desk.report.assignment.late
    extended = about_one(state.counting, due_of, submission.id, submission.attempt_of)
    until = extended.what.until if extended is not None and isinstance(extended.what, Extension) else ""
    return {
        "student": {
            "who": who(desk, marker, submission.id),
            "id": "" if marker.blind else safe(submission.id, 200),
            "number": place + 1,
            "total": len(desk.students),
            "path": f"{path}{place}",
            "previous": f"{path}{place - 1}" if place else "",
            "next": f"{path}{place + 1}" if place + 1 < len(desk.students) else "",
            "score": "?" if now.broken else points(now.score),
            "max": points(now.max_score),
            "notes": score_notes(now),
            "attention": [safe(each) for each in now.attention],
            "rows": list(_rows(state, found.questions, now.questions, submission.id)),
            "answers": _answers(desk, base, submission.id),
            "code": code_of(submission, blind=marker.blind),
            "is_late_ruled": rule is not None,
            "submitted": safe(submission.handed_in.at, 40),
            "due": safe(until or (rule.due if rule else ""), 40),
            "due_version": state.versions.get(due_of(submission.id), 0),
            "late_version": state.versions.get(lateness_of(submission.id), 0),
            "cap_version": state.versions.get(cap_of(submission.id), 0),
            "log": _log(desk, state, marker, base, submission.id),
        }
    }


def _rows(
    state: DeskState, found: Sequence[QuestionResult], now: Sequence[QuestionResult], submission: str
) -> Iterator[Values]:
    """Yield each question and its checks: what was found, what counts, and who decided so."""
    for old, new in zip(found, now, strict=True):
        question = old.question
        yield {
            "value": _value(state, points_of(submission, question.id), question.id),
            "title": safe(f"{question.id} as a whole: {question.title}", 200),
            "whole": True,
            "found": "?" if old.broken else points(old.score),
            "now": "?" if new.broken else points(new.score),
            "points": points(question.points),
            "decided": _decided(new.decision, excluded(state, question.id)),
        }
        for before, after in zip(old.outcomes, new.outcomes, strict=True):
            check = before.check
            out = excluded(state, check.id) or excluded(state, question.id)
            yield {
                "value": _value(state, points_of(submission, check.id), check.id),
                "title": f"{safe(question.id, 40)}: {title(check)}",
                "whole": False,
                "found": _earned(before),
                "now": _earned(after),
                "points": points(check.points),
                "decided": _decided(after.decision, out),
            }


def _value(state: DeskState, target: Target, about: str) -> str:
    """Return what a form sends: the version that was seen, and what it is the version of."""
    return f"{state.versions.get(target, 0)} {about}"


def _earned(outcome: Outcome) -> str:
    if outcome.verdict in (Verdict.PENDING, Verdict.BROKEN):
        return state_of(outcome.verdict).sign
    return points(outcome.earned)


def _decided(decision: Decision | None, out: Recorded | None) -> str:
    if out is not None and isinstance(out.what, Excluded):
        for_all = "everybody has its points" if out.what.full else "counts for nobody"
        return safe(f"{for_all}, {out.by}: {out.why}", 300)
    if decision is None:
        return ""
    said = ": ".join(filter(None, [decision.by, decision.why or decision.comment]))
    return safe(said, 300)


def excluded(state: DeskState, about: str) -> Recorded | None:
    """Return why a check or a question counts for nobody, or everybody has its points."""
    return state.counting.get(counting_of(about))


def _answers(desk: MarkingDesk, base: str, submission: str) -> Sequence[Values]:
    """Return where the answers of a student are marked."""
    return [
        {
            "title": f"{safe(queue.question.id, 40)}: {title(queue.check)}",
            "href": f"{base}/q/{number}/{queue.places[submission]}",
        }
        for number, queue in enumerate(desk.queues)
        if submission in queue.places
    ]


def decisions_page(desk: MarkingDesk, state: DeskState, marker: Marker, base: str) -> Values:
    """Return what the page of all decisions shows."""
    rows = []
    for question in desk.report.assignment.questions:
        whole = (question.id, f"{question.id} as a whole: {question.title}", question.points)
        checks = ((each.id, f"{question.id}: {title(each)}", each.points) for each in question.checks)
        for about, name, most in (whole, *checks):
            rows.append(
                {
                    "value": _value(state, counting_of(about), about),
                    "title": safe(name, 200),
                    "points": points(most),
                    "decided": _decided(None, excluded(state, about)),
                }
            )
    names = [] if marker.blind else sorted(who(desk, marker, each) for each in desk.student_places)
    return {
        "for_all": rows,
        "names": names,
        "log": _log(desk, state, marker, base, ""),
    }


def _log(desk: MarkingDesk, state: DeskState, marker: Marker, base: str, submission: str) -> Sequence[Values]:
    """Return what was decided beside marks, the last first; about one submission, or with "" all of it."""
    undone = taken_back(state.events)
    in_force = {each.number for each in state.counting.values()}
    listed = [
        each
        for each in reversed(state.events)
        if isinstance(each.what, WHOLE) and submission in ("", each.target.submission)
    ]
    return [_entry(desk, marker, base, each, undone, in_force) for each in listed[:MOST]]


def _entry(
    desk: MarkingDesk,
    marker: Marker,
    base: str,
    event: Recorded,
    undone: dict[int, int],
    in_force: set[int],
) -> Values:
    student = event.target.submission
    shown = event
    if student and marker.blind:
        shown = replace(event, target=replace(event.target, submission=who(desk, marker, student)))
    place = desk.student_places.get(student)
    number = undone.get(event.number, event.number if event.number in in_force else 0)
    return {
        "number": event.number,
        "text": described(shown),
        "href": "" if place is None else f"{base}/student/{place}",
        "who": who(desk, marker, student) if student else "",
        "undo": number,  # what to take back; 0 where a later decision counts instead
        "state": "taken back" if event.number in undone else "" if number else "a later one counts",
    }
