"""The whole job on a tiny assignment: what is tried beforehand, what is earned, what breaks without blame."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import KINDS
from grader.checks.finding import Finding
from grader.errors import AssignmentError, GraderError, InputError
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.functions.reply import Failure, Reply
from grader.grading import explain, pipeline, steps
from grader.grading.pipeline import Job, grade_questions, prepare
from grader.model import Cell, Check, Module, Outcome, Question, QuestionResult, Result, Submission, Verdict
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox
from grader.values.fingerprint import fingerprint

ANSWERS = '''
from jaxtyping import Float
from numpy import ndarray


def square_sum(x: Float[ndarray, "n"]) -> float:
    """The sum of the squares."""
    return float((x**2).sum())


def square_sum_grad(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Its gradient."""
    return 2 * x


def limit() -> float:
    """A number."""
    return 0.5
'''

LAWS = '''
from jaxtyping import Float
from numpy import ndarray

from grader import agree


def signs_do_not_matter(square_sum, x: Float[ndarray, "n"]) -> None:
    """Turning all signs round changes nothing."""
    agree(square_sum(-x), square_sum(x))
'''

MISTAKES = '''
from grader import mistake


@mistake(of="square_sum_grad", credit=0.25)
def forgets_the_two(x):
    """The two of the power is missing."""
    return x
