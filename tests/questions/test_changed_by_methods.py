"""Arguments that a method changes: they belong to whoever calls."""

from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.grading import pipeline

from .asked import assignment, checks_of

ANSWERS = '''
class Scaler:
    """Remembers a mean."""

    def __init__(self, start: Float[ndarray, "d"]) -> None:
        self.mean = start

    def shifted(self, X: Float[ndarray, "n d"]) -> Float[ndarray, "n d"]:
        """Less the mean."""
        return X - self.mean

    def middle(self, values: list[int]) -> int:
        """The middle one in order."""
        return sorted(values)[len(values) // 2] if values else 0
'''
CHECKS = "{matches: Scaler, points: 2}, {matches: Scaler.middle, points: 1}"
RIGHT = """
class Scaler:
    def __init__(self, start): self.mean = start
    def shifted(self, X): return X - self.mean
    def middle(self, values):
        values = list(values)
        values.sort()
        return values[len(values) // 2] if values else 0
"""
IN_PLACE = RIGHT.replace("return X - self.mean", "X -= self.mean; return X")
SORTED = RIGHT.replace("        values = list(values)\n", "")
MINDED = "the answers are right, but `Scaler.{}` changes its argument `{}`: work on a copy of it"


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS)


def told(rubric: Path, hand_in: str) -> list[tuple[float, str]]:
    return [(each["earned"], each["message"]) for each in checks_of(rubric, hand_in)]


@pytest.mark.parametrize(
    "right",
    [
        RIGHT,
        RIGHT.replace("self.mean = start", "start += 0; start[:] = start[:]; self.mean = start"),
        RIGHT.replace("self.mean = start", "self.mean = start * 1.0; start *= 2"),
    ],
)
def test_arguments_that_are_left_alone_cost_nothing(rubric: Path, right: str) -> None:
    """What an object is made of is its own: a constructor may keep it, and so change it."""
    assert told(rubric, right) == [(2, ""), (1, "")]


def test_a_method_that_changes_an_array_loses_its_points(rubric: Path) -> None:
    """With the shortest program that shows it; what another method does is no business of a part."""
    whole, part = checks_of(rubric, IN_PLACE)
    assert (whole["earned"], whole["mistake"], whole["message"]) == (
        0,
        "changes_its_arguments",
        MINDED.format("shifted", "X"),
    )
    assert whole["evidence"]["call"].splitlines()[-2:] == [
        "s = Scaler(np.array([1.0]))",
        "s.shifted(np.array([[0.0]]))   # this changes what it is given",
    ]
    assert part["earned"] == 1


def test_a_method_that_sorts_the_list_that_it_is_given_loses_its_points(rubric: Path) -> None:
    """By itself and in the class, on the smallest list that shows it."""
    whole, part = checks_of(rubric, SORTED)
    for each in (whole, part):
        assert (each["earned"], each["message"]) == (0, MINDED.format("middle", "values"))
        assert each["evidence"]["call"].endswith(".middle([0, -1])   # this changes what it is given")


def test_after_an_exception_the_argument_is_named_that_was_changed(tmp_path: Path) -> None:
    """What raises as it should is given values, too."""
    answers = '''
class Bag:
    """Adds up."""

    def least(self, values: list[int]) -> int | Raises[ValueError]:
        """The smallest."""
        return min(values)

    def shifted(self, X: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
        """One more."""
        return X + 1
'''
    rubric = assignment(
        tmp_path,
        answers.replace("class Bag", "from grader import Raises\nclass Bag"),
        "{matches: Bag, points: 1}",
    )
    wrong = (
        "class Bag:\n    def least(self, values): return min(values)\n"
        "    def shifted(self, X):\n        X += 1\n        return X\n"
    )
    said = "the answers are right, but `Bag.shifted` changes its argument `X`: work on a copy of it"
    assert told(rubric, wrong) == [(0, said)]


def test_wrong_answers_are_told_first(rubric: Path) -> None:
    """Who changes an argument and answers wrongly hears of the answer."""
    wrong = SORTED.replace("len(values) // 2]", "-1]")
    whole, part = checks_of(rubric, wrong)
    assert "changes" not in whole["message"] + part["message"]
    assert (whole["earned"], part["earned"]) == (0, 0)


def test_a_change_may_be_permitted(tmp_path: Path) -> None:
    """By the name of the argument, whichever method takes it; another one is still minded."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: Scaler, may_change: [X], points: 1}")
    assert told(rubric, IN_PLACE) == [(1, "")]
    assert told(rubric, SORTED) == [(0, MINDED.format("middle", "values"))]


def test_a_change_may_cost_less(tmp_path: Path) -> None:
    """``credit`` names it as it does for functions."""
    rubric = assignment(
        tmp_path, ANSWERS, "{matches: Scaler, credit: {changes_its_arguments: 0.5}, points: 2}"
    )
    assert told(rubric, IN_PLACE) == [(1, MINDED.format("shifted", "X"))]


def test_a_reference_that_changes_an_argument_is_told(tmp_path: Path) -> None:
    """At the line of its method, with both ways out; where it is permitted nothing is."""
    answers = ANSWERS.replace("return X - self.mean", "X -= self.mean\n        return X")
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(assignment(tmp_path, answers, "{matches: Scaler, points: 1}"))
    (mistake,) = caught.value.mistakes
    line = mistake.file.read_text(encoding="utf-8").splitlines()[mistake.line - 1]
    assert line.strip().startswith("def shifted")
    told, _, do = mistake.message.partition("`: work on")
    assert told.startswith("`Scaler.shifted` changes its argument `X` at `import numpy as np; s = Scaler(")
    assert do == (
        " a copy of it, or say so in the check, `changes: [X]` where that is what is asked, and "
        "`may_change: [X]` where it is not"
    )


def test_a_reference_that_may_change_an_argument_is_not_told(tmp_path: Path) -> None:
    """Where the rubric says so."""
    answers = ANSWERS.replace("return X - self.mean", "X -= self.mean\n        return X")
    pipeline.prepare(assignment(tmp_path, answers, "{matches: Scaler, may_change: [X], points: 1}"))


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("may_change: [x]", "`Scaler` has no argument `x`; did you mean `X`?"),
        ("may_change: [n]", "`Scaler` has no argument `n`"),
    ],
)
def test_a_slip_in_the_rubric_is_told(tmp_path: Path, option: str, said: str) -> None:
    """At the key."""
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(assignment(tmp_path, ANSWERS, f"{{matches: Scaler, {option}, points: 1}}"))
    assert said in str(caught.value)


def test_a_law_minds_changes_where_it_says_so(tmp_path: Path) -> None:
    """``untouched`` holds for what a law does with objects, too."""
    law = '''
def shifts(Scaler, X: Float[ndarray, "n d"]):
    """Shifting twice is shifting by twice as much."""
    s = Scaler(np.ones(X.shape[1]))
    agree(s.shifted(X * 2.0), X * 2.0 - np.ones(X.shape[1]))
'''
    rubric = assignment(tmp_path, ANSWERS, "{law: shifts, untouched: true, points: 1}", law)
    assert told(rubric, RIGHT) == [(1, "")]
    ((earned, message),) = told(rubric, IN_PLACE)
    said = "the values are right, but `Scaler.shifted` changes its argument `X`: work on a copy of it"
    assert (earned, message) == (0, said)


def test_a_kit_minds_it(rubric: Path) -> None:
    """On its own examples."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 0
    (kit / "hw.py").write_text(SORTED, encoding="utf-8")
    done = small.command(kit, "check", "hw.py")
    assert done.returncode == 1
    assert MINDED.format("middle", "values") in " ".join(done.stdout.split())
