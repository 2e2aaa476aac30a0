"""What is stored comes back as it was."""

import math
from contextlib import suppress
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.model import Draws, Evidence, Growth
from grader.values import stored
from grader.values.wire import DTYPES, Strange, WireError

arrays = st.sampled_from(sorted(DTYPES)).flatmap(
    lambda name: hnp.arrays(name, hnp.array_shapes(min_dims=0, min_side=0, max_side=3))
)
plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | arrays
plain |= st.complex_numbers()  # type: ignore[operator]
values = st.recursive(
    plain, lambda v: st.lists(v, max_size=3) | st.tuples(v, v) | st.dictionaries(st.text(), v, max_size=3)
)


def same(one, other) -> bool:
    """Whether two values are the same to the bit, of the same types and stored alike."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    if isinstance(one, np.ndarray):
        flags = [(a.flags.c_contiguous, a.flags.f_contiguous) for a in (one, other)]
        return (one.dtype, one.shape, one.tobytes(), flags[0]) == (
            other.dtype,
            other.shape,
            other.tobytes(),
            flags[1],
        )
    if isinstance(one, float):
        return math.copysign(1, one) == math.copysign(1, other) and (one == other or one != one)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    return one == other


@given(values)
def test_a_plain_value_comes_back_as_it_was(value: Any) -> None:
    assert same(stored.decode(stored.encode(value, exact=True)), value)


@pytest.mark.parametrize("array", [np.arange(6.0).reshape(2, 3), np.arange(12).reshape(3, 4)], ids=["f", "i"])
def test_an_array_is_stored_the_same_way(array: Any) -> None:
    store = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    store[..., ::2] = array
    for value in (array, np.asfortranarray(array), store[..., ::2]):
        again = stored.decode(stored.encode(value))
        assert same(again, value)
        assert again.strides == value.strides


@pytest.mark.parametrize(
    "value", [{1: [2.5], "a": (1,)}, {"a": {True: None}}, {3, 1}, {(1, "a"), frozenset({2})}, set(), {}]
)
def test_dicts_and_sets_come_back(value: Any) -> None:
    assert stored.decode(stored.encode(value, exact=True)) == value


def test_a_number_of_numpy_stays_one() -> None:
    again = stored.decode(stored.encode(np.float32(0.1), exact=True))
    assert (type(again), again) == (np.float32, np.float32(0.1))


def test_evidence_and_what_is_strange_come_back() -> None:
    evidence = Evidence("wrong", "f(x)", {"x": [1, None]}, Strange("a generator"), (1.0, "a"), "[0]", 3, 10)
    assert stored.decode(stored.encode(evidence)) == evidence
    for plot in (
        Growth("n", (16, 32), (5, 500), (7.0, 14.0)),
        Draws("shares", ("a",), (0.5,), (0.25,), (), (), (0.0, 0.5)),
    ):
        evidence = Evidence("wrong", plot=plot)
        assert stored.decode(stored.encode(evidence)) == evidence


def test_evidence_from_before_there_were_plots_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came later has its default; a field that is gone, or one without a default, is another version."""
    kind, names = stored._classes["evidence"]
    with monkeypatch.context() as before:
        before.setitem(stored._classes, "evidence", (kind, names[:-1]))
        old, layout = stored.encode(Evidence("wrong", examples=3)), stored.layout()
    assert names[-1] == "plot"
    assert stored.decode(old) == Evidence("wrong", examples=3)
    stored.require_layout(layout)
    for other in ((*names, "more"), names[1:], ()):
        with pytest.raises(stored.OtherVersionError, match="'evidence' in it is not what it is"):
            stored.require_layout({"evidence": other})


@pytest.mark.parametrize(
    "value", [2**5000, np.array([object()]), object(), {(1, 2): 2}, np.longdouble(1) / 3]
)
def test_what_is_not_plain_is_described_or_refused(value: Any) -> None:
    stored.decode(stored.encode([value]))
    with pytest.raises(stored.InexactError):
        stored.encode([value], exact=True)


@given(st.binary())
def test_foreign_bytes_are_refused_in_one_way(data: Any) -> None:
    with suppress(msgspec.MsgspecError, WireError, ValueError):
        stored.decode(data)