'''

RUBRIC = """\
assignment: tiny
reference: reference
limits: {seconds: 1}
examples: 20
questions:
  - id: 1
    checks:
      - {matches: square_sum, points: 2}
      - {law: signs_do_not_matter, points: 1}
  - id: 2
    checks:
      - {gradient: square_sum_grad, of: square_sum, wrt: x, points: 2}
      - {matches: square_sum_grad, points: 2, visibility: hidden}
      - {written: answer_2, points: 1, criteria: says why}
  - id: 3
    bonus: true
    checks:
      - {value: limit, points: 4}
"""


@pytest.fixture
def rubric(tmp_path: Path, cache_of_its_own: Path) -> Path:
    """A rubric with its reference; no test meets what another has worked out."""
    folder = tmp_path / "reference"
    folder.mkdir()
    for name, source in {"answers": ANSWERS, "laws": LAWS, "mistakes": MISTAKES}.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    path = tmp_path / "rubric.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def refusal(path: Path) -> list[str]:
    with pytest.raises(AssignmentError) as error:
        prepare(path)
    return [str(mistake).removeprefix(f"{path.parent}/") for mistake in error.value.mistakes]


def outcomes(
    job: Job, functions: Functions | dict[str, Callable[..., Any]], **written: str
) -> dict[str, Outcome]:
    there = Local(functions) if isinstance(functions, dict) else functions
    texts = {name.removeprefix("_"): text for name, text in written.items()}
    results = grade_questions(job, there, texts)
    return {outcome.check.id: outcome for result in results for outcome in result.outcomes}


def earned(found: dict[str, Outcome]) -> dict[str, float]:
    return {name: outcome.earned for name, outcome in found.items()}


RIGHT: dict[str, Callable[..., Any]] = {
    "square_sum": lambda x: x @ x,
    "square_sum_grad": lambda x: x + x,
    "limit": lambda: 0.5,
}
ALL = {
    "1.matches.square_sum": 2.0,
    "1.law.signs_do_not_matter": 1.0,
    "2.gradient.square_sum_grad": 2.0,
    "2.matches.square_sum_grad": 2.0,
    "2.written.answer_2": 0.0,
    "3.value.limit": 4.0,
}


# ---- preparing --------------------------------------------------------------------------------------


def test_a_good_rubric_is_ready(rubric: Path) -> None:
    """The job knows all questions, and what to ask submissions for."""
    job = prepare(rubric)
    assert [question.id for question in job.rubric.assignment.questions] == ["1", "2", "3"]
    assert set(job.wanted) == {"square_sum", "square_sum_grad", "limit"}


def test_only_some_questions_may_be_asked_for(rubric: Path) -> None:
    """The others are left out, and their points with them."""
    job = prepare(rubric, only=["2"])
    assert [question.id for question in job.rubric.assignment.questions] == ["2"]
    assert job.rubric.assignment.max_score == 5


def test_a_question_that_is_not_there_is_told(rubric: Path) -> None:
    """The message names the questions there are."""
    with pytest.raises(InputError) as error:
        prepare(rubric, only=["1", "4"])
    assert str(error.value) == f"there is no question '4' in {rubric}; there are 1, 2, 3"


def test_a_reference_that_breaks_its_own_law_is_refused(rubric: Path) -> None:
    """Nothing is graded with a law that is not true: it is named with its line in the rubric."""
    edit(
        rubric.parent / "reference" / "laws.py",
        "square_sum(-x), square_sum(x)",
        "square_sum(2 * x), square_sum(x)",
    )
    assert refusal(rubric) == [
        (
            "rubric.yaml:9:1: the reference does not pass `law: signs_do_not_matter` itself: "
            "Turning all signs round changes nothing. (at x = [1]: 4 came out where 1 was expected); "
            f"the law stands at {rubric.parent}/reference/laws.py:8"
        )
    ]


def test_a_law_that_fails_by_itself_is_told_with_its_place(rubric: Path) -> None:
    """It is not the reference that has no answer."""
    edit(rubric.parent / "reference" / "laws.py", "square_sum(-x), square_sum(x)", "square_sum(x), undefined")
    (told,) = refusal(rubric)
    trouble = "the law `signs_do_not_matter` raises NameError: name 'undefined' is not defined at x = ["
    assert told.startswith(f"reference/laws.py:10:1: {trouble}")


def test_a_reference_without_an_answer_somewhere_is_refused(rubric: Path) -> None:
    """Nan is equal to nothing, so no submission could be right there."""
    answers = rubric.parent / "reference" / "answers.py"
    edit(answers, "return float((x**2).sum())", "return float('nan') if x[0] < 0 else float((x**2).sum())")
    told = r"reference/answers.py:6:1: `square_sum` returns nan at x = \[-.+\], and nan is equal to nothing: "
    assert re.fullmatch(f"{told}give its arguments a domain where it is defined", refusal(rubric)[0])


def test_an_argument_that_cannot_be_sent_is_refused(rubric: Path) -> None:
    """Before anybody is graded, with the function that asks for it and what to do instead."""
    answers = rubric.parent / "reference" / "answers.py"
    edit(
        answers,
        'def square_sum(x: Float[ndarray, "n"])',
        "def square_sum(x: Annotated[Any, lambda pick: abs])",
    )
    edit(answers, "return float((x**2).sum())", "return 1.0")
    edit(answers, "from jaxtyping", "from typing import Annotated, Any\nfrom jaxtyping")
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text[: text.index("      - {law:")] + text[text.index("  - id: 3") :], encoding="utf-8")
    (told,) = refusal(rubric)
    assert told == (
        "reference/answers.py:7:1: `square_sum`: an argument cannot be sent to a worker: "
        "a builtin_function_or_method; hand over what it is made of: coefficients, points, a name"
    )


def test_a_reference_whose_gradient_is_wrong_is_refused(rubric: Path) -> None:
    """The reference's own derivatives are tried before anybody's."""
    edit(rubric.parent / "reference" / "answers.py", "return 2 * x", "return 3 * x")
    (told,) = refusal(rubric)
    assert told.startswith(
        "rubric.yaml:12:1: the reference does not pass `gradient: square_sum_grad` itself: "
    )


def test_a_reference_that_raises_is_refused(rubric: Path) -> None:
    """An answer the reference does not have is told once, at its own line, with the input."""
    edit(rubric.parent / "reference" / "answers.py", "return float((x**2).sum())", "return 1 / 0")
    told = refusal(rubric)
    assert len(told) == 1
    assert told[0].startswith(
        "reference/answers.py:8:1: `square_sum` raises ZeroDivisionError: division by zero at x = ["
    )


def test_a_reference_that_cannot_be_drawn_for_is_refused(rubric: Path) -> None:
    """A condition that no input meets is told, with what to do."""
    answers = rubric.parent / "reference" / "answers.py"
    never = 'Annotated[Float[ndarray, "n"], Where(lambda x: False)]'
    edit(answers, 'def square_sum_grad(x: Float[ndarray, "n"])', f"def square_sum_grad(x: {never})")
    edit(
        answers,
        "from jaxtyping import Float",
        "from typing import Annotated\n\nfrom grader import Where\nfrom jaxtyping import Float",
    )
    told = refusal(rubric)
    assert [each.split(": 100 draws")[0] for each in told] == [
        "reference/answers.py:14:1: `square_sum_grad`: its arguments cannot be drawn"
    ]
    assert all(
        "100 draws in the mood plain found no arguments that satisfy the conditions: "
        "loosen them, or give a domain that keeps to them in every mood" in each
        for each in told
    )


def test_a_check_that_an_empty_submission_passes_is_refused(
    rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a kind of check does, nobody earns points for handing in nothing."""
    law = replace(KINDS["law"], run=lambda trial, target: Finding(Verdict.PASSED, 1.0))
    monkeypatch.setitem(KINDS, "law", law)
    assert refusal(rubric) == [
        "rubric.yaml:9:1: an empty submission earns points for `law: signs_do_not_matter`"
    ]


# ---- earning ----------------------------------------------------------------------------------------


def test_a_right_submission_earns_all_points(rubric: Path) -> None:
    """Everything but the answer in words, which waits for a person."""
    found = outcomes(prepare(rubric), RIGHT, _2="Because.")
    assert earned(found) == ALL
    assert found["2.written.answer_2"].verdict is Verdict.PENDING
    assert {outcome.message for outcome in found.values() if outcome.verdict is Verdict.PASSED} == {""}


def test_an_empty_submission_earns_nothing(rubric: Path) -> None:
    """Every check says what is missing."""
    found = outcomes(prepare(rubric), {})
    assert set(earned(found).values()) == {0.0}
    assert {outcome.verdict for outcome in found.values()} == {Verdict.MISSING}
    assert found["1.law.signs_do_not_matter"].message == "there is no function `square_sum`"
    assert found["2.written.answer_2"].message == "there is no answer in words"


def test_a_missing_function_costs_only_its_own_checks(rubric: Path) -> None:
    """The gradient is compared with the reference's loss, not with the missing one."""
    found = outcomes(prepare(rubric), {name: RIGHT[name] for name in ("square_sum_grad", "limit")})
    assert earned(found) == ALL | {"1.matches.square_sum": 0.0, "1.law.signs_do_not_matter": 0.0}


def test_a_known_mistake_is_named_and_keeps_its_share(rubric: Path) -> None:
    """The student reads the mistake's sentence, for every check that it costs."""
    found = outcomes(prepare(rubric), RIGHT | {"square_sum_grad": lambda x: x.copy()})
    for name in ("2.gradient.square_sum_grad", "2.matches.square_sum_grad"):
        outcome = found[name]
        assert (outcome.verdict, outcome.mistake) == (Verdict.FAILED, "forgets_the_two")
        assert outcome.message == "The two of the power is missing."
        assert outcome.earned == 0.5
        assert outcome.evidence is not None
        assert outcome.evidence.inputs["x"].size == 1


def test_an_unknown_mistake_earns_nothing(rubric: Path) -> None:
    """What nobody foresaw has its evidence and no name."""
    found = outcomes(prepare(rubric), RIGHT | {"square_sum": lambda x: float(np.abs(x).sum())})
    outcome = found["1.matches.square_sum"]
    assert (outcome.verdict, outcome.share, outcome.mistake) == (Verdict.FAILED, 0.0, None)
    assert outcome.evidence is not None
    assert np.array_equal(np.abs(outcome.evidence.inputs["x"]), [2.0])
    assert found["1.law.signs_do_not_matter"].verdict is Verdict.PASSED


THREE_TIMES: dict[str, Callable[..., Any]] = {
    "square_sum": lambda x: 3 * (x @ x),
    "square_sum_grad": lambda x: 6 * x,
}


@pytest.mark.parametrize(
    ("carried", "share", "mistake"), [(0.2, 0.25, "takes_it_three_times"), (0.5, 0.5, "carried_forward")]
)
def test_of_a_name_and_an_error_carried_forward_the_better_counts(
    rubric: Path, carried: float, share: float, mistake: str
) -> None:
    """Three times the loss and its derivative: nobody has less for the loss that explains the gradient."""
    with (rubric.parent / "reference" / "mistakes.py").open("a") as mistakes:
        named = '"""Once is enough."""'
        mistakes.write(
            '\n@mistake(of="square_sum_grad", credit=0.25)\n'
            f"def takes_it_three_times(x):\n    {named}\n    return 6 * x\n"
        )
    edit(rubric, "wrt: x, points: 2", f"wrt: x, points: 2, carried: {carried}")
    outcome = outcomes(prepare(rubric), RIGHT | THREE_TIMES)["2.gradient.square_sum_grad"]
    assert (outcome.share, outcome.mistake) == (share, mistake)


WAYS = (
    lambda x: x + x,
    lambda x: x.copy(),
    lambda x: -2 * x,
    lambda x: 6 * x,
    lambda x: x[:, None] * x,
    lambda x: [0.0] * len(x),
    lambda x: 1 / 0,
)
LOSSES = (
    lambda x: x @ x,
    lambda x: x @ x / 2,
    lambda x: -(x @ x),
    lambda x: 3 * (x @ x),
    lambda x: x.sum(),
    lambda x: None,
)


def test_failing_a_check_never_earns_more_than_passing_it(rubric: Path) -> None:
    """Whatever is named, factored out or carried forward: a lost check has a share below 1, and a submission
    that is right wherever another is has no fewer points.
    """
    edit(rubric, "wrt: x, points: 2", "wrt: x, points: 2, carried: 0.9")
    job = prepare(rubric)
    best = sum(ALL.values())
    for loss in LOSSES:
        scores = []
        for way in WAYS:
            found = outcomes(job, RIGHT | {"square_sum": loss, "square_sum_grad": way})
            for outcome in found.values():
                assert (outcome.share == 1) == (outcome.verdict is Verdict.PASSED)
                assert 0 <= outcome.share <= 1
            scores.append(sum(outcome.earned for outcome in found.values()))
        assert max(scores) == scores[0] <= best
        assert scores.count(scores[0]) == 1


@given(
    st.lists(st.tuples(st.floats(0.25, 5), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8),
)
def test_the_score_grows_with_every_share(checks: list[tuple[float, float, float]]) -> None:
    """A question's score is a sum: where no check has less, there are no fewer points, and never too many."""

    def score(shares: Sequence[float]) -> float:
        made = [Check(f"q.matches.{n}", "matches", "f", each[0]) for n, each in enumerate(checks)]
        outcomes = tuple(Outcome(c, Verdict.FAILED, share) for c, share in zip(made, shares, strict=True))
        return QuestionResult(Question("q", "", tuple(made)), outcomes).score

    low, high = ([f(a, b) for _, a, b in checks] for f in (min, max))
    assert 0 <= score(low) <= score(high) <= sum(points for points, _, _ in checks) * (1 + 1e-12)


class Slow(Local):
    """One function never returns; hidden checks are asked of a worker of their own."""

    def __init__(
        self, functions: dict[str, Callable[..., Any]], slow: str = "", born: list[str] | None = None
    ) -> None:
        super().__init__(functions)
        self.slow, self.born = slow, born if born is not None else []
        self.asked: list[str] = []

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        self.asked.append(name)
        if name == self.slow:
            return [Failure(Verdict.TIMED_OUT, f"did not finish within 1 s in `{name}`")] * len(calls)
        return super().ask(name, calls)

    def fresh(self) -> "Slow":
        self.born.append("fresh")
        return Slow(dict(self.functions), self.slow, self.born)


def test_a_function_that_hangs_costs_only_its_own_checks(rubric: Path) -> None:
    """The others are asked as if nothing had happened."""
    found = outcomes(prepare(rubric), Slow(RIGHT, "square_sum"))
    assert earned(found) == ALL | {"1.matches.square_sum": 0.0, "1.law.signs_do_not_matter": 0.0}
    assert found["1.matches.square_sum"].verdict is Verdict.TIMED_OUT
    assert found["1.matches.square_sum"].message == "did not finish within 1 s in `square_sum`"


def test_a_call_that_cannot_be_made_breaks_only_its_own_checks(rubric: Path) -> None:
    """It is our fault, whoever asks: it costs nobody a point, and the other checks are decided."""

    class Unaskable(Local):
        def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
            if name == "square_sum":
                raise GraderError("an argument cannot be sent to a worker: a dict")
            return super().ask(name, calls)

        def fresh(self) -> "Unaskable":
            return Unaskable(self.functions)

    found = outcomes(prepare(rubric), Unaskable(RIGHT))
    broken = {name for name, each in found.items() if each.verdict is Verdict.BROKEN}
    assert broken == {"1.matches.square_sum", "1.law.signs_do_not_matter"}
    assert {name: points for name, points in earned(found).items() if name not in broken} == {
        name: points for name, points in ALL.items() if name not in broken
    }


def test_hidden_checks_are_asked_elsewhere(rubric: Path) -> None:
    """What answers a public check never sees the inputs of a hidden one."""
    job = prepare(rubric)
    shown = Slow(RIGHT)
    outcomes(job, shown)
    asked_before = shown.asked.count("square_sum_grad")
    assert "fresh" in shown.born
    edit(rubric, ", visibility: hidden", "")
    public = Slow(RIGHT)
    outcomes(prepare(rubric), public)
    assert public.asked.count("square_sum_grad") > asked_before


class TwoFaced(Local):
    """Functions of which those asked of a fresh process are others; remembers what each process is asked."""

    def __init__(
        self, functions: dict[str, Callable[..., Any]], others: dict[str, Callable[..., Any]]
    ) -> None:
        super().__init__(functions)
        self.others = others
        self.asked: list[tuple[str, Any]] = []

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        self.asked += [(name, fingerprint(values)) for values in calls]
        return super().ask(name, calls)

    def fresh(self) -> Local:
        return Local(self.others)


WITH_LAW = """
def gradient_is_odd(square_sum_grad, z: Float[ndarray, "n"]) -> None:
    \"\"\"Turned round, z has the gradient turned round.\"\"\"
    agree(square_sum_grad(-z), -square_sum_grad(z))
"""


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        ("{gradient: square_sum_grad, of: square_sum, wrt: x, points: 2}", lambda x: x.copy()),
        ("{law: gradient_is_odd, points: 2}", lambda x: x + 1),
    ],
)
def test_a_public_mistake_is_named_by_public_inputs_alone(
    rubric: Path, check: str, wrong: Callable[..., Any]
) -> None:
    """What the function answers to hidden inputs names nothing; and what answers publicly meets none."""
    with (rubric.parent / "reference" / "laws.py").open("a") as laws:
        laws.write(WITH_LAW)
    with (rubric.parent / "reference" / "mistakes.py").open("a") as mistakes:
        mistakes.write(
            '\n@mistake(of="square_sum_grad")\ndef adds_one(x):\n    """One is added."""\n    return x + 1\n'
        )
    edit(rubric, "{gradient: square_sum_grad, of: square_sum, wrt: x, points: 2}", check)
    before, asked = None, []
    for change in ("", "      - {matches: square_sum_grad, points: 2, visibility: hidden}\n"):
        if change:
            edit(rubric, change, "")
        functions = TwoFaced(
            RIGHT | {"square_sum_grad": wrong}, RIGHT | {"square_sum_grad": lambda x: -2 * x}
        )
        found = outcomes(prepare(rubric), functions)
        (outcome,) = (each for name, each in found.items() if name.startswith(f"2.{check[1:4]}"))
        assert outcome.mistake in ("forgets_the_two", "adds_one")
        assert before in (None, outcome.mistake)
        before = outcome.mistake
        asked.append(functions.asked)
    assert asked[0] == asked[1]


# ---- breaking ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (GraderError("no kinks left"), "this check could not be decided: no kinks left"),
        (KeyError("W"), "this check could not be decided: KeyError: 'W'"),
    ],
)
def test_a_check_that_breaks_is_nobodys_lost_point(
    rubric: Path, monkeypatch: pytest.MonkeyPatch, problem: Exception, message: str
) -> None:
    """What goes wrong in the grader is told as broken, whatever the submission; the other checks go on."""
    job = prepare(rubric)

    def law(trial: Any, target: str) -> Finding:
        raise problem

    monkeypatch.setitem(KINDS, "law", replace(KINDS["law"], run=law))
    found = outcomes(job, RIGHT)
    outcome = found["1.law.signs_do_not_matter"]
    assert (outcome.verdict, outcome.share, outcome.message) == (Verdict.BROKEN, 0.0, message)
    assert earned(found) == ALL | {"1.law.signs_do_not_matter": 0.0}


def test_a_broken_check_is_seen_in_the_result(rubric: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result with a broken check says so; a result without does not."""
    job = prepare(rubric)
    nobody = Submission("a", "a.py", (), {}, (), "")
    assert not Result(nobody, grade_questions(job, Local(RIGHT), {}), (), "A").broken
    monkeypatch.setitem(KINDS, "value", replace(KINDS["value"], run=lambda *_: 1 / 0))  # type: ignore[arg-type]
    assert Result(nobody, grade_questions(job, Local(RIGHT), {}), (), "A").broken


KINDS_OF_ANSWERS = '''
from typing import Any

