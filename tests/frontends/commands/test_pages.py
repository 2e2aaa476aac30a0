"""The pages of a batch as files: written, rewritten, and removed only where they are ours."""

from pathlib import Path

import pytest

from grader.frontends.commands.pages import MANIFEST, write_pages
from grader.model import (
    Assignment,
    Check,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
)

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
