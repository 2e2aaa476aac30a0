"""Circles of objects are drawn where what is asked has an end there, and nowhere else."""

from random import Random
from typing import Any, cast

import pytest

from grader.signatures.circles import MOODS, Related
from grader.signatures.classes import class_signature, function_signature
from grader.signatures.pick import Pick
from grader.signatures.programs import ProgramSignature
from grader.values.programs import Program, ProgramStep, Ref


class Node:
    """A node of a list."""

    def __init__(self, value: int) -> None:
        self.value = value
        self.rest: Any = None

    def tie(self, other: "Node") -> None:
        """Put another one behind it."""
        self.rest = other

    def twin(self) -> "Node":
        """A copy."""
        return Node(self.value)

    def total(self) -> int:
        """The sum of all."""
        return self.value + (self.rest.total() if self.rest else 0)


class Chain(Node):
    """The same, by a loop."""

    def tie(self, other: "Chain") -> None:  # type: ignore[override]
        """Put another one behind it."""
        self.rest = other

    def total(self) -> int:
        """The sum of all."""
        found, node = 0, cast("Any", self)
        while node is not None:
            found, node = found + node.value, node.rest
        return found


class Person:
    """A person."""

    def __init__(self, age: int) -> None:
        self.age, self.friends = age, set[Any]()

    def befriend(self, other: "Person") -> None:
        """Each is a friend of the other."""
        self.friends.add(other)
        other.friends.add(self)

    def known(self) -> int:
        """How many friends there are."""
        return len(self.friends)


def tied(one: Chain, other: Chain) -> Chain:
    """Put one behind the other."""
    one.tie(other)
    return one


for each in (Node, Chain, Person, tied):
    each.__module__ = "_reference_q"  # as where a reference is loaded


def programs(signature: ProgramSignature, count: int = 60) -> list[Program]:
    """Some programs, of the moods in which circles are met."""
    source = Random(1)

    def choose(low: int, high: int) -> int:
        return source.randint(low, high)

    moods = MOODS * (count // len(MOODS))
    return [signature.programs(Pick(choose, mood, (), whole=False, sizes={}, values={})) for mood in moods]


def holds_circle(program: Program) -> bool:
    """Whether an object is put into one that holds it."""
    holds: dict[Ref, set[Ref]] = {}
    for step in program.steps:
        if step.call in (".tie", ".befriend", "tied"):
            into, given = step.refs
            held = holds.setdefault(into, set())
            held |= {given, *holds.get(given, ())}
            if into in held:
                return True
    return False


@pytest.mark.parametrize("signature", [*map(class_signature, (Node, Chain)), function_signature(tied)])
def test_no_circle_is_drawn_where_something_has_no_end_on_it(signature: ProgramSignature) -> None:
    """Neither by a loop nor by a method that calls itself; and still objects are put into objects."""
    drawn = programs(signature)
    assert not signature.programs.circles
    assert not any(map(holds_circle, drawn))
    assert sum(step.call in (".tie", "tied") for each in drawn for step in each.steps) > len(drawn) // 2


def test_circles_are_drawn_where_all_has_an_end() -> None:
    """Two people are each other's friends."""
    signature = class_signature(Person)
    assert signature.programs.circles
    assert any(map(holds_circle, programs(signature)))


def test_what_was_put_together_stays_related() -> None:
    """Through others, too; what only asks two of them puts nothing together."""
    _, tie, twin, _ = class_signature(Node).programs.calls
    related = Related(circles=False)
    refs = [*map(Ref, range(6))]
    for one, other in ((0, 1), (2, 3), (1, 3)):
        assert Ref(other) in related.apart(tie, refs, [Ref(one)])
        related.note(tie, ProgramStep(".tie", (Ref(one), Ref(other))), ())
        assert Ref(other) not in related.apart(tie, refs, [Ref(one)])
    related.note(twin, ProgramStep(".twin", (Ref(3),)), [Ref(4)])
    assert related.apart(tie, refs, [Ref(0)]) == [Ref(5)]
    assert related.apart(twin, refs, [Ref(0)]) == refs
