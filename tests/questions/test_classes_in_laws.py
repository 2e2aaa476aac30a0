"""What a law may ask of classes themselves: whether one comes from another, and what stands in it."""

from collections.abc import Mapping
from pathlib import Path

import one_question
import pytest

from grader.audit import cheats
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Result

ANSWERS = '''
from typing import Annotated

from grader import Within

Side = Annotated[int, Within(1, 9)]


class Shape:
    """A shape with a number of corners."""

    corners: int = 0

    def area(self) -> int:
        """The area."""
        return 0


class Square(Shape):
    """A square, which is a shape."""

    corners: int = 4

    def __init__(self, side: Side) -> None:
        self.side = side

    def area(self) -> int:
        """The area."""
        return self.side**2
'''
LAWS = '''
from typing import Annotated

from grader import Within


def a_square_is_a_shape(Square, Shape, side: Annotated[int, Within(1, 9)]) -> None:
    """A Square is a Shape, and no Shape is a Square by itself."""
    square = Square(side)
    assert issubclass(Square, Shape) and isinstance(square, Shape) and isinstance(square, Square)
    assert not issubclass(Shape, Square) and not isinstance(Shape(), Square) and not isinstance(3, Square)
    assert square.area() == side * side


def a_square_has_four_corners(Square, Shape) -> None:
    """The class says how many corners its squares have."""
    assert Square.corners == 4
    assert Shape.corners == 0
'''
CHECKS = "{law: a_square_is_a_shape, points: 2}, {law: a_square_has_four_corners, points: 1}"
RIGHT = """
class Shape:
    corners = 0
    def area(self): return 0

class Square(Shape):
    corners = 4
    def __init__(self, side): self.side = side
    def area(self): return self.side * self.side
"""
LIES = """
class Says(type):
    def __instancecheck__(cls, value): return cls.__name__ == "Shape"
    def __subclasscheck__(cls, other): raise SystemExit(0)
"""
HAND_INS = {
    # what is earned, and what is told of the first law that is lost
    "right": (RIGHT, [2, 1], ""),
    "no base": (
        RIGHT.replace("Square(Shape)", "Square"),
        [0, 1],
        "issubclass(Square, Shape)   # the law",
    ),
    "no attribute": (
        RIGHT.replace("    corners = 4\n", "").replace("    corners = 0\n", ""),
        [2, 0],
        "your class `Square` has no attribute `corners`",
    ),
    "another number": (
        RIGHT.replace("corners = 4", "corners = 3"),
        [2, 0],
        "Square.corners   # the law",
    ),
    "in __init__ only": (
        RIGHT.replace("    corners = 4\n", "").replace(
            "self.side = side", "self.side, self.corners = side, 4"
        ),
        [2, 0],
        "Square.corners",
    ),
    "a function": (
        RIGHT.replace("class Shape:", "class Base:").replace("Square(Shape)", "Square(Base)")
        + "def Shape(): return Base()\n",
        [0, 0],
        "issubclass() arg 2 must be a class",
    ),
    "a metaclass that lies": (
        LIES + RIGHT.replace("class Shape:", "class Shape(metaclass=Says):"),
        [0, 1],
        "`issubclass` raised SystemExit",
    ),
}


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment whose laws ask about two classes."""
    return one_question.assignment(tmp_path_factory.mktemp("shapes"), ANSWERS, CHECKS, LAWS)


@pytest.fixture(scope="module")
def results(rubric: Path) -> Mapping[str, Result]:
    """What all hand-ins get."""
    return one_question.graded(rubric, {name: source for name, (source, *_) in HAND_INS.items()})


@pytest.mark.parametrize("name", HAND_INS)
def test_a_law_asks_about_classes(results: Mapping[str, Result], name: str) -> None:
    """The classes stay in the student's process; what is shown is code that asks the same."""
    _, earned, said = HAND_INS[name]
    (question,) = results[name].questions
    assert [each.earned for each in question.outcomes] == earned, one_question.feedback(results[name])
    lost = [each for each in question.outcomes if not each.share]
    told = [f"{each.message} {' '.join(each.evidence.program)}" for each in lost if each.evidence is not None]
    assert not said or said in told[0]


def test_a_kit_asks_the_same(rubric: Path, tmp_path: Path) -> None:
    """Its starter has the base and the attribute, and its laws are tried without any class of the answers."""
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "class Square(Shape):" in starter
    assert "    corners: int = ..." in starter
    sources = {name: HAND_INS[name][0] for name in ("right", "no base", "no attribute")}
    found = one_question.graded(tmp_path / "kit" / "rubric.yaml", sources)
    for name in sources:
        earned = [share for share, _ in one_question.told(found[name])]
        assert earned == HAND_INS[name][1]


ALONE = '''
from grader import mistake


@mistake(of="Square", credit=0.5)
class StandsAlone:
    """This is no Shape: write `class Square(Shape)`."""

    corners = 4

    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side
'''


def test_a_mistake_that_only_such_a_law_shows_is_named(tmp_path: Path) -> None:
    """Its programs ask the class like the right one; who inherits from the other class is no lazy one."""
    checks = (
        "{matches: Square, points: 1}, {matches: Shape, points: 1}, {law: a_square_is_a_shape, points: 2}"
    )
    rubric = one_question.assignment(tmp_path, ANSWERS, checks, LAWS, ALONE)
    alone = one_question.told(one_question.graded(rubric, {"alone": HAND_INS["no base"][0]})["alone"])
    assert alone == [(1, ""), (1, ""), (1, "This is no Shape: write `class Square(Shape)`.")]
    reference = pipeline.prepare(rubric).rubric.reference
    assert list(cheats.others(reference, "Shape", ())) == []


REFUSED = {
    "Square.sides": "`Square.sides` is no attribute that stands in the class with a type, as in",
    "Square(1).side": "`side` of a Square is no method with annotations, and no attribute that stands in",
    "issubclass(int, Shape)": "in a law, issubclass compares two classes that are its arguments",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_what_a_law_cannot_ask_is_told(tmp_path: Path, asked: str) -> None:
    """With what it can."""
    law = f'def odd(Square, Shape) -> None:\n    """It is odd."""\n    assert {asked}\n'
    rubric = one_question.assignment(tmp_path, ANSWERS, "{law: odd, points: 1}", law)
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert REFUSED[asked] in str(refused.value)
