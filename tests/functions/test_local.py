"""Functions of this process answer as a worker would: on copies, never raising, saying what they changed."""

import warnings
from typing import Any

import numpy as np
import pytest
import torch

from grader.errors import GraderError
from grader.functions.arguments import Arguments
from grader.functions.local import Local, copied
from grader.functions.reply import Answer, Failure
from grader.model import Verdict
from grader.signatures.annotations import spec
from grader.signatures.conform import conform

X = np.array([1.0, 2.0, 3.0])


def reply(function, *values):
    (only,) = Local({"f": function}).ask("f", [values])
    return only


def test_each_call_has_its_reply_in_order() -> None:
    """A batch of calls comes back as a list of the same length."""
    replies = Local({"f": lambda x, y: x - y}).ask("f", [(3, 1), (5, 5), (0, 2)])
    assert replies == [Answer(2), Answer(0), Answer(-2)]


def test_the_names_are_those_of_the_functions() -> None:
    """What is not there can be told before it is called."""
    assert list(Local({"f": abs, "g": abs}).names) == ["f", "g"]


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (ValueError("shapes do not fit"), "ValueError: shapes do not fit"),
        (NotImplementedError(), "NotImplementedError"),
        (KeyError("W"), "KeyError: 'W'"),
    ],
)
def test_an_exception_is_an_answer(problem: Exception, message: str) -> None:
    """A function that raises is told with its exception, and may be asked again."""

    def f(x):
        raise problem

    failure = reply(f, X)
    assert failure == Failure(Verdict.RAISED, message)
    assert not failure.final


@pytest.mark.parametrize("verdict", [Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.DIED])
def test_other_failures_are_final(verdict: Verdict) -> None:
    """There is no point in asking a function again that hangs, devours memory or kills its process."""
    assert Failure(verdict, "").final


def test_one_call_that_raises_does_not_cost_the_others() -> None:
    """Every call of a batch is answered on its own."""
    replies = Local({"f": lambda x: 1 / x}).ask("f", [(1,), (0,), (2,)])
    assert replies == [
        Answer(1.0),
        Failure(Verdict.RAISED, "ZeroDivisionError: division by zero"),
        Answer(0.5),
    ]


def test_arguments_are_copies() -> None:
    """Nothing a function does to its arguments reaches the examples."""

    def f(x):
        x += 1
        return x

    assert reply(f, X).changed == (0,)
    assert X.tolist() == [1.0, 2.0, 3.0]


def test_changed_arguments_are_told_by_their_place() -> None:
    """Changing and restoring is fine; leaving an argument changed is told, NaN or not."""

    def f(a, b, c, d):
        a[0] += 1
        a[0] -= 1
        b[0] = np.nan
        return c.sum()

    assert reply(f, X, X, np.array([np.nan]), 4.0).changed == (1,)


@pytest.mark.parametrize("values", [[3.0, 1.0], [np.array([3.0, 1.0])], [[2], [1]]])
def test_lists_are_copies_with_all_that_is_in_them(values: list[Any]) -> None:
    """A function that sorts its list leaves that of the next one as it was, and it is told."""

    def first(xs: list[Any]) -> float:
        if isinstance(xs[0], float):
            xs.sort()
        else:
            xs[0][0] = 0
        return 0.0

    before = repr(values)
    (reply,) = Local({"f": first}).ask("f", [[values]])
    assert repr(values) == before
    assert isinstance(reply, Answer)
    assert reply.changed == (0,)


def test_arguments_keep_their_layout() -> None:
    """A matrix that is stored column by column arrives that way."""
    seen = []
    reply(lambda W: seen.append(W.flags.f_contiguous), np.asfortranarray(np.eye(3) + 1))
    assert seen == [True]


def test_arguments_with_gaps_have_gaps() -> None:
    """As in a worker: a function that relies on the layout is as wrong here as there."""
    seen = []
    gaps = np.arange(24.0).reshape(4, 6)[:, ::2]
    reply(lambda W: seen.append((W.flags.c_contiguous, W.flags.f_contiguous, W.tolist())), gaps)
    assert seen == [(False, False, gaps.tolist())]


def test_warnings_of_a_function_are_not_shown() -> None:
    """A warning beside a right value is nobody's business."""

    def warn() -> float:
        warnings.warn("please grade kindly", stacklevel=2)
        return 1.0

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert reply(warn).value == 1.0


def test_numpy_does_not_warn() -> None:
    """An overflow on the way to a right value is nobody's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert reply(lambda x: np.exp(x).min(), np.array([0.0, 1000.0])).value == 1.0


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor([1.0, 2.0, 3.0]),
        torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64, requires_grad=True),
        torch.nn.Parameter(torch.tensor([1.0, 2.0, 3.0])),
        torch.tensor([[1.0, 2.0, 3.0]]).T,
        [torch.tensor(1.0), torch.tensor(2), 3.0],
    ],
    ids=["float32", "with gradient", "parameter", "column", "list"],
)
def test_tensors_become_arrays(value: object) -> None:
    """A tensor is as good as an array, also one that records gradients, also in a list."""
    from jaxtyping import Float

    arrived = reply(lambda: value).value
    assert np.array_equal(conform(arrived, spec(Float[np.ndarray, " k"]), {"k": 3}), X)


def test_tuples_stay_tuples_and_lists_lists() -> None:
    """Only tensors are changed on their way."""
    arrived = reply(lambda: (torch.tensor([1.0]), ["a", None])).value
    assert type(arrived) is tuple
    assert type(arrived[0]) is np.ndarray
    assert arrived[1] == ["a", None]


def test_arguments_are_given_by_name_where_a_function_wants_it() -> None:
    """The last of them; those that a call leaves out have their defaults."""

    def f(x, k=2, *, scale=10.0, shift=0.0):
        return x * k * scale + shift

    replies = Local({"f": f}).ask("f", [(1,), (1, 3), (1, 3, 1.0), (1, 3, 1.0, 0.5)])
    assert replies == [Answer(20.0), Answer(30.0), Answer(3.0), Answer(3.5)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": {(1, 2): 1}}, "a dict with a tuple for a key"),
        (range(3), "a range"),
        (np.float64, "a type"),
        (10**2000, "a whole number of 6644 bits"),
    ],
)
def test_what_would_not_arrive_as_it_is_cannot_be_an_argument(value: Any, words: str) -> None:
    """What crosses only in words is handed to nobody."""
    with pytest.raises(GraderError, match=f"^an argument cannot be sent to a worker: {words}$"):
        _ = Arguments([value]).encoded


def test_what_cannot_be_copied_cannot_be_an_argument() -> None:
    """A generator could be asked once."""
    with pytest.raises(GraderError, match=r"^an argument cannot be sent to a worker: a generator$"):
        copied(n for n in range(3))
