"""What is told of a law by what another check finds."""

import types
from pathlib import Path

import one_question

from grader.functions.local import Local
from grader.grading.pipeline import grade_questions, prepare
from grader.model import Outcome

ANSWERS = """
class Animal:
    '''An animal.'''

    def __init__(self, age: int) -> None:
        self.age = age

    def old(self) -> bool:
        '''Whether it is old.'''
        return self.age > 9


class Dog(Animal):
    '''A dog.'''

    def grown(self) -> bool:
        '''Whether it is grown.'''
        return self.age > 1

    def __str__(self) -> str:
        return f"a dog of {self.age}"
"""
LAWS = """
def a_dog_is_an_animal(Dog, Animal) -> None:
    '''A dog is an animal.'''
    assert issubclass(Dog, Animal)


def a_dog_says_so(Dog) -> None:
    '''A dog says that it is one.'''
    assert str(Dog(3)).startswith("a dog")
"""
CHECKS = "{matches: Dog, points: 1}, {law: %s, points: 1}"
STRANGE = """
class Animal:
    def __init__(self, age):
        self.age = age
    def old(self):
        return self.age > 9
class Dog:
    def __init__(self, age):
        self.age = age
    def old(self):
        return self.age > 9
    def grown(self):
        return self.age > 1
"""


def lost(folder: Path, law: str, hand_in: str) -> tuple[Outcome, Outcome]:
    """What becomes of the class, and of a law of it."""
    job = prepare(one_question.assignment(folder, ANSWERS, CHECKS % law, LAWS))
    module = types.ModuleType("hw")
    exec(hand_in, vars(module))
    functions = {name: vars(module)[name] for name in ("Animal", "Dog")}
    (question,) = grade_questions(job, Local(functions), {})
    matches, stated = question.outcomes
    assert (matches.share, stated.share) == (0, 0)
    return matches, stated


def test_a_law_is_told_nothing_of_methods_that_it_does_not_ask(tmp_path: Path) -> None:
    """That `__str__` is missing has nothing to do with whether a dog is an animal."""
    matches, stated = lost(tmp_path, "a_dog_is_an_animal", STRANGE)
    assert "`__str__`" in matches.message
    assert stated.message == "A dog is an animal."


def test_a_law_is_told_of_what_it_asks(tmp_path: Path) -> None:
    """Where the wrong method is one of those that it asks, that is said; and why no text is there."""
    matches, stated = lost(tmp_path, "a_dog_says_so", STRANGE)
    assert matches.message.startswith(
        "`<Dog object>` is what Python writes of an object whose class has no `__str__` and no `__repr__`. "
        "The first wrong answer is always one of `__str__`."
    )
    assert "Of `Dog` itself: the first wrong answer is always one of `__str__`" in stated.message
