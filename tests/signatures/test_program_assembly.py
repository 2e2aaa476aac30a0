"""Programs of a whole and its parts: what goes wrong between them shows on many."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from typing import Annotated, Any

import pytest

from grader import Raises, Within
from grader.examples.draw import Example, Plan, corpus
from grader.signatures.classes import class_signature, function_signature
from grader.signatures.programs import ProgramSignature
from grader.values.programs import judges
from grader.values.run_here import run


class Card:
    """A card."""

    def __init__(self, suit: Annotated[int, Within(1, 4)], rank: Annotated[int, Within(1, 9)]) -> None:
        self.suit, self.rank = suit, rank

    def value(self) -> int:
        """What it counts."""
        return 10 * self.suit + self.rank

    def raised(self) -> int:
        """Raise its rank, and return it."""
        self.rank += 1
        return self.rank


class Deck:
    """A pile of cards."""

    def __init__(self) -> None:
        self.cards: list[Any] = []

    def put(self, card: Card) -> None:
        """Put a card on top, once."""
        if card not in self.cards:
            self.cards.append(card)

    def draw(self) -> Card | Raises[IndexError]:
        """Take the card on top."""
        return self.cards.pop()

    def best(self) -> Card | Raises[ValueError]:
        """The card of the highest rank, the first of several."""
        return max(self.cards, key=lambda each: each.rank)

    def of(self, suit: Annotated[int, Within(1, 4)]) -> Card | Raises[LookupError]:
        """The first card of a suit."""
        for each in self.cards:
            if each.suit == suit:
                return each
        raise LookupError

    def merged(self, other: "Deck") -> "Deck":
        """A new pile: the other one lies on top."""
        made = type(self)()
        made.cards = self.cards + other.cards
        return made


class Box:
    """Cards, of which each can be looked for and taken out."""

    def __init__(self) -> None:
        self.cards: list[Any] = []

    def put(self, card: Card) -> None:
        """Put a card behind the others."""
        self.cards.append(card)

    def best(self) -> Card | None:
        """The card of the highest rank, the first of several."""
        return max(self.cards, key=lambda each: each.rank, default=None)

    def inside(self) -> list[Card]:
        """All cards, in order."""
        return list(self.cards)

    def take(self, card: Card) -> bool:
        """Take a card out, once; say whether it was there."""
        there = any(each is card for each in self.cards)
        if there:
            self.cards.remove(card)
        return there

    def has(self, card: Card) -> bool:
        """Whether a card is there."""
        return any(each is card for each in self.cards)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.cards)

    def merged(self, other: "Box") -> "Box":
        """A new box with what is in both."""
        made = type(self)()
        made.cards = self.cards + other.cards
        return made


def higher(one: Card, other: Card) -> Card:
    """Return the card of the higher rank, the first if they are alike."""
    return one if one.rank >= other.rank else other


Card.__module__ = Deck.__module__ = Box.__module__ = "_reference_q"  # as where a reference is loaded
SIGNATURES: dict[str, ProgramSignature] = {
    "Deck": class_signature(Deck),
    "Box": class_signature(Box),
    "higher": function_signature(higher),
}
SIGNATURES |= {f"Box.{name}": SIGNATURES["Box"].methods[f".{name}"] for name in ("best", "inside")}
SIGNATURES["Deck.best"] = SIGNATURES["Deck"].methods[".best"]


class Queue(Deck):
    def draw(self) -> Any:
        return self.cards.pop(0)


class Keeps(Deck):
    def draw(self) -> Any:
        return self.cards[-1]


class LastOfEquals(Deck):
    def best(self) -> Any:
        return max(self.cards[::-1], key=lambda each: each.rank)


class LastOfSuit(Deck):
    def of(self, suit: int) -> Any:
        for each in self.cards[::-1]:
            if each.suit == suit:
                return each
        raise LookupError


class Below(Deck):
    def put(self, card: Any) -> None:
        self.cards.insert(0, card)


class ByValue(Deck):
    def put(self, card: Any) -> None:
        if card.value() not in [each.value() for each in self.cards]:
            self.cards.append(card)


class Copies(Deck):
    def put(self, card: Any) -> None:
        self.cards.append(Card(card.suit, card.rank))


class Forgets(Deck):
    def merged(self, other: Any) -> Any:
        made = type(self)()
        made.cards = list(self.cards)
        return made


class TheOtherWay(Deck):
    def merged(self, other: Any) -> Any:
        return Deck.merged(other, self)


class Shares(Deck):
    def merged(self, other: Any) -> Any:
        self.cards += other.cards
        return self


class TakesAll(Box):
    def take(self, card: Any) -> Any:
        there = self.has(card)
        self.cards = [each for each in self.cards if each is not card]
        return there


class TakesNothing(Box):
    def take(self, card: Any) -> Any:
        return self.has(card)


class HasItsLike(Box):
    def has(self, card: Any) -> Any:
        return card.value() in [each.value() for each in self.cards]


class HoldsThree(Box):
    def put(self, card: Any) -> None:
        self.cards = [*self.cards, card][:3]


class RightAtFirst(Box):
    def inside(self) -> Any:
        return self.cards[:3] + self.cards[2:-1]


class ListsCopies(Box):
    def inside(self) -> Any:
        return list(map(copy, self.cards))


class Once(Box):
    def put(self, card: Any) -> None:
        if not self.has(card):
            self.cards.append(card)


class LooksAtBoth(Box):
    both: Any = ()

    def merged(self, other: Any) -> Any:
        made = type(self)()
        made.both = (self, other)
        return made

    def __len__(self) -> int:
        return len(self.cards) + sum(map(len, self.both))


class FirstOfAll(Box):
    def best(self) -> Any:
        return next(iter(self.cards), None)


class LastOfTheBest(Box):
    def best(self) -> Any:
        return max(self.cards[::-1], key=lambda each: each.rank, default=None)


OF_A_BOX = [TakesAll, TakesNothing, HasItsLike, HoldsThree, RightAtFirst, ListsCopies, Once, LooksAtBoth]
WRONG = [Queue, Keeps, LastOfEquals, LastOfSuit, Below, ByValue, Copies, Forgets, TheOtherWay, Shares]


@cache
def drawn(name: str, seed: int) -> Sequence[Example]:
    """A hundred programs."""
    return corpus(SIGNATURES[name], Plan(100, seed))


def shows(name: str, wrong: Callable[..., Any], seed: int = 0) -> int:
    """On how many of a hundred programs something else is answered."""
    programs = SIGNATURES[name].programs
    right = programs.functions
    found = 0
    for example in drawn(name, seed):
        program = example.values[0]
        due, came = (run(each, program) for each in (right, {**right, programs.name: wrong}))
        judged = [
            n for n in range(len(due)) if not programs.judged or judges(program.steps, n, programs.judged)
        ]
        found += any(came[n : n + 1] != due[n : n + 1] for n in judged)
    return found


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("wrong", WRONG)
def test_what_goes_wrong_between_them_shows(wrong: type, seed: int) -> None:
    """Another order, another one of those that are alike, a copy: each on about a tenth of all."""
    assert shows("Deck", wrong, seed) >= 8


@pytest.mark.parametrize("wrong", OF_A_BOX)
def test_what_is_put_in_is_looked_for_taken_out_and_listed(wrong: type) -> None:
    """Methods that take a part, one part twice, many parts, items of lists, what two were made into."""
    assert sum(shows("Box", wrong, seed) for seed in (0, 1)) >= 4


@pytest.mark.parametrize("wrong", [FirstOfAll, LastOfTheBest])
def test_a_method_by_itself_is_asked_of_a_whole_with_several_parts(wrong: type) -> None:
    """What is put in and changes nothing of the right answer stays: it is what a wrong one returns."""
    assert shows("Box.best", wrong) >= 8


def test_which_part_comes_back_is_seen_where_an_exception_may_come_instead() -> None:
    """Not only that one comes."""
    assert shows("Deck.best", LastOfEquals) >= 8


def test_what_a_method_above_returns_is_nothing_to_the_one_that_is_judged() -> None:
    """A wrong one returns another part: if that were changed, the lists of a right one would be lost."""
    assert shows("Box.inside", FirstOfAll) == 0


def test_a_function_is_given_some_that_are_alike() -> None:
    """So it shows which of two that are alike comes back, and that it is no copy."""
    assert shows("higher", lambda one, other: one if one.rank > other.rank else other) >= 8
    assert shows("higher", lambda one, other: copy(higher(one, other))) >= 8
