"""Functions that take objects, or return one of those that they are given."""

from collections.abc import Mapping

import one_question
import pytest

from grader.model import Result

RIGHT = """
class Person:
    def __init__(self, name, age):
        self.name, self.age = name, age

    def __str__(self):
        return f"{self.name} ({self.age})"

def same_age(one, other):
    return one.age == other.age

def oldest(one, other):
    return one if one.age >= other.age else other
"""
REFERENCE = (
    RIGHT.replace("class Person:", "class Person:\n    '''A person.'''\n")
    .replace("self, name, age):", "self, name: Name, age: Age) -> None:")
    .replace("__str__(self)", "__str__(self) -> str")
    .replace("same_age(one, other):", "same_age(one: Person, other: Person) -> bool:\n    'Of one age.'")
    .replace("oldest(one, other):", "oldest(one: Person, other: Person) -> Person:\n    'The oldest.'")
)
REFERENCE = (
    "from typing import Annotated\nfrom grader import Within\n"
    "Age = Annotated[int, Within(1, 9)]\nName = Annotated[str, lambda pick: 'abc'[pick.choose(0, 2)]]\n"
    + REFERENCE
)
CHECKS = "{matches: same_age, points: 1}, {matches: oldest, points: 1}"
HAND_INS = {
    "right": (RIGHT, [1, 1]),
    "another text": (RIGHT.replace("} (", "}, ("), [1, 0]),
    "no text": (RIGHT.replace("__str__", "_str"), [1, 0]),
    "the youngest": (RIGHT.replace(">=", "<"), [1, 0]),
    "another age": (RIGHT.replace("==", "<="), [0, 1]),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, undescribed: None) -> Mapping[str, Result]:
    """What the hand-ins earn."""
    rubric = one_question.assignment(tmp_path_factory.mktemp("objects"), REFERENCE, CHECKS)
    return one_question.graded_with(rubric, HAND_INS)


@pytest.mark.parametrize("name", HAND_INS)
def test_a_function_of_objects_is_judged_by_itself(results: Mapping[str, Result], name: str) -> None:
    """What else the class answers costs it nothing; an object that it returns shows in just that."""
    one_question.earns(results, HAND_INS, name)
