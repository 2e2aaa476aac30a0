"""A program is shown without the steps that it fails without, also where two go together."""

from grader.examples.draw import Example
from grader.examples.fewer_steps import shortest
from grader.signatures.pick import Mood
from grader.values.programs import Program, ProgramStep, Ref

NEW = ProgramStep("List", (), keep=True)


def call(name: str, *places: int) -> ProgramStep:
    """A method of one of the objects, which may be handed others."""
    return ProgramStep(name, tuple(map(Ref, places)), keep=True)


def calls(example: Example) -> list[str]:
    """What a program calls."""
    return [step.call for step in example.values[0].steps]


def test_two_steps_that_undo_each_other_go_together() -> None:
    """A list that is turned three times is as wrong as one that is turned once."""
    steps = (NEW, *[call(".reverse", 0)] * 3, call(".append", 0))
    found = shortest(
        Example({"program": Program(steps)}, (), Mood.PLAIN), lambda e: calls(e).count(".reverse") % 2 == 1
    )
    assert calls(found) == ["List", ".reverse"]


def test_one_object_stands_for_two() -> None:
    """Unless it would be put into itself."""
    steps = (NEW, NEW, call(".append", 0), call(".append", 1))
    wrong = Example({"program": Program(steps)}, (), Mood.PLAIN)
    assert calls(shortest(wrong, lambda e: calls(e).count(".append") == 2)) == ["List", ".append", ".append"]
    put = Example({"program": Program((NEW, NEW, call(".put", 0, 1)))}, (), Mood.PLAIN)
    assert shortest(put, lambda e: calls(e)[-1] == ".put").values[0].steps[-1].refs == [Ref(0), Ref(1)]