from jaxtyping import Complex, Float, Int
from numpy import concatenate, ndarray


def real(x: Float[ndarray, "n"]) -> float:
    """The sum."""
    return float(x.sum())


def array(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """Twice x."""
    return 2 * x


def counts(x: Float[ndarray, "n"]) -> Int[ndarray, "n"]:
    """The places."""
    return x.argsort()


def count(x: Float[ndarray, "n"]) -> int:
    """The length."""
    return len(x)


def flag(x: Float[ndarray, "n"]) -> bool:
    """Whether it is short."""
    return len(x) < 3


def word(x: Float[ndarray, "n"]) -> str:
    """Its length in words."""
    return "short" if len(x) < 3 else "long"


def entries(x: Float[ndarray, "n"]) -> list[float]:
    """The entries."""
    return x.tolist()


def several(x: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], int, str]:
    """All of it."""
    return x, len(x), "x"


def anything(x: Float[ndarray, "n"]) -> Any:
    """What it is."""
    return [1.0, "x"]


def cached(x: Float[ndarray, "n"]) -> tuple[float, Any]:
    """The sum and what is remembered."""
    return float(x.sum()), {"x": x}


def turned(x: Float[ndarray, "n"]) -> Complex[ndarray, "n"]:
    """x times i."""
    return 1j * x


