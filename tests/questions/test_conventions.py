"""Two conventions that are right: of losses, gradients, counted steps, classes; and what is left changed."""

from pathlib import Path

import one_question
import pytest
from one_question import assignment, graded, told

from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release
from grader.rubric.read import read

ANSWERS = '''
from typing import Annotated, Any, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import From, Within

Vector = Annotated[Float[ndarray, "n"], Within(-2, 2)]


def loss(w: Vector, reg: Annotated[float, Within(0, 2)]) -> tuple[float, Float[ndarray, "n"]]:
    """The penalty, and its gradient."""
    return reg * (w * w).sum(), 2 * reg * w


def half(w: Vector, reg: Annotated[float, Within(0, 2)]) -> tuple[float, Float[ndarray, "n"]]:
    """There is ½ in front."""
    return reg * (w * w).sum() / 2, reg * w


class Model:
    """A model."""

    def __init__(self, w: Vector) -> None:
        self.w = w.copy()

    def penalty(self, reg: Annotated[float, Within(0, 2)]) -> float:
        """The penalty."""
        return loss(self.w, reg)[0]


class HalfModel(Model):
    """There is ½ in front."""

    def penalty(self, reg: Annotated[float, Within(0, 2)]) -> float:
        """The penalty."""
        return half(self.w, reg)[0]
'''
CHECKS = (
    "{matches: loss, accept: [half], points: 1}, "
    "{gradient: 'loss[1]', of: 'loss[0]', accept: ['half[0]'], wrt: w, points: 1}, "
    "{cost: loss, in: n, at_most: constant, accept: [half], points: 1}, "
    "{matches: Model, accept: [HalfModel], points: 1}"
)
WRITTEN = """
import numpy as np
def loss(w, reg): return {0} * reg * np.dot(w, w), {1} * reg * w
class Model:
    def __init__(self, w): self.w = w
    def penalty(self, reg): return loss(self.w, reg)[0]
"""
REMARK = "read as: There is ½ in front."


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """An assignment with two conventions."""
    return assignment(tmp_path, ANSWERS, CHECKS)


def test_either_convention_is_right_and_a_third_is_not(rubric: Path) -> None:
    """The remark says which it was."""
    hand_ins = {
        "whole": WRITTEN.format(1, 2),
        "half": WRITTEN.format(0.5, 1),
        "third": WRITTEN.format(0.5, 3),
    }
    results = graded(rubric, hand_ins)
    assert told(results["whole"]) == [(1, "")] * 4
    assert [earned for earned, _ in told(results["half"])] == [1, 1, 1, 1]
    remarks = [each.message for q in results["half"].questions for each in q.outcomes]
    assert remarks == [REMARK, REMARK, "", REMARK]
    matches, gradient, cost, model = told(results["third"])
    assert matches == (
        0,
        "Right on all 9 inputs where `reg` is 0, and wrong on 48 of the 49 others.",
    )
    assert gradient[0] == cost[0] == 0
    assert cost[1].startswith("only right answers count, and at n = 16 this one is wrong: ")
    assert "came out at result 1 where" in cost[1]
    assert model[0] == 1


def test_a_kit_accepts_both(rubric: Path, tmp_path: Path) -> None:
    """What is accepted is frozen with the rest."""
    release(rubric, tmp_path / "kit")
    results = graded(
        tmp_path / "kit" / "rubric.yaml",
        {"half": WRITTEN.format(0.5, 1), "third": WRITTEN.format(0.5, 3)},
    )
    assert [earned for earned, _ in told(results["half"])] == [1, 1, 1, 1]
    assert [earned for earned, _ in told(results["third"])] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "gradient: 'loss[1]', of: 'loss[0]', accept: [half], wrt: w",
            (
                "`half` is no loss: it returns several results; name the part that is the loss, as in "
                "`accept: half[0]`"
            ),
        ),
        (
            "gradient: 'loss[1]', of: 'loss[0]', accept: ['helf[0]'], wrt: w",
            "there is no `helf` in the reference; did you mean `half`?",
        ),
        (
            "cost: loss, in: n, at_most: constant, accept: [halve]",
            "there is no `halve` in the reference; did you mean `half`?",
        ),
        (
            "matches: Model, accept: [half]",
            "`half` takes (w, reg) where `Model` takes (program)",
        ),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, check: str, said: str) -> None:
    """Losses that are none, and what is not there."""
    with pytest.raises(AssignmentError) as error:
        read(assignment(tmp_path, ANSWERS, f"{{{check}, points: 1}}"))
    assert [each.message for each in error.value.mistakes] == [said]


BATCHES = '''
from typing import Annotated, Any, TypedDict

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import From, Within


class Running(TypedDict):
    mean: float


def centred(x: Annotated[Float[ndarray, "n"], Within(-2, 2)], running: Running) -> Float[ndarray, "n"]:
    """Less the mean, a tenth of which goes into the running mean."""
    running["mean"] = 0.9 * running["mean"] + 0.1 * x.mean()
    return x - x.mean()


X = Annotated[Float[ndarray, "n"], Within(-2, 2)]


def forward(x: X, running: Running) -> tuple[Float[ndarray, "n"], Any]:
    """The same, with a cache."""
    return centred(x, running), len(x)


def backward(
    dout: Annotated[Float[ndarray, "n"], Within(-2, 2)], cache: Annotated[Any, From("forward")]
) -> Float[ndarray, "n"]:
    """The way back."""
    return dout - dout.mean()
'''
FORGOTTEN = '''
from grader import mistake


@mistake(of="centred", credit=0.5)
def thrown_away(x, running):
    """Write the running mean back."""
    return x - x.mean()
'''


