"""Arguments that may be left out, are named, or are any number of them."""

from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.rubric.read import read

from .asked import assignment, checks_of

ANSWERS = '''
def total(start: float, *numbers: float) -> float:
    """All of them together."""
    return start + sum(numbers)


def power(x: float, p: Annotated[int, Within(0, 3)] = 2) -> float:
    """x to the p."""
    return x**p


def scaled(x: float, *, by: float = 2.0) -> float:
    """x times a factor."""
    return by * x
'''
LAWS = '''
def three(pick):
    return [pick.choose(-9, 9) / 2 for _ in range(3)]


def any_order(total, numbers: Annotated[list[float], three]) -> None:
    """The order is nobody's business."""
    agree(total(*numbers), total(*numbers[::-1]), scale=30)
'''
CHECKS = (
    "{matches: total, points: 1}, {matches: power, points: 1}, {matches: scaled, points: 1}, "
    "{law: any_order, points: 1}"
)
RIGHT = (
    "def total(*all): return sum(all)\n"
    "def power(base, exponent=2): return base ** exponent\n"
    "def scaled(x, by=2): return x * by\n"
)
WRONG = (
    "def total(start, number=0): return start + number\n"
    "def power(x, p=3): return x ** p\n"
    "def scaled(x, factor=2): return x * factor\n"
)
TOO_MANY = (
    "`total` raised TypeError: total() takes from 1 to 2 positional arguments but 3 were given; "
    "asked for: total(start, *numbers)"
)


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS, LAWS)


def told(rubric: Path, hand_in: str) -> list[tuple[float, str]]:
    return [(each["earned"], each["message"]) for each in checks_of(rubric, hand_in)]


def test_right_functions_earn_all(rubric: Path) -> None:
    """Whatever they call what is handed over by its place."""
    assert told(rubric, RIGHT) == [(1, "")] * 4


def test_wrong_ones_are_told_with_the_call(rubric: Path) -> None:
    """As one would write it, and on which inputs it is so."""
    found = told(rubric, WRONG)
    assert [earned for earned, _ in found] == [0] * 4
    total, power, scaled, law = (said for _, said in found)
    assert total.startswith(TOO_MANY)
    assert total.endswith(
        "Raises only where `numbers[1]` is given: on all 45 such inputs, and right on all 13 others."
    )
    assert power == (
        "Right on all 33 inputs where `p` is given, and wrong on 20 of the 25 others. "
        "Where it is wrong, your answer is the right one times `x`."
    )
    assert scaled.startswith(
        "`scaled` raised TypeError: scaled() got an unexpected keyword argument 'by'; "
        "asked for: scaled(x, by)"
    )
    assert scaled.endswith(
        "Raises only where `by` is given: on all 40 such inputs, and right on all 18 others."
    )
    assert law.startswith(TOO_MANY)


def test_a_wrong_sum_of_several_does_not_pass(rubric: Path) -> None:
    """Not the first two alone."""
    first = RIGHT.replace("sum(all)", "sum(all[:2])")
    assert told(rubric, first)[0][0] == 0


def test_a_starter_has_them_as_they_are(rubric: Path) -> None:
    """With stars and defaults."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    starter = (rubric.parent / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "def total(start, *numbers):" in starter
    assert "start a number, *numbers each a number → a number" in starter
    (rubric.parent / "kit" / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(rubric.parent / "kit", "check", "hw.py").returncode == 0


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("**x: float", "calls with any names cannot be drawn: write the names, with defaults"),
        ("*x: float, y: float", "it is named, behind any number of others: that cannot be drawn"),
        ("x: float = 1, *y: float", "an argument before it has a default: name those behind it instead"),
        ("*x: str", "an argument that is no number needs a domain: Annotated[str, lambda pick: "),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, definition: str, said: str) -> None:
    """What cannot be drawn."""
    answers = f'def f({definition}) -> float:\n    """Doc."""\n    return 1.0\n'
    with pytest.raises(AssignmentError) as problem:
        read(assignment(tmp_path, answers, "{matches: f, points: 1}"))
    assert problem.value.mistakes[0].message.partition(": ")[2].partition(": ")[2].startswith(said)
