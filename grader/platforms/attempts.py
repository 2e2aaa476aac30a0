"""Several attempts of one student, each to be graded: which are one's, in which order, under which ids."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from grader.model import Submission


def are_one_students(found: Sequence[Submission]) -> bool:
    """Whether submissions of one id are attempts of one student: a course system says so, no file's name."""
    students = {each.students for each in found}
    return len(found) > 1 and len(students) == 1 and students != {()}


def attempts(found: Sequence[Submission], taken: Collection[str]) -> list[Submission]:
    """Return attempts of one student by time, else as given, under ids that are not ``taken``.

    The first keeps its id, so that nothing that was decided about it is lost when another comes.  One that
    stands in two downloads is one.
    """
    once: dict[object, Submission] = {}
    for each in found:
        once.setdefault((each.digest, each.handed_in), each)
    ordered = sorted(once.values(), key=lambda each: each.handed_in.at)
    if len(ordered) == 1:
        return ordered
    first = ordered[0].id
    free = (id_ for n in range(2, len(found) + len(taken) + 2) if (id_ := _called(first, n)) not in taken)
    ids = [first, *(next(free) for _ in ordered[1:])]
    return [
        replace(each, id=id_, handed_in=replace(each.handed_in, attempt_of=first))
        for each, id_ in zip(ordered, ids, strict=True)
    ]


def _called(first: str, number: int) -> str:
    return f"{first} attempt {number}"
