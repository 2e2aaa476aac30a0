"""Functions of tensors: what students of torch write in honest styles is right, and near is not right."""

from pathlib import Path

import one_question

REFERENCE = '''
from jaxtyping import Float
from torch import Tensor


def mse(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> Float[Tensor, ""]:
    """The mean squared error."""
    return ((x - y) ** 2).mean()


def slope(x: Float[Tensor, "n"], y: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    """Its gradient in x."""
    return 2 * (x - y) / len(x)
'''
CHECKS = "{matches: mse, points: 1}, {gradient: slope, of: mse, wrt: x, points: 1}"
MSE = "def mse(x, y): return ((x - y) ** 2).mean()\n"
HAND_INS = {
    "autograd": f"{MSE}def slope(x, y):\n    x.requires_grad = True\n    mse(x, y).backward()\n"
    "    return x.grad\n",
    "item": "def mse(x, y): return (x - y).square().mean().item()\n"
    "def slope(x, y): return (x - y) * 2 / x.numel()\n",
    "numpy": "def mse(x, y): return ((x - y).numpy() ** 2).mean()\n"
    "def slope(x, y): return 2 * (x - y).numpy() / len(x)\n",
    "a thousandth off": MSE.replace(".mean()", ".mean() * 1.0009")
    + "def slope(x, y): return 2.002 * (x - y) / len(x)\n",
}


def test_honest_styles_are_right_and_a_thousandth_off_is_not(tmp_path: Path) -> None:
    """A gradient that is left in an argument is nothing that it was given; float32 needs no remark."""
    results = one_question.graded(one_question.assignment(tmp_path, REFERENCE, CHECKS), HAND_INS)
    earned = {name: one_question.told(result) for name, result in results.items()}
    off = "Your answer is right up to a constant factor: it is {} times what it should be."
    assert earned.pop("a thousandth off") == [(0, off.format("1.0009")), (0, off.format("1.001"))]
    assert all(each == [(1, ""), (1, "")] for each in earned.values()), earned
