"""Right answers to small questions about texts, lists, sets, dicts, tables, formulas and classes."""

from collections.abc import Callable
from typing import Annotated

from pandas import DataFrame

from grader import Formulas, Pick, Raises, Table, Within


def letters(pick: Pick) -> str:
    """Few letters, small and capital, and spaces."""
    return "".join(pick.one_of("ab cAB") for _ in range(pick.choose(0, 8)))


def words(pick: Pick) -> str:
    """A few words in one line; sometimes with two spaces between them."""
    chosen = [pick.one_of(["a", "be", "the", "The", "cat", "dogs"]) for _ in range(pick.choose(0, 6))]
    return pick.one_of([" ", "  "]).join(chosen)


def one_word(pick: Pick) -> str:
    """One of a few words."""
    return pick.one_of(["a", "be", "cat"])


def wholes(pick: Pick) -> list[int]:
    """A few whole numbers, some of them twice."""
    return [pick.choose(-3, 6) for _ in range(pick.choose(0, 7))]


def in_order(pick: Pick) -> list[int]:
    """A few whole numbers in order."""
    return sorted(wholes(pick))


def nested(pick: Pick) -> list[list[int]]:
    """A few lists."""
    return [wholes(pick) for _ in range(pick.choose(0, 3))]


def some_letters(pick: Pick) -> set[str]:
    """A set of letters."""
    return {pick.one_of("abcd") for _ in range(pick.choose(0, 4))}


def marks(pick: Pick) -> dict[str, int]:
    """A mark for some people."""
    return {name: pick.choose(1, 3) for name in ("ada", "bob", "cy", "dan") if pick.choose(0, 1)}


def prices(pick: Pick) -> dict[str, int]:
    """What some things cost."""
    return {name: pick.choose(0, 5) for name in ("egg", "jam", "tea") if pick.choose(0, 2)}


def basket(pick: Pick) -> list[str]:
    """Some things to buy, some of them twice."""
    return [pick.one_of(["egg", "jam", "tea"]) for _ in range(pick.choose(0, 5))]


People = Table[DataFrame, "city: Oslo | Rome | Lima", "height: float 1 to 2", "age: int 0 to 99"]
Step = Annotated[
    Callable[[float], float], Formulas("lambda x: x / 2 + a", "lambda x: a - x", a=Within(-3.0, 3.0))
]
Money = Annotated[int, Within(-2, 9)]


def is_palindrome(text: Annotated[str, letters]) -> bool:
    """Whether a text is the same from behind, but for spaces and capitals."""
    plain = text.replace(" ", "").lower()
    return plain == plain[::-1]


def word_counts(text: Annotated[str, words]) -> dict[str, int]:
    """How often each word stands in a text, in small letters."""
    found: dict[str, int] = {}
    for word in text.lower().split():
        found[word] = found.get(word, 0) + 1
    return found


def acronym(text: Annotated[str, words]) -> str:
    """The first letters of all words, in capitals."""
    return "".join(word[0] for word in text.split()).upper()


def longest_word(text: Annotated[str, words]) -> str:
    """The longest word, of several the first; an empty text where there is none."""
    return max(text.split(), key=len, default="")


def run_lengths(text: Annotated[str, letters]) -> list[tuple[str, int]]:
    """Each letter and how often it stands there in a row."""
    runs: list[tuple[str, int]] = []
    for letter in text:
        if runs and runs[-1][0] == letter:
            runs[-1] = letter, runs[-1][1] + 1
        else:
            runs.append((letter, 1))
    return runs


def without_repeats(items: Annotated[list[int], wholes]) -> list[int]:
    """Every number once, in the order in which they come first."""
    return list(dict.fromkeys(items))


def merged(a: Annotated[list[int], in_order], b: Annotated[list[int], in_order]) -> list[int]:
    """The numbers of two lists that are in order, in order."""
    return sorted(a + b)


def second_largest(items: Annotated[list[int], wholes]) -> int | None:
    """The largest number but one, of those that differ; None where there is none."""
    different = sorted(set(items))
    return different[-2] if len(different) > 1 else None


def flattened(lists: Annotated[list[list[int]], nested]) -> list[int]:
    """The entries of all lists in one."""
    return [each for one in lists for each in one]


def common(a: Annotated[list[int], wholes], b: Annotated[list[int], wholes]) -> set[int]:
    """The numbers that are in both lists."""
    return set(a) & set(b)


def only_in_one(a: Annotated[set[str], some_letters], b: Annotated[set[str], some_letters]) -> set[str]:
    """The letters that are in one of two sets and not in both."""
    return a ^ b


def inverted(marks: Annotated[dict[str, int], marks]) -> dict[int, list[str]]:
    """The names for each mark, in order."""
    found: dict[int, list[str]] = {}
    for name in sorted(marks):
        found.setdefault(marks[name], []).append(name)
    return found


def bill(prices: Annotated[dict[str, int], prices], basket: Annotated[list[str], basket]) -> int:
    """What a basket costs; what has no price is free."""
    return sum(prices.get(thing, 0) for thing in basket)


def mean_heights(people: People) -> Table[DataFrame, "city: str", "height: float"]:
    """The mean height in each city, by the names of the cities."""
    return people.groupby("city")["height"].mean().reset_index()


def tallest(people: People, least: Annotated[int, Within(0, 60)]) -> float | None:
    """The greatest height of those who are at least so old; None where there is nobody."""
    those = people[people["age"] >= least]
    return float(those["height"].max()) if len(those) else None


def iterated(f: Step, n: Annotated[int, Within(0, 6)], x: Annotated[float, Within(-4, 4)]) -> float:
    """What comes of x when f is applied n times."""
    for _ in range(n):
        x = f(x)
    return float(x)


class Account:
    """A bank account."""

    def __init__(self, balance: Annotated[int, Within(0, 9)]) -> None:
        self.balance = balance
        self.moves = 0

    def deposit(self, amount: Money) -> int | Raises[ValueError]:
        """Put money in; return the balance.  A ValueError where it is negative: the balance stays."""
        if amount < 0:
            raise ValueError("negative")
        self.balance += amount
        self.moves += 1
        return self.balance

    def withdraw(self, amount: Money) -> int | Raises[ValueError]:
        """Take money out; return the balance.  A ValueError where there is too little: the balance stays."""
        if amount < 0 or amount > self.balance:
            raise ValueError("not so much")
        self.balance -= amount
        self.moves += 1
        return self.balance

    def count(self) -> int:
        """How often money was moved."""
        return self.moves


class Stack:
    """A stack of numbers: the last in is the first out."""

    def __init__(self) -> None:
        self.items: list[int] = []

    def push(self, number: Money) -> None:
        """Put a number on top."""
        self.items.append(number)

    def pop(self) -> int | Raises[IndexError]:
        """Take the number on top; an IndexError where there is none."""
        return self.items.pop()

    def peek(self) -> int | None:
        """The number on top; None where there is none."""
        return self.items[-1] if self.items else None

    def __len__(self) -> int:
        return len(self.items)


class Tally:
    """Counts words."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, word: Annotated[str, one_word]) -> int:
        """Count a word; return how often it was counted."""
        self.counts[word] = self.counts.get(word, 0) + 1
        return self.counts[word]

    def total(self) -> int:
        """How many words were counted."""
        return sum(self.counts.values())

    def commonest(self) -> str | None:
        """The word that was counted most often, of several the first by the alphabet; None before any."""
        return min(self.counts, key=lambda word: (-self.counts[word], word), default=None)
