"""A student's page says what was tested, what came back and what to do; and of what is hidden only points."""

import re
from dataclasses import replace
from html import unescape

import pytest
from by_hand import ASSIGNMENT, SECRET, SOFTMAX, WAITING, batch, erring, graded

from grader.model import Assignment, Outcome, Result, Verdict
from grader.reports import student_page as pages
from grader.reports.view import student_view


def student_page(assignment: Assignment, result: Result) -> str:
    """The page of one who sees what a student may see."""
    return pages.student_page(student_view(result, assignment.title))


def words(page: str) -> str:
    """The page as it is read."""
    body = page.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_lost_check_tells_input_answer_and_what_was_expected() -> None:
    """With the teacher's sentence under the mistake's name, the first difference marked, and how often."""
    page = student_page(ASSIGNMENT, erring())
    read = words(page)
    assert "A known mistake: diagonal of the jacobian only" in read
    assert "Only the true class has a gradient here." in read
    assert "W = [[0], [0]] b = [0, 0] x = [1] y = [1, 0]" in read
    assert '[[-0.5], [<mark class="first">0</mark>]]' in page
    assert '[[-0.5], [<mark class="first">0.5</mark>]]' in page
    assert "They first differ at [1, 0]; fails on 48 of 50 inputs." in read
    assert "softmax(a) gives another answer than the one expected." in read
    assert "W = np.array([[0.0], [0.0]])" in page


def test_a_wrong_matrix_has_a_picture() -> None:
    """The 10 × 10 answer with one wrong entry, and no other."""
    page = student_page(ASSIGNMENT, erring())
    assert page.count("<figure>") == 1
    assert "returned − expected, entry by entry: 1 of 100 are wrong." in page


def test_the_top_names_what_cost_most() -> None:
    """Three links to the checks themselves, dearest first, each cause once."""
    page = student_page(ASSIGNMENT, erring())
    first = page.partition("Look at this first")[2].partition("</ol>")[0]
    assert re.findall(r"\((\S+) points?\)", first) == ["2.4", "2", "2"]
    anchors = re.findall(r'href="#([^"]+)"', first)
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert student_view(erring(), "").most_lost()[0][2].outcome.check.id == "2a.gradient"


def test_hidden_checks_show_points_and_nothing_else() -> None:
    """Neither name nor message nor input, in any verdict; nor is it among the first to look at."""
    for verdict in Verdict:
        hidden = Outcome(SECRET, verdict, message="a secret message", mistake="secret_mistake")
        page = student_page(ASSIGNMENT, graded("ben", hidden))
        assert "hidden check" in page
        assert "secret" not in page
        assert "loss_grad_W gives" not in page
    assert "secret shapes" not in student_page(ASSIGNMENT, erring())


def test_what_a_reader_looks_for_and_what_broke_is_not_told() -> None:
    """Criteria are for those who mark; a fault of the reference is for who wrote it."""
    page = student_page(ASSIGNMENT, graded("ada", WAITING))
    assert "says infinity" not in page
    assert "A person will read this answer." in page
    broken = Outcome(SOFTMAX, Verdict.BROKEN, message="the reference raised ZeroDivisionError")
    page = student_page(ASSIGNMENT, graded("eve", broken))
    assert "ZeroDivisionError" not in page
    assert "through no fault of yours" in page


@pytest.mark.parametrize(("level", "said"), [("A", False), ("B", False), ("C", True), ("D", True)])
def test_the_level_is_told_where_it_matters(level: str, said: bool) -> None:
    """Good walls need no words."""
    page = student_page(ASSIGNMENT, replace(graded("ada"), isolation=level))
    assert (f"level {level}" in page) is said


def test_problems_of_the_files_are_told() -> None:
    """With the cell they are in."""
    assert "ben.ipynb cell 3 : NameError: name 'torch' is not defined" in words(
        student_page(ASSIGNMENT, erring())
    )


def test_what_was_decided_is_told_last_and_quietly() -> None:
    """It cost nothing, so nobody should begin with it."""
    page = student_page(ASSIGNMENT, erring())
    heading = '<section class="panel quiet"><h2>Decided while reading your files</h2>'
    assert page.index('class="question"') < page.index(heading)
    assert "ben.ipynb cell 2 : This cell is in julia, so it is left out." in words(page)
    assert "Decided while" not in student_page(ASSIGNMENT, graded("ada"))


def test_where_files_lie_is_not_told() -> None:
    """The student knows the file by its name; the folders are the instructor's."""
    page = student_page(ASSIGNMENT, graded("ada", path="/home/teacher/hand-ins/ada.py"))
    assert "Handed in as ada.py." in page
    assert "teacher" not in page


def test_every_result_has_a_page() -> None:
    """Without a style attribute or a script."""
    for result in batch().results:
        page = student_page(ASSIGNMENT, result)
        assert " style=" not in page
        assert "<script" not in page
