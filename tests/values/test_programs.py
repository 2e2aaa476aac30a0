"""Steps of a program can be taken out of it."""

import pytest

from grader.values.programs import Program, ProgramStep, Ref, Refs

NODE, OTHER = ProgramStep("Node", (1.0,)), ProgramStep("Other", ())


def push(of: int, made: str = "Node") -> ProgramStep:
    """A method that makes an object."""
    return ProgramStep(".push", (Ref(of), 2.0), made=made)


def calls(program: Program | None) -> list[tuple[str, list[Ref]]] | None:
    """What is called, with which results."""
    return None if program is None else [(each.call, each.refs) for each in program.steps]


def test_a_copy_is_taken_out_and_what_it_was_made_of_is_used() -> None:
    """Whatever is done with it is done with the first, also where another step is between them."""
    program = Program((NODE, OTHER, push(0), ProgramStep(".values", (Ref(2),)), push(2)))
    assert program.without(2) is None
    assert calls(program.spliced(2)) == [
        ("Node", []),
        ("Other", []),
        (".values", [Ref(0)]),
        (".push", [Ref(0)]),
    ]


@pytest.mark.parametrize(
    "steps",
    [
        (NODE, push(0, made=""), ProgramStep(".values", (Ref(1),))),  # no object
        (OTHER, push(0), ProgramStep(".values", (Ref(1),))),  # one of another class
        (NODE, ProgramStep("Node", (Ref(0),)), ProgramStep(".values", (Ref(1),))),  # not by a method
        (NODE, push(0), ProgramStep(".join", (Ref(0), Ref(1)))),  # the first would be put into itself
        (NODE, push(0), ProgramStep("joined", (Refs((Ref(1), Ref(0))),))),  # in a list of both
        (NODE, ProgramStep(".split", (Ref(0),), made="Node", listed=True), ProgramStep("f", (Ref(1, 0),))),
    ],
)
def test_what_is_no_copy_or_used_beside_its_first_stays(steps: tuple[ProgramStep, ...]) -> None:
    """The program would be another."""
    assert Program(steps).spliced(1) is None


def test_a_copy_of_one_that_came_in_a_list_stays() -> None:
    """Nobody knows of which class that is."""
    listed = ProgramStep(".all", (Ref(0),), made="Node", listed=True)
    copied = ProgramStep(".push", (Ref(1, 0),), made="Node")
    assert Program((NODE, listed, copied, ProgramStep(".values", (Ref(2),)))).spliced(2) is None
