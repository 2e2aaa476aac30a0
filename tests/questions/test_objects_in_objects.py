"""A class whose methods take or return objects of another one: a club and its members."""

from collections.abc import Mapping

import one_question
import pytest

from grader.model import Result

RIGHT = """
class Person:
    def __init__(self, age):
        self.age = age

    def next_age(self):
        return self.age + 1

class Club:
    def __init__(self, founder):
        self.members = [founder]

    def add(self, person):
        self.members.append(person)

    def total(self):
        return sum(each.age for each in self.members)

    def oldest(self):
        return max(self.members, key=lambda each: each.age)
"""
REFERENCE = (
    RIGHT.replace("class Person:", "class Person:\n    '''A person.'''\n")
    .replace("class Club:", "class Club:\n    '''A club.'''\n")
    .replace("self, age):", "self, age: Annotated[int, Within(1, 9)]) -> None:")
    .replace("self, founder):", "self, founder: Person) -> None:")
    .replace("self, person):", "self, person: Person) -> None:")
    .replace("next_age(self)", "next_age(self) -> int")
    .replace("total(self)", "total(self) -> int")
    .replace("oldest(self)", "oldest(self) -> Person")
)
REFERENCE = f"from typing import Annotated\nfrom grader import Within\n{REFERENCE}"
CHECKS = "{matches: Club, points: 1}, {matches: Club.total, points: 1}, {matches: Person, points: 1}"
NEXT_YEAR = RIGHT.replace("age + 1", "age")
HAND_INS = {
    "right": (RIGHT, [1, 1, 1]),
    "forgets who comes": (RIGHT.replace("self.members.append(person)", "pass"), [0, 0, 1]),
    "the youngest": (RIGHT.replace("max(", "min("), [0, 1, 1]),
    "next year": (NEXT_YEAR, [1, 1, 0]),
    "both": (NEXT_YEAR.replace("max(", "min("), [0, 1, 0]),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, undescribed: None) -> Mapping[str, Result]:
    """What the hand-ins earn."""
    rubric = one_question.assignment(tmp_path_factory.mktemp("club"), REFERENCE, CHECKS)
    return one_question.graded_with(rubric, HAND_INS)


@pytest.mark.parametrize("name", HAND_INS)
def test_objects_of_another_class_are_made_and_looked_at(results: Mapping[str, Result], name: str) -> None:
    """They are made by their own class in the program, and what comes back is asked what it answers."""
    one_question.earns(results, HAND_INS, name)


def test_the_program_makes_them(results: Mapping[str, Result]) -> None:
    """The code that is shown runs when it is pasted: it holds the members, too."""
    evidence = results["forgets who comes"].questions[0].outcomes[1].evidence
    assert evidence is not None
    names: dict[str, object] = {}
    exec("\n".join((RIGHT, *evidence.program)), names)
    assert any("Person(" in each for each in evidence.program)
    assert any(".add(" in each for each in evidence.program)
