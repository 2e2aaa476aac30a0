"""What a class says of its programs."""

import html.parser
from string import Formatter
from typing import Annotated

from grader import Raises, Within
from grader.signatures.classes import class_signature


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
