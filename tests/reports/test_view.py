"""What a student sees of results: in no format the answer of a ``value``, and nothing of a hidden check."""

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import by_hand
import numpy as np
import pytest
import small

from grader.checks.slips import transposed, up_to_a_factor
from grader.frontends import check_line
from grader.functions.reply import Answer
from grader.model import (
    Assignment,
    Check,
    Evidence,
    Growth,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
    Visibility,
)
from grader.platforms.classroom50 import runner as classroom50
from grader.platforms.github.annotations import annotations
from grader.platforms.github.classroom import classroom
from grader.platforms.gradescope import runner as gradescope
from grader.platforms.runner.run import Graded, graded
from grader.reports import view
from grader.reports.formats.ctrf import render as ctrf
from grader.reports.formats.junit import render as junit
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.results import as_students_see_it, read
from grader.reports.student_page import student_page
from grader.reports.summary import summary
from grader.reports.terminal import submission_detail
from grader.reports.view import SLIPS, shown, student_view
from grader.values.wire import pack

# Any way to write one of these numbers has these digits in it.
VALUE, ENTRY, TEXT, INPUT = "7319284", "2846173", "sesame", "51234"
ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within


def number() -> float:
    """A number."""
    return 73.192846519


def table() -> Float[ndarray, "2 2"]:
    """A table."""
    return np.array([[1.0, 2.0], [2846.1735091, 3.0]])


def listed() -> list[float]:
    """Many numbers."""
    return [7319.284 * k for k in range(1, 15)]


def word() -> str:
    """A word."""
    return "open sesame"


def tripled(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Three times x."""
    return 3 * x


def doubled(x: Annotated[Float[ndarray, " n"], Within(5123.41, 5123.49)]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x
'''
RUBRIC = """\
assignment: secrets
reference: reference
limits: {seconds: 2}
examples: 20
questions:
  - id: 1
    title: Numbers
    checks:
      - {value: number, points: 1}
      - {value: table, points: 1}
      - {value: listed, points: 1}
      - {value: word, points: 1}
      - {written: answer_1, points: 1, criteria: "say open sesame"}
  - id: 2
    title: Functions
    checks:
      - {matches: tripled, points: 1}
      - {matches: doubled, points: 1, visibility: hidden}
"""
WRONG = {
    "zeros": "np.zeros((2, 2))|[1.0, 2.0]|[0.0] * 14|''",
    "multiples": "np.zeros((3, 3))|1 / 0|[float(k) for k in range(1, 15)]|None",
}
SOURCE = """
import numpy as np
answer_1 = 'open'
def table(): return {}
def number(): return {}
def listed(): return {}
def word(): return {}
def tripled(x): return x
def doubled(x):
    print(x)
    raise ValueError(x.tolist())
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an assignment and submissions that are wrong in every way."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "reference").mkdir()
    (folder / "reference" / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    for name, answers in WRONG.items():
        (folder / f"{name}.py").write_text(SOURCE.format(*answers.split("|")), encoding="utf-8")
    return folder


def files(course: Path, name: str) -> dict[str, str]:
    """Grade a submission in every way, and return all that its student may be handed."""
    out = course / f"out-{name}"
    done = small.command(course, "check", f"{name}.py", "--out", str(out))
    assert done.returncode == 1
    results = read(out)
    environment = dict.fromkeys(
        ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL"), "x"
    )
    line = check_line.run(f"--clean --file {course / name}.py --rubric {course / 'rubric.yaml'}", {})
    assert isinstance(line, check_line.Checked)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "-vv", "-l"]
    command += ["--junitxml=junit.xml", "--rubric", "rubric.yaml", "--submission", f"{name}.py"]
    tests = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=120, check=False)
    assert tests.returncode == 1
    return {
        "terminal": done.stdout + done.stderr,
        **{path.suffix: path.read_text(encoding="utf-8") for path in (out / "students").glob("*.*")},
        "JUnit": junit(results),
        "CTRF": ctrf(results),
        "GitHub's summary": summary(results),
        "GitHub's annotations": "\n".join(annotations(results)),
        "Classroom": b64decode(classroom(results)).decode(),
        "Classroom 50": json.dumps(classroom50.result(results, environment)),
        "Gradescope": json.dumps(gradescope.result(Graded(results))),
        "results for students": repr([as_students_see_it(each) for each in results.submissions]),
        "%check": repr(line) + line._repr_markdown_() + line._repr_html_(),
        "pytest": tests.stdout + tests.stderr + (course / "junit.xml").read_text(encoding="utf-8"),
    }


