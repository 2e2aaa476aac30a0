"""Results by hand, and what becomes of a gradebook."""

import csv
import io

from grader.platforms.gradebook import Gradebook, gradebook
from grader.reports.results import Results, StudentRow, SubmissionRow


def handed_in(
    id_: str, score: float | None, *students: tuple[str, str], late: bool = False, pending: float = 0
) -> SubmissionRow:
    """Return a graded submission of these students, each a name and a key."""
    known = [StudentRow(name=name, key=key) for name, key in students]
    return SubmissionRow(
        id=id_,
        path=id_,
        students=known,
        late=late,
        score=score,
        max_score=100,
        pending=pending,
        isolation="A",
        problems=[],
        questions=[],
    )


def results(*submissions: SubmissionRow, assignment: str = "hw-1") -> Results:
    """Return a graded batch."""
    return Results(assignment=assignment, seed=0, submissions=list(submissions))


def filled(
    roster: str,
    *submissions: SubmissionRow,
    column: str | None = None,
    assignment: str = "hw-1",
    keep_higher: bool = False,
) -> tuple[list[list[str]], list[str]]:
    """Return the cells of the file to import, header first, and the notes."""
    book = gradebook(
        results(*submissions, assignment=assignment), roster, column=column, keep_higher=keep_higher
    )
    return cells(book), book.notes


def cells(book: Gradebook) -> list[list[str]]:
    """Return the cells of a file."""
    delimiter = next(each for each in "\t;," if each in book.text.partition("\n")[0])
    return list(csv.reader(io.StringIO(book.text, newline=""), delimiter=delimiter))
