"""What of a program is about the parts of a whole."""

from typing import Annotated, Any

from grader import Within
from grader.signatures.classes import class_signature
from grader.signatures.program_parts import alone, asked_at_the_end, dropped, looked_at, same_objects
from grader.values.code import code
from grader.values.programs import Program, ProgramStep, Ref


class Card:
    """A card."""

    def __init__(self, rank: Annotated[int, Within(1, 9)]) -> None:
        self.rank = rank

    def value(self) -> int:
        """What it counts."""
        return self.rank

    def turn(self) -> None:
        """Turn it round."""


class Deck:
    """A deck."""

    def __init__(self) -> None:
        self.cards: list[Any] = []

    def put(self, card: Card) -> None:
        """Put on top."""
        self.cards.append(card)

    def draw(self) -> Card:
        """Take from the top."""
        return self.cards.pop()

    def joker(self) -> Card:
        """A new one."""
        return Card(9)


Card.__module__ = Deck.__module__ = "_reference_q"  # as where a reference is loaded
PROGRAMS = class_signature(Deck).programs
CALLS, PARTS = PROGRAMS.calls, ("Card",)
PROGRAM = Program(
    (
        ProgramStep("Card", (1,), keep=True),
        ProgramStep("Deck", (), keep=True),
        ProgramStep("Card", (2,), keep=True),
        ProgramStep(".put", (Ref(1), Ref(0)), keep=True),
        ProgramStep(".put", (Ref(1), Ref(2)), keep=True),
        ProgramStep(".draw", (Ref(1),), keep=True),
        ProgramStep(".turn", (Ref(5),), keep=True),
        ProgramStep(".value", (Ref(5),)),
        ProgramStep(".joker", (Ref(1),), keep=True),
        ProgramStep(".value", (Ref(8),)),
    )
)
SAME = same_objects(PROGRAMS, PROGRAM)


def test_it_is_known_which_object_comes_back() -> None:
    """What is drawn is the card that was put in last, and a joker is a new one."""
    assert (SAME[5], SAME[8]) == (2, 8)


def test_a_look_tells_which_part_comes_back() -> None:
    """It is the one, and it is not another; of a new one nothing is to be said."""
    lines = code(looked_at(PROGRAM, CALLS, PARTS, SAME)).splitlines()
    assert [line for line in lines if " is " in line] == ["result is c2", "result is c"]


def test_parts_are_asked_without_the_whole() -> None:
    """What is done to a part that came back is done to the part; a new one has none that could be asked."""
    by_themselves, places = alone(PROGRAM, CALLS, PARTS, SAME)
    assert code(by_themselves).splitlines() == ["Card(1)", "c = Card(2)", "c.turn()", "c.value()"]
    assert places == {0: 0, 2: 1, 6: 2, 7: 3}
    same = same_objects(PROGRAMS, by_themselves)
    lines = code(asked_at_the_end(by_themselves, CALLS, PARTS, same)).splitlines()
    assert lines[-2:] == ["c.value()", "c2.value()"]


def test_calls_of_parts_are_left_out() -> None:
    """A part that a later step needs is made all the same."""
    left = dropped(PROGRAM, CALLS, {("Card", ".value"), ("", "Card")})
    assert [step.call for step in left.steps] == [
        step.call for step in PROGRAM.steps if step.call != ".value"
    ]
