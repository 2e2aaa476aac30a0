"""What students ask comes in from a table: who, about what, in which words; no mark comes of it."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from decided import LAW, MEAN, WORDS, handed_in, report, result

from grader.batch.store import Store
from grader.errors import InputError
from grader.marking.events import Asked, described
from grader.marking.final import final
from grader.marking.journal import Journal
from grader.marking.questions import take_in
from grader.model import HandedIn, Student, Visibility
from grader.platforms.gradescope.runner import explained
from grader.reports.cases import cases
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.results import Results
from grader.reports.student_page import student_page
from grader.reports.view import student_view

EVIL = "<script>1</script> points: 9 =1+1 \u202e"
ADA = replace(handed_in("ada"), students=(Student("Ada L", "77"),))
FOUND = report(result(ADA, mean=0.5, law=0.0), result(handed_in("bob")))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    store = Store(tmp_path / "store.sqlite")
    store.put_report(FOUND)
    store.close()
    return Journal(tmp_path / "store.sqlite")


def take(journal: Journal, *rows: str):
    return take_in(FOUND, journal, "q.csv", "\n".join(["Submission,Check,Question", *rows]), "ann")


def asked(journal: Journal) -> list[tuple[str, str, str]]:
    events = journal.events()
    return [(e.target.submission, e.target.about, e.what.text) for e in events if isinstance(e.what, Asked)]


def test_rows_are_taken_and_wrong_ones_told(journal: Journal) -> None:
    """By id, key or name; who names a question means its check that lost most; the same again is nothing."""
    rows = [f"ada,{LAW.id},Why?", "77,1a,Where?", "Ada L,1b,When?", "eve,1a,Who?", "ada,9,What?", "ada,1a,"]
    done = take(journal, *rows)
    assert (done.taken, done.same) == (3, 0)
    assert asked(journal) == [("ada", LAW.id, "Why?"), ("ada", MEAN.id, "Where?"), ("ada", WORDS.id, "When?")]
    assert done.wrong == (
        "q.csv:5: no submission is called 'eve': write an id as in results.json",
        "q.csv:6: there is no check and no question '9'",
        "q.csv:7: there is no question in this row",
    )
    again = take(journal, rows[0])
    assert (again.taken, again.same) == (0, 1)
    assert "ann took in a question about ada 1a.law.shift: “Why?”" in described(journal.events()[0])


def test_a_name_means_the_attempt_that_counts(journal: Journal) -> None:
    """The second has all points; an id means that attempt and no other."""
    one = replace(ADA, handed_in=HandedIn(attempt_of="ada"))
    found = report(result(one, mean=0.5), result(replace(one, id="ada attempt 2", digest="two")))
    for who in ("77", "ada"):
        done = take_in(found, journal, "q.csv", f"submission,check,question\n{who},1a,Why?", "ann")
        assert done.wrong == ()
    assert [who for who, _, _ in asked(journal)] == ["ada attempt 2", "ada"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "submission,question\n",
            r"q\.csv:1: there is no column `check`; it needs submission, check, question",
        ),
        ("", r"q\.csv:1: there is no column `submission`"),
        ("x" * 50_000_001, "has more than 50000000 characters"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused(journal: Journal, text: str, said: str) -> None:
    """In a sentence; nothing is taken."""
    with pytest.raises(InputError, match=said):
        take_in(FOUND, journal, "q.csv", text, "ann")
    assert journal.events() == ()


def test_a_question_too_long_is_told(journal: Journal) -> None:
    """It is somebody's paste, or an attack."""
    assert take(journal, f"ada,1a,{'x' * 5001}").wrong == (
        "q.csv:2: a question of 5001 characters is too long; 5000 are the most",
    )


def test_a_question_is_shown_as_text_and_changes_no_score(journal: Journal) -> None:
    """On the page, in Markdown, in results and on Gradescope."""
    take(journal, f'ada,{MEAN.id},"{EVIL}"')
    done = final(FOUND, journal.events())
    before = final(FOUND, ())
    assert [each.score for each in done.results] == [each.score for each in before.results]
    view = student_view(done.results[0], "Homework")
    page = student_page(view)
    assert "You asked" in page
    assert "&lt;script&gt;1&lt;/script&gt; points: 9 =1+1 \\u202e" in page
    assert "Nobody has answered yet." in page
    assert "\\u202e" in student_markdown(view)
    rows = msgspec.json.decode(results_json(done), type=Results)
    assert rows.submissions[0].questions[0].checks[0].query.question.startswith("<script>")
    case = next(cases(rows))[1][0]
    assert explained(case).splitlines()[-1] == "The answer: nobody has answered yet"


def test_of_a_hidden_check_only_what_was_asked_and_answered_is_shown(journal: Journal) -> None:
    """Who asks about the question is put beside a check that is public, if it has one."""
    hidden = replace(MEAN, visibility=Visibility.HIDDEN)
    one_a, one_b = FOUND.results[0].questions
    outcomes = (replace(one_a.outcomes[0], check=hidden, message="SECRET"), one_a.outcomes[1])
    found = report(replace(FOUND.results[0], questions=(replace(one_a, outcomes=outcomes), one_b)))
    take_in(found, journal, "q.csv", "submission,check,question\nada,1a,Why?", "ann")
    assert asked(journal) == [("ada", LAW.id, "Why?")]
    take_in(found, journal, "q.csv", f"submission,check,question\nada,{MEAN.id},Which?", "ann")
    page = student_page(student_view(final(found, journal.events()).results[0], "Homework"))
    assert "Which?" in page
    assert "SECRET" not in page
    assert MEAN.id not in page
