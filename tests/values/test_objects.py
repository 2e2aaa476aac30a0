"""What is told of the objects that a step returns, whatever a student's code returns in their place."""

from collections.abc import Callable, Iterator
from itertools import count, repeat
from typing import Any

import pytest

from grader.values.leaves import Strange
from grader.values.programs import Program, ProgramStep, Ref, Refs
from grader.values.run_here import run


class Person:
    """An object of a student's class."""

    def age(self) -> int:
        """Return its age."""
        return 3


class Endless(list):
    """A list that has no end where it is gone through, and no length."""

    def __iter__(self) -> Iterator[int]:
        return count()

    def __len__(self) -> int:
        return 1 << 60


class Hidden(type):
    """A class that says it is one of Python's own."""

    def __getattribute__(cls, name: str) -> Any:
        raise SystemExit(name)


def odd() -> Any:
    """Return an object of whose class nothing can be asked: pytest would ask one in its module."""
    return Hidden("Odd", (), {})()


def test_nothing_of_a_class_is_run_to_find_out() -> None:
    """An object that raises on every question is one."""
    assert told(odd()) == [True]


def told(result: Any, *, listed: bool = False, asked: bool = False) -> Any:
    """Return what comes of a program whose function returns this; it may be asked something."""
    steps = [ProgramStep("f", (), made="Person", listed=listed)]
    steps += [ProgramStep(".age", (Ref(0, 0 if listed else None),))] * asked
    return run({"f": lambda: result}, Program(tuple(steps)))


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Person(), True),
        (None, None),
        (False, Strange("False")),
        ("Ada", Strange("the text 'Ada'")),
        ([Person()], Strange("a list of 1")),
        (1 << 90_000, Strange("a very large whole number")),
        (lambda: 1, Strange("a function")),
        (Person, Strange("a type")),
        (Endless(), True),
    ],
    ids=lambda value: type(value).__name__,  # to write them takes long
)
def test_of_one_it_is_told_whether_it_is_there(result: Any, words: Any) -> None:
    """Of what is no object of any class, what it is: no more than a few words."""
    assert told(result) == [words]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ([Person(), None, 4], [True, None, Strange("4")]),
        ((Person(),), [True]),
        ((each for each in [Person()]), [True]),
        (Endless([Person()]), [True]),
        ({Person()}, Strange("a set of 1")),
        ({"a": Person()}, Strange("a dict of 1")),
        ("ab", Strange("the text 'ab'")),
        (None, None),
        (Person(), Strange("a Person")),
        (repeat(None), Strange("a list of more than 100,000 items")),
    ],
)
def test_of_several_it_is_told_how_many_there_are(result: Any, words: Any) -> None:
    """What can be gone through in an order is a list, as far as one goes; a subclass gives what it holds."""
    assert told(result, listed=True) == [words]


def test_what_is_no_object_is_told_where_it_was_returned() -> None:
    """The step that returned it is the last one, whoever asks it later; what answers is as good."""
    assert told(9, asked=True) == ([], "`f` returned 9 where a Person was expected")
    said = "`f` returned a list whose item 1 is 'Ada' where a Person was expected"
    assert told(["Ada"], listed=True, asked=True) == ([], said.replace("'Ada'", "the text 'Ada'"))
    assert told([Person()], listed=True, asked=True) == [[True], 3]
    steps = (ProgramStep("f", (), made="Person"), ProgramStep(".bit_length", (Ref(0),)))
    assert run({"f": lambda: 9}, Program(steps)) == [Strange("9"), 4]


@pytest.mark.parametrize("change", [list.reverse, list.pop, lambda people: people.append(people[0])])
def test_a_list_of_objects_that_is_changed_is_told(change: Callable[[list[Any]], Any]) -> None:
    """At the step that changes it, which has no answer then; a copy may be changed."""
    make = ProgramStep("Person", (), keep=True)
    program = Program((make, make, ProgramStep("f", (Refs((Ref(0), Ref(1))),))))
    functions = {"Person": Person, "f": lambda people: change(people) and None}
    said = "`f` changes the list that it is given: work on a copy of it"
    assert run(functions, program) == ([None, None], said)
    assert run({**functions, "f": lambda people: change([*people]) and None}, program) == [None] * 3


def test_a_list_of_objects_is_given_as_a_new_list() -> None:
    """It holds the objects themselves."""
    make = ProgramStep("Person", (), keep=True)
    given = ProgramStep("f", (Refs((Ref(1), Ref(0))),))
    program = Program((make, make, make, given))
    kept: list[Any] = []
    assert run({"Person": Person, "f": lambda people: kept.extend(people)}, program) == [None] * 4
    assert [type(each) for each in kept] == [Person, Person]
    shorter = program.without(2)
    assert shorter is not None
    assert shorter.steps[2].refs == [Ref(1), Ref(0)]
    assert program.without(1) is None
