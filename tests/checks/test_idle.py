"""A law that holds of a function that does nothing is worth nothing; no right answer loses by that."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray
from numpy.random import Generator

from grader import Printed, Raises, Within
from grader.checks.finding import Finding
from grader.checks.law import law
from grader.model import Verdict
from grader.values.compare import agree

from .trials import lost, reference, trial


def shrunk(x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], float]:
    """x and y without what is below 1, and the length of that."""
    return np.where(np.abs(x + y) > 1, x + y, 0.0), 1.0 + float(x @ x)


def nothing(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Always 0."""
    return 0 * x


def is_defined(shrunk, x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    shrunk(x, y)


def nothing_is_nothing(nothing, x: Float[ndarray, "n"]) -> None:
    """Nothing comes of anything."""
    agree(nothing(x), np.zeros(len(x)))


def nothing_at_the_origin(shrunk, x: Float[ndarray, "n"]) -> None:
    """At 0 and −0 nothing is left."""
    agree(shrunk(0 * x, 0 * x)[0], np.zeros(len(x)))


RIGHT = reference(shrunk, nothing, laws=(is_defined, nothing_is_nothing, nothing_at_the_origin))


def tried(name: str, **functions: Callable[..., Any]) -> Finding:
    return law(trial(RIGHT, functions), name)


@pytest.mark.parametrize(
    ("idle", "gives"),
    [
        (lambda x, y: (0 * x, 0.0), "0"),
        (lambda x, y: (np.ones(len(x)), 1), "1"),
        (lambda x, y: (np.full(len(x), -2.5), -2.5), "-2.5"),
        (lambda x, y: (1e-13 * np.sin(x), 1e-13 * np.sin(y.sum())), "0"),
        (lambda x, y: (np.float32(1 + 1e-6 * np.sin(x)), 1), "1"),
    ],
)
def test_a_law_is_worth_nothing_to_a_function_that_does_nothing(idle, gives: str) -> None:
    """The student is told what is the matter."""
    finding = tried("is_defined", shrunk=idle)
    assert finding.verdict is Verdict.FAILED
    assert lost(finding) == (
        f"this holds, but `shrunk` returns {gives} whatever it is asked, which is worth nothing"
    )


def test_a_law_is_worth_nothing_to_a_function_that_hands_its_argument_back() -> None:
    """Nor is that any work."""
    right = reference(halves, laws=(halves_are_defined,))
    finding = law(trial(right, {"halves": lambda y, x: x}), "halves_are_defined")
    assert lost(finding) == (
        "this holds, but `halves` returns its argument `x` whatever it is asked, which is worth nothing"
    )


@pytest.mark.parametrize(
    "idle",
    [
        lambda x, y: (np.full(len(x), len(x)), 1.0),
        lambda x, y: (np.arange(len(x)), float(len(x))),
        lambda x, y: (np.arange(len(x)) + 1e-12 * x, len(x) + 1e-12 * np.sin(y.sum())),
        lambda x, y: (np.ones(len(x)) / len(x), -2.0),
    ],
)
def test_a_law_is_worth_nothing_to_a_function_of_shapes(idle) -> None:
    """Whoever looks at no number of the arguments has done nothing with them."""
    assert lost(tried("is_defined", shrunk=idle)) == (
        "this holds, but `shrunk` looks at nothing but the shapes of its arguments, which is worth nothing"
    )


def test_minus_nothing_is_nothing() -> None:
    """No student reads of a number -0."""
    assert "returns 0 whatever" in lost(
        tried("is_defined", shrunk=lambda x, y: (-0.0 * np.ones(len(x)), -0.0))
    )


def test_what_is_worth_nothing_is_so_on_every_input_of_the_law() -> None:
    """Inputs are counted, and not how often the law asks on each."""
    idle = trial(TWICE, {"halves": lambda y, x: x}, count=7)
    finding = law(idle, "halves_twice")
    inputs = len(idle.corpora.examples(TWICE.laws["halves_twice"].signature, idle.plan))
    assert finding.evidence is not None
    assert (finding.evidence.failing, finding.evidence.examples) == (inputs, inputs)
    assert len(idle.said.asked["halves"]) > inputs


def unit(x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> Float[ndarray, "n n"]:
    """The unit matrix of that size."""
    return np.eye(len(x))


def is_square(unit, x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> None:
    """It has as many rows as columns."""
    unit(x, y)


@pytest.mark.parametrize("function", [unit, lambda x, y: -np.eye(len(x))], ids=["right", "the other sign"])
def test_where_right_answers_depend_on_shapes_alone_so_may_any(function) -> None:
    """A unit matrix, a count: also where a law leaves room for others than ours."""
    assert law(trial(reference(unit, laws=(is_square,)), {"unit": function}), "is_square").share == 1.0


def halves(y: float, x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Half of x and y."""
    return (x + y) / 2


def halves_twice(halves, y: float, x: Float[ndarray, "n"]) -> None:
    """There is an answer, twice."""
    halves(y, x)
    halves(2 * y, 2 * x)


TWICE = reference(halves, laws=(halves_twice,))


def halves_are_defined(halves, y: float, x: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    halves(y, x)


@pytest.mark.parametrize(
    ("name", "functions"),
    [
        ("is_defined", {"shrunk": shrunk}),
        ("is_defined", {"shrunk": lambda x, y: (0 * x, float(x @ x))}),
        ("nothing_is_nothing", {"nothing": nothing}),
        ("nothing_at_the_origin", {"shrunk": shrunk}),
        ("is_defined", {"shrunk": lambda x, y: tuple(-1e-3 * each for each in shrunk(x, y))}),
    ],
    ids=[
        "right",
        "half of it is work",
        "right answers are 0",
        "right answers to the law are constant",
        "another unit",
    ],
)
def test_what_does_something_or_rightly_nothing_keeps_its_points(name: str, functions) -> None:
    """Where the reference is as idle, a right function is."""
    assert tried(name, **functions).share == 1.0


def root(x: Annotated[float, Within(-9, 9)]) -> float | Raises[ValueError]:
    """The square root of x; ValueError where there is none."""
    if x < 0:
        raise ValueError("no")
    return x**0.5


def root_squared(root, x: Annotated[float, Within(-9, 9)]) -> None:
    """Its square is x, where there is one."""
    try:
        found = root(x)
    except ValueError:
        return
    agree(found * found, x)


def maybe_root(x: Annotated[float, Within(-9, 9)]) -> float | None:
    """The square root of x, or None."""
    return x**0.5 if x >= 0 else None


def maybe_root_squared(maybe_root, x: Annotated[float, Within(-9, 9)]) -> None:
    """Its square is x, where there is one."""
    found = maybe_root(x)
    if found is not None:
        agree(found * found, x)


def divisors(n: Annotated[int, Within(1, 20)]) -> set[int]:
    """What divides n."""
    return {d for d in range(1, n + 1) if n % d == 0}


def they_divide(divisors, n: Annotated[int, Within(1, 20)]) -> None:
    """No rest is left."""
    assert all(n % d == 0 for d in divisors(n))


def squares(n: Annotated[int, Within(0, 9)]) -> list[int]:
    """The first squares."""
    return [k * k for k in range(n)]


def they_are_squares(squares, n: Annotated[int, Within(0, 9)]) -> None:
    """Each is one."""
    assert all(round(s**0.5) ** 2 == s for s in squares(n))


def word(n: Annotated[int, Within(0, 9)]) -> str:
    """The letter a, n times."""
    return "a" * n


def only_a(word, n: Annotated[int, Within(0, 9)]) -> None:
    """No other letter."""
    assert set(word(n)) <= {"a"}


def shout(n: Annotated[int, Within(0, 9)]) -> Printed:
    """Print n and that it is done."""
    sys.stdout.write(f"{n} done")


def it_is_done(shout, n: Annotated[int, Within(0, 9)]) -> None:
    """It says so."""
    assert "done" in shout(n)


def numbered(n: Annotated[int, Within(1, 9)]) -> dict[str, int]:
    """The number and the next."""
    return {"n": n, "m": n + 1}


def both_are_there(numbered, n: Annotated[int, Within(1, 9)]) -> None:
    """Two keys."""
    assert set(numbered(n)) == {"n", "m"}


def split(x: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], Float[ndarray, "n"]]:
    """What is above 0, and what is below."""
    return np.maximum(x, 0), np.minimum(x, 0)


def no_overlap(split, x: Float[ndarray, "n"]) -> None:
    """One of both is 0."""
    above, below = split(x)
    agree(above * below, 0 * x, scale=1)


def sample(rng: Generator, n: Annotated[int, Within(1, 9)]) -> Float[ndarray, "n"]:
    """Random numbers from 0 to 1."""
    return rng.random(n)


def a_seed_decides(sample, rng: Generator, n: Annotated[int, Within(1, 9)]) -> None:
    """The same seed draws the same."""
    agree(sample(rng, n), sample(rng, n))


def sorted_halves(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Half of each, by size."""
    return np.sort(x) / 2


def twice_is_twice(sorted_halves, x: Float[ndarray, "n"]) -> None:
    """It is homogeneous."""
    agree(sorted_halves(2 * x), 2 * sorted_halves(x))


def raises(*_: object) -> None:
    raise ValueError("no")


KINDS = reference(
    *(root, maybe_root, divisors, squares, word, shout, numbered, split, sample, sorted_halves),
    laws=(
        *(root_squared, maybe_root_squared, they_divide, they_are_squares, only_a, it_is_done),
        *(both_are_there, no_overlap, a_seed_decides, twice_is_twice),
    ),
)
OF = {name: stated.of[0] for name, stated in KINDS.laws.items()}
NOTHING = [
    ("root_squared", raises, "raises ValueError whatever it is asked"),
    ("root_squared", lambda x: raises() if x else 0.0, "raises ValueError or returns 0 whatever it is asked"),
    ("maybe_root_squared", lambda x: None, "returns None whatever it is asked"),
    ("they_divide", lambda n: set(), "returns set() whatever it is asked"),
    ("they_are_squares", lambda n: [], "returns [] whatever it is asked"),
    ("they_are_squares", lambda n: [1, 4], "returns [1, 4] whatever it is asked"),
    ("only_a", lambda n: "a", "returns 'a' whatever it is asked"),
    ("it_is_done", lambda n: sys.stdout.write("done") and None, "returns 'done' whatever it is asked"),
    ("both_are_there", lambda n: {"n": 1, "m": 2}, "returns {'n': 1, 'm': 2} whatever it is asked"),
    (
        "no_overlap",
        lambda x: (x, 0 * x),
        "returns its argument `x` and returns 0 whatever it is asked",
    ),
    ("a_seed_decides", lambda rng, n: np.arange(n) / n, "looks at nothing but the shapes of its arguments"),
    (
        "twice_is_twice",
        lambda x: np.where(x > 0, np.inf, -np.inf),
        "returns no finite number whatever it is asked",
    ),
    ("twice_is_twice", lambda x: np.where(x > 0, np.inf, x), "returns its argument `x` whatever it is asked"),
]


@pytest.mark.parametrize(("name", "function", "gives"), NOTHING)
def test_a_law_is_worth_nothing_to_nothing_of_any_kind(name: str, function, gives: str) -> None:
    """None, exceptions, infinities, empty sets, texts and dicts; and never to the right function."""
    finding = law(trial(KINDS, {OF[name]: function}), name)
    assert (finding.verdict, lost(finding)) == (
        Verdict.FAILED,
        f"this holds, but `{OF[name]}` {gives}, which is worth nothing",
    )


@pytest.mark.parametrize("name", OF)
def test_of_every_kind_the_right_function_keeps_its_points(name: str) -> None:
    """Right answers that are None, empty or an exception at times are what is asked."""
    assert law(trial(KINDS, {OF[name]: KINDS.answers[OF[name]]}), name).share == 1.0
