"""Functions that draw at random and keep a cache; and rules on the source of what does nothing."""

from pathlib import Path

from one_question import assignment, graded, told

from grader.kit.release import release

ANSWERS = '''
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within


def dropped(
    x: Annotated[Float[ndarray, "n"], Within(1, 2)], seed: Annotated[int, Within(0, 9)] | None = None
) -> tuple[Float[ndarray, "n"], Any]:
    """Half of the entries, doubled, and what was kept."""
    mask = (np.random.default_rng(seed).random(x.shape) < 0.5) * 2
    return x * mask, mask
'''
LAWS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within, agree, chance

X = Annotated[Float[ndarray, "n"], Within(1, 2)]


def half_are_kept(dropped) -> None:
    """Half of the entries are kept."""
    chance(np.array([dropped(np.ones(5))[0] for _ in range(200)]).ravel().tolist(), {2.0: 0.5, 0.0: 0.5})


def a_seed_decides(dropped, x: X, seed: Annotated[int, Within(0, 9)]) -> None:
    """The same seed keeps the same."""
    agree(dropped(x, seed)[0], dropped(x, seed)[0])
'''
MISTAKES = '''
import numpy as np

from grader import mistake


@mistake(of="dropped", credit=0.5)
def not_doubled(x, seed=None):
    """Double what is kept."""
    mask = np.random.default_rng(seed).random(x.shape) < 0.5
    return x * mask, mask
'''
CHECKS = (
    "{chance: half_are_kept, points: 2}, {law: a_seed_decides, points: 1}, "
    "{source: dropped, forbid: [for], points: 1}"
)
DROPPED = """
import numpy as np
def dropped(x, seed=None):
    np.random.seed(seed)
    kept = np.random.rand(len(x)) < 0.5
    return {}, {{"kept": kept, "text": str(seed)}}
"""


BOTH_WAYS = '''
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import From, Within

X = Annotated[Float[ndarray, "n"], Within(-2, 2)]


def forward(x: X) -> tuple[Float[ndarray, "n"], Any]:
    """The exponentials, and a cache."""
    return np.exp(x), x


def backward(dout: X, cache: Annotated[Any, From("forward")]) -> Float[ndarray, "n"]:
    """The way back."""
    return dout * np.exp(cache)
'''


def test_a_kit_judges_every_step_of_a_way_back(tmp_path: Path) -> None:
    """Also of answers that differ from the reference's by rounding, and of the later steps of a program."""
    rubric = assignment(tmp_path, BOTH_WAYS, "{gradient: backward, of: forward, wrt: x, points: 1}")
    release(rubric, tmp_path / "kit")
    written = "import numpy as np\ndef forward(x): return np.e ** x, x\ndef backward(dout, cache): return {}"
    hand_ins = {
        "right": written.format("(1 + 1e-13) * dout * np.exp(cache)"),
        "wrong": written.format("dout"),
    }
    results = graded(tmp_path / "kit" / "rubric.yaml", hand_ins)
    assert told(results["right"]) == [(1, "")]
    assert told(results["wrong"])[0][0] == 0


def test_what_draws_without_a_seed_is_asked_with_one_too(tmp_path: Path) -> None:
    """What one law draws is not asked again for the other; a mistake is named beside any cache."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS, MISTAKES)
    hand_ins = {
        "right": DROPPED.format("2 * kept * x"),
        "not_doubled": DROPPED.format("kept * x"),
        "nothing": DROPPED.format("x"),
        "zero": DROPPED.format("0 * x"),
    }
    results = graded(rubric, hand_ins)
    assert told(results["right"]) == [(2, ""), (1, ""), (1, "")]
    assert told(results["not_doubled"]) == [(1, "Double what is kept."), (1, ""), (1, "")]
    idle = "this holds, but `dropped` returns its argument `x` whatever it is asked, which is worth nothing"
    assert told(results["nothing"])[1:] == [(0, idle), (0, idle)]
    idle = "this holds, but `dropped` returns 0 whatever it is asked, which is worth nothing"
    assert told(results["zero"])[1:] == [(0, idle), (0, idle)]
