"""What a class says of its programs."""

import html.parser
from collections.abc import Iterator
from string import Formatter
from typing import Annotated, Any, Optional, Self

import pytest

from grader import Raises, Within
from grader.examples.draw import Plan, corpus
from grader.signatures.classes import class_signature, function_signature
from grader.signatures.program_calls import EACH
from grader.signatures.refusals import Unsupported
from grader.values.run_here import run


class Titles(html.parser.HTMLParser):
    """A class of the course that comes from a library's."""

    def count(self, times: Annotated[int, Within(1, 3)]) -> int:
        """So many."""
        return times


class Course(Formatter):
    """Another one, with an ``__init__`` of its own."""

    def __init__(self, times: int) -> None:
        self.times = times

    def once_more(self) -> int:
        """One more."""
        return self.times + 1


def test_what_a_library_wrote_is_not_asked() -> None:
    """Of a class that comes from a library's, its own methods are asked alone, and its own ``__init__``."""
    titles, course = class_signature(Titles), class_signature(Course)
    assert [each.call for each in titles.programs.calls] == ["Titles", ".count"]
    assert not titles.programs.calls[0].names  # no `convert_charrefs`
    assert [(each.call, each.names) for each in course.programs.calls] == [
        ("Course", ("times",)),
        (".once_more", ()),
    ]


class Guard:
    """A class with methods that Python calls."""

    def __hash__(self) -> int:
        return 1

    def __next__(self) -> int | Raises[StopIteration]:
        raise StopIteration

    def __ror__(self, other: int) -> int:
        return other


class Entered(Guard):
    """One that is asked for what nobody can ask."""

    def __enter__(self) -> int:
        return 1


def test_what_python_calls_is_asked_or_refused() -> None:
    """Nothing that has an annotated result is left out in silence."""
    assert [each.call for each in class_signature(Guard).programs.calls] == ["Guard", ".__next__", ".__ror__"]
    with pytest.raises(Unsupported, match="`__enter__` is none of the methods that are asked"):
        class_signature(Entered)


class Fraction:
    """A class whose name stands in quotes beside an exception."""

    def __init__(self, top: int) -> None:
        self.top = top

    def over(self, below: int) -> "Fraction" | Raises[ZeroDivisionError]:  # noqa: TC010  (it is what instructors write)
        """A fraction."""
        return Fraction(self.top // below)


def test_a_class_in_quotes_stands_beside_an_exception() -> None:
    """What is in quotes there is the class itself."""
    (_, over) = class_signature(Fraction).programs.calls
    assert (over.makes, over.raises) == ({None: "Fraction"}, (ZeroDivisionError,))


class Folder:
    """A class of which methods take and return one, one or None, or several."""

    def __init__(self, inside: "list[Folder]", above: "Folder | None") -> None:
        self.inside, self.above = list(inside), above

    def first(self) -> Self | None:
        """Return the first of them."""
        return next(iter(self.inside), None)  # type: ignore[return-value]

    def outer(self) -> Optional["Folder"]:
        """Return what it is in."""
        return self.above

    def all(self) -> list["Folder"]:
        """Return all of them."""
        return self.inside

    def __iter__(self) -> Iterator["Folder"]:
        return iter(self.inside)


def test_one_or_none_and_several_are_read_however_they_are_written() -> None:
    """In quotes, as Self, or as Optional; what is given may be None or a list, and so is told what comes."""
    init, *methods = class_signature(Folder).programs.calls
    assert [*init.nullable, *init.lists] == ["above", "inside"]
    assert [each.makes for each in methods] == [{None: "Folder"}] * 2 + [{EACH: "Folder"}] * 2
    assert all(each.tells and not each.keep for each in methods)


SHELF = """
class Book:
    def __init__(self, pages: int) -> None:
        self.pages = pages

    def thick(self) -> bool:
        return self.pages > 99


class Shelf:
    def books(self, some: RESULT = None) -> RESULT:
        return RETURNED
"""


def shelf(annotation: str) -> Any:
    """Return what a class says whose method takes and returns this."""
    names: dict[str, Any] = {"__name__": "_reference_shelf", "Annotated": Annotated, "Any": Any}
    exec(SHELF.replace("RESULT", annotation).replace("RETURNED", "..."), names)
    return class_signature(names["Shelf"])


@pytest.mark.parametrize(
    "annotation",
    [
        "dict[str, Book]",
        "tuple[Book, int]",
        "Book | int",
        "list[Book | None]",
        "set[Book]",
        "list[list[Book]]",
    ],
)
def test_what_objects_cannot_be_in_is_refused_as_it_is_written(annotation: str) -> None:
    """With its place and three ways to write it, each of which will do."""
    with pytest.raises(Unsupported) as refused:
        shelf(annotation)
    said = str(refused.value)
    assert said.startswith(
        f"`books`: the argument `some`: `{annotation}` is none of the ways in which objects"
    )
    *_, one, or_none, several = said.split("`")[1::2]
    for cure in (one, or_none, several):
        assert [each.call for each in shelf(cure).programs.calls] == ["Book", "Shelf", ".thick", ".books"]


def test_an_attribute_is_no_object() -> None:
    """What stands in the class with a type is asked for its value, so a method is to return the object."""
    names: dict[str, Any] = {"__name__": "_reference_shelf"}
    exec(f"{SHELF.partition('class Shelf')[0]}class Shelf:\n    first: Book = None\n", names)
    with pytest.raises(Unsupported) as refused:
        class_signature(names["Shelf"])
    assert "write a method that takes or returns `Book`, `Book | None` or `list[Book]`" in str(refused.value)


SHELVES = (
    SHELF.partition("    def books")[0]
    + """
    def __init__(self) -> None:
        self.inside = []

    def add(self, book: Book) -> None:
        self.inside.append(book)

    def last(self) -> Book | None:
        return self.inside[-1] if self.inside else None


def pages(shelf: Shelf) -> int:
    return sum(book.pages for book in shelf.inside)
"""
)


def test_what_is_given_to_a_function_is_not_empty() -> None:
    """A shelf has books on it, made by their own class; what else the shelf hands out is not asked."""
    names: dict[str, Any] = {"__name__": "_reference_shelf"}
    exec(SHELVES, names)
    read = function_signature(names["pages"])
    assert [each.call for each in read.programs.calls] == ["Book", "Shelf", ".thick", ".add", "pages"]
    programs = [each.args["program"] for each in corpus(read, Plan(count=20))]
    assert sum(any(run(read.programs.functions, each)[-1:]) for each in programs) > 5
