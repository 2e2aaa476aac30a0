"""The command line: what it prints, what it writes, and with which status it ends."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from small import command as run

from grader import __version__
from grader.frontends.cli import main
from grader.frontends.commands import doctor
from grader.frontends.commands.output import STORE

GRADER = [sys.executable, "-m", "grader"]

REFERENCE = '''
"""Answers."""
import numpy as np
from jaxtyping import Float
from numpy import ndarray


def double(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Twice x."""
    return 2 * x


def total(x: Float[ndarray, "n"]) -> float:
    """The sum of x."""
    return float(np.sum(x))
'''

RUBRIC = """\
assignment: tiny
reference: reference
limits: {seconds: 2, megabytes: 256}
examples: 20
questions:
  - id: 1
    title: Doubling
    checks:
      - {matches: double, points: 2}
  - id: 2
    checks:
      - {matches: total, points: 3}
      - {written: answer_2, points: 1, criteria: "a reason"}
"""

RIGHT = (
    "import numpy as np\ndef double(x): return x + x\ndef total(x): return np.sum(x)\nanswer_2 = 'since'\n"
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with a tiny assignment and two submissions."""
    (tmp_path / "reference" / "q").mkdir(parents=True)
    (tmp_path / "reference" / "q" / "answers.py").write_text(REFERENCE)
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "hand_ins").mkdir()
    (tmp_path / "hand_ins" / "right.py").write_text(RIGHT)
    (tmp_path / "hand_ins" / "wrong.py").write_text("def double(x): return x ** 3\n")
    return tmp_path


def results(folder: Path) -> dict[str, dict]:
    """Return the submissions of results.json by id."""
    text = (folder / "results" / "results.json").read_text(encoding="utf-8")
    return {each["id"]: each for each in json.loads(text)["submissions"]}


def test_a_folder_is_graded(course: Path) -> None:
    """A batch prints a table, writes JSON and CSV, and ends with 0 whatever the scores, in a real process."""
    command = [*GRADER, "grade", "hand_ins"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "right" in done.stdout
    assert "results/results.json" in done.stdout
    assert "results/index.html" in done.stdout
    assert (course / "results" / "students" / "wrong.html").is_file()
    assert (course / "results" / "students" / "wrong.md").is_file()
    found = results(course)
    assert found["right"]["score"] == 5
    assert found["right"]["max_score"] == 6
    assert found["right"]["pending"] == 1
    assert found["wrong"]["score"] == 0
    with (course / "results" / "grades.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["1"] for row in rows] == ["2", "0"]


def test_workers_do_not_change_a_score(course: Path) -> None:
    """One process or two: the same bytes."""
    run(course, "grade", "hand_ins", "--jobs", 1, "--out", "one")
    run(course, "grade", "hand_ins", "--jobs", 2, "--out", "two")
    assert (course / "one" / "results.json").read_bytes() == (course / "two" / "results.json").read_bytes()


def test_a_single_question_is_graded(course: Path) -> None:
    """``--question`` leaves the others out, and an unknown one is refused."""
    assert run(course, "grade", "hand_ins", "--question", 1).returncode == 0
    assert results(course)["right"]["max_score"] == 2
    done = run(course, "grade", "hand_ins", "--question", "9z")
    assert done.returncode == 2
    assert "there is no question '9z' in rubric.yaml; there are 1, 2" in done.stderr


def test_check_shows_what_fails(course: Path) -> None:
    """One submission in detail: the smallest input, what came back, what was expected; status 1."""
    done = run(course, "check", "hand_ins/wrong.py", "1")
    assert done.returncode == 1
    assert "x = [1]" in done.stdout
    assert "double(x) returned [1] where [2] was expected." in done.stdout


def test_check_is_content_with_a_right_answer(course: Path) -> None:
    """Nothing lost is status 0; points that wait for a person are not lost."""
    assert run(course, "check", "hand_ins/right.py").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("grade", "nowhere"), "nowhere does not exist"),
        (("check", "nowhere.py"), "nowhere.py does not exist"),
        (("grade", "hand_ins", "--rubric", "none.yaml"), "the rubric none.yaml cannot be read"),
        (("grade", "hand_ins", "--jobs", "0"), "'0' is not a whole number from 1 up"),
    ],
)
def test_a_wrong_command_line_grades_nothing(course: Path, arguments: tuple[str, ...], message: str) -> None:
    """What cannot be done is said in one line, with status 2, and no results are written."""
    done = run(course, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "results" / "results.json").exists()


def test_two_submissions_with_one_id_are_named(course: Path) -> None:
    """Whose marks would they be?  Both paths are named."""
    (course / "more").mkdir()
    (course / "more" / "right.py").write_text(RIGHT)
    done = run(course, "grade", "hand_ins", "more")
    assert done.returncode == 2
    assert "hand_ins/right.py" in done.stderr
    assert "more/right.py" in done.stderr


def test_mistakes_in_the_rubric_are_all_reported(course: Path) -> None:
    """Every mistake with its file, line and column; nothing is graded."""
    broken = RUBRIC.replace("matches: double", "matches: duoble").replace("points: 3", "points: -3")
    (course / "rubric.yaml").write_text(broken)
    done = run(course, "grade", "hand_ins")
    assert done.returncode == 2
    assert "nothing was graded: 2 mistakes in the assignment" in done.stderr
    assert (
        "rubric.yaml:9:19: there is no function `duoble` in the reference; did you mean `double`?"
        in done.stderr
    )
    assert "rubric.yaml:12:34: `points` is a number above 0, not -3" in done.stderr
    assert not (course / "results" / "results.json").exists()


def test_a_reference_that_fails_its_own_rubric_grades_nothing(course: Path) -> None:
    """The reference must earn every point: here its answer depends on a counter."""
    source = REFERENCE + "\n\ncount = [0]\n\n\ndef shaky(x: Float[ndarray, 'n']) -> float:\n"
    source += "    '''Never the same.'''\n    count[0] += 1\n    return float(count[0])\n"
    (course / "reference" / "q" / "answers.py").write_text(source)
    (course / "rubric.yaml").write_text(RUBRIC.replace("{matches: total", "{matches: shaky"))
    done = run(course, "grade", "hand_ins")
    assert done.returncode == 2
    assert "reference/q/answers.py:21:1: `shaky` gives two answers to one input, " in done.stderr
    assert not (course / "results" / "results.json").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told_first(course: Path) -> None:
    """An output folder without permission is refused before any work."""
    (course / "locked").mkdir()
    (course / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = run(course, "grade", "hand_ins", "--out", "locked")
    assert done.returncode == 2
    assert "nothing can be written to locked" in done.stderr


def test_an_output_folder_that_is_a_file_is_told_first(course: Path) -> None:
    """A file where the folder should be is refused before any work."""
    (course / "results").write_text("mine")
    done = run(course, "grade", "hand_ins")
    assert done.returncode == 2
    assert "nothing can be written to results" in done.stderr
    assert (course / "results").read_text() == "mine"


def test_bad_submissions_never_stop_the_others(course: Path) -> None:
    """Empty, huge, binary, broken and hostile files each earn nothing; the right one keeps its points."""
    folder = course / "hand_ins"
    (folder / "empty.py").write_bytes(b"")
    (folder / "huge.py").write_bytes(b"#" * (100 << 20))
    (folder / "latin.py").write_bytes("x = 'é'\n".encode("latin-1"))
    (folder / "no_json.ipynb").write_text("{not json")
    (folder / "no_notebook.ipynb").write_text('{"hello": 1}')
    (folder / "generator.py").write_text("def double(x): yield 1\ndef total(x): return 'much'\n")
    (folder / "objects.py").write_text(
        "import numpy as np\ndef double(x): return np.array([object()])\n"
        "def total(x): return np.zeros(2**27)\n"
    )
    with zipfile.ZipFile(folder / "slip.zip", "w") as archive:
        archive.writestr("../../escaped.py", "x = 1")
        archive.writestr("/absolute.py", "x = 1")
        archive.writestr("hw.py", RIGHT)
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for number in range(10_000):
            archive.writestr(f"{number}.txt", "")
    done = run(course, "grade", "hand_ins")
    assert done.returncode == 0, done.stderr
    found = results(course)
    assert {name: each["score"] for name, each in found.items()} == {
        "empty": 0, "huge": 0, "latin": 0, "no_json": 0, "no_notebook": 0, "generator": 0, "objects": 0,
        "many": 0, "right": 5, "slip": 5, "wrong": 0,
    }  # fmt: skip
    for name in ("huge", "no_json", "no_notebook", "slip", "many"):
        assert found[name]["problems"], name
    assert found["latin"]["notes"]
    assert not list(course.rglob("escaped.py"))


def test_the_doctor_says_how_well_submissions_are_locked_in(course: Path) -> None:
    """A level in words, and a status that scripts can rely on."""
    done = run(course, "doctor")
    level = done.stdout.split()[1].rstrip(":")
    assert level in "ABCD"
    assert done.returncode == int(level > "B"), done.stderr
    assert ("What helps:" in done.stdout) == ("  - " in done.stdout)


def test_a_seed_counts_from_zero(course: Path) -> None:
    """Those below are the seeds of student kits."""
    done = run(course, "grade", "hand_ins", "--seed", "-1")
    assert done.returncode == 2
    assert "argument --seed: '-1' is not a whole number from 0 up" in done.stderr


def test_every_output_survives_any_encoding(course: Path) -> None:
    """A terminal or a file that has no ticks gets something in their place, and no traceback."""
    said = []
    for encoding in ("ascii", "utf-8"):
        done = subprocess.run(
            [*GRADER, "check", "hand_ins/right.py"],
            cwd=course,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.decode(encoding))
    assert "  + double gives the right values" in said[0]
    assert "  ✓ double gives the right values" in said[1]


def test_a_file_of_the_wrong_kind_is_a_slip(course: Path) -> None:
    """No score of 0: nobody hands that in."""
    (course / "README.md").write_text("# Read me")
    done = run(course, "check", "README.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "grader: README.md is no module (.py), notebook (.ipynb), folder or zip: nothing in it is checked\n"
    )


def test_an_interrupt_has_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As shells have it, so that a script does not take it for a mistake in the rubric."""

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "grader: interrupted\n"


def kept(store: Path) -> int:
    """Return how many submissions are in a store that somebody writes."""
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM submissions").fetchone()[0]
    except sqlite3.Error:  # it is not there yet
        return 0


def test_control_c_ends_a_batch_with_what_is_done(course: Path) -> None:
    """A terminal interrupts all processes of the command: one line, no traceback, and nothing stays."""
    (course / "hand_ins" / "endless.py").write_text("while True: pass\n")
    command = [*GRADER, "grade", "hand_ins", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while not kept(course / "results" / STORE) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "grader: interrupted; what is finished is kept, and the next `grader grade` goes on there\n" in err
    assert "Traceback" not in out + err
    deadline = time.monotonic() + 10
    with pytest.raises(ProcessLookupError):
        while time.monotonic() < deadline:
            os.killpg(process.pid, 0)
            time.sleep(0.02)


@pytest.mark.parametrize("arguments", [["--version"], ["-v"]])
def test_it_is_a_module_too(arguments: list[str]) -> None:
    """Where no script is on the path, Python finds it."""
    command = [sys.executable, "-m", "grader", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"grader {__version__}\n"


@pytest.mark.parametrize(
    ("where", "arguments"),
    [
        ("hand_ins", ("grade", ".")),
        ("hand_ins", ("grade", "right.py")),
        ("hand_ins", ("grade", "wrong.py", "../hand_ins/right.py")),
        ("hand_ins/ada", ("grade", "..")),
        ("hand_ins/ada", ("check", ".")),
        ("hand_ins/ada", ("check", "..")),
    ],
)
def test_a_rubric_among_submissions_must_be_named(course: Path, where: str, arguments: Sequence[str]) -> None:
    """It may be a student's, whose reference would be the instructor's: none of it is run."""
    here = course / where
    shutil.copytree(course / "reference", here / "reference")
    shutil.copy(course / "rubric.yaml", here)
    (here / "reference" / "q" / "answers.py").write_text("open('ran', 'w').close()\n" + REFERENCE)
    done = run(here, *arguments)
    assert done.returncode == 2
    assert done.stderr == (
        f"grader: {here}/rubric.yaml lies among the submissions and may be a student's, and its reference "
        "would be run as yours: if it is yours, say --rubric rubric.yaml\n"
    )
    assert not [*course.rglob("ran"), *course.rglob("results")]
    assert run(here, *arguments, "--rubric", course / "rubric.yaml").returncode < 2
    assert not [*course.rglob("ran")]
    assert run(here, *arguments, "--rubric", "rubric.yaml", "--out", course / "other").returncode < 2
    assert (here / "ran").is_file()


def test_a_rubric_beside_ones_own_work_or_above_the_submissions_need_not_be_named(course: Path) -> None:
    """As in a student's kit, and in a new assignment."""
    (course / "hw.py").write_text(RIGHT)
    with zipfile.ZipFile(course / "all.zip", "w") as archive:
        archive.writestr("ada.py", RIGHT)
    for arguments in (("check", "hw.py"), ("check", "hand_ins/right.py"), ("check", "all.zip")):
        assert run(course, *arguments).returncode == 0
    assert run(course, "grade", "hand_ins", "all.zip").returncode == 0
