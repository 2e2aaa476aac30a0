"""What a batch leaves behind: no result is lost, none is passed off as whole, and nobody stops the others."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
import small

from grader.frontends.cli import main
from grader.frontends.commands.output import LEDGER, Output

pytestmark = pytest.mark.usefixtures("unexplained")
ROSTER = "Student,ID,SIS User ID,SIS Login ID,Section,small (12)\nPoints Possible,,,,,8\nRight,right,,,,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small assignment, in which we are, with two submissions."""
    folder = small.copied(tmp_path).parent
    for name in ("stuck", "raises", "unreadable"):
        (folder / "submissions" / f"{name}.py").unlink()
    monkeypatch.chdir(folder)
    return folder


class Command:
    """The command line in this process; called, it grades with one worker."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def run(self, *arguments: object) -> tuple[int, str]:
        """Return the status and all that was said."""
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments)])
        said = self.capsys.readouterr()
        return int(str(ended.value.code)), said.out + said.err

    def __call__(self, *arguments: object) -> tuple[int, str]:
        return self.run("grade", *(arguments or ("submissions",)), "--jobs", 1)


@pytest.fixture
def grader(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """In the folder of the assignment."""
    return Command(capsys)


def results(folder: Path, out: str = "results") -> dict:
    return json.loads((folder / out / "results.json").read_text(encoding="utf-8"))


def scores(folder: Path, out: str = "results") -> dict[str, float | None]:
    return {each["id"]: each["score"] for each in results(folder, out)["submissions"]}


# ---- some of the questions -------------------------------------------------------------------------


def test_one_question_graded_again_keeps_the_others(folder: Path, grader: Command) -> None:
    """What is known of the other questions is still there: the results are what they were, to the byte."""
    assert grader()[0] == 0
    before = (folder / "results" / "results.json").read_bytes()
    assert results(folder)["partial"] is False
    status, said = grader("submissions", "--question", "1a", "--fresh")
    assert (status, "partial" in said) == (0, False)
    assert (folder / "results" / "results.json").read_bytes() == before


def test_results_of_some_questions_say_so_everywhere(folder: Path, grader: Command) -> None:
    """In the file, on the terminal and on the page; and a gradebook gets none of them."""
    (folder / "roster.csv").write_text(ROSTER)
    status, said = grader("submissions", "--question", "1a")
    assert status == 0
    told = (
        "only question 1a is covered, not questions 1b, 2a, so no score is a grade: "
        "run `grader grade` without --question"
    )
    assert f"these results are partial: {told}" in said
    assert "partial: without questions 1b, 2a" in said
    found = results(folder)
    assert (found["questions"], found["left_out"], found["partial"]) == (["1a"], ["1b", "2a"], True)
    page = (folder / "results" / "index.html").read_text(encoding="utf-8")
    assert "<strong>Partial:</strong> without 1b, 2a." in page
    status, said = grader.run("export", "canvas", "--roster", "roster.csv", "--out", "canvas.csv")
    assert (status, said) == (2, f"grader: {told}\n")
    assert not (folder / "canvas.csv").exists()
    assert grader.run("export", "classroom") == (2, f"grader: {told}\n")
    assert '<property name="partial" value="true" />' in grader.run("export", "junit")[1]
    assert '"partial": true' in grader.run("export", "ctrf")[1]
    assert f"Partial: {told}." in grader.run("export", "github")[1].replace("\\", "")
    status, said = grader("submissions", "--question", "1a", "--gradebook", "roster.csv")
    assert (status, said) == (2, f"grader: {told}\n")


def test_who_is_new_makes_results_of_some_questions_partial(folder: Path, grader: Command) -> None:
    """A question counts as covered where everybody's outcome still holds."""
    grader()
    (folder / "submissions" / "zoe.py").write_bytes((folder / "submissions" / "mean.py").read_bytes())
    grader("submissions", "--question", "1a")
    assert results(folder)["questions"] == ["1a"]
    grader()
    assert results(folder)["partial"] is False
    assert scores(folder)["zoe"] == scores(folder)["mean"]


def test_one_submission_does_not_replace_a_class(folder: Path, grader: Command) -> None:
    """`check` writes nothing into the folder of a batch."""
    grader()
    before = (folder / "results" / "results.json").read_bytes()
    status, said = grader.run("check", "submissions/right.py", "--out", "results")
    assert status == 2
    assert "results holds the results of `grader grade`" in said
    assert (folder / "results" / "results.json").read_bytes() == before
    assert grader.run("check", "submissions/right.py", "1a", "--out", "one")[0] == 0
    assert json.loads((folder / "one" / "results.json").read_text())["partial"] is True


