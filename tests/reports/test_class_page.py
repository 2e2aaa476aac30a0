"""The class's page holds every student and every check, for the instructor."""

import re
from dataclasses import replace
from html import unescape

from by_hand import ASSIGNMENT, CHECKS, batch

from grader.model import Report
from grader.reports.class_page import class_page
from grader.reports.words import title


def files(report: Report) -> dict[str, str]:
    return {each.submission.id: f"students/{each.submission.id}.html" for each in report.results}


def words(page: str) -> str:
    body = re.sub(r"</?mark[^>]*>", "", page.partition("<body>")[2])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_every_student_has_a_row_with_a_link() -> None:
    """Scores as in the other reports; what is unknown or waits is marked."""
    page = class_page(batch(), files(batch()))
    table = page.partition('<table class="students"')[2].partition("</table>")[0]
    rows = [
        [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", table)
    ]
    assert rows[0] == ["student", "score", "1", "2a", "2b", "4", "8", "notes"]
    assert rows[1][:7] == ["ada", "15.5 + 1…", "1", "10", "0.5…", "2", "2"]
    assert rows[5][:4] == ["eve", "?", "1", "?"]
    assert rows[-1][:3] == ["maximum", "14.5", "1"]
    for name, file in files(batch()).items():
        assert f'<a href="{file}">{name}</a>' in table


def test_only_trouble_is_named() -> None:
    """What was decided while a file was read is nobody's trouble: it stands on the student's page."""
    assert class_page(batch(), {}).count("when read") == 1


def test_every_check_has_its_rate_and_hidden_ones_are_marked() -> None:
    """The instructor sees all of the rubric."""
    page = class_page(batch(), {})
    read = words(page)
    for check in CHECKS:
        assert title(check) in read
    assert re.search(r"loss_grad_W gives the right values <span class=\"badge\">hidden", page)


def test_mistakes_and_who_needs_help_are_named() -> None:
    """With the sentence, the count, the reason and the student."""
    read = words(class_page(batch(), files(batch())))
    assert "1 student diagonal of the jacobian only Only the true class has a gradient here." in read
    assert "0 points cleo 9 of 9 checks find no function" in read


def test_the_same_wrong_answers_are_shown_with_input_and_answer() -> None:
    """Two students who give ben's answers are a group with him."""
    ben = batch().results[1]
    twice = [replace(ben, submission=replace(ben.submission, id=name)) for name in ("one", "two")]
    read = words(class_page(Report(ASSIGNMENT, 0, tuple(twice)), {}))
    assert (
        "2 students 2a: softmax gives the right values softmax(a) gives another answer than the one "
        "expected. input a = [1000, 0] returned [nan, nan] expected [1, 0] "
        "also in 2a.law who one, two"
    ) in read


def test_a_class_of_none_or_without_scores_has_a_page() -> None:
    """Nobody, and nobody whose score is known."""
    assert "No submission has a score." in class_page(Report(ASSIGNMENT, 0, ()), {})
    broken = Report(ASSIGNMENT, 0, batch().results[4:])
    assert "Without a score 1" in words(class_page(broken, {}))


def test_the_page_has_one_script_and_no_exception() -> None:
    """Style attributes and handlers would be refused."""
    page = class_page(batch(), files(batch()))
    assert page.count("<script>") == 1
    assert not re.search(r"<[^>]+ (style|on\w+)=", page.partition("<body>")[2].partition("<script>")[0])
    assert "unsafe" not in page
