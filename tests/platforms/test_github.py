"""Step summaries, annotations, and the output that Classroom's reporter reads."""

import base64
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import check, of_every_kind, question, results, submission

from grader.errors import InputError
from grader.platforms.github.annotations import annotations
from grader.platforms.github.classroom import classroom
from grader.reports.summary import summary


def test_the_summary_is_a_table() -> None:
    """A row a submission; what is not known has a question mark."""
    lines = summary(of_every_kind()).splitlines()
    assert lines[:5] == [
        "## small",
        "",
        "| submission | 1 | score | maximum | waiting |",
        "| --- | --: | --: | --: | --: |",
        "| ada | 2.8 | 2.8 | 10 | 0 |",
    ]
    assert len(lines) == 6
    assert lines[5].endswith("| ? | ? | 2 | 0 |")
    assert lines[5].count(" | ") == 4


def test_a_summary_is_never_too_large() -> None:
    """GitHub refuses more than a megabyte; what is left out is counted."""
    many = results(*(submission("x" * 900 + str(n), question("1", check("f"))) for n in range(2000)))
    text = summary(many)
    assert len(text.encode()) <= 1_000_000
    assert text.endswith("more are in `results.json`.\n")


def test_annotations_are_at_most_ten_and_stay_on_their_line() -> None:
    """The most expensive first; whatever is in them, each is one command."""
    lines = annotations(of_every_kind())
    assert len(lines) == 4
    assert all(line.startswith("::error file=") and "\n" not in line and "\r" not in line for line in lines)
    assert "::error::x" not in lines[2].split("::", 2)[1]
    many = results(
        submission("ada", question("1", *(check(f"f{n}", earned=0, verdict="failed") for n in range(30))))
    )
    told = annotations(many)
    assert len(told) == 10
    assert told[-1] == "::error title=More::21 more checks were not passed; see the summary"