def phase(x: Float[ndarray, "n"]) -> complex:
    """A number."""
    return complex(len(x), 1)


def longer(x: Float[ndarray, "n"]) -> Float[ndarray, "m"]:
    """x and itself."""
    return concatenate([x, x])
'''
ODD = {
    "nothing": None,
    "a number": 1.0,
    "not a number": np.nan,
    "a huge number": 2**200,
    "a text": "a",
    "a list": [1, 2],
    "an empty list": [],
    "a ragged list": [[1], [2, 3]],
    "texts and arrays": ["a", np.ones(2)],
    "a tuple": (np.ones(2), 2, "x"),
    "a wrong tuple": ("x", 2, np.ones(2)),
    "an array": np.array([1.0, 2.0]),
    "a matrix": np.eye(2),
    "complex numbers": np.array([1j, 2]),
    "an empty matrix": np.empty((100_000, 0)),
    "many empty ones": [np.empty((3000, 3000, 0), np.int8)] * 100,
    "many axes": np.ones((1,) * 32),
    "a complex number": 1j,
    "a set": {1, 2},
    "an iterator": iter([1, 2]),
    "a dict": {"x": 1},
    "a number and a dict": (1.0, {"x": 1}),
    "a masked array": np.ma.masked_array([1.0, 2.0], [True, False]),
    "an object": object(),
}


NAMES = re.findall(r"def (\w+)", KINDS_OF_ANSWERS)


@pytest.fixture(scope="module")
def of_all_kinds(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job with a check of each kind of answer; it is the same for all that is answered."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "reference").mkdir()
    (folder / "reference" / "answers.py").write_text(KINDS_OF_ANSWERS, encoding="utf-8")
    checks = "".join(f"      - {{matches: {name}, points: 1}}\n" for name in NAMES)
    rubric = folder / "rubric.yaml"
    rubric.write_text(
        f"assignment: odd\nreference: reference\nexamples: 10\nquestions:\n  - id: 1\n    checks:\n{checks}",
        encoding="utf-8",
    )
    return prepare(rubric)


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_no_answer_is_too_odd_to_be_graded(
    of_all_kinds: Job, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a function returns it is right or wrong, and the naming of mistakes has an answer too."""
    named: list[Any] = []

    def diagnose(*arguments: Any) -> Any:
        found = named_by(*arguments)
        named.append(found)
        return found

    named_by = explain.diagnose  # type: ignore[attr-defined]
    monkeypatch.setattr(explain, "diagnose", diagnose)

    found = outcomes(of_all_kinds, {name: lambda x: answer for name in NAMES})

    lost = [outcome for outcome in found.values() if outcome.share < 1]
    assert {outcome.verdict for outcome in lost} <= {Verdict.FAILED, Verdict.RAISED}
    assert len(named) == len(lost) >= 8


def test_where_the_grader_fails_at_one_submission_the_others_go_on(
    rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as broken, and costs nobody a point."""
    job = prepare(rubric)
    monkeypatch.setattr(steps, "ask_beforehand", lambda *_: {}["unforeseen"])  # type: ignore[index]
    submission = Submission("anna", "anna.py", (), {}, (), "")
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as sandbox:
        result = pipeline.grade(job, submission, sandbox)
    told = {outcome.message for question in result.questions for outcome in question.outcomes}
    assert result.broken
    assert told == {"this could not be graded: KeyError: 'unforeseen'"}


@pytest.mark.parametrize(
    ("slip", "wrong"),
    [
        ("constant_factor", lambda x: 2.5 * x),
        ("sign_reversed", lambda x: -2 * x),
        ("changes_its_arguments", lambda x: np.multiply(x, 2, out=x)),
    ],
)
def test_a_slip_keeps_points_where_the_rubric_asks(
    rubric: Path, slip: str, wrong: Callable[..., Any]
) -> None:
    """As a rule none; the sentence is the same."""
    without = outcomes(prepare(rubric), {"square_sum_grad": wrong})["2.matches.square_sum_grad"]
    edit(rubric, "questions:", f"credit: {{{slip}: 0.75}}\nquestions:")
    with_credit = outcomes(prepare(rubric), {"square_sum_grad": wrong})["2.matches.square_sum_grad"]
    assert (without.share, without.mistake) == (0.0, slip)
    assert (with_credit.share, with_credit.mistake) == (0.75, slip)
    assert with_credit.message == without.message


# ---- end to end ---------------------------------------------------------------------------------------

SOURCE = """
import numpy as np

def square_sum(x):
    return np.sum(x**2)

def square_sum_grad(x):
    return x + undefined

def limit():
    while True:
        pass
"""


def test_a_submission_is_graded_in_a_worker(rubric: Path) -> None:
    """From source to points: right, raising and hanging functions, and an answer in words."""
    job = prepare(rubric)
    module = Module("hw", "hw.py", (Cell("hw.py", SOURCE),))
    submission = Submission("anna", "anna/hw.py", (module,), {"2": "Because."}, (), "")
    with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as sandbox:
        result = pipeline.grade(job, submission, sandbox)
    one, two, three = result.questions
    assert (one.score, two.score, three.score) == (3.0, 0.0, 0.0)
    assert (result.score, result.max_score, result.pending, result.broken) == (3.0, 8.0, 1.0, False)
    assert [outcome.verdict for outcome in two.outcomes] == [Verdict.RAISED, Verdict.RAISED, Verdict.PENDING]
    assert two.outcomes[0].message == (
        "`square_sum_grad` raised NameError: name 'undefined' is not defined (hw.py:8). "
        "In `return x + undefined`, with x of shape (1,), `undefined` is a name that stands for nothing: "
        "is it spelt as where it is defined?"
    )
    assert three.outcomes[0].verdict is Verdict.TIMED_OUT
    assert three.outcomes[0].message == "did not finish within 1 s in `limit`"
    assert result.isolation in set("ABCD")


def test_a_reference_without_an_answer_where_no_law_asks_is_refused(rubric: Path) -> None:
    """A law may stay where there is one; the names of mistakes are found on the function's own inputs."""
    answers, laws = (rubric.parent / "reference" / f"{name}.py" for name in ("answers", "laws"))
    edit(answers, "return float((x**2).sum())", "return float(sqrt(x[0]) ** 4)")
    edit(answers, "from numpy import ndarray", "from math import sqrt\n\nfrom numpy import ndarray")
    edit(laws, "agree(square_sum(-x), square_sum(x))", "agree(square_sum(abs(x)), square_sum(abs(x)))")
    text = rubric.read_text(encoding="utf-8")
    start = text.index("  - id: 1\n    checks:\n") + len("  - id: 1\n    checks:\n")
    law = "      - {law: signs_do_not_matter, points: 1}\n"
    rubric.write_text(text[:start] + law + text[text.index("  - id: 3") :], encoding="utf-8")

    (told,) = refusal(rubric)

    assert re.fullmatch(
        r"reference/answers.py:10:1: `square_sum` raises ValueError: .+ at x = \[-.+\]: "
        r"give its arguments a domain where it has an answer, or, where the exception is the right answer, "
        r"write it behind the result: -> ... \| Raises\[ValueError\]",
        told,
    )


CONVENTIONS = '''

