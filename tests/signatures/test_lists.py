"""Lists, sets and dicts as arguments are drawn part by part."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.examples.draw import Example, Plan, corpus
from grader.signatures.domains import Index, Within, one_hot
from grader.signatures.inputs import Sizes
from grader.signatures.pick import Mood, Pick
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import signature


def examples(annotation: Any, sizes: Sizes | None = None) -> tuple[Example, ...]:
    """Return the examples of a function with one argument of this kind."""

    def asked(x: Any) -> float:
        return 0.0

    asked.__annotations__["x"] = annotation
    return corpus(signature(asked), Plan(110, sizes=sizes or {}))


def drawn(annotation: Any, sizes: Sizes | None = None) -> list[Any]:
    """Return the values that are drawn for it."""
    return [each.args["x"] for each in examples(annotation, sizes)]


@pytest.mark.parametrize(
    ("annotation", "right"),
    [
        (list[int], lambda x: type(x) is list and all(type(each) is int for each in x)),
        (list[float], lambda x: type(x) is list and all(type(each) is float for each in x)),
        (list[complex], lambda x: all(type(each) is complex for each in x)),
        (list[bool], lambda x: all(type(each) is bool for each in x)),
        (set[int], lambda x: type(x) is set and all(type(each) is int for each in x)),
        (dict[int, float], lambda x: all(type(k) is int and type(v) is float for k, v in x.items())),
        (list[tuple[int, bool]], lambda x: all(list(map(type, each)) == [int, bool] for each in x)),
        (list[list[int]], lambda x: len({len(row) for row in x}) < 2 and all(row != [] for row in x)),
        (list[Float[ndarray, "n 2"]], lambda x: len({each.shape for each in x} | {(0, 2)}) < 3),
        (Annotated[list[int], Within(2, 5)], lambda x: set(x) <= {2, 3, 4, 5}),
        (list[Annotated[int, Within(2, 5)]], lambda x: set(x) <= {2, 3, 4, 5}),
        (Annotated[list[list[int]], Within(2, 5)], lambda x: {y for row in x for y in row} <= {2, 3, 4, 5}),
        (Annotated[dict[int, float], Within(2, 5)], lambda x: all(2 <= each <= 5 for each in x.values())),
        (Annotated[tuple[float, int], Within(2, 5)], lambda x: 2 <= x[0] <= 5 and 2 <= x[1] <= 5),
        (Annotated[list[int], one_hot], lambda x: sum(x) == bool(x)),
    ],
    ids=range(15),
)
def test_what_is_drawn_is_what_the_annotation_says(annotation: Any, right: Callable[[Any], bool]) -> None:
    """In all moods, with Python's own numbers; a domain of numbers is that of each part."""
    values = drawn(annotation)
    assert all(map(right, values)), next(each for each in values if not right(each))
    assert len({repr(each) for each in values}) > 10


def test_lists_are_empty_short_and_long() -> None:
    """Where the rubric says nothing; and tied entries are among them."""
    values = drawn(list[int])
    assert {len(each) for each in values} == {0, 1, 2, 3, 4, 6, 7}
    assert any(len(set(each)) < len(each) for each in values)


def test_a_rubric_says_how_long_lists_are() -> None:
    """The length goes by the name of the argument."""
    assert {len(each) for each in drawn(list[float], {"x": (2, 3)})} == {2, 3}


def test_texts_in_a_list_have_a_domain_of_their_own() -> None:
    """None is usual; with one the list itself needs none."""

    def words(pick: Pick) -> str:
        return pick.one_of(["a", "b"])

    assert {word for each in drawn(list[Annotated[str, words]]) for word in each} == {"a", "b"}
    for annotation in (list[str], Annotated[list[str], Within(0, 9)], dict[str, int], list[Any]):
        with pytest.raises(Unsupported, match="needs a domain: Annotated"):
            drawn(annotation)


def test_a_domain_of_the_whole_list_is_asked_as_before() -> None:
    """It says the length itself, and may return an array, which is a list then."""

    def ends(pick: Pick) -> Any:
        return np.arange(pick.choose(1, 2))

    assert {tuple(each) for each in drawn(Annotated[list[int], ends])} == {(0,), (0, 1)}
    with pytest.raises(ValueError, match="a number where a list was asked for"):
        drawn(Annotated[list[int], lambda pick: pick.array([1])])


def test_an_argument_may_tell_which_numbers_a_list_holds() -> None:
    """Bounds are names of arguments before it, as they are for arrays."""

    def asked(n: Annotated[int, Within(1, 3)], x: Annotated[list[int], Within(1, "n")]) -> int:
        return 0

    found = [each.args for each in corpus(signature(asked), Plan(60))]
    assert all(each <= args["n"] for args in found for each in args["x"])
    assert any(args["n"] in args["x"] for args in found)


def test_lists_of_numbers_shrink_to_few_small_ones() -> None:
    """Each number of a short list is a choice of its own."""
    (first, *_) = (each for each in examples(list[int]) if each.mood is Mood.PLAIN and each.args["x"])
    assert len(first.choices) == 1 + len(first.args["x"])


def test_places_in_an_array_are_drawn_in_lists_too() -> None:
    """The length of the array is known by its name."""

    def asked(a: Float[ndarray, "n"], at: Annotated[list[int], Index("n")]) -> float:
        return 0.0

    found = [each.args for each in corpus(signature(asked), Plan(60))]
    assert all(0 <= each < len(args["a"]) for args in found for each in args["at"])
