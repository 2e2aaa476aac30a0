"""Submissions that can have no score, through no fault of the student's: never a zero, never the end."""

from collections.abc import Callable, Sequence

from grader.model import HandedIn, Problem, Student, Submission
from grader.submissions.found import UnreachableError
from grader.text.safe import safe


def undecided(
    id_: str,
    path: str,
    why: str,
    *,
    problems: Sequence[Problem] = (),
    students: Sequence[Student] = (),
    late: bool = False,
) -> Submission:
    """A submission of which nothing is known but that it is there, and why it is not graded."""
    return Submission(
        id=id_,
        path=safe(path, 4000),
        modules=(),
        written={},
        problems=tuple(problems),
        digest="",
        students=tuple(dict.fromkeys(students)),
        handed_in=HandedIn(late=late),
        undecided=safe(why, 1000),
    )


def guarded(id_: str, path: str, read: Callable[[], Submission]) -> Submission:
    """What `read` returns; where it fails, a submission that says so: it stops nobody else."""
    try:
        return read()
    except UnreachableError as error:
        return undecided(id_, path, error.message)
    except Exception as error:  # nobody thought of it, so it is ours
        return undecided(id_, path, f"the grader could not read it ({type(error).__name__}: {error})")