def square_mean(x: Float[ndarray, "n"]) -> float:
    """The mean of the squares."""
    return float((x**2).mean())
'''
SLIP = '''

@mistake(of="square_mean", credit=0.5)
def root_is_taken(x):
    """You take a root too many."""
    return float((x**2).mean() ** 0.5)
'''


def test_a_mistake_of_an_accepted_convention_is_named_and_shown(rubric: Path) -> None:
    """What is shown as expected is what that convention expects, however near the other one is."""
    for name, more in (("answers", CONVENTIONS), ("mistakes", SLIP)):
        path = rubric.parent / "reference" / f"{name}.py"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    edit(
        rubric, "{matches: square_sum, points: 2}", "{matches: square_sum, points: 2, accept: [square_mean]}"
    )
    job = prepare(rubric)

    found = outcomes(job, RIGHT | {"square_sum": lambda x: float((x**2).mean() ** 0.5)})

    lost = found["1.matches.square_sum"]
    assert (lost.mistake, lost.message, lost.share) == ("root_is_taken", "You take a root too many.", 0.5)
    assert lost.evidence is not None
    mean = float((lost.evidence.inputs["x"] ** 2).mean())
    assert (lost.evidence.got, lost.evidence.expected) == (pytest.approx(mean**0.5), pytest.approx(mean))


def test_an_accepted_convention_without_an_answer_somewhere_is_refused(rubric: Path) -> None:
    """Nobody may find that out first who is wrong by all of them."""
    path = rubric.parent / "reference" / "answers.py"
    broken = CONVENTIONS.replace("float((x**2).mean())", "1 / len(x[1:])")
    path.write_text(path.read_text(encoding="utf-8") + broken, encoding="utf-8")
    edit(
        rubric, "{matches: square_sum, points: 2}", "{matches: square_sum, points: 2, accept: [square_mean]}"
    )

    (told,) = refusal(rubric)

    assert told.startswith(
        "reference/answers.py:23:1: `square_mean` raises ZeroDivisionError: division by zero at x = ["
    )


def test_a_reference_without_an_answer_to_no_numbers_is_told_how_to_ask_for_some(rubric: Path) -> None:
    """The question says how long the list is, or the result what is raised."""
    path = rubric.parent / "reference" / "answers.py"
    mean = (
        '\n\ndef mean(values: list[float]) -> float:\n    """Mean."""\n    return sum(values) / len(values)\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + mean, encoding="utf-8")
    edit(rubric, "{matches: square_sum, points: 2}", "{matches: mean, points: 2}")

    (told,) = refusal(rubric)

    assert told.endswith(
        "`mean` raises ZeroDivisionError: division by zero at values = []: give it a length in the question, "
        "sizes: {values: [1, 4]}, or, where the exception is the right answer, write it behind the result: "
        "-> ... | Raises[ZeroDivisionError]"
    )


def test_a_reference_without_an_answer_to_none_is_not_told_of_lengths(rubric: Path) -> None:
    """A list that may be None is not empty there."""
    path = rubric.parent / "reference" / "answers.py"
    count = '\n\ndef count(values: list[float] | None) -> int:\n    """Count."""\n    return len(values)\n'
    path.write_text(path.read_text(encoding="utf-8") + count, encoding="utf-8")
    edit(rubric, "{matches: square_sum, points: 2}", "{matches: count, points: 2}")

    (told,) = refusal(rubric)

    assert "at values = None: give its arguments a domain where it has an answer" in told
