"""``grader inputs`` shows an instructor what is drawn for each check."""

from pathlib import Path

import one_question
import pytest
import small

from grader.kit.release import release

ANSWERS = '''
from typing import Annotated

from grader import Raises, Within


def root(x: Annotated[float, Within(-4, 4)]) -> float | Raises[ValueError]:
    """The square root."""
    if x < 0:
        raise ValueError("none")
    return x**0.5


class Counter:
    """It counts."""

    def __init__(self) -> None:
        self.n = 0

    def add(self, k: Annotated[int, Within(1, 3)]) -> int:
        """Add a number."""
        self.n += k
        return self.n


seven: int = 3 + 4
"""Seven."""
'''
LAWS = '''
from grader import agree


def a_square_has_its_root(root, a: float) -> None:
    """The root of a square is the number without its sign."""
    agree(root(a * a), abs(a))
'''
CHECKS = ", ".join(
    (
        "{matches: root, points: 1, examples: 22}",
        "{law: a_square_has_its_root, points: 1}",
        "{matches: Counter.add, points: 1}",
        "{matches: seven, points: 1}",
        "{written: answer_1, points: 1, criteria: Read it.}",
    )
)


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """An assignment of several kinds of checks."""
    return one_question.assignment(tmp_path, ANSWERS, CHECKS, LAWS)


def test_each_check_has_an_input_of_each_mood(rubric: Path) -> None:
    """With the right answer, an exception too, where the check compares with it."""
    done = small.command(rubric.parent, "inputs")
    assert done.returncode == 0, done.stderr
    root, law, method, value, words = done.stdout.strip().split("\n\n")
    assert root.splitlines()[:2] == ["1.matches.root (line 5)", "  22 inputs, of which these"]
    assert "edge      x = 4 → 2" in root or "edge      x = -4 → raises ValueError" in root
    assert [each.split()[0] for each in root.splitlines()[2:]] == [
        *("plain", "ones", "uneven", "ties", "ordinary", "edge", "layout", "long", "mixed", "tiny", "large")
    ]
    assert "→" not in law
    assert "plain     a = " in law
    assert "c = Counter()" in method
    assert "c.add(" in method.splitlines()[-1]
    for each in (value, words):
        assert each.endswith("nothing is drawn for it")


def test_a_kit_has_no_inputs_to_show(rubric: Path, tmp_path: Path) -> None:
    """Who has a kit has what students have."""
    release(rubric, tmp_path / "kit")
    done = small.command(tmp_path / "kit", "inputs")
    assert done.returncode == 2
    assert "is that of a kit: run it where the reference is" in done.stderr
