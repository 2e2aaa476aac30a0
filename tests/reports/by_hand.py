"""A small graded batch, made by hand, and the terminal that it is shown on."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
from rich.console import Console, RenderableType

from grader.checks import kind_of
from grader.model import (
    Assignment,
    Check,
    Evidence,
    Limits,
    Outcome,
    Problem,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
    Visibility,
)


def check(*fields: Any, **more: Any) -> Check:
    """A check as a rubric is read."""
    made = Check(*fields, **more)
    return kind_of(made).described(made)


WITNESS = check("1.witness", "witness", "relu_is_not_linear", 1, options={"proves": "breaks_additivity"})
SOFTMAX = check("2a.matches", "matches", "softmax", 2)
SHIFT = check("2a.law", "law", "softmax_ignores_a_common_shift", 1)
SLOPE = check("2a.gradient", "gradient", "loss_grad_W", 4, options={"of": "loss", "wrt": "W"})
SECRET = check("2a.hidden", "matches", "loss_grad_W", 3, Visibility.HIDDEN)
WRITTEN = check("2b.written", "written", "answer_2b", 1, options={"criteria": "says infinity"})
LIMIT = check("2b.value", "value", "confident_mistake_loss", 0.5)
POOL = check("4.matches", "matches", "lp_pool2d", 2)
TSNE = check("8.matches", "matches", "tsne_grad", 2)

QUESTIONS = (
    Question("1", "Linear layers", (WITNESS,)),
    Question("2a", "Softmax regression gradient", (SOFTMAX, SHIFT, SLOPE, SECRET)),
    Question("2b", "A confident mistake", (WRITTEN, LIMIT)),
    Question("4", "Pooling", (POOL,)),
    Question("8", "A map with Student's t", (TSNE,), bonus=True),
)
CHECKS = tuple(check for question in QUESTIONS for check in question.checks)
ASSIGNMENT = Assignment("deep-learning-3", "Deep Learning, Assignment 3", QUESTIONS, Limits(), 100)

WAITING = Outcome(WRITTEN, Verdict.PENDING, message="a person will look for: says infinity")


NOTE = Problem("notes.ipynb", "This was read as a notebook.")


def graded(
    id_: str,
    *outcomes: Outcome,
    path: str = "",
    problems: tuple[Problem, ...] = (),
    notes: tuple[Problem, ...] = (),
) -> Result:
    """One submission with these outcomes; every other check is passed."""
    known = {outcome.check.id: outcome for outcome in outcomes}
    results = tuple(
        QuestionResult(q, tuple(known.get(c.id, Outcome(c, Verdict.PASSED, 1.0)) for c in q.checks))
        for q in QUESTIONS
    )
    submission = Submission(id_, path or f"submissions/{id_}.py", (), {}, (), "")
    return Result(submission, results, problems, "A", notes)


def erring() -> Result:
    """One who loses points in every way there is."""
    large = np.arange(100.0).reshape(10, 10)
    wrong = large.copy()
    wrong[3, 7] = -0.5
    no_proof = "the example does not show it: both sides are 2"
    late = "`tsne_grad` did not return within 10 seconds"
    raised = "`loss_grad_W` raised ValueError: secret shapes"
    return graded(
        "ben",
        Outcome(
            WITNESS,
            Verdict.FAILED,
            message=no_proof,
            evidence=Evidence(
                no_proof,
                "relu_is_not_linear()",
                {"x": np.ones(1), "y": np.ones(1)},
                got=([[1]], [[1.0]], np.ones(1), 1),
            ),
        ),
        Outcome(
            SOFTMAX,
            Verdict.FAILED,
            evidence=Evidence(
                "",
                "softmax(a)",
                {"a": np.array([1000.0, 0.0])},
                np.array([np.nan, np.nan]),
                np.array([1.0, 0.0]),
                "[0]",
                37,
                100,
            ),
        ),
        Outcome(
            SHIFT,
            Verdict.FAILED,
            message="Adding one number to all logits changes nothing.",
            evidence=Evidence(
                "",
                "softmax at a",
                {"a": np.zeros(3)},
                np.array([1 / 3, 1 / 3, 1 / 3 + 1e-7]),
                np.array([1 / 3, 1 / 3, 1 / 3]),
                "[2]",
                100,
                100,
            ),
        ),
        Outcome(
            SLOPE,
            Verdict.FAILED,
            0.4,
            "Only the true class has a gradient here. Raising another class's score changes every ŷ_k "
            "through the denominator: the gradient is (ŷ − y) xᵀ.",
            "diagonal_of_the_jacobian_only",
            Evidence(
                "",
                "loss_grad_W(W, b, x, y)",
                {"W": np.zeros((2, 1)), "b": np.zeros(2), "x": np.ones(1), "y": np.array([1.0, 0.0])},
                np.array([[-0.5], [0.0]]),
                np.array([[-0.5], [0.5]]),
                "[1, 0]",
                48,
                50,
            ),
        ),
        Outcome(SECRET, Verdict.RAISED, message=raised, evidence=Evidence(raised, inputs={"W": np.eye(2)})),
        WAITING,
        Outcome(LIMIT, Verdict.MISSING, message="there is no function `confident_mistake_loss`"),
        Outcome(
            POOL,
            Verdict.FAILED,
            evidence=Evidence(
                "", "lp_pool2d(x, size, p)", {"x": large, "size": 1, "p": 2.0}, wrong, large, "[3, 7]", 5, 100
            ),
        ),
        Outcome(
            TSNE,
            Verdict.TIMED_OUT,
            message=late,
            evidence=Evidence(late, "tsne_grad(P, Y)", {"Y": np.zeros((2, 2))}, examples=100),
        ),
        path="submissions/ben.ipynb",
        problems=(
            Problem("ben.ipynb cell 3", "NameError: name 'torch' is not defined"),
            Problem("ben.ipynb cell 7", "this cell did not finish and was left out"),
        ),
        notes=(Problem("ben.ipynb cell 2", "This cell is in julia, so it is left out."),),
    )


def batch() -> Report:
    """A good student, one who errs in every way, an empty hand-in, uneven points, and a broken check."""
    missing = (Outcome(c, Verdict.MISSING, message=f"there is no function `{c.target}`") for c in CHECKS)
    dusty = (Outcome(c, Verdict.FAILED, 0.1 + 0.2, "Nearly.") for c in CHECKS)
    results = (
        graded("ada", Outcome(SOFTMAX, Verdict.PASSED, 1.0, "float32"), WAITING),
        erring(),
        graded("cleo", *missing, notes=(NOTE,)),
        graded("dan", *dusty),
        graded("eve", Outcome(SOFTMAX, Verdict.BROKEN, message="the reference raised ZeroDivisionError")),
    )
    return Report(ASSIGNMENT, 7, results)


def long_batch() -> Report:
    """Twenty questions, which is more than 80 columns have room for."""
    checks = {f"{n}{part}": check(f"{n}{part}.x", "matches", "f", 2) for n in range(1, 11) for part in "ab"}
    questions = tuple(Question(id_, "", (check,), bonus=id_ == "10b") for id_, check in checks.items())

    def result(id_: str, step: int) -> Result:
        shares = [(place * step % 5) / 4 for place in range(len(questions))]
        outcomes = [
            Outcome(q.checks[0], *((Verdict.PENDING,) if q.id == "3a" else (Verdict.FAILED, share)))
            for q, share in zip(questions, shares, strict=True)
        ]
        results = tuple(QuestionResult(q, (o,)) for q, o in zip(questions, outcomes, strict=True))
        return Result(Submission(id_, id_, (), {}, (), ""), results, (), "A")

    assignment = replace(ASSIGNMENT, questions=questions)
    return Report(assignment, 0, (result("maria.fernandez-de-la-torre@example.org", 2), result("li", 3)))


def render(renderable: RenderableType, width: int, *, colour: bool = False) -> str:
    """What a terminal of that width would show, without blanks at the ends of lines."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(renderable)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))