# ---- what somebody changed -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["results.json", "grades.csv", "index.html", "students/right.md"])
def test_what_somebody_changed_is_never_written_over(folder: Path, grader: Command, name: str) -> None:
    """The file is named before the work; moved away, it is made anew."""
    grader()
    path = folder / "results" / name
    path.write_text("seven points, by hand")
    status, said = grader()
    assert status == 2
    assert said.startswith(f"grader: results/{name} is not as the grader left it: somebody changed it; new")
    assert path.read_text() == "seven points, by hand"
    path.rename(folder / "mine")
    assert grader()[0] == 0
    assert path.exists()
    assert (folder / "mine").read_text() == "seven points, by hand"


def test_a_file_that_was_there_before_us_is_not_ours(folder: Path, grader: Command) -> None:
    """Somebody's own `grades.csv`, in a folder that we never wrote to."""
    (folder / "results").mkdir()
    (folder / "results" / "grades.csv").write_text("mine")
    status, said = grader()
    assert status == 2
    assert said == (
        "grader: results/grades.csv is there, and nothing tells whether this version of the grader wrote "
        "it; new results would go over it. Move it to another folder and run the same command again, or say "
        "--out FOLDER; what was graded is kept\n"
    )
    assert (folder / "results" / "grades.csv").read_text() == "mine"


def test_a_gradebook_that_was_edited_stays(folder: Path, grader: Command) -> None:
    """The file that `--gradebook` writes is one of ours as well, and so is an export in its place."""
    (folder / "roster.csv").write_text(ROSTER)
    arguments = ("submissions", "--gradebook", "roster.csv", "--column", "small (12)")
    assert grader(*arguments)[0] == 0
    command = ("export", "canvas", "--roster", "roster.csv", "--column", "small (12)", "--out")
    assert grader.run(*command, "results/canvas.csv")[0] == 0
    assert grader(*arguments)[0] == 0
    (folder / "results" / "canvas.csv").write_text("by hand")
    assert "results/canvas.csv is not as the grader left it" in grader(*arguments)[1]


def test_what_we_wrote_is_ours_wherever_we_were_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of a file is there before the file is, and what it held before is still known."""
    output = Output(tmp_path)
    output.write("results.json", "one")
    output.finish()
    Output(tmp_path).write("results.json", "two")  # and killed
    Output(tmp_path).require_unchanged(["results.json"])
    with monkeypatch.context() as patch:
        patch.setattr("grader.frontends.commands.output.write", lambda *_: None)
        Output(tmp_path).write("results.json", "three")  # killed before it was written
    Output(tmp_path).require_unchanged(["results.json"])
    output = Output(tmp_path)
    output.write("results.json", "four")
    output.finish()
    assert len((tmp_path / LEDGER).read_text().splitlines()) == 1


@pytest.mark.parametrize("ledger", ["\x00", "nonsense\n", "é" * 100, "0" * 64 + "  ../victim\n"])
def test_a_list_that_is_not_ours_vouches_for_nothing(tmp_path: Path, ledger: str) -> None:
    """A broken list is one of other files."""
    (tmp_path / LEDGER).write_text(ledger, encoding="latin-1", errors="replace")
    output = Output(tmp_path)
    output.write("a", "x")
    output.finish()
    Output(tmp_path).require_unchanged(["a"])


# ---- nobody stops the others -----------------------------------------------------------------------


def test_a_batch_graded_where_it_lies_has_no_results_in_it(
    folder: Path, grader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cd submissions; grader grade .`, twice: results lie beside it, where no student hands in."""
    monkeypatch.chdir(folder / "submissions")
    for _ in range(2):
        status, said = grader(".", "--rubric", "../rubric.yaml")
        assert status == 0
        assert f"Results: {folder}/submissions-results/results.json" in said.replace("\n", "")
        assert list(scores(folder, "submissions-results")) == ["mean", "right"]
    assert sorted(path.name for path in Path().iterdir()) == ["mean.py", "right.py"]


