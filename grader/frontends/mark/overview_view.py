"""What the overview shows: how far everything is, and who gave which points how often."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from grader.frontends.mark.desk import DeskState, MarkingDesk, Queue
from grader.frontends.mark.guard import Marker
from grader.frontends.mark.view import Values, questions
from grader.reports.score_words import points
from grader.reports.words import title
from grader.text.safe import safe


def overview(desk: MarkingDesk, state: DeskState, marker: Marker, base: str) -> Values:
    """Return how far everything is, and who gave which points how often."""
    every = list(enumerate(desk.queues))
    return {
        "summaries": [_summary(state, each, f"{base}/q/{n}/") for n, each in every if not each.is_code],
        "code": [_code_summary(state, each, f"{base}/q/{n}/") for n, each in every if each.is_code],
        "questions": questions(desk, state, marker, base),
    }


def _code_summary(state: DeskState, queue: Queue, href: str) -> Values:
    groups = {each.group.members for each in queue.entries}
    return {
        "title": f"{safe(queue.question.id, 40)}: {title(queue.check)}",
        "href": href,
        "total": len(queue.entries),
        "groups": len(groups),
        "largest": max(map(len, groups)),
        "done": sum(state.mark(queue, entry) is not None for entry in queue.entries),
    }


def _summary(state: DeskState, queue: Queue, href: str) -> Values:
    given: dict[str, list[float]] = {}
    for entry in queue.entries:
        recorded, mark = state.recorded(queue, entry), state.mark(queue, entry)
        if recorded is not None and mark is not None:
            given.setdefault(recorded.by, []).append(state.points(queue, mark))
    columns = sorted({round(each, 2) for all_ in given.values() for each in all_})
    return {
        "question": safe(queue.question.id, 40),
        "title": safe(queue.question.title, 200),
        "href": href,
        "done": sum(map(len, given.values())),
        "total": len(queue.entries),
        "missing": queue.missing,
        "columns": [points(each) for each in columns],
        "markers": [_marker(name, given[name], columns) for name in sorted(given)],
    }


def _marker(name: str, given: Sequence[float], columns: Sequence[float]) -> Mapping[str, Any]:
    counts = Counter(round(each, 2) for each in given)
    return {
        "name": safe(name, 100),
        "count": len(given),
        "mean": points(sum(given) / len(given)),
        "cells": [(-(-4 * counts[each] // len(given)), counts[each]) for each in columns],
    }
