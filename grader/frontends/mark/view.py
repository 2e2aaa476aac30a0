"""What the pages show: plain values for the templates, from a report and what was decided."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from grader.frontends.mark.decide import waiting_in_group
from grader.frontends.mark.desk import DeskState, MarkingDesk, Queue, Queued, target
from grader.frontends.mark.groups import differing
from grader.frontends.mark.guard import Marker
from grader.marking.events import Excluded, Override, counting_of, points_of
from grader.model import Outcome, Submission, Verdict
from grader.reports.score_words import points
from grader.reports.words import has_values, program_lines, sentence, title
from grader.text.answer_html import answer_html
from grader.text.bitmaps import as_typed
from grader.text.safe import safe
from grader.text.values import show, telling_digits

CODE = 100_000  # characters of the code of one submission
WORDS = 8  # that differ, and are shown
ASKED = 10_000  # characters of a student's question
SIGNS = {
    Verdict.PASSED: ("✓", "full"),
    Verdict.PENDING: ("…", "wait"),
    Verdict.BROKEN: ("?", "wait"),
    Verdict.SKIPPED: ("–", "quiet"),
}
Values = dict[str, Any]


def frame(desk: MarkingDesk, state: DeskState, marker: Marker, base: str, here: str) -> Values:
    """Return what every page shows: the questions, and how far they are."""
    return {
        "assignment": safe(desk.report.assignment.title, 200),
        "base": base,
        "here": here,
        "marker": marker,
        "count": len(state.events),
        "queues": [
            {
                "question": safe(queue.question.id, 40),
                "href": f"{base}/q/{number}/",
                "done": sum(state.mark(queue, entry) is not None for entry in queue.entries),
                "total": len(queue.entries),
                "current": here.startswith(f"{base}/q/{number}/"),
            }
            for number, queue in enumerate(desk.queues)
            if not queue.is_code or here.startswith(f"{base}/q/{number}/")
        ],
        "asked": len(questions(desk, state, marker, base)),
    }


def questions(desk: MarkingDesk, state: DeskState, marker: Marker, base: str) -> Sequence[Values]:
    """Return what students ask and nobody has answered, with where to answer it."""
    numbers = {queue.check.id: number for number, queue in enumerate(desk.queues)}
    found = []
    for event in state.asked:
        number = numbers.get(event.target.about, -1)
        if number < 0 or event.target.submission not in (queue := desk.queues[number]).places:
            continue  # taken in since this page was started, or about what is no more
        entry = queue.entries[place := queue.places[event.target.submission]]
        asked = state.query(queue, entry)
        if asked is not None and not asked.reply:
            found.append(
                {
                    "who": who(marker, queue, entry),
                    "about": f"{safe(queue.question.id, 40)}: {title(queue.check)}",
                    "text": safe(asked.question, ASKED, keep_newlines=True),
                    "href": f"{base}/q/{number}/{place}",
                }
            )
    return found


def who(marker: Marker, queue: Queue, entry: Queued) -> str:
    """Return how an answer is called: a number while names are hidden."""
    submission = entry.result.submission
    if marker.blind:
        return f"Answer {queue.places[entry.id] + 1}"
    return safe(", ".join(each.name for each in submission.students) or submission.id, 200)


def answer_page(
    desk: MarkingDesk, state: DeskState, marker: Marker, base: str, number: int, place: int
) -> Values:
    """Return what the page of one answer shows."""
    queue, path = desk.queues[number], f"{base}/q/{number}/"
    entry = queue.entries[place]
    student = desk.student_places[entry.id]
    return {
        "queue": {
            "question": safe(queue.question.id, 40),
            "title": safe(f"{queue.question.id} {queue.question.title}", 300),
            "criteria": title(queue.check)
            if queue.is_code
            else safe(queue.criteria, 5000, keep_newlines=True),
            "is_code": queue.is_code,
            "points": points(queue.check.points),
            "step": points(queue.step),
        },
        "answer": _answer(state, marker, queue, entry, f"{base}/picture/{student}/")
        | _neighbours(state, marker, queue, place, path)
        | {"path": f"{path}{place}", "student": student},
        "beside": list(_beside(state, queue, entry)),
        "items": _items(state, queue, entry),
        "group": _group(state, marker, queue, entry, path),
    }


def _answer(state: DeskState, marker: Marker, queue: Queue, entry: Queued, pictures: str) -> Values:
    """Return what is shown of an answer; ``pictures`` is where its student's pictures are, by number."""
    recorded, mark = state.recorded(queue, entry), state.mark(queue, entry)
    submission = entry.result.submission
    pasted = {each.name: f"{pictures}{n}" for n, each in enumerate(submission.pictures) if not each.drawn}
    by = ""
    if recorded is not None:
        with_group = ", with its group" if recorded.number in state.together else ""
        by = f"by {safe(recorded.by, 100)}{with_group}"
    elif earlier := state.earlier(queue, entry):
        by = f"{safe(earlier.by, 100)} marked an earlier answer: this one was changed since"
    asked = state.query(queue, entry)
    found = points(entry.outcome.earned) if queue.is_code and not entry.result.broken else ""
    return {
        "asked": asked and safe(asked.question, ASKED, keep_newlines=True),
        "reply": asked.reply if asked else "",
        "reply_by": safe(asked.by, 100) if asked else "",
        "reply_version": state.versions.get(target(queue, entry, "replied"), 0),
        "told": _told(entry.outcome) if queue.is_code else (),
        "who": who(marker, queue, entry),
        "number": queue.places[entry.id] + 1,
        "total": len(queue.entries),
        "late": submission.late,
        "html": Markup(answer_html(entry.text, pasted)),  # noqa: S704  # harmless, as that module promises
        "source": safe(as_typed(entry.text), 2 * CODE, keep_newlines=True),
        "drawn": drawn_by(submission, pictures, blind=marker.blind),
        "code": code_of(submission, blind=marker.blind),
        "checks": [
            _check(outcome)
            for result in entry.result.questions
            if result.question.id == queue.question.id
            for outcome in result.outcomes
            if outcome.check.id != queue.check.id
        ],
        "marked": mark is not None,
        "points": found if mark is None else points(state.points(queue, mark)),
        "by": by or ("as it was found" if found else ""),
        "comment": state.comment(queue, entry),
        "version": state.versions.get(target(queue, entry), 0),
    }