@pytest.mark.parametrize("out", [".", "results", "mean/results", "away"])
def test_results_are_not_kept_among_submissions(
    folder: Path, grader: Command, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    """A student may hand in a folder of that name, or a link: with decisions in it that nobody made."""
    monkeypatch.chdir(folder / "submissions")
    Path("away").symlink_to(folder)
    status, said = grader(".", "--rubric", "../rubric.yaml", "--out", out)
    assert status == 2
    assert said == (
        f"grader: {out} lies among the submissions in .: a student may hand in a folder of this name, with "
        "results in it that would count as yours. Name a folder elsewhere with --out\n"
    )


def test_results_that_a_student_hands_in_count_for_nothing(
    folder: Path, grader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made at home with any reference, with all points given by hand: they are left out."""
    submissions = folder / "submissions"
    _, said = grader(str(submissions), "--rubric", "rubric.yaml", "--out", "forged")
    assert grader.run("marks", "cap", "forged", "right", 0, "--because", "x")[0] == 0
    (folder / "forged").rename(submissions / "results")
    monkeypatch.chdir(submissions)
    status, said = grader(".", "--rubric", "../rubric.yaml")
    assert status == 0
    assert "results (it holds what `grader grade` writes, and nothing that could be graded)" in said
    honest = scores(folder, "submissions-results")
    assert honest["right"]
    (submissions / "results").rename(folder / "away")
    (submissions / "results").write_text("a file")
    assert grader(".", "--rubric", "../rubric.yaml")[0] in (0, 2)
    assert scores(folder, "submissions-results")["right"] == honest["right"]


@pytest.mark.parametrize("link", ["out", "out/students"])
def test_no_link_is_followed_to_where_results_go(folder: Path, grader: Command, link: str) -> None:
    """It may be a student's, in whose checkout we write."""
    (folder / "elsewhere").mkdir()
    (folder / link).parent.mkdir(exist_ok=True)
    (folder / link).symlink_to(folder / "elsewhere")
    status, said = grader("submissions", "--rubric", "rubric.yaml", "--out", "out")
    assert status == 2
    assert said == f"grader: {link} is a link: say --out with the folder that it leads to\n"
    assert not list((folder / "elsewhere").iterdir())


def test_the_assignment_is_no_students(folder: Path, grader: Command) -> None:
    """Graded from its own folder, the reference is left out."""
    _, said = grader(".", "--rubric", "rubric.yaml")
    assert "reference (it belongs to the assignment)" in said
    assert list(scores(folder.parent, "small-results")) == ["submissions"]


def test_one_entry_stops_nobody(folder: Path, grader: Command) -> None:
    """Whatever an entry is, the others have scores; what is no student's fault is a row without one."""
    handed_in = folder / "submissions"
    os.mkfifo(handed_in / "pipe.py")
    (handed_in / "away.py").symlink_to("nowhere.py")
    (handed_in / "loop").symlink_to(".")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(handed_in / "socket.py"))
    bad = os.fsencode(handed_in) + b"/\xff\xfe.py"
    Path(os.fsdecode(bad)).write_text("x = 1")
    (handed_in / "two\nlines.py").write_text("x = 1")
    (handed_in / ("l" * 252 + ".py")).write_text("x = 1")
    (handed_in / "right.ipynb").write_text("not JSON")
    (folder / "more").mkdir()
    (folder / "more" / "mean.py").write_text("x = 1")
    status, said = grader("submissions", "more")
    assert status == 2
    assert "Traceback" not in said
    found = scores(folder)
    undecided = {"away", "loop", "mean", "pipe", "socket"}
    assert {id_ for id_, score in found.items() if score is None} == undecided
    assert len(found) == 9
    assert found["right"] == 7
    assert "5 submissions could not be graded, and have no score; all others are graded:" in said
    assert "2 submissions are called 'mean', in different places: rename or remove one" in said
    row = next(
        line for line in (folder / "results" / "grades.csv").read_text().splitlines() if "mean" in line
    )
    assert row.startswith("mean,,,,,8")


def test_what_we_may_not_read_is_no_zero(
    folder: Path, grader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file without permission is our side's: a row without a score, and status 2, and not kept either."""
    really_open = os.open

    def denied(path, flags, *rest, **named):
        if Path(str(path)).name == "mean.py":
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, flags, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)
        status, said = grader()
        assert status == 2
        assert "mean (submissions/mean.py): mean.py cannot be read here: Permission denied" in said
        assert scores(folder) == {"mean": None, "right": 7}
        assert grader.run("check", "submissions/mean.py")[0] == 2
    assert grader()[0] == 0
    assert scores(folder) == {"mean": 2, "right": 7}


def test_what_nobody_thought_of_stops_nobody(
    folder: Path, grader: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours in reading one file is told, and the others are graded."""
    from grader.submissions import read

    really = read.decode_module  # type: ignore[attr-defined]

    def failing(data: bytes) -> Any:
        if b"mean" in data:
            raise RecursionError("too deep")
        return really(data)

    (folder / "submissions" / "mean.py").write_text("mean = 1")
    monkeypatch.setattr(read, "decode_module", failing)
    status, said = grader()
    assert (status, scores(folder)) == (2, {"mean": None, "right": 7})
    assert "the grader could not read it (RecursionError: too deep)" in said


@pytest.mark.parametrize("name", ["results.json", LEDGER])
def test_a_pipe_in_the_place_of_our_file_is_refused(folder: Path, grader: Command, name: str) -> None:
    """Where students can write, one may lie there that never ends; so may a link to another's file."""
    (folder / "results").mkdir()
    os.mkfifo(folder / "results" / name)
    status, said = grader()
    assert status == 2
    assert f"results/{name} is " in said
    (folder / "results" / LEDGER).unlink(missing_ok=True)
    (folder / "theirs").write_text("as it was")
    (folder / "results" / LEDGER).symlink_to(folder / "theirs")
    assert "is no file of the grader's: remove it" in grader()[1]
    assert (folder / "theirs").read_text() == "as it was"