def test_an_annotation_stands_at_the_function(tmp_path: Path) -> None:
    """In the file and line where it is defined, also of a law; where that is not known, at the first file."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "hw.py").write_text("x = 1\n\n\ndef fails(x):\n    return x\n")
    told = {"message": "", "call": "fails at x", "inputs": {}, "got": 1, "expected": 2, "where": ""}
    evidence = {**told, "failing": 1, "examples": 2}
    checks = [check(name, earned=0, verdict="failed") for name in ("fails", "missing")]
    checks.append(check("a_law", earned=0, verdict="failed", kind="law", evidence=evidence))
    one = submission("ada", question("1", *checks))
    one["path"] = str(tmp_path / "work")
    found, unknown, law = annotations(results(one))
    assert found.startswith(f"::error file={tmp_path}/work/hw.py,line=4,title=1%3A fails is right")
    assert unknown.startswith(f"::error file={tmp_path}/work/hw.py,title=1%3A missing is right")
    assert law.startswith(f"::error file={tmp_path}/work/hw.py,line=4,title=1%3A a_law")


def test_an_annotation_stands_in_a_notebook_too(tmp_path: Path) -> None:
    """At the line of the file; of a function that is defined twice at the one that counts."""
    import nbformat

    cells = [nbformat.v4.new_code_cell(f"# {n}\n\nasync def fails(x):\n    return {n}") for n in (1, 2)]
    path = tmp_path / "hw.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    one = submission("ada", question("1", check("fails", earned=0, verdict="failed")))
    one["path"] = str(path)
    (told,) = annotations(results(one))
    line = 1 + max(n for n, text in enumerate(path.read_text().splitlines()) if "def fails" in text)
    assert told.startswith(f"::error file={path},line={line},title=")


def test_what_waits_for_a_person_is_not_lost() -> None:
    """The reporter calls a run failed by its status alone; the points are given later."""
    waits = check("words", 1, 0, "pending")
    one = submission("ada", question("1", check("f", 2, 2), waits))
    one["pending"] = 1
    data = decoded(classroom(results(one)))
    assert (data["status"], data["max_score"], sum(test["score"] for test in data["tests"])) == ("pass", 3, 2)
    lost = submission("ada", question("1", check("f", 2, 1.5, "failed"), waits))
    lost["pending"] = 1
    assert decoded(classroom(results(lost)))["status"] == "fail"


def decoded(text: str) -> dict:
    return json.loads(base64.b64decode(text))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.25, 0.5, 1, 1.5, 2, 2.5, 3]), st.sampled_from([0, 0.4, 0.5, 0.6, 0.8, 1])
        ),
        min_size=1,
        max_size=30,
    )
)
def test_table_and_notice_of_the_reporter_agree(shares: list[tuple[float, float]]) -> None:
    """Passes over tests times the maximum, and the sum of the scores: the reporter prints both."""
    checks = [check(f"f{n}", points, points * share, "failed") for n, (points, share) in enumerate(shares)]
    one = results(submission("ada", question("1", *checks)))
    data = decoded(classroom(one))
    table = sum(test["status"] == "pass" for test in data["tests"]) / len(data["tests"]) * data["max_score"]
    notice = sum(test["score"] for test in data["tests"])
    earned = sum(round(100 * points * share) for points, share in shares) / 100
    assert table == pytest.approx(notice)
    assert notice <= earned + 0.01
    assert earned - notice <= data["max_score"] / len(data["tests"]) + 0.02
    assert data["max_score"] == sum(points for points, _ in shares)


def test_the_output_has_every_field_and_fits() -> None:
    """A missing line number would be printed, a missing score be NaN; 90 KB are all there is room for."""
    checks = [check(f"f{n}", 2.5, 1.05, "failed") for n in range(40)]
    data = decoded(
        classroom(results(submission("ada", *(question(str(n), each) for n, each in enumerate(checks)))))
    )
    for test in data["tests"]:
        assert set(test) == {"name", "status", "score", "message", "line_no", "test_code"}
    assert len(json.dumps(data)) < 90_000
    numbers = [test["status"] for test in data["tests"]]
    assert all((a, b) != ("fail", "pass") for a, b in pairwise(numbers))


def test_bonus_fills_up_and_no_more() -> None:
    """The maximum is that of the ordinary questions."""
    full, extra = question("1", check("f", 2, 1)), question("2", check("g", 4, 4), bonus=True)
    data = decoded(classroom(results(submission("ada", full, extra))))
    assert sum(test["score"] for test in data["tests"]) == data["max_score"] == 2


def test_what_could_not_be_checked_is_an_error() -> None:
    """The reporter then says error, not fail."""
    broken = question("1", check("f", earned=None, verdict="broken", message="secret of ours"))
    data = decoded(classroom(results(submission("ada", broken))))
    assert data["status"] == "error"
    assert "secret" not in json.dumps(data)


def test_classroom_takes_one_submission() -> None:
    """A repository holds one."""
    with pytest.raises(InputError, match="this format is for one submission; there are 2"):
        classroom(of_every_kind())


# ---- the command -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    import msgspec

    one = of_every_kind().submissions[:1]
    data = {"assignment": "small", "seed": 0, "submissions": msgspec.to_builtins(one)}
    (tmp_path / "results.json").write_text(json.dumps(data).replace("\\ud800", ""), encoding="utf-8")
    return tmp_path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)


def test_only_our_own_commands_reach_the_runner(folder: Path) -> None:
    """In a workflow the annotations are printed, and nothing else that begins like one."""
    done = run(
        "github", "--results", folder, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(folder / "summary.md")
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [line[:8] for line in done.stdout.splitlines()] == ["::error "] * 3
    assert (folder / "summary.md").read_text().startswith("## small")


def test_the_output_of_the_step_is_set(folder: Path) -> None:
    """And printed where there is no step."""
    done = run("classroom", "--results", folder, GITHUB_OUTPUT=str(folder / "output"))
    assert (done.returncode, done.stdout) == (0, "")
    name, _, value = (folder / "output").read_text().strip().partition("=")
    assert name == "result"
    assert decoded(value)["max_score"] == 10
    assert run("classroom", "--results", folder).stdout.startswith("result=")


@pytest.mark.parametrize("form", ["junit", "ctrf"])
def test_a_report_goes_to_a_file_or_the_terminal(folder: Path, form: str) -> None:
    """The same text."""
    out = folder / "report"
    assert run(form, "--results", folder, "--out", out).returncode == 0
    assert run(form, "--results", folder).stdout == out.read_text(encoding="utf-8")


def test_without_results_it_says_what_writes_them(tmp_path: Path) -> None:
    """Status 2, and one sentence."""
    done = run("junit", "--results", tmp_path)
    assert done.returncode == 2
    missing = f"{tmp_path / 'results.json'} cannot be read: No such file or directory"
    assert done.stderr == f"grader: {missing}; `grader grade` writes it\n"