def code_of(submission: Submission, *, blind: bool) -> Sequence[tuple[str, str]]:
    """Return the code, file by file; what a file is called often is its author's name."""
    room = CODE
    found: list[tuple[str, str]] = []
    for module in submission.modules:
        source = safe("\n\n".join(cell.source for cell in module.cells), max(room, 0), keep_newlines=True)
        room -= len(source)
        if source:
            name = f"File {len(found) + 1}" if blind else safe(module.path, 200)
            found.append((name, source))
    return found


def drawn_by(submission: Submission, pictures: str, *, blind: bool) -> Sequence[tuple[str, str]]:
    """Return the pictures that stand in a notebook's outputs: where, and the address of each."""
    drawn = [(number, each) for number, each in enumerate(submission.pictures) if each.drawn]
    return [
        (f"Picture {place}" if blind else safe(each.name, 200), f"{pictures}{number}")
        for place, (number, each) in enumerate(drawn, start=1)
    ]


def _beside(state: DeskState, queue: Queue, entry: Queued) -> Iterator[str]:
    """Yield what makes the points here count for nothing: a marker is to know before the work."""
    question = queue.question.id
    for about, name in ((queue.check.id, "This check"), (question, f"Question {question}")):
        event = state.counting.get(counting_of(about))
        if event is not None and isinstance(event.what, Excluded):
            way = "is given to everybody in full" if event.what.full else "counts for nobody"
            yield safe(f"{name} {way}, {event.by}: {event.why}", 300)
    event = state.counting.get(points_of(entry.id, question))
    if event is not None and isinstance(event.what, Override):
        given = f"Question {question} as a whole has {points(event.what.points)} points"
        yield safe(f"{given}, {event.by}: {event.why}", 300)