def test_a_mistake_in_what_is_left_is_named(tmp_path: Path) -> None:
    """Here and in a kit, where the sentence is public; another one is not taken for it."""
    mistakes = FORGOTTEN.replace("credit=0.5", "credit=0.5, public=True")
    rubric = assignment(
        tmp_path, BATCHES, "{matches: centred, changes: [running], points: 2}", mistakes=mistakes
    )
    hand_ins = {
        "forgotten": "def centred(x, running): return x - sum(x) / len(x)",
        "other": "def centred(x, running):\n    running['mean'] += 1\n    return x - x.mean()",
    }
    here = graded(rubric, hand_ins)
    assert told(here["forgotten"]) == [(1, "Write the running mean back.")]
    assert told(here["other"])[0][0] == 0
    release(rubric, tmp_path / "kit")
    there = graded(tmp_path / "kit" / "rubric.yaml", hand_ins)
    assert told(there["forgotten"]) == [(1, "Write the running mean back.")]
    assert told(there["other"])[0][0] == 0


def test_a_dict_in_a_program_is_written_out(tmp_path: Path) -> None:
    """The code that is shown runs when it is pasted."""
    rubric = assignment(tmp_path, BATCHES, "{matches: backward, points: 1}")
    both = "def forward(x, running): return x - x.mean(), None\ndef backward(dout, cache): return dout + 1\n"
    (outcome,) = graded(rubric, {"hw": both})["hw"].questions[0].outcomes
    assert outcome.evidence is not None
    assert "{'mean': 0.0}" in outcome.evidence.call
    assert "..." not in outcome.evidence.call


def test_lengths_of_a_class_are_set_and_an_axis_is_no_array(tmp_path: Path) -> None:
    """Axes of methods may stand in `sizes`; an axis with the name of an array is told."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: Model, points: 1}")
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text.replace("{id: 1,", "{id: 1, sizes: {n: [2, 3]},"), encoding="utf-8")
    assert read(rubric).assignment.questions[0].sizes == {"n": (2, 3)}
    wrong = ANSWERS.replace('"n"', '"reg"')
    with pytest.raises(AssignmentError) as error:
        read(assignment(tmp_path / "wrong", wrong, "{matches: loss, points: 1}"))
    said = "the axis `reg` is called like an argument that is no whole number: rename it"
    assert said in error.value.mistakes[0].message


# ---- conventions that nobody could follow ------------------------------------------------------------------

MEAN = '''
from typing import Annotated
import numpy as np
from jaxtyping import Float
from numpy import ndarray
from grader import Within


def loss(x: Float[ndarray, "n"]) -> float:
    """The mean."""
    return float(x.mean())


def summed(x: {takes}) -> {returns}:
    """The sum."""
    {body}
'''
TAKES = 'Float[ndarray, "n"]'
UNFIT = {
    # what it takes, returns and does; what is told
    "raises": (
        TAKES,
        "float",
        "raise ValueError('no')",
        "it is accepted in the place of `loss`, so it is asked",
    ),
    "raises beyond its own domain": (
        'Annotated[Float[ndarray, "n"], Within(0, 1)]',
        "float",
        "return float(np.sqrt(x.sum())) if x.min() >= 0 else int('')",
        "`summed` raises ValueError: invalid literal for int() with base 10: '' at x = ",
    ),
    "another shape": (
        TAKES,
        TAKES,
        "return x",
        "returns an array of 1 axes where `loss` returns a float: no",
    ),
    "a text": (TAKES, "str", "return 'a'", "`summed` returns a text where `loss` returns a float"),
    "not what it says": (TAKES, "float", "return x", "`summed`: an array of shape (4,) was returned where a"),
    "nothing": (TAKES, "float", "x.sum()", "`summed`: None was returned where numbers were expected"),
    "nan": (TAKES, "float", "return np.nan", "`summed` returns nan at x = "),
    "another number each time": (
        TAKES,
        "float",
        "return np.random.random()",
        "gives two answers to one input",
    ),
    "no end": (TAKES, "float", "while True: pass", "`summed` does not end within 1 s at x = "),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_convention_that_nobody_could_follow_is_told(tmp_path: Path, name: str) -> None:
    """Though the reference itself is right by the other: who follows it would lose all points in silence."""
    takes, returns, body, said = UNFIT[name]
    answers = MEAN.format(takes=takes, returns=returns, body=body)
    rubric = one_question.assignment(tmp_path, answers, "{matches: loss, accept: [summed], points: 1}")
    text = rubric.read_text(encoding="utf-8").replace("questions:", "limits: {seconds: 1}\nquestions:")
    rubric.write_text(text, encoding="utf-8")
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert said in str(refused.value)
