"""Parts of a result: compared one by one, and a loss and its gradient that come from one function."""

from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.rubric.read import read

from .asked import assignment, checks_of

ANSWERS = '''
class Grads(TypedDict):
    w: Float[ndarray, "d"]
    b: float


class Out(NamedTuple):
    loss: float
    cache: Any


def square_loss(w: Float[ndarray, "d"], x: Float[ndarray, "d"]) -> tuple[float, Float[ndarray, "d"]]:
    """The squared product of two vectors, and its gradient in w."""
    return (w @ x) ** 2, 2 * (w @ x) * x


def affine(w: Float[ndarray, "d"], b: float, x: Float[ndarray, "d"]) -> tuple[float, Grads]:
    """Half the square of an affine function, and its gradients."""
    out = w @ x + b
    return out**2 / 2, {"w": out * x, "b": out}


def forward(x: float) -> Out:
    """Twice x, and what you like."""
    return 2 * x, None
'''
CHECKS = (
    "{matches: 'square_loss[0]', points: 1}, {matches: 'square_loss[1]', points: 1}, "
    "{gradient: 'square_loss[1]', of: 'square_loss[0]', wrt: w, carried: 0.5, points: 2}, "
    "{gradient: 'affine[1]', of: 'affine[0]', wrt: [w, b], points: 1}, {matches: forward.loss, points: 1}"
)
RIGHT = (
    "def square_loss(w, x): return (w @ x) ** 2, 2 * (w @ x) * x\n"
    "def affine(w, b, x): return (w @ x + b) ** 2 / 2, dict(b=w @ x + b, w=(w @ x + b) * x)\n"
    "def forward(x): return 2 * x, object()\n"
)


NONE = "`square_loss` returns 2 results, counted from 0, and none of them is "
NEVER = "it is annotated Any, and never compared"


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS)


def told(rubric: Path, hand_in: str) -> list[tuple[str, float, str]]:
    return [(each["title"], each["earned"], each["message"]) for each in checks_of(rubric, hand_in)]


def test_each_part_is_judged_by_itself(rubric: Path) -> None:
    """A right loss beside a gradient that is none earns its own points."""
    assert [earned for _, earned, _ in told(rubric, RIGHT)] == [1, 1, 2, 1, 1]
    wrong = RIGHT.replace("2 * (w @ x) * x", "None").replace("(w @ x + b) * x", "x")
    wrong = wrong.replace("2 * x,", "3 * x,")
    assert told(rubric, wrong) == [
        ("square_loss[0] gives the right values", 1, ""),
        (
            "square_loss[1] gives the right values",
            0,
            "`square_loss`: result 2: None was returned where numbers were expected",
        ),
        (
            "square_loss[1] is the gradient of square_loss[0] in w",
            0,
            "`square_loss`: result 2: None was returned where numbers were expected",
        ),
        (
            "affine[1] is the gradient of affine[0] in w and b",
            0,
            "affine(w, b, x)[1] returned [1] where [0] was expected.",
        ),
        (
            "forward.loss gives the right values",
            0,
            "Your answer is right up to a constant factor: it is 1.5 times what it should be.",
        ),
    ]


def test_a_gradient_of_ones_own_loss_is_carried(rubric: Path) -> None:
    """Both are parts of one function of the student's."""
    own = RIGHT.replace("return (w @ x) ** 2, 2 * (w @ x) * x", "return 3 * (w @ x) ** 2, 6 * (w @ x) * x")
    _, _, (_, earned, message), *_ = told(rubric, own)
    assert (earned, message) == (1, "right for your own `square_loss`, which is not right itself")


def test_a_kit_asks_for_parts(rubric: Path) -> None:
    """The rubric of a kit names them as the instructor did."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    assert "matches: square_loss[0]" in (kit / "rubric.yaml").read_text(encoding="utf-8")
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 0


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "matches: 'square_loss[2]'",
            NONE + "`[2]`",
        ),
        (
            "matches: square_loss.loss",
            NONE + "`.loss`",
        ),
        (
            "matches: forward.cache",
            "`forward.cache` is the student's own: " + NEVER,
        ),
        (
            "gradient: 'square_loss[1]', of: square_loss, wrt: w",
            (
                "`square_loss` is no loss: it returns several results; "
                "name the part that is the loss, as in `of: square_loss[0]`"
            ),
        ),
        (
            "gradient: 'affine[1]', of: 'affine[0]', wrt: w",
            "`affine[1]` is no gradient in w: it returns 2 results, where one for each of these is wanted",
        ),
        (
            "matches: 'nothing[0]'",
            "there is no function `nothing` in the reference; there are square_loss, affine, forward",
        ),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, check: str, said: str) -> None:
    """What no result has, or nobody compares."""
    with pytest.raises(AssignmentError) as problem:
        read(assignment(tmp_path, ANSWERS, f"{{{check}, points: 1}}"))
    assert [each.message for each in problem.value.mistakes] == [said]