def _told(outcome: Outcome) -> Sequence[tuple[str, str]]:
    """Return what was found about code: a label and a text, each."""
    told = [("What was found", sentence(outcome))]
    evidence = outcome.evidence
    if evidence is not None:
        given = "\n".join(f"{safe(name)} = {show(value)}" for name, value in evidence.inputs.items())
        told.append(("For this input", program_lines(evidence) or given))
        if has_values(evidence):
            digits = telling_digits(evidence.got, evidence.expected, evidence.where)
            told += [
                ("It returned", show(evidence.got, digits)),
                ("Expected", show(evidence.expected, digits)),
            ]
    return [(label, text) for label, text in told if text]


def _check(outcome: Outcome) -> Values:
    sign, tone = SIGNS.get(outcome.verdict, ("✗", "part" if outcome.share > 0 else "none"))
    return {
        "sign": sign,
        "tone": tone,
        "verdict": outcome.verdict.value.replace("_", " "),
        "title": title(outcome.check),
        "earned": sign if outcome.verdict in (Verdict.BROKEN, Verdict.PENDING) else points(outcome.earned),
        "points": points(outcome.check.points),
        "message": sentence(outcome),
    }


def _neighbours(state: DeskState, marker: Marker, queue: Queue, place: int, path: str) -> Values:
    """Return where next and previous lead, and the next answer that waits, round the end."""
    count = len(queue.entries)
    waits = [state.mark(queue, entry) is None for entry in queue.entries]
    shown = [n for n in range(count) if waits[n] or not marker.todo]
    after = [n % count for n in range(place + 1, place + count) if waits[n % count]]
    return {
        "previous": next((f"{path}{n}" for n in reversed(shown) if n < place), ""),
        "next": next((f"{path}{n}" for n in shown if n > place), ""),
        "waiting": f"{path}{after[0]}" if after else "",
    }


def _items(state: DeskState, queue: Queue, entry: Queued) -> Sequence[Values]:
    marks = [mark for each in queue.entries if (mark := state.mark(queue, each))]
    uses = Counter(item for mark in marks for item in mark.items)
    mark = state.mark(queue, entry)
    return [
        {
            "id": item.id,
            "text": safe(item.text, 300),
            "points": f"{'+' if item.points > 0 else ''}{points(item.points)}".replace("-", "−"),
            "number": points(item.points),
            "given": mark is not None and item.id in mark.items,
            "uses": uses[item.id],
            "version": item.version,
        }
        for item in state.items_of(queue.check)
    ]


def _group(state: DeskState, marker: Marker, queue: Queue, entry: Queued, path: str) -> Values | None:
    group = entry.group
    if len(group.members) == 1:
        return None
    first = queue.entries[queue.places[group.equal[0]]]
    members = []
    for id_ in sorted(group.members, key=queue.places.__getitem__):
        other = queue.entries[queue.places[id_]]
        mark = state.mark(queue, other)
        lacks, has = ((), ()) if id_ in group.equal else differing(first.text, other.text)
        members.append(
            {
                "who": who(marker, queue, other),
                "href": f"{path}{queue.places[id_]}",
                "out": state.is_apart(queue, other),
                "points": "" if mark is None else points(state.points(queue, mark)),
                "lacks": safe(" ".join(lacks[:WORDS]), 200),
                "has": safe(" ".join(has[:WORDS]), 200),
            }
        )
    return {
        "size": len(group.members),
        "equal": len(group.equal),
        "near": len(group.near),
        "waiting": len(waiting_in_group(state, queue, entry)),
        "out": state.is_apart(queue, entry),
        "members": members,
    }
