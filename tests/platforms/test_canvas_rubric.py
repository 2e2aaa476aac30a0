"""Canvas takes a rubric, and what each student got in it, as tables with columns by its own names."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made import HOSTILE, check, question, results, submission

from grader.errors import InputError
from grader.frontends.cli import main
from grader.platforms.canvas.rubric import assessments, rubric
from grader.reports.results import Results

DECISION = {
    "points": 1.5,
    "by": "ann",
    "at": "",
    "why": "",
    "comment": "Look again.",
    "items": [],
    "instead": None,
}


def of(id_: str, *questions: dict[str, Any], key: str = "", **more: Any) -> dict[str, Any]:
    students = [{"name": f"Name of {id_}", "key": key or id_}]
    return {**submission(id_, *questions), "students": students, **more}


def as_canvas_reads(assessed: str, criteria: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The points and comments by student, read as Canvas does: columns by the names of its own criteria."""
    rows = csv.reader(io.StringIO(assessed))
    header = next(rows)
    at: dict[str, dict[str, int]] = {}
    for place, name in enumerate(header):
        before, separator, after = name.rpartition(" - ")
        if before in criteria and separator:
            at.setdefault(before, {})[after] = place
    assert set(at) == set(criteria)
    return {
        row[header.index("Student Id")]: [
            {
                "points": row[at[name]["Points"]],
                "rating": row[at[name]["Rating"]],
                "text": row[at[name]["Comments"]],
            }
            for name in criteria
        ]
        for row in rows
    }


def test_the_rubric_and_what_is_assessed_by_it_fit() -> None:
    """A criterion for each question with points; every column is found by the rubric's own names."""
    marked = check("b", 2, 1.5, "failed", message="imprecise (-0.5) · Look again.", decision=DECISION)
    one, two = question("1a", check("a"), marked), question("2 - x", check("c", 0.5, 0, "failed"))
    found = results(
        of("7", one, two, question("3", check("z", 0, 0))), of("8", one, two, question("3", check("z", 0, 0)))
    )
    table = list(csv.DictReader(io.StringIO(rubric(found))))
    assert rubric(found).splitlines()[0] == (
        "Rubric Name,Criteria Name,Criteria Description,Criteria Enable Range,"
        "Rating Name,Rating Description,Rating Points,Rating Name,Rating Description,Rating Points"
    )
    lines = list(csv.reader(io.StringIO(rubric(found))))[1:]
    assert lines == [
        ["small", "1a Title 1a", "", "true", "All points", "", "4", "No points", "", "0"],
        ["small", "2 - x Title 2 - x", "", "true", "All points", "", "0.5", "No points", "", "0"],
    ]
    assessed, notes = assessments(found)
    assert notes == []
    assert assessed.startswith("Student Id,Student Name,1a Title 1a - Rating,1a Title 1a - Points,")
    read = as_canvas_reads(assessed, {each["Criteria Name"]: "" for each in table})
    assert read["7"] == read["8"]
    assert [each["points"] for each in read["7"]] == ["3.5", "0"]
    assert read["7"][0]["text"] == "b is right: 1.5 of 2. imprecise (-0.5) · Look again."


def test_what_is_not_known_yet_has_no_points() -> None:
    """Neither what waits for a person nor what could not be decided; one decided as a whole has."""
    waits = question("1", check("a"), check("b", 1, 0, "pending"))
    broken = question("1", check("a", 2, None, "broken"), check("b", 1, 0, "failed"))
    whole = {**waits, "score": 2.5, "decision": {**DECISION, "why": "oral exam"}}
    late = [{"what": "late", "points": -1.0, "why": "1 day late", "by": ""}]
    assessed, notes = assessments(results(of("1", waits), of("2", broken), of("3", whole, adjustments=late)))
    read = as_canvas_reads(assessed, {"1 Title 1": ""})
    assert [read[each][0]["points"] for each in "123"] == ["", "", "2.5"]
    assert read["3"][0]["text"].startswith("The question as a whole: oral exam\n")
    assert notes == [
        "2 have questions whose points are not known yet: these cells are empty",
        (
            "1 have another score than the sum of their questions, for being late or capped: let scores come "
            "from the gradebook, not from the rubric"
        ),
    ]


def test_only_students_whom_canvas_knows_have_a_row() -> None:
    """By its own ids; without any there is nothing to import."""
    there, notes = assessments(
        results(of("7", question("1", check("a"))), of("joe", question("1", check("a"))))
    )
    assert len(there.splitlines()) == 2
    assert notes == ["joe was not read from a Canvas download, and has no row"]
    for nobody in (results(of("joe", question("1", check("a")))), results()):
        with pytest.raises(InputError):
            assessments(nobody)


def test_hidden_checks_and_hostile_texts_tell_nothing() -> None:
    """Of a hidden check the points alone; no cell is a formula, no name breaks a line of the table."""
    secret = check("b", 1, 0, "failed", message="SECRET", visibility="hidden")
    evil = check("a", 1, 0, "failed", message=HOSTILE, title=HOSTILE)
    found = of("7", {**question("1", evil, secret), "title": f'=1+1, "x"\n{HOSTILE}'})
    found["students"] = [{"name": "=cmd()", "key": "7"}]
    whole: Results = results(found)
    assessed, _ = assessments(whole)
    rows = list(csv.reader(io.StringIO(assessed)))
    assert len(rows) == 2
    assert "SECRET" not in assessed
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
    assert "\x1b" not in assessed
    names = [row[1] for row in csv.reader(io.StringIO(rubric(whole)))][1:]
    as_canvas_reads(assessed, dict.fromkeys(names, ""))


def test_both_tables_are_written_by_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the results in an output folder, without the mark at the beginning that Canvas would misread."""
    found = results(of("7", question("1", check("a"))), of("joe", question("1", check("a"))))
    (tmp_path / "results.json").write_bytes(msgspec.json.encode(found))
    for name in ("canvas-rubric", "canvas-assessments"):
        out = tmp_path / f"{name}.csv"
        with pytest.raises(SystemExit) as ended:
            main(["export", name, "--results", str(tmp_path), "--out", str(out)])
        assert ended.value.code == 0
        assert not out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "canvas-assessments.csv").read_text() == assessments(found)[0]
    assert "joe was not read from a Canvas download" in capsys.readouterr().err
