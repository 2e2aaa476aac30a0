"""Of several attempts of one student the best counts, with what being late costs each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.model import Adjustment, Result
from grader.reports.score_words import points
from grader.text.safe import safe


def best_attempts(results: Sequence[Result]) -> tuple[Result, ...]:
    """Return one result for each student, which says which attempt it is and what the others have.

    Of attempts with equal scores the last counts.  One that could not be graded never does while there is
    another; that, and one that may become the best when a person has marked it, is told the instructor.
    """
    attempts: dict[str, list[Result]] = {}
    for result in results:
        attempts.setdefault(result.submission.attempt_of or result.submission.id, []).append(result)
    return tuple(each[0] if len(each) == 1 else _best(each) for each in attempts.values())


def _best(attempts: Sequence[Result]) -> Result:
    graded = [each for each in attempts if not each.broken] or attempts
    best = max(reversed(graded), key=lambda each: (each.score, each.pending))
    number = {each.submission.id: n for n, each in enumerate(attempts, start=1)}
    others = [each for each in attempts if each is not best]
    when = f", handed in {best.submission.handed_in.at}" if best.submission.handed_in.at else ""
    told = ", ".join(f"attempt {number[each.submission.id]} has {_score(each)}" for each in others)
    why = f"attempt {number[best.submission.id]} of {len(attempts)} counts, the best{when}; {told}"
    adjustments = (*best.adjustments, Adjustment("attempts", 0.0, why))
    attention = (*best.attention, *(line for each in others for line in _open(each, best)))
    return replace(best, adjustments=adjustments, attention=attention)


def _score(result: Result) -> str:
    if result.broken:
        return "no score"
    return points(result.score) + (f" and {points(result.pending)} that wait" if result.pending else "")


def _open(other: Result, best: Result) -> Iterator[str]:
    """Yield why another attempt may count in the end."""
    id_ = safe(other.submission.id, 100)
    if other.broken:
        yield f"{id_} could not be graded, and another attempt counts"
    elif other.pending and other.score + other.pending > best.score:
        yield f"{id_} may be the better attempt: {points(other.pending)} of its points wait for a person"
