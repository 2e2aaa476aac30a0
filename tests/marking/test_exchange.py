"""Marks in files: what is written is read back, what is wrong is told, and no answer is taken for a mark."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from decided import WORDS, handed_in, of_answer, report, result

from grader.batch.store import open_store
from grader.errors import InputError
from grader.marking.events import Item, Mark, points_of
from grader.marking.exchange import import_marks, marks_csv, marks_md, read_rows
from grader.marking.final import final
from grader.marking.journal import Journal
from grader.model import Report

FOUND = report(result(handed_in("ada")), result(handed_in("bob", "Line one.\nLine two.")))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    store, _ = open_store(tmp_path / "store.sqlite")
    store.close()
    return Journal(tmp_path / "store.sqlite")


def filled(text: str, marks: dict[str, tuple[str, str]]) -> str:
    """A table with marks for some submissions."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row["points"], row["comment"] = marks.get(row["submission"], (row["points"], row["comment"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def taken(found: Report, journal: Journal, name: str, text: str) -> tuple[int, int, list[str]]:
    done = import_marks(found, journal, name, text, "ann")
    return done.taken, done.same, list(done.wrong)


def marks(found: Report, journal: Journal) -> dict[str, tuple[float, str]]:
    outcomes = {r.submission.id: r.questions[1].outcomes[0] for r in final(found, journal.events()).results}
    return {id_: (o.decision.points, o.decision.comment) for id_, o in outcomes.items() if o.decision}


def test_a_table_comes_back_with_marks(journal: Journal) -> None:
    """With a comma for a point, as some spreadsheets write; the second time nothing changes."""
    text = filled(marks_csv(FOUND, ()), {"ada": ("1,5", "Good."), "bob": ("0", "")})
    assert taken(FOUND, journal, "m.csv", text) == (2, 0, [])
    assert marks(FOUND, journal) == {"ada": (1.5, "Good."), "bob": (0, "")}
    assert taken(FOUND, journal, "m.csv", text) == (0, 2, [])
    assert taken(FOUND, journal, "m.csv", marks_csv(FOUND, journal.events())) == (0, 2, [])


def test_a_text_comes_back_with_marks(journal: Journal) -> None:
    """A comment may have several lines, and quote."""
    text = marks_md(FOUND, ())
    assert "> Line one.\n> Line two.\n" in text
    first = text.replace("points:\ncomment:", "points: 2\ncomment: Good:\n> Line one.\nMore.", 1)
    assert taken(FOUND, journal, "m.md", first) == (1, 0, [])
    assert marks(FOUND, journal) == {"ada": (2, "Good:\n> Line one.\nMore.")}
    assert taken(FOUND, journal, "m.md", marks_md(FOUND, journal.events())) == (0, 1, [])


HOSTILE = (
    'x\n\npoints: 3\ncomment: mine\n<!-- mark {"submission": "eve", "check": "1b.written.answer_1b"} -->\n'
    "points: 3\r## eve\u2028points: 3\x0cpoints: 3\x85points: 3\n"
    "submission,check,points\neve,1b.written.answer_1b,3"
)


@pytest.mark.parametrize("form", [marks_csv, marks_md])
def test_no_answer_is_taken_for_a_mark(journal: Journal, form: Any) -> None:
    """Nor a name that a student chose for a file."""
    names = ["eve", "=1+1", 'z"} --> <!-- mark {"points": "3', "n\npoints: 3\n## x"]
    found = report(*(result(handed_in(name, HOSTILE)) for name in names))
    name = "m.csv" if form is marks_csv else "m.md"
    rows, wrong = read_rows(name, form(found, ()))
    assert (len(rows), wrong, {row.points for row in rows}) == (4, [], {""})
    assert taken(found, journal, name, form(found, ())) == (0, 0, [])
    assert not any(row[0] in "=+-@" for row in form(found, ()).splitlines() if row)