@pytest.mark.parametrize("name", WRONG)
def test_no_format_tells_an_answer_or_a_hidden_input(course: Path, name: str) -> None:
    """The right value, hidden inputs and what a reader looks for stand in no file and on no screen."""
    found = files(course, name)
    assert len(found) == 13
    for where, text in found.items():
        digits = text.replace(".", "").replace(",", "")
        for secret in (VALUE, VALUE[:5], ENTRY, ENTRY[:5], TEXT, INPUT, "doubled"):
            assert secret not in digits, (where, secret)
    everything = (course / f"out-{name}" / "results.json").read_text(encoding="utf-8").replace(".", "")
    assert all(secret in everything for secret in (INPUT, TEXT, "doubled"))
    if name == "zeros":
        assert ENTRY in everything
        assert "table() returned [[0, 0], [0, 0]], which is not the right value." in found["terminal"]
    else:
        assert VALUE in everything
        assert '"mistake": "constant_factor"' in everything


LAW = """
from jaxtyping import Float
from numpy import ndarray

from grader.errors import GraderError


def stays_the_same(tripled, x: Float[ndarray, " n"]) -> None:
    \"\"\"A law with a fault of its own.\"\"\"
    if tripled(x)[0] == x[0] != 0:
        raise GraderError("open sesame")
"""


def test_what_broke_is_not_for_students(course: Path, tmp_path: Path) -> None:
    """Neither on the screen nor on a platform; there it is told that a check could not be decided."""
    (tmp_path / "zeros.py").write_bytes((course / "zeros.py").read_bytes())
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "reference" / "laws.py").write_text(LAW, encoding="utf-8")
    rubric = RUBRIC + "      - {law: stays_the_same, points: 1, visibility: hidden}\n"
    (tmp_path / "rubric.yaml").write_text(rubric, encoding="utf-8")
    done = small.command(tmp_path, "check", "zeros.py")
    assert done.returncode == 2
    assert "2: a hidden check; `grader grade` says which, and why" in done.stderr
    told = graded(tmp_path / "zeros.py", tmp_path / "rubric.yaml", 60)
    for text in (done.stdout + done.stderr, told.page, told.said, json.dumps(gradescope.result(told))):
        assert "stays" not in text
        assert TEXT not in text
    assert "there is no score" in gradescope.result(told)["output"]
    assert (
        small.command(tmp_path, "grade", "zeros.py", "--rubric", "rubric.yaml").stderr.count("open sesame")
        == 1
    )


# ---- the rule ----------------------------------------------------------------------------------------

HIDDEN_CHECK = Check("hidden", "hidden", "", 2, Visibility.HIDDEN)
EVIDENCE = Evidence("", "f()", {}, np.zeros(2), np.array([1.5, 2.5]), "[0]", 1, 1)


def result(*outcomes: Outcome) -> Result:
    """Return a result of one question."""
    question = Question("1", "One", tuple(outcome.check for outcome in outcomes))
    return Result(Submission("a", "a.py", (), {}, (), ""), (QuestionResult(question, outcomes),), (), "A")


def outcomes() -> Iterator[Outcome]:
    """Yield what may become of a check of every kind."""
    options = {"of": "l", "wrt": "x", "proves": "p", "criteria": "says why"}
    for kind in ("matches", "law", "gradient", "value", "witness", "written"):
        for visibility in Visibility:
            check = by_hand.check(f"1.{kind}.f.{visibility}", kind, "f", 2, visibility, options)
            yield Outcome(check, Verdict.PASSED, 1.0, "float32")
            yield Outcome(check, Verdict.FAILED, 0.5, "Not quite.", "a_known_one", EVIDENCE)
            yield Outcome(check, Verdict.FAILED, 0.8, "2 times what it should be.", SLIPS[0], EVIDENCE)
            for verdict in Verdict:
                yield Outcome(check, verdict, 0.0, "", None, EVIDENCE)
                yield Outcome(check, verdict, 0.0, "A word.", None, None)


