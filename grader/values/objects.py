"""What is told of the objects that a step of a program returns: that one is there, and how many there are.

What they are stays where they are: whoever wants to know asks their methods.
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from grader.values.holders import ITEM_LIMIT
from grader.values.leaves import Other, named, text
from grader.values.wrong import describe

_module_of = type.__dict__["__module__"].__get__  # of a class, whatever its own metaclass answers
NO_LISTS = (str, bytes, bytearray, dict, set, frozenset, type)  # a set has no first one


@dataclass(frozen=True)
class Made:
    """An object of a class, as an answer: ``words`` say what came in its place, where that is a plain value.

    Such a value is as good as long as it answers what the class answers.
    """

    sort: str
    words: str = field(default="", compare=False)

    @property
    def described(self) -> str:
        """What is shown in the place of a value."""
        return self.words or with_article(self.sort)


def with_article(name: str) -> str:
    """Return "an Account", "a Person"."""
    return f"an {name}" if name[:1].lower() in tuple("aeiou") else f"a {name}"


def is_plain(value: Any) -> bool:
    """Whether a value is of a type of Python's or NumPy's own, and so no object of a student's class."""
    module = _module_of(type(value))
    return type(module) is str and module in ("builtins", "numpy")


def words_of(value: Any) -> str:
    """Return a few words for a plain value: "None", "9", "the text 'Ada'"; none of its own."""
    return text(named(type(value)) if hasattr(value, "__dict__") else describe(value), 100)


def as_list(result: Any) -> Any:
    """Return a list of what a result holds, as an answer is read, up to a length; itself where it is none.

    A subclass gives what it holds, whatever it says of itself.
    """
    kind = type(result)
    for plain in (list, tuple):
        if issubclass(kind, plain):
            return list(islice(plain.__iter__(result), ITEM_LIMIT + 1))
    if issubclass(kind, NO_LISTS) or not hasattr(kind, "__iter__") or hasattr(kind, "keys"):
        return result
    return list(islice(iter(result), ITEM_LIMIT + 1))


def told_of(result: Any, *, listed: bool) -> Any:
    """Return what is told of an object, or of each in a list: True for one of a class, words for others.

    Of None that is None; of what should be a list and is none, words.
    """
    if listed and type(result) is list:
        return [told_of(each, listed=False) for each in result]
    if result is None:
        return None
    if is_plain(result):
        return Other(words_of(result))
    return Other(named(type(result))) if listed else True