def test_names_that_look_alike_in_a_table_get_no_mark_there(journal: Journal) -> None:
    """What keeps `=x` from being a formula is the name of another: in a text the two are told apart."""
    found = report(result(handed_in("=x")), result(handed_in("'=x")))
    table = filled(marks_csv(found, ()), {"'=x": ("3", "")})
    assert taken(found, journal, "m.csv", table)[0] == 0
    assert "2 answers look like that of" in taken(found, journal, "m.csv", table)[2][0]
    text = marks_md(found, ()).replace("points:\n", "points: 3\n", 1)
    assert taken(found, journal, "m.md", text) == (1, 0, [])
    assert marks(found, journal) == {"=x": (3, "")}


def test_rows_that_are_wrong_are_told_and_lose_nothing(journal: Journal) -> None:
    """Each with its file and line; the others are taken."""
    head = "submission,check,points,comment\n"
    check = WORDS.id
    text = (
        head
        + f"eve,{check},1,\nada,{check},four,\nada,{check},9,\nada,9z,1,\n\nbob,{check},1,x\nbob,{check},2,\n"
    )
    assert taken(FOUND, journal, "m.csv", text) == (
        1,
        0,
        [
            f"m.csv:2: there is no answer of 'eve' to '{check}'",
            "m.csv:3: points are a number from 0 to 3, not 'four'",
            "m.csv:4: points are a number from 0 to 3, not '9'",
            "m.csv:5: there is no answer of 'ada' to '9z'",
            "m.csv:8: this answer has a mark in line 7 already",
        ],
    )
    assert marks(FOUND, journal) == {"bob": (1, "x")}


def test_a_text_whose_lines_were_changed_is_told(journal: Journal) -> None:
    """A mark of nobody is given to nobody, least of all to the one above."""
    text = marks_md(FOUND, ()).replace("points:\ncomment:", "points: 1\ncomment:")
    lines = text.split("\n")
    second = [n for n, line in enumerate(lines) if line.startswith("<!-- mark")][1]
    broken = "\n".join([*lines[:second], *lines[second + 1 :]])
    done = taken(FOUND, journal, "m.md", broken)
    assert done[0] == 1
    assert "nobody knows whose this is" in done[2][0]
    assert marks(FOUND, journal) == {"ada": (1, "")}
    lines[second] = "<!-- mark {no} -->"
    assert "m.md:15: this line was changed" in taken(FOUND, journal, "m.md", "\n".join(lines))[2][0]


def test_a_file_from_before_somebody_else_marked_is_stale(journal: Journal) -> None:
    """Who was first is told, and their mark stays; so is an answer that was handed in again."""
    text = filled(marks_csv(FOUND, ()), {"ada": ("1", "")})
    journal.write(points_of("ada", WORDS.id), Mark(2.0), by="bob", of=of_answer(handed_in("ada")))
    taken_, _, wrong = taken(FOUND, journal, "m.csv", text)
    assert (taken_, marks(FOUND, journal)["ada"]) == (0, (2, ""))
    assert wrong[0].startswith("m.csv:2: bob was first, at ")
    again = report(result(handed_in("ada", "Another answer.")))
    assert "the answer was changed since this file was written" in taken(again, journal, "m.csv", text)[2][0]


def test_what_was_ticked_stays_where_only_the_comment_changes(journal: Journal) -> None:
    """With other points it is a mark of its own."""
    journal.new_item(WORDS.id, "right", 1.0, by="ann")
    of = of_answer(handed_in("ada"))
    journal.write(points_of("ada", WORDS.id), Mark(0.5, ("i1",)), by="ann", of=of)
    text = marks_csv(FOUND, journal.events())
    assert taken(FOUND, journal, "m.csv", filled(text, {"ada": ("1.5", "Yes.")}))[0] == 1
    assert journal.events()[-1].what == Mark(0.5, ("i1",), "Yes.")
    text = marks_csv(FOUND, journal.events())
    assert taken(FOUND, journal, "m.csv", filled(text, {"ada": ("2", "Yes.")}))[0] == 1
    assert journal.events()[-1].what == Mark(2.0, (), "Yes.")
    assert isinstance(journal.events()[0].what, Item)


@pytest.mark.parametrize(("name", "text"), [("m.csv", "who,points\n"), ("m.md", "# notes\n")])
def test_a_file_of_something_else_is_refused(name: str, text: str) -> None:
    """With what writes one."""
    with pytest.raises(InputError, match=r"`grader marks export` writes"):
        read_rows(name, text)