def test_students_see_the_same_in_reports_and_exports(tmp_path: Path) -> None:
    """What a report shows of a result is what an export shows of its file, and shown twice it is the same."""
    whole = result(*outcomes())
    assert repr(shown(shown(whole))) == repr(shown(whole))  # arrays in it have no one truth
    assignment = Assignment("a", "A", (), Limits(), 20)
    found = []
    for each in (whole, shown(whole)):
        (tmp_path / "results.json").write_text(results_json(Report(assignment, 0, (each,))), encoding="utf-8")
        (submission,) = read(tmp_path).submissions
        found.append([check for q in as_students_see_it(submission).questions for check in q.checks])
    assert len(found[0]) == len(whole.questions[0].outcomes)
    assert found[0] == found[1]


def test_one_rule_decides_for_every_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it withholds every check, no report and no export made for a student names one."""
    whole = by_hand.erring()
    results = results_json(Report(by_hand.ASSIGNMENT, 0, (whole,)))
    (tmp_path / "results.json").write_text(results, encoding="utf-8")

    def told() -> dict[str, bool]:
        seen, found = student_view(whole, "A"), read(tmp_path)
        texts = {
            "page": student_page(seen),
            "Markdown": student_markdown(seen),
            "terminal": by_hand.render(submission_detail(seen), 160),
            "CTRF": ctrf(found),
            "JUnit": junit(found),
            "annotations": "\n".join(annotations(found)),
            "results for students": repr([as_students_see_it(each) for each in found.submissions]),
        }
        return {way: "softmax" in text for way, text in texts.items()}

    assert all(told().values())
    monkeypatch.setattr(view, "shown_check", lambda check: replace(HIDDEN_CHECK, points=check.points))
    assert not any(told().values())


def test_nothing_is_left_of_a_hidden_check_but_its_points() -> None:
    """Neither in what became of it nor among what is asked; and whether it waits or broke."""
    for outcome in (replace(each, pattern="Wrong only where `x` is 7.") for each in outcomes()):
        if outcome.check.visibility is Visibility.HIDDEN:
            (question,) = shown(result(outcome)).questions
            (seen,) = question.outcomes
            assert seen.pattern is None
            assert seen.check == HIDDEN_CHECK
            assert question.question.checks == (seen.check,)
            assert (seen.message, seen.mistake, seen.evidence) == ("", None, None)
            kept = ("passed", "pending", "broken", "skipped")
            assert seen.verdict == (outcome.verdict if outcome.verdict in kept else "failed")
            assert seen.earned == outcome.earned


def test_no_picture_is_left_of_a_value() -> None:
    """It might show what is right."""
    drawn = replace(EVIDENCE, plot=Growth("n", (1, 2), (1, 2), (1.0, 1.0)))
    for kind, left in (("value", False), ("matches", True)):
        lost = Outcome(by_hand.check("1", kind, "f", 2), Verdict.FAILED, evidence=drawn)
        evidence = shown(result(lost)).questions[0].outcomes[0].evidence
        assert evidence is not None
        assert (evidence.plot is not None) == left


def test_a_slip_that_gives_a_value_away_is_not_named() -> None:
    """Up to a factor that is told, a sign or a transposition, what was returned is the answer."""
    x = np.arange(1.0, 3.0)
    pairs = [(Answer(pack(each)), each, x) for each in (2 * x, -x)]
    named = {up_to_a_factor([pair] * 20).name for pair in pairs}
    table = np.arange(6.0).reshape(2, 3)
    named.add(transposed([(Answer(pack(table.T)), table.T, table)]).name)
    assert named == set(SLIPS)
    for slip in SLIPS:
        for kind, seen in (("value", None), ("matches", slip)):
            check = by_hand.check("1", kind, "f", 2)
            lost = Outcome(check, Verdict.FAILED, 0.8, "1.5 times what it should be", slip, EVIDENCE)
            outcome = shown(result(lost)).questions[0].outcomes[0]
            assert outcome.mistake == seen
            assert ("1.5" in outcome.message) == (seen is not None)
            assert outcome.earned == 1.6
