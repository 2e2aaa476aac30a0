"""Arguments behind a `*` are given by name."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.values.by_name import by_name, by_name_to
from grader.values.typed import TypedLines


def test_arguments_behind_a_star_are_given_by_name() -> None:
    """As many as there are; what is typed is no argument of the function."""

    def f(x: int, *, y: int, z: int = 3) -> None: ...

    def every(*x: int, y: int = 0) -> None: ...

    assert by_name(f.__code__, (1, 2)) == ((1,), {"y": 2})
    typed = TypedLines(("Ada",))
    assert by_name(f.__code__, (typed, 1, 2, 3)) == ((typed, 1), {"y": 2, "z": 3})
    for code, values in ((f.__code__, (1, 2, 3, 4)), (every.__code__, (1, 2)), (None, (1,))):
        assert by_name(code, values) == (values, {})


W, B, X, Y = 1, 2, 3, 4


@pytest.mark.parametrize(
    "function",
    [
        lambda *, W, b, x, y: (W, b, x, y),
        lambda *, y, x, b, W: (W, b, x, y),
        lambda W, *, y, x, b: (W, b, x, y),
        lambda y, *, W, x, b: (W, b, x, y),
        lambda W, *, bias, x, y: (W, bias, x, y),
        lambda W, *, y, bias, x: (W, bias, x, y),
        lambda W, **rest: (W, rest["b"], rest["x"], rest["y"]),
        lambda W, *rest, y=0: (W, *rest),
    ],
)
def test_names_that_are_asked_for_stand_behind_a_star_in_any_order(function: Callable[..., Any]) -> None:
    """All else goes by its place, under whatever name."""
    places, named = by_name(function.__code__, (W, B, X, Y), ("W", "b", "x", "y"))
    assert function(*places, **named) == (W, B, X, Y)


class Account:
    def __init__(self, owner: str, *, limit: int, cents: int) -> None:
        self.all = owner, cents, limit

    def move(self, *, to: str, cents: int) -> tuple[str, int]:
        return to, cents


def test_methods_and_classes_take_them_by_name_too() -> None:
    """The object itself is none of the arguments; a call that names some is left as it is."""
    places, named = by_name_to(Account, ("Ada", 5, 9), {}, ("owner", "cents", "limit"))
    account = Account(*places, **named)
    assert account.all == ("Ada", 5, 9)
    places, named = by_name_to(account.move, (7, "Bob"), {}, ("cents", "to"))
    assert account.move(*places, **named) == ("Bob", 7)
    assert by_name_to(Account, ("Ada",), {"cents": 5}) == (("Ada",), {"cents": 5})
    assert by_name_to(len, ([],), {}) == (([],), {})
