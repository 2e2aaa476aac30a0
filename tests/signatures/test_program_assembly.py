"""Programs of a whole and its parts: what goes wrong between them shows on many."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from typing import Annotated, Any

import pytest

from grader import Raises, Within
from grader.examples.draw import Example, Plan, corpus
from grader.signatures.classes import class_signature, function_signature
from grader.values.run_program import run


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


def higher(one: Card, other: Card) -> Card:
    """Return the card of the higher rank, the first if they are alike."""
    return one if one.rank >= other.rank else other


Card.__module__ = Deck.__module__ = "_reference_q"  # as where a reference is loaded
SIGNATURES = {"Deck": class_signature(Deck), "higher": function_signature(higher)}


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


WRONG = [Queue, Keeps, LastOfEquals, LastOfSuit, Below, ByValue, Copies, Forgets, TheOtherWay, Shares]


@cache
def drawn(name: str, seed: int) -> Sequence[Example]:
    """A hundred programs."""
    return corpus(SIGNATURES[name], Plan(100, seed))


def shows(name: str, wrong: Callable[..., Any], seed: int = 0) -> int:
    """On how many of a hundred programs something else is answered."""
    right = SIGNATURES[name].programs.functions
    found = 0
    for example in drawn(name, seed):
        program = example.values[0]
        found += run(right, program) != run({**right, name: wrong}, program)
    return found


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("wrong", WRONG)
def test_what_goes_wrong_between_them_shows(wrong: type, seed: int) -> None:
    """Another order, another one of those that are alike, a copy: each on about a tenth of all."""
    assert shows("Deck", wrong, seed) >= 8


def test_a_function_is_given_some_that_are_alike() -> None:
    """So it shows which of two that are alike comes back, and that it is no copy."""
    assert shows("higher", lambda one, other: one if one.rank > other.rank else other) >= 8
    assert shows("higher", lambda one, other: copy(higher(one, other))) >= 8
