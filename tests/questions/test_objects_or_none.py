"""A method that returns an object or None, or a list of objects: the oldest of a club, and all of them."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import one_question
import pytest

from grader.audit.run import audit
from grader.checks import search
from grader.grading import explain, pipeline
from grader.kit.release import release
from grader.model import Result
from grader.signatures.conform import conform
from grader.signatures.specs import Kind, Spec
from grader.values.wrong import Wrong

RIGHT = """
class Person:
    def __init__(self, name, age):
        self.name, self.age = name, age

    def next_age(self):
        return self.age + 1

class Club:
    def __init__(self, people):
        self.people = list(people)

    def add(self, person):
        self.people.append(person)

    def oldest(self):
        return max(self.people, key=lambda each: each.age, default=None)

    def members(self):
        return list(self.people)

def older(one, other):
    if one.age != other.age:
        return one if one.age > other.age else other

def by_age(people):
    return sorted(people, key=lambda each: each.age)
"""
REFERENCE = (
    RIGHT.replace("class Person:", "class Person:\n    '''A person.'''\n")
    .replace("class Club:", "class Club:\n    '''A club.'''\n")
    .replace("self, name, age):", "self, name: Name, age: Age) -> None:")
    .replace("next_age(self)", "next_age(self) -> int")
    .replace("self, people):", "self, people: list[Person]) -> None:")
    .replace("self, person):", "self, person: Person) -> None:")
    .replace("oldest(self)", "oldest(self) -> Person | None")
    .replace("members(self)", "members(self) -> list[Person]")
    .replace("older(one, other):", "older(one: Person, other: Person) -> Person | None:\n    'The older.'")
    .replace("by_age(people):", "by_age(people: list[Person]) -> list[Person]:\n    'The youngest first.'")
)
IMPORTS = (
    "from typing import Annotated\nfrom grader import Within\n"
    "Age = Annotated[int, Within(1, 5)]\nName = Annotated[str, lambda pick: 'abc'[pick.choose(0, 2)]]\n"
)
LAW = IMPORTS + (
    "def nobody_is_oldest(Club, Person, name: Name, age: Age):\n    'Of nobody none is the oldest.'\n"
    "    club = Club([])\n    assert club.oldest() is None and club.members() == []\n"
    "    club.add(Person(name, age))\n    (one,) = club.members()\n"
    "    assert club.oldest().next_age() == age + 1 and one.next_age() == age + 1\n"
    "    assert len(Club([one, club.oldest()]).members()) == 2\n"
)
WHAT = ("Club", "Club.oldest", "Club.members", "older", "by_age")
CHECKS = ", ".join(f"{{matches: {name}, points: 1}}" for name in WHAT)
CHECKS += ", {law: nobody_is_oldest, points: 1}"
OLDEST = "max(self.people, key=lambda each: each.age, default=None)"
MEMBERS = "return list(self.people)"
HAND_INS = {
    # what is handed in; what its checks earn, and a sentence that is told
    "right": (RIGHT, [1, 1, 1, 1, 1, 1], ""),
    "gone through": (RIGHT.replace(MEMBERS, "yield from self.people"), [1, 1, 1, 1, 1, 1], ""),
    "the youngest": (
        RIGHT.replace(OLDEST, OLDEST.replace("max", "min")),
        [0, 0, 1, 1, 1, 1],
        "",
    ),
    "prints": (
        RIGHT.replace(f"return {OLDEST}", f"print({OLDEST})"),
        [0, 0, 1, 1, 1, 0],
        "`Club.oldest` returned None where a Person was expected",
    ),
    "the name": (
        RIGHT.replace(OLDEST, f"{OLDEST} and 'Ada'"),
        [0, 0, 1, 1, 1, 0],
        "`Club.oldest` returned the text 'Ada' where a Person was expected",
    ),
    "False for nobody": (
        RIGHT.replace(OLDEST, f"{OLDEST} or False"),
        [0, 0, 1, 1, 1, 0],
        "False was returned where None was expected",
    ),
    "somebody for nobody": (
        RIGHT.replace(OLDEST, f"{OLDEST} or Person('a', 1)"),
        [0, 0, 1, 1, 1, 0],
        "a Person was returned where None was expected",
    ),
    "an age": (
        RIGHT.replace("one if one.age > other.age else other", "max(one.age, other.age)"),
        [1, 1, 1, 0, 1, 1],
        "`older` returned ",
    ),
    "names": (
        RIGHT.replace(MEMBERS, "return [each.name for each in self.people]"),
        [0, 1, 0, 1, 1, 0],
        "`Club.members` returned a list whose item 1 is the text '",
    ),
    "without end": (
        RIGHT.replace(MEMBERS, "while True:\n            yield self"),
        [0, 1, 0, 1, 1, 0],
        "a list of more than 100,000 items was returned where a list was expected",
    ),
    "all but the last": (RIGHT.replace(MEMBERS, "return self.people[:-1]"), [0, 1, 0, 1, 1, 0], ""),
    "backwards": (RIGHT.replace(MEMBERS, "return self.people[::-1]"), [0, 1, 0, 1, 1, 1], ""),
    "the oldest first": (RIGHT.replace("each: each.age)\n", "each: -each.age)\n"), [1, 1, 1, 1, 0, 1], ""),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Result]:
    """What the hand-ins earn, without smaller inputs, and what wrong answers have in common."""
    rubric = one_question.assignment(tmp_path_factory.mktemp("club"), IMPORTS + REFERENCE, CHECKS, LAW)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(explain, "described", lambda trial, check, lost, beside: lost)
        patched.setattr(search, "shrink", lambda signature, sizes, failing, fails, *_: failing)
        return one_question.graded(rubric, {name: source for name, (source, *_) in HAND_INS.items()})


@pytest.mark.parametrize("name", HAND_INS)
def test_an_object_or_none_and_lists_of_them(results: Mapping[str, Result], name: str) -> None:
    """None is no object, nor is an object None; of a list its length counts, and what its objects answer."""
    _, earned, said = HAND_INS[name]
    assert [share for share, _ in one_question.told(results[name])] == earned, one_question.feedback(
        results[name]
    )
    assert said in one_question.feedback(results[name])


@pytest.mark.parametrize("forged", [5, False, "a Person", [True], {"a": True}, 1.0, np.ones(3)])
def test_what_is_told_of_an_object_cannot_be_forged(forged: object) -> None:
    """Of one there is True or words: a worker that tells something else has returned no object."""
    one = Spec(Kind.OBJECT, made=int)
    for value, spec in ((forged, one), ([forged], Spec(Kind.LIST, items=(one,)))):
        with pytest.raises(Wrong):
            conform(value, spec, {})


@pytest.mark.slow
def test_such_a_class_is_released_and_audited(tmp_path: Path) -> None:
    """The starter says what may be None and what is a list; the kit grades; a mutant that differs is lost."""
    rubric = one_question.assignment(tmp_path, IMPORTS + REFERENCE, CHECKS, LAW)
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    for said in ("people a list of Person", "→ Person or None", "→ a list of Person"):
        assert said in starter
    chosen = {name: HAND_INS[name][0] for name in ("right", "prints")}
    results = one_question.graded(tmp_path / "kit" / "rubric.yaml", chosen)
    for name, result in results.items():
        assert [share for share, _ in one_question.told(result)] == HAND_INS[name][1]
        assert HAND_INS[name][2] in one_question.feedback(result)
    found = audit(pipeline.load_job(rubric, 0, ()), seeds=1, workers=1, quick=True)
    assert [each.name for each in found.survivors] == ["one.age > other.age → one.age >= other.age"]
