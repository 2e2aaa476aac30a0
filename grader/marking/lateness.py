"""What being late costs: by the rubric's rule and the course system's clock, or as a person decided.

A day is late that was begun.  Whoever is within the grace is not late; whoever is not, is from the deadline.
"""

import math
from collections.abc import Mapping
from datetime import datetime

from grader.marking.events import (
    Extension,
    Lateness,
    Recorded,
    Target,
    about_one,
    due_of,
    lateness_of,
)
from grader.model import Adjustment, LateRule, Result

DAY = 24 * 60 * 60  # seconds


def late(
    result: Result, rule: LateRule | None, events: Mapping[Target, Recorded]
) -> tuple[Adjustment | None, list[str]]:
    """Return what being late takes from a result's score, and what the instructor has to look at."""
    ids = result.submission.id, result.submission.attempt_of
    decided, extended = about_one(events, lateness_of, *ids), about_one(events, due_of, *ids)
    if decided is not None and isinstance(decided.what, Lateness):
        if not decided.what.share:
            return None, []
        why = f"late: {100 * decided.what.share:g} %" + (f", {decided.why}" if decided.why else "")
        return Adjustment("late", -decided.what.share * result.earned, why, decided.by), []
    if rule is None:
        return None, []
    until = extended.what.until if extended is not None and isinstance(extended.what, Extension) else ""
    seconds, problem = _seconds_late(result.submission.handed_in.at, until or rule.due)
    if problem:
        timed = result.submission.handed_in.at and (until or rule.due)
        said = f"{problem}, so nothing was taken off: `grader marks late` says what it costs"
        return None, [said] if result.submission.late or timed else []
    if seconds <= rule.grace:
        return None, []
    days = math.ceil(seconds / DAY)
    share = min(days * rule.per_day, rule.at_most)
    why = f"{days} day{'s' * (days != 1)} late: {100 * share:g} % of {_points(result.earned)}"
    return (Adjustment("late", -share * result.earned, why) if share and result.earned else None), []


def _seconds_late(submitted: str, due: str) -> tuple[float, str]:
    """Return how long after the deadline something was handed in, or what is in the way of knowing."""
    if not submitted:
        return 0.0, "late by an unknown time: the course system does not say when it was handed in"
    if not due:
        return 0.0, "the rubric's `late` has no `due`"
    try:
        when, deadline = datetime.fromisoformat(submitted), datetime.fromisoformat(due)
    except ValueError:
        return 0.0, f"the time {submitted} or the deadline {due} cannot be read"
    if when.tzinfo is None:  # a clock without a zone is the course's, as the deadline is
        deadline = deadline.replace(tzinfo=None)
    elif deadline.tzinfo is None:
        return 0.0, f"handed in at {submitted}, and the deadline {due} has no time zone, such as +01:00"
    return (when - deadline).total_seconds(), ""


def _points(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
