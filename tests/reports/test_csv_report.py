"""The table of grades, which spreadsheets and gradebooks read."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from by_hand import ASSIGNMENT, WAITING, batch, graded

from grader.model import HandedIn, Report, Student, Submission
from grader.reports.csv_report import grades_csv


def rows(*ids: str) -> list[list[str]]:
    """The lines below the header for students of these ids."""
    text = grades_csv(Report(ASSIGNMENT, 0, tuple(graded(id_, WAITING) for id_ in ids)))
    return list(csv.reader(io.StringIO(text)))[1:]


def test_the_table_stays_as_it_is(golden: Callable[[str, str], None]) -> None:
    """One row a student, one column a question, and the totals."""
    golden("grades.csv", grades_csv(batch()))


def test_questions_are_columns_of_numbers() -> None:
    """A score that is not known is an empty cell; points that wait are told apart from the numbers."""
    frame = pd.read_csv(io.StringIO(grades_csv(batch())), index_col="id")
    assert all(frame[name].dtype.kind in "if" for name in frame.columns.drop("pending_questions"))
    assert frame.index[frame["2a"].isna()].to_list() == ["eve"]
    assert frame.index[frame["score"].isna()].to_list() == ["eve"]
    assert frame.loc["ada", "pending_questions"] == "2b"
    assert frame.loc["dan", "score"] == 4.95


def test_names_are_told_where_they_are_known() -> None:
    """A download supplies names and lateness, and then they are columns; a name is no formula."""
    students = (Student("=Ada", "1"), Student("Bo", "2"))
    group = replace(
        graded("g"), submission=Submission("g", "g", (), {}, (), "", students, HandedIn(late=True))
    )
    frame = pd.read_csv(io.StringIO(grades_csv(Report(ASSIGNMENT, 0, (group, graded("zoe"))))))
    assert list(frame.columns[:4]) == ["id", "name", "late", "1"]
    assert frame.loc[0, ["id", "name", "late"]].to_list() == ["g", "'=Ada & Bo", "late"]
    assert frame.loc[1, ["name", "late"]].isna().all()


def test_a_batch_without_submissions_is_a_header() -> None:
    """An empty folder gives an empty table."""
    table = grades_csv(Report(ASSIGNMENT, 0, ()))
    assert table == "id,1,2a,2b,4,8,score,max_score,pending,pending_questions\n"


@pytest.mark.parametrize(
    ("id_", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", r"'\t=1"),
        ("\r=1", r"'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("ada;=1", "ada;'=1"),
        ("mary-ann", "mary-ann"),
        ("a+b@example.org", "a+b@example.org"),
        ('"quoted", with comma\nand line', r'"quoted", with comma\nand line'),
        ("\x1b[31m\u202e\ud800", r"\x1b[31m\u202e\ud800"),
    ],
)
def test_no_cell_is_a_formula(id_: str, cell: str) -> None:
    """Text that a spreadsheet would calculate gets an apostrophe, and nothing breaks out of its cell."""
    ((found, *rest),) = rows(id_)
    assert found == cell
    assert len(rest) == 9
    found.encode()


def test_a_question_may_have_any_name() -> None:
    """Even one that is also the name of a column of ours, or a formula."""
    question = ASSIGNMENT.questions[0]
    renamed = tuple(type(question)(name, "", ()) for name in ("score", "=1", "id"))
    assignment = type(ASSIGNMENT)("a", "", renamed, ASSIGNMENT.limits, 1)
    header = grades_csv(Report(assignment, 0, ())).splitlines()[0]
    assert header == "id,score,'=1,id,score,max_score,pending,pending_questions"
