"""The pages of a batch as files: written, rewritten, and removed only where they are ours."""

from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from grader.frontends.commands.pages import MANIFEST, write_pages
from grader.model import (
    Assignment,
    Check,
    Evidence,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
)
from grader.reports import student_page

CHECK = Check("1.matches", "matches", "f", 2)
QUESTION = Question("1", "One", (CHECK,))
ASSIGNMENT = Assignment("a", "A", (QUESTION,), Limits(), 10)


def batch(*names: str) -> Report:
    def result(name: str) -> Result:
        outcome = Outcome(CHECK, Verdict.PASSED, 1.0)
        return Result(
            Submission(name, name, (), {}, (), ""), (QuestionResult(QUESTION, (outcome,)),), (), "A"
        )

    return Report(ASSIGNMENT, 0, tuple(map(result, names)))


def names(folder: Path) -> set[str]:
    return {each.name for each in (folder / "students").iterdir()} - {MANIFEST}


def test_everyone_has_a_page_and_a_report(tmp_path: Path) -> None:
    """And the class has one, which links them."""
    index = write_pages(tmp_path, batch("ada", "ben"))
    assert names(tmp_path) == {"ada.html", "ada.md", "ben.html", "ben.md"}
    assert 'href="students/ada.html"' in index.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_drawn_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is written without its values, and says whose fault that is; all others are whole."""
    outcome = Outcome(CHECK, Verdict.FAILED, 0.5, "Half of it.", evidence=Evidence("", "f(1)", {}, 1, 2))
    lost = batch("ada", "ben")
    ben = replace(lost.results[1], questions=(QuestionResult(QUESTION, (outcome,)),))

    def broken(*_: object) -> list[Markup]:
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr(student_page, "pictures", broken)
    write_pages(tmp_path, replace(lost, results=(lost.results[0], ben)))
    page = (tmp_path / "students/ben.html").read_text(encoding="utf-8")
    assert "Half of it." in page
    assert "(OverflowError): this is a fault of the grader, and costs no points" in page
    for other in ("students/ada.html", "students/ben.md", "index.html"):
        assert "fault of the grader" not in (tmp_path / other).read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert "in broken" in said
    assert said.endswith(
        "grader: the report on ben is not whole: this is a fault of the grader; the scores stand\n"
    )


def test_the_same_batch_is_the_same_bytes(tmp_path: Path) -> None:
    """Written twice, in two places."""
    for folder in ("one", "two", "two"):
        (tmp_path / folder).mkdir(exist_ok=True)
        write_pages(tmp_path / folder, batch("ada", "a/b"))
    one, two = (
        {
            each.relative_to(tmp_path / f): each.read_bytes()
            for each in (tmp_path / f).rglob("*")
            if each.is_file()
        }
        for f in ("one", "two")
    )
    assert one == two


def test_who_left_has_no_page(tmp_path: Path) -> None:
    """The page of a student who is no longer there goes, and nothing that we did not write."""
    write_pages(tmp_path, batch("ada", "ben", "cleo"))
    (tmp_path / "students" / "notes.md").write_text("mine")
    (tmp_path / "students" / "cleo.md").write_text("changed by hand")
    write_pages(tmp_path, batch("ada"))
    assert names(tmp_path) == {"ada.html", "ada.md", "notes.md", "cleo.md"}


@pytest.mark.parametrize("manifest", ["[]", "{", '{"../victim": "x", "": "y"}', "\x00"])
def test_a_list_that_is_not_ours_removes_nothing(tmp_path: Path, manifest: str) -> None:
    """A broken list, or names that lead elsewhere."""
    (tmp_path / "students").mkdir()
    (tmp_path / "victim").write_text("here")
    (tmp_path / "students" / MANIFEST).write_text(manifest)
    write_pages(tmp_path, batch("ada"))
    assert (tmp_path / "victim").read_text() == "here"


def test_a_link_in_place_of_a_page_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What it led to stays as it was."""
    (tmp_path / "students").mkdir()
    victim = tmp_path / "victim"
    victim.write_text("here")
    (tmp_path / "students" / "ada.html").symlink_to(victim)
    write_pages(tmp_path, batch("ada"))
    assert victim.read_text() == "here"
    assert not (tmp_path / "students" / "ada.html").is_symlink()


def test_names_that_lead_elsewhere_stay_inside(tmp_path: Path) -> None:
    """Whatever a student is called."""
    write_pages(tmp_path, batch("../../up", "a/b", "Ada", "ada", "", "con"))
    assert len(names(tmp_path)) == 12
    assert {each.name for each in tmp_path.iterdir()} == {"index.html", "students", ".written"}
