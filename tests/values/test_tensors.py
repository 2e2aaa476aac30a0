"""Arrays that code is handed as tensors: which numbers they hold, and how they cross."""

import numpy as np
import pytest
import torch

from grader.functions.local import Local
from grader.functions.reply import Answer
from grader.values import stored
from grader.values.code import code_of
from grader.values.compare import agree
from grader.values.formula import build_argument
from grader.values.handed import handed, taken
from grader.values.tensors import TensorArray, in_double_precision, tensor_array
from grader.values.wire import WireError, pack, unpack
from grader.values.wrong import Wrong


@pytest.mark.parametrize(
    ("values", "theirs"),
    [
        (np.array([0.1, 2.0]), torch.float32),
        (np.array([[1, 2]]), torch.int64),
        (np.ones((), bool), torch.bool),
        (np.array([1j]), torch.complex64),
    ],
)
def test_a_student_is_handed_what_torch_makes_by_itself(values: np.ndarray, theirs: torch.dtype) -> None:
    """And the reference the same numbers, in double precision."""
    array = tensor_array(values)
    student, reference = build_argument(pack(array)), handed(array)
    assert student.dtype is theirs
    assert (student.to(reference.dtype) == reference).all()
    assert reference.numpy().dtype == values.dtype
    assert student.shape == values.shape


def test_what_is_calculated_from_one_is_a_plain_array() -> None:
    """Nothing that is not drawn is handed over as a tensor by accident; parts and copies are."""
    array = tensor_array(np.ones((2, 3)))
    assert type(array * 2) is np.ndarray
    assert type(array.sum()) is np.float64
    assert type(array[0]) is type(array.copy()) is TensorArray


def test_they_are_stored_and_come_back_but_no_answer_is_one() -> None:
    """A worker cannot claim that an answer of its own is to be handed on."""
    array = tensor_array(np.array([1.5, 2.0]))
    again = stored.decode(stored.encode([array], exact=True))[0]
    assert type(again) is TensorArray
    assert again.tolist() == [1.5, 2.0]
    with pytest.raises(WireError, match="a generator or a tensor, which is handed over"):
        unpack(pack([array]))


def test_what_a_law_hands_on_is_a_tensor_again() -> None:
    """Of whatever precision it is."""
    mine = taken(torch.ones(2, requires_grad=True) * 2)
    assert type(mine) is TensorArray
    assert mine.dtype == np.float64
    assert taken(3.0) == 3.0


def test_tensors_agree_as_arrays_do() -> None:
    """In a law, which compares what it is handed."""
    agree(torch.ones(2), torch.ones(2, dtype=torch.float64))
    with pytest.raises(Wrong):
        agree(torch.ones(2), torch.zeros(2))


def test_trusted_code_makes_double_precision_meanwhile() -> None:
    """So that the weights of a module fit what it is handed; and only meanwhile."""
    with in_double_precision():
        assert torch.nn.Linear(2, 1).weight.dtype is torch.float64
    assert torch.nn.Linear(2, 1).weight.dtype is torch.float32


def test_an_argument_that_is_changed_is_told() -> None:
    """Also one in a list."""
    array = tensor_array(np.array([1.0, 2.0]))
    functions = Local({"f": lambda x: x.mul_(2), "g": lambda xs: xs[0].mul_(2), "h": lambda x: x * 2})
    for name, values, changed in (("f", array, (0,)), ("g", [array], (0,)), ("h", array, ())):
        (reply,) = functions.ask(name, [(values,)])
        assert isinstance(reply, Answer)
        assert reply.changed == changed
    assert array.tolist() == [1.0, 2.0]


def test_they_are_written_as_code_that_runs() -> None:
    """As whoever pastes it needs them."""
    written = code_of(tensor_array(np.array([1.0, np.nan])))
    assert written == "torch.tensor([1.0, torch.nan])"
