"""What a description may say of where a function is wrong, in words that fit what an input is."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float, Int, UInt8
from numpy import ndarray

from grader import Pick
from grader.patterns.history import HISTORY, Called, History
from grader.patterns.of_right import of_right
from grader.patterns.regions import regions, tabled
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature, signature
from grader.signatures.specs import Kind, Spec
from grader.values.exceptions import Due


def nothing(_: Pick) -> Any:
    """A domain that nobody draws from."""


def of_image(image: UInt8[ndarray, "n"], level: int) -> None: ...
def of_numbers(x: Float[ndarray, "n"], k: int) -> None: ...
def of_labels(x: Int[ndarray, "n"]) -> None: ...
def of_truth(down: bool, n: int) -> None: ...
def of_year(year: int) -> None: ...
def of_list(items: Annotated[list[int], nothing]) -> None: ...
def of_name(name: Annotated[str, nothing]) -> None: ...
def of_words(start: Annotated[str, nothing], goal: Annotated[str, nothing]) -> None: ...


def said(asked: Signature, inputs: Sequence[Mapping[str, Any]], wrong: Callable[..., Any]) -> list[str]:
    """Where it is said to be wrong, the best first."""
    cases = [Tried(each, bool(wrong(**each))) for each in inputs]
    found = regions(partial(tabled, asked, cases), np.array([case.failed for case in cases]))
    return [f"{'wrong' if each.wrong_inside else 'right'} where {each.words}" for each in found]


RANDOM = np.random.default_rng(0)
IMAGES = [
    {"image": RANDOM.integers(0, 6, 2).astype(np.uint8) * 50, "level": int(RANDOM.integers(0, 4)) * 50}
    for _ in range(80)
]
SIGNED = [{"x": RANDOM.normal(size=2), "k": int(RANDOM.integers(0, 3))} for _ in range(60)]
LABELS = [{"x": RANDOM.integers(-30, 2, 2)} for _ in range(60)]
TRUTHS = [{"down": n % 2 > 0, "n": n} for n in range(40)]
YEARS = [{"year": year} for year in (*range(1, 60), *[2400] * 8)]
LISTS = [{"items": [*range(n % 5)]} for n in range(40)]
NAMES = [{"name": " ".join(["ada"] * (n % 4))} for n in range(40)]


@pytest.mark.parametrize(
    ("asked", "inputs", "wrong", "words"),
    [
        (
            of_image,
            IMAGES,
            lambda image, level: image.max() > 100,
            "wrong where an entry of `image` is above 100",
        ),
        (
            of_image,
            IMAGES,
            lambda image, level: image.min() > level,
            "wrong where every entry of `image` is above `level`",
        ),
        (of_numbers, SIGNED, lambda x, k: abs(x).max() > k, "wrong where an entry of `x` is beyond ±`k`"),
        (of_labels, LABELS, lambda x: x.min() < -20, "wrong where an entry of `x` is below −20"),
        (of_labels, LABELS, lambda x: (x < 0).all(), "wrong where all entries of `x` are negative"),
        (of_truth, TRUTHS, lambda down, n: down, "wrong where `down` is True"),
        (of_list, LISTS, lambda items: len(items) < 2, "wrong where `items` has at most one entry"),
        (of_list, LISTS, lambda items: len(items) > 2, "wrong where `items` has more than 2 entries"),
        (of_name, NAMES, lambda name: " " in name, "wrong where `name` has more than one word"),
    ],
)
def test_where_it_is_wrong_is_said_in_words_that_fit(
    asked: Callable[..., None], inputs: Any, wrong: Callable[..., Any], words: str
) -> None:
    """No sign of what is never negative, True in place of 1, and none is not one."""
    assert said(signature(asked), inputs, wrong)[0] == words


def test_two_texts_are_equal_before_anything_that_follows_from_it() -> None:
    """One letter is all in another that is the same."""
    inputs = [{"start": "abc"[n % 3], "goal": "abc"[n % 2]} for n in range(36)]
    words = said(signature(of_words), inputs, lambda start, goal: start == goal)
    assert words[0] == "wrong where `goal` and `start` are equal"


def test_of_a_number_far_from_all_others_nothing_is_said() -> None:
    """The last year may fail as the last, or as a multiple of 400."""
    last = said(signature(of_year), YEARS, lambda year: year == 2400)
    assert [each for each in last if "multiple" not in each] == []
    assert said(signature(of_year), YEARS, lambda year: year > 50)[0] == "wrong where `year` is above 50"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("object was made", "another object was made before"),
        ("function was returned", "another function was returned before"),
    ],
)
def test_what_was_made_before_is_an_object_or_a_function(made: str, words: str) -> None:
    """A function that returns a function makes no object of a class."""
    inputs = [{HISTORY: History(Called("f"), [Called("f")] * (n % 2), n % 3, made)} for n in range(30)]
    cases = [Tried(each, each[HISTORY].objects > 1) for each in inputs]
    found = next(
        regions(partial(tabled, Signature({}, None), cases), np.array([case.failed for case in cases]))
    )
    assert found.words == words


def test_of_a_few_methods_the_others_are_named() -> None:
    """It is not the third: it is one of the two others."""
    names = ["push", "pop", "peek"]
    inputs = [{HISTORY: History(Called(names[n % 3]), [])} for n in range(30)]
    cases = [Tried(each, each[HISTORY].now.name != "peek") for each in inputs]
    found = next(
        regions(partial(tabled, Signature({}, None), cases), np.array([case.failed for case in cases]))
    )
    assert found.words == "it is `pop` or `push` that is called"


def test_that_one_call_is_always_right_is_not_told() -> None:
    """Where the two others go wrong, at times, is still to be found out."""
    names = ["push", "pop", "peek"]
    called = [names[n % 3] for n in range(60)]
    wrong = [name != "peek" and place // 3 % 3 > 0 for place, name in enumerate(called)]
    cases = [
        Tried({HISTORY: History(Called(name), [])}, bad) for name, bad in zip(called, wrong, strict=True)
    ]
    table = partial(tabled, Signature({}, None), cases)
    assert [each.words for each in regions(table, np.array(wrong)) if "called" in each.words] == []


def of_library(place: int) -> tuple[str, dict[str, str], object]:
    """Return one of some calls of a class: what is called, with what, and the right answer."""
    title = "ab"[place // 4 % 2]
    return [
        ("find", {"title": title}, Due("LookupError")),
        ("borrow", {"title": title}, place % 8 == 1),
        ("titles", {}, [title] * (place % 3)),
        ("size", {}, place % 7),
    ][place % 4]


def test_what_is_said_of_calls_is_true_of_each_of_them() -> None:
    """No answer is False where an exception is due, and what has no title does not leave it out."""
    cases = []
    for name, given, right in map(of_library, range(200)):
        history = {HISTORY: History(Called(name), [])}
        cases.append(Tried({**given, **history}, "title" in given and right is not True, right=right))
    asked = Signature({"title": Spec(Kind.TEXT)}, None)
    found = next(regions(partial(tabled, asked, cases), np.array([c.failed for c in cases])))
    assert found.words == "it is `find` that is called or the right answer is False"
    borrowed = [each for each in cases if each.args[HISTORY].now.name == "borrow"]
    table = partial(tabled, asked, borrowed)
    assert next(regions(table, np.array([c.failed for c in borrowed]))).words == "the right answer is False"


def test_a_text_has_no_entries() -> None:
    """Where the answers of one method are texts and of another lists, texts are neither short nor long."""
    entries = [each for each in of_right(["ab", "", [1, 2]]) if "entr" in each.yes]
    assert [each.test(SimpleNamespace(right="ab")) for each in entries] == [False, False]
    assert next(each.no for each in entries) == "the right answer has not more than one entry"
    assert [each.test(SimpleNamespace(right=[1, 2])) for each in entries] == [True, False]
