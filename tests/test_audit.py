"""Is the rubric any good?  Tried on a small assignment, good and spoiled."""

import subprocess
import sys
from pathlib import Path

import pytest

ANSWERS = '''
"""Answers."""
import numpy as np
from jaxtyping import Float
from numpy import ndarray


def clipped(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """The positive part: max(x, 0)."""
    return np.maximum(x, 0)  # equivalent: the order of the arguments of a maximum
'''
LAWS = '''
"""Laws."""
import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader.compare import agree


def parts_add_up(clipped, x: Float[ndarray, "n"]) -> None:
    """The positive part of x less that of −x is x."""
    agree(clipped(x) - clipped(-x), x, scale=np.abs(x).max())


def is_defined(clipped, x: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    clipped(x)
'''
MISTAKES = '''
"""Mistakes."""
import numpy as np

from grader.mistakes import mistake


@mistake(of="clipped", credit=0.5)
def absolute_value(x):
    """Negative entries become 0, not positive."""
    return np.abs(x)
'''
VARIANT = "def clipped(x):\n    return [max(float(v), 0) for v in x]\n"
RUBRIC = """\
assignment: tiny
reference: reference
examples: 30
questions:
  - id: 1
    checks:
      - {matches: clipped, points: 2}
      - {law: parts_add_up, points: 1}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small assignment that audits green."""
    question = tmp_path / "reference" / "q1"
    (question / "variants").mkdir(parents=True)
    (question / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (question / "laws.py").write_text(LAWS, encoding="utf-8")
    (question / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    (question / "variants" / "loops.py").write_text(VARIANT, encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path


def audit(folder: Path) -> tuple[int, str]:
    """Run ``grader audit`` in a folder; return its status and what it printed."""
    command = [sys.executable, "-m", "grader.cli", "audit", "--seeds", "2", "--html", "audit.html"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def add(course: Path, file: str, text: str) -> None:
    """Append to a file of the reference."""
    path = course / "reference" / "q1" / file
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


def test_a_good_rubric_holds(course: Path) -> None:
    """All that is caught and forgiven is counted, and the status is 0."""
    status, said = audit(course)
    assert said.splitlines() == [
        "1 known mistakes: 1 lose points, 1 are named as themselves",
        "0 mechanical mutants: 0 lose points",
        "1 correct variants under 2 seeds: 0 lose points",
        "checks that change their mind with the seed: 0",
        "checks that never decide anything: 0",
        "",
        "The rubric holds.",
    ]
    assert status == 0


def test_the_kill_matrix_is_a_page_without_scripts(course: Path) -> None:
    """Mistakes down, checks across; nothing is fetched and nothing runs."""
    audit(course)
    page = (course / "audit.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "absolute_value" in page
    assert "1.matches.clipped" in page
    assert "<script" not in page


def test_a_mistake_that_keeps_full_marks_is_told(course: Path) -> None:
    """A catalogued mistake that is right escapes, with its file and line."""
    add(
        course,
        "mistakes.py",
        "\n\n@mistake(of='clipped')\ndef harmless(x):\n    '''No mistake.'''\n    return np.maximum(0, x)\n",
    )
    status, said = audit(course)
    assert status == 1
    assert "Known mistakes that keep full marks" in said
    assert "mistakes.py:14: harmless (of clipped)" in said


def test_two_mistakes_with_the_same_answers_need_one_sentence(course: Path) -> None:
    """The second would be told the first one's sentence."""
    add(
        course,
        "mistakes.py",
        "\n\n@mistake(of='clipped')\ndef root(x):\n    '''Not this.'''\n    return np.sqrt(x * x)\n",
    )
    status, said = audit(course)
    assert status == 1
    assert "root (of clipped) is taken for absolute_value" in said


def test_a_correct_variant_that_loses_points_is_told(course: Path) -> None:
    """A right answer must never lose one: here a variant is wrong."""
    (course / "reference" / "q1" / "variants" / "odd.py").write_text("def clipped(x):\n    return x\n")
    status, said = audit(course)
    assert status == 1
    assert "odd.py: 1.matches.clipped" in said


def test_a_check_that_nothing_fails_is_told(course: Path) -> None:
    """Its points are given away."""
    (course / "rubric.yaml").write_text(RUBRIC + "      - {law: is_defined, points: 1}\n", encoding="utf-8")
    status, said = audit(course)
    assert status == 1
    assert "line 9: 1.law.is_defined (1 points)" in said


def test_a_mutant_that_keeps_full_marks_is_told(course: Path) -> None:
    """A change that the rubric does not notice is listed with its line and what was changed."""
    source = ANSWERS.replace(
        "    return np.maximum(x, 0)  # equivalent: the order of the arguments of a maximum",
        "    return np.maximum(x, 0)",
    )
    (course / "reference" / "q1" / "answers.py").write_text(source, encoding="utf-8")
    status, said = audit(course)
    assert status == 1
    assert "answers.py:10: np.maximum(x, 0) → np.maximum(0, x)" in said


def test_the_rubric_of_the_first_assignment_holds() -> None:
    """Every known mistake is caught and named, every mutant dies, no right variant loses, nothing is idle."""
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "grader.cli", "audit", "--seeds", "2"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The rubric holds." in done.stdout
