"""The sample submissions, and the commands of the README, through the real thing."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import first_assignment
import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow

Done = subprocess.CompletedProcess[str]
RIGHT = ("ada_numpy", "blaise_torch", "carl_notebook", "noisy_printer", "raises_at_import")


def commands() -> list[str]:
    """Return the grader's commands in the README, a line each."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("grader ")]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Done, Path]]:
    """Run a command of the README, once for all tests; return what it said and the folder of its results.

    Where this one process is enough for the samples: another would draw all new inputs once more.
    """
    course = first_assignment.copied(tmp_path_factory.mktemp("course")).parent

    @cache
    def run(command: str) -> tuple[Done, Path]:
        words, out = shlex.split(command, comments=True), tmp_path_factory.mktemp("results")
        if "--out" in words:
            words[words.index("--out") + 1] = str(out)
        if words[1] == "grade":
            words += ["--jobs", "1"]
        done = subprocess.run(
            [sys.executable, "-m", "grader", *words[1:]],
            cwd=course,
            env={**os.environ, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        return done, out

    return run


@pytest.fixture(scope="module")
def graded(typed: Callable[[str], tuple[Done, Path]]) -> dict[str, dict]:
    """Return the results of ``grader grade submissions``, by id."""
    (command,) = [each for each in commands() if each.startswith("grader grade ")]
    assert shlex.split(command)[:3] == ["grader", "grade", "submissions"]
    done, out = typed(command)
    assert done.returncode == 0, done.stderr
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return {each["id"]: each for each in results["submissions"]}


def test_each_sample_earns_what_is_expected(graded: dict[str, dict]) -> None:
    """``expected.json`` states the points of every sample for every question."""
    expected = json.loads((ROOT / "submissions" / "expected.json").read_text(encoding="utf-8"))
    assert {
        name: {q["id"]: q["score"] for q in each["questions"]} for name, each in graded.items()
    } == expected


@pytest.mark.parametrize("name", RIGHT)
def test_correct_samples_lose_nothing(graded: dict[str, dict], name: str) -> None:
    """As a module, in torch, as a notebook, among prints, after an exception: all a machine can give."""
    sample = graded[name]
    assert sample["score"] + sample["pending"] == 108
    assert sample["max_score"] == 100


def test_the_answer_sheet_is_wrong_where_it_is_wrong(graded: dict[str, dict]) -> None:
    """Points are lost just where the sheet errs or is silent, and its mistakes have their names."""
    questions = {q["id"]: q for q in graded["answer_sheet"]["questions"]}
    full = {
        name
        for name, q in questions.items()
        if all(c["verdict"] in ("passed", "pending") for c in q["checks"])
    }
    assert full >= {"3a", "3b", "4a", "5a", "5b", "6a", "6c", "7", "8a", "8b", "9a", "9b", "9c", "9d"}
    assert not full & {"1a", "2a", "2b", "4b", "5c", "6b", "6d", "8c"}
    named = {check["mistake"] for q in questions.values() for check in q["checks"]} - {None}
    assert named >= {
        "diagonal_of_the_jacobian_only",
        "lp_with_1_over_n_outside_the_root",
        "momentum_coefficient_missing",
        "confident_loss_minus_infinity",
    }


def test_every_lost_point_has_a_sentence(graded: dict[str, dict]) -> None:
    """No check is lost without a line that says why."""
    for sample in graded.values():
        for question in sample["questions"]:
            for check in question["checks"]:
                if check["verdict"] != "passed":
                    assert check["message"], check["id"]


def test_one_bad_function_costs_only_itself(graded: dict[str, dict]) -> None:
    """A loop that never ends, a syntax error, a memory hog: the other questions keep their points."""
    right = {q["id"]: q["score"] for q in graded["ada_numpy"]["questions"]}
    for name, lost in (("infinite_loop", {"7"}), ("memory_hog", {"4b"}), ("syntax_error", {"6c"})):
        scores = {q["id"]: q["score"] for q in graded[name]["questions"]}
        assert {q for q in right if scores[q] < right[q]} == lost, name


@pytest.mark.parametrize("command", commands())
def test_the_commands_of_the_readme_work(typed: Callable[[str], tuple[Done, Path]], command: str) -> None:
    """What the README says to type ends with the status it promises."""
    done, _ = typed(command)
    assert done.returncode == 0, done.stderr + done.stdout


def test_the_makefile_has_the_commands_of_the_readme() -> None:
    """``make grade`` and ``make test`` are there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", readme, re.MULTILINE)
    assert targets == ["grade", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_rubric_is_worth_a_hundred_points() -> None:
    """Without the bonus questions, which are the extensions."""
    from grader.rubric.read import read

    assignment = read(ROOT / "rubric.yaml").assignment
    assert assignment.max_score == 100
    assert [question.id for question in assignment.questions if question.bonus] == ["5c", "8c"]
