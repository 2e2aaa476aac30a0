"""What people decided, in every report: the final score, what it is made of, and nothing for others' eyes."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from by_hand import ASSIGNMENT, SECRET, SOFTMAX, WAITING, WRITTEN, graded

from grader.model import Adjustment, Decision, Outcome, Report, Result, Verdict
from grader.reports import markdown_report as markdown
from grader.reports import student_page as pages
from grader.reports.class_figures import rates
from grader.reports.class_page import class_page
from grader.reports.csv_report import grades_csv
from grader.reports.difference import difference
from grader.reports.formats.junit import render as junit
from grader.reports.json_report import results_json
from grader.reports.results import Results, as_students_see_it, schema
from grader.reports.summary import summary
from grader.reports.view import student_view

WHEN = "2026-03-01T12:00:00+00:00"
MARKED = Decision(0.5, "ann", WHEN, "", "Which <b>infinity</b>?", (("names it", 0.5),))
GIVEN = Decision(1.5, "ann", WHEN, "a matter of taste", instead=0.0)
UNSAID = Decision(3.0, "ann", WHEN, "the hidden answer is 42", instead=0.0)
LATE = Adjustment("late", -1.5, "1 day late: 10 % of 15")
OLD = Decision(1.0, "eve", WHEN, "an old reason")


def ada(*outcomes: Outcome, **more) -> Result:
    """14.5 points and 2 of a bonus question, but for what is given."""
    return replace(graded("ada", *outcomes), **more)


def decided() -> Result:
    """0.5 of 1 in words, 1.5 of 2, 3 hidden points given; 1.75 taken off in all."""
    return ada(
        Outcome(WRITTEN, Verdict.FAILED, 0.5, "Which <b>infinity</b>?", answer="<i>∞</i>", decision=MARKED),
        Outcome(SOFTMAX, Verdict.FAILED, 0.75, "a matter of taste", decision=GIVEN, earlier=OLD),
        Outcome(SECRET, Verdict.PASSED, 1.0, UNSAID.why, decision=UNSAID),
        adjustments=(
            Adjustment("late", -1.5, "1 day late: 10 % of 15"),
            Adjustment("cap", -0.25, "enough", "ann"),
        ),
        attention=("2a.matches: eve gave 1 to an earlier hand-in",),
    )


def report(*results: Result) -> Report:
    return Report(ASSIGNMENT, 0, results)


def student_page(result: Result) -> str:
    """The page of a student, as it is handed out."""
    return pages.student_page(student_view(result, ASSIGNMENT.title))


def student_markdown(result: Result) -> str:
    """The same as Markdown."""
    return markdown.student_markdown(student_view(result, ASSIGNMENT.title))


def written(*results: Result) -> Results:
    import msgspec

    return msgspec.json.decode(results_json(report(*results)), type=Results)


def test_results_say_what_a_score_is_made_of() -> None:
    """They fit the published schema, and a file without decisions has no word of any."""
    text = results_json(report(decided()))
    jsonschema.validate(json.loads(text), json.loads(schema()))
    (row,) = json.loads(text)["submissions"]
    assert row["score"] == pytest.approx(decided().earned - 1.75)
    assert [(a["what"], a["points"], a["by"]) for a in row["adjustments"]] == [
        ("late", -1.5, ""),
        ("cap", -0.25, "ann"),
    ]
    checks = {c["id"]: c for q in row["questions"] for c in q["checks"]}
    assert checks[WRITTEN.id]["answer"] == "<i>∞</i>"
    assert checks[WRITTEN.id]["decision"]["items"] == [{"text": "names it", "points": 0.5}]
    assert (checks[SOFTMAX.id]["earned"], checks[SOFTMAX.id]["decision"]["instead"]) == (1.5, 0)
    assert checks[SOFTMAX.id]["earlier"]["by"] == "eve"
    without = results_json(report(graded("ada")))
    for name in ("decision", "adjustments", "attention", "earlier", "answer"):
        assert f'"{name}"' not in without


def test_the_table_says_what_a_score_is_made_of() -> None:
    """Two more columns, where there is something to say."""
    (row,) = csv.DictReader(io.StringIO(grades_csv(report(decided()))))
    assert row["decided"].split() == [SOFTMAX.id, SECRET.id, WRITTEN.id]
    assert row["adjusted"] == "late -1.5, cap -0.25"
    assert "decided" not in grades_csv(report(graded("ada")))


@pytest.mark.parametrize("form", [student_page, student_markdown])
def test_a_student_reads_what_was_decided_and_nothing_else(form: Any) -> None:
    """Comments and answers are text; what is hidden, who decided and what was before stays out."""
    page = form(decided())
    assert "−1.5 1 day late: 10 % of 15" in page.replace("\\", "")
    assert "instead of 0" in page
    for said in ("infinity", "a matter of taste", "∞"):
        assert said in page
    for unsaid in ("<b>infinity", "42", "an old reason", "eve", "ann"):
        assert unsaid not in page
    assert form is student_markdown or "<i>∞" not in page


def test_an_answer_that_waits_is_on_the_page_of_its_student() -> None:
    """So they know that it arrived; what will be looked for stays out."""
    page = student_page(ada(replace(WAITING, answer="Because of <script>")))
    assert "Because of &lt;script&gt;" in page
    assert "says infinity" not in page


def test_exports_for_students_tell_no_reason_of_a_hidden_check() -> None:
    """Nor what was decided about an earlier hand-in."""
    (row,) = written(decided()).submissions
    told = str(as_students_see_it(row))
    assert "42" not in told
    assert "eve" not in told
    assert "a matter of taste" in told
    assert "-1.5 1 day late" in junit(written(decided()))
    assert f"| {decided().score:.2f} |" in summary(written(decided()))


def test_a_question_decided_as_a_whole_says_so() -> None:
    """Its points are not those of its checks."""
    found = graded("ada")
    question = replace(found.questions[1], decision=Decision(7.0, "ann", WHEN, "agreed", instead=10.0))
    found = replace(found, questions=(found.questions[0], question, *found.questions[2:]))
    for page in (student_page(found), student_markdown(found)):
        assert "A person gave 7 instead of 10: agreed." in page
    assert found.score == graded("ada").score - 3


def test_answers_that_wait_lead_no_list_of_the_hardest() -> None:
    """One who wrote nothing does not stand for all; of what was read the mean counts."""
    missing = Outcome(WRITTEN, Verdict.MISSING)
    half = Outcome(WRITTEN, Verdict.FAILED, 0.5, decision=MARKED)
    waiting = class_page(report(ada(WAITING), graded("ben", missing)), {})
    assert "Hardest checks</h2>" not in waiting
    read = report(ada(half), graded("ben", missing))
    assert "Hardest checks</h2>" in class_page(read, {})
    (rate,) = [each for each in rates(read) if each.check.id == WRITTEN.id]
    assert rate.share == 0.25


def test_the_class_page_shows_what_to_look_at() -> None:
    """What was taken off, and which decision is of an earlier hand-in."""
    page = class_page(report(decided()), {})
    for said in ("-1.5 late", "-0.25 cap", "eve gave 1 to an earlier hand-in"):
        assert said in page


def test_a_difference_says_whose_score_changes_and_why() -> None:
    """Who is new, who is gone, what was decided, what was taken off."""
    lost = Outcome(SOFTMAX, Verdict.FAILED, 0.0, "no\nright")
    old = written(ada(lost), graded("ben"), graded("gone"))
    given = Outcome(SOFTMAX, Verdict.FAILED, 0.75, "x", decision=GIVEN)
    late = (Adjustment("late", -1.0, "1 day late"),)
    new = written(ada(given, adjustments=late), graded("ben"), graded("new"))
    assert difference(old, new).lines == [
        "ada: 14.5 of 14.5 → 15 of 14.5",
        f"  {SOFTMAX.id}: 0 of 2 → 1.5 of 2: ann gave 1.5: a matter of taste",
        "  late: nothing → -1: 1 day late",
        "new: 16.5 of 14.5, and was not there before",
        "gone: 16.5 of 14.5, and is not there now",
        "1 of 2 scores changed",
    ]
    assert difference(old, old).lines == ["0 of 3 scores changed"]
