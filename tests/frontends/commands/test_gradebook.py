"""A whole course in one command: from what Canvas gives to what Canvas takes."""

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import course
import pytest
import small

from grader.errors import InputError
from grader.frontends.commands import gradebook

SHARES = {"right.py": 5, "mean.py": 3, "raises.py": 1, "unreadable.py": 1}
SCORES = {"right.py": "7", "mean.py": "2", "raises.py": "2", "unreadable.py": "2"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small assignment and a course of twelve."""
    folder = tmp_path_factory.mktemp("course")
    small.copied(folder)
    return folder


@pytest.fixture(scope="module")
def handed_in(folder: Path) -> dict[int, str]:
    """What each student handed in, by id."""
    return course.make(folder, 12, small.HERE / "submissions", SHARES, "small")


@pytest.fixture(scope="module")
def grade(folder: Path, handed_in: dict[int, str]) -> Callable[..., tuple[int, str, str]]:
    """Run `grader grade` on the download."""

    def run(*arguments: object) -> tuple[int, str, str]:
        rubric = folder / "small" / "rubric.yaml"
        done = small.command(folder, "grade", folder / "submissions.zip", "--rubric", rubric, *arguments)
        return done.returncode, done.stdout, done.stderr

    return run


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def graded(folder: Path, grade: Callable[..., tuple[int, str, str]]) -> tuple[Path, str]:
    """Grade the course into its gradebook; return the output folder and what was said."""
    status, out, said = grade("--gradebook", folder / "gradebook.csv", "--out", folder / "results")
    assert status == 0, said
    assert str(folder / "results" / "canvas.csv") in out.replace("\n", "")
    return folder / "results", said


@pytest.mark.usefixtures("unexplained")
def test_a_download_becomes_a_gradebook(
    folder: Path, handed_in: dict[int, str], graded: tuple[Path, str]
) -> None:
    """Every student has the score of what they handed in; the two who handed in nothing have none."""
    out, said = graded
    scores = {row["ID"]: row["small (12)"] for row in rows(out / "canvas.csv")}
    highest = scores.pop("")
    assert highest == "100"
    assert {id_: scores[str(id_)] for id_ in handed_in} == {
        id_: SCORES[file] for id_, file in handed_in.items()
    }
    assert [score for id_, score in scores.items() if int(id_) not in handed_in] == ["", ""]
    assert "submissions.zip: read as a Canvas download: 12 submissions, 1 late\n" in said
    assert "12 of 14 students in the gradebook got a score\n" in said


def test_who_is_who_is_in_all_results(graded: tuple[Path, str], handed_in: dict[int, str]) -> None:
    """Names, keys and lateness, fresh on every run; submissions are called as the system calls them."""
    out, _ = graded
    submissions = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert {int(each["students"][0]["key"]) for each in submissions} == set(handed_in)
    assert sum(each["late"] for each in submissions) == 1
    assert all(each["id"] == "_".join(each["students"][0].values()) for each in submissions)
    assert [row["late"] for row in rows(out / "grades.csv")].count("late") == 1


def test_the_same_comes_from_the_store_and_from_results(
    folder: Path, graded: tuple[Path, str], grade: Callable[..., tuple[int, str, str]]
) -> None:
    """A second run grades nothing, and an export needs no submissions; the bytes are equal."""
    out, _ = graded
    first = (out / "canvas.csv").read_bytes()
    _, _, said = grade("--gradebook", folder / "gradebook.csv", "--out", out)
    assert "12 graded before, 0 to do" in said
    assert (out / "canvas.csv").read_bytes() == first
    parser = argparse.ArgumentParser()
    gradebook.add(parser.add_subparsers())
    arguments = [
        "--roster",
        str(folder / "gradebook.csv"),
        "--results",
        str(out),
        "--out",
        str(out / "x.csv"),
    ]
    chosen = parser.parse_args(["canvas", *arguments])
    assert chosen.run(chosen) == 0
    assert (out / "x.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        ("a,b\n", ": its columns are not those of Blackboard or Brightspace or Canvas or Moodle: a, b."),
        (
            "Student,ID,Section,One (1),Two (2)\n",
            ": which column gets the scores of 'small'? Say --column TITLE",
        ),
    ],
)
def test_a_wrong_gradebook_is_told_before_the_work(
    tmp_path: Path, grade: Callable[..., tuple[int, str, str]], text: str | None, message: str
) -> None:
    """Nothing is graded, and nothing written."""
    if text is not None:
        (tmp_path / "book.csv").write_text(text)
    status, _, said = grade("--gradebook", tmp_path / "book.csv", "--out", tmp_path / "out")
    assert status == 2
    assert f"grader: the gradebook {tmp_path / 'book.csv'}" in said
    assert message in said
    assert not (tmp_path / "out" / "results.json").exists()


def test_a_gradebook_is_not_read_as_another_systems(folder: Path, graded: tuple[Path, str]) -> None:
    """Who asks for Moodle's gets Moodle's or a reason."""
    with pytest.raises(InputError, match="it is no grading worksheet of Moodle"):
        gradebook.write_gradebook(folder / "gradebook.csv", graded[0], folder / "x.csv", "moodle")
    assert not (folder / "x.csv").exists()


def test_a_column_that_a_spreadsheets_encoding_lacks_is_written(
    folder: Path,
    handed_in: dict[int, str],
    graded: tuple[Path, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The gradebook comes out in UTF-8 then, and that is said."""
    book = folder / "windows.csv"
    right = next(id_ for id_, file in handed_in.items() if file == "right.py")
    book.write_bytes(f"Student,ID,Section\nZoë,{right},A\n".encode("cp1252"))
    gradebook.write_gradebook(book, graded[0], folder / "utf8.csv", column="Übung Ω")
    table = rows(folder / "utf8.csv")
    assert (table[1]["Student"], table[1]["Übung Ω"]) == ("Zoë", "7")
    assert "  written in UTF-8: cp1252, as it was, has no sign for all that" in capsys.readouterr().err


def test_a_higher_score_stays_where_that_is_asked_for(
    folder: Path, graded: tuple[Path, str], grade: Callable[..., tuple[int, str, str]]
) -> None:
    """From the command line to the file; who had another score before is listed."""
    filled = rows(graded[0] / "canvas.csv")
    before = [{**row, "small (12)": "90"} if row["small (12)"] == "7" else row for row in filled]
    book = folder / "before.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(filled[0]))
        writer.writeheader()
        writer.writerows(before)
    lists = "with another score in the gradebook before: "
    for option, kept, said in (((), "7", lists), (("--keep-higher",), "90", "which stays: ")):
        status, _, told = grade("--gradebook", book, "--out", graded[0], *option)
        assert (status, "90 to 7" in told, said in told) == (0, True, True), told
        now = [row["small (12)"] for row in rows(graded[0] / "canvas.csv")]
        assert (now.count("90") > 0, now.count("7") > 0) == (kept == "90", kept == "7")


def test_the_course_is_a_script_too(tmp_path: Path) -> None:
    """For measuring with as many as one likes."""
    subprocess.run([sys.executable, course.__file__, tmp_path, "3"], check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"submissions.zip", "gradebook.csv"}
