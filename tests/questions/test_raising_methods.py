"""A method, or `__init__`, for which an exception is the right answer at times."""

import re
from collections.abc import Mapping
from pathlib import Path

import one_question
import pytest

from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.model import Result, Verdict
from grader.values.exceptions import StepRaised
from grader.values.wire import WireError, unpack

from .forging import earns_nothing

ACCOUNT = """
from typing import Annotated

from grader import Raises, Within

Money = Annotated[int, Within(-3, 9)]


class Account:
    \"\"\"A bank account.\"\"\"

    def __init__(self, balance: Money) -> None | Raises[ValueError]:
        if balance < 0:
            raise ValueError("in debt")
        self.held = balance

    def deposit(self, amount: Money) -> None | Raises[ValueError]:
        \"\"\"Put money in.\"\"\"
        if amount < 0:
            raise ValueError("nothing to put in")
        self.held += amount

    def withdraw(self, amount: Money) -> int | Raises[ValueError] | Raises[OverflowError]:
        \"\"\"Take money out, and return what is left.\"\"\"
        if amount < 0:
            raise OverflowError("that is no amount")
        if amount > self.held:
            raise ValueError("insufficient funds")
        self.held -= amount
        return self.held
"""
RIGHT = re.sub(r" -> [^:]*:|: Money", lambda found: ":" * (found[0][0] == " "), ACCOUNT).partition("\n\n\n")[
    2
]
MATCHES = "{matches: Account, points: 2}"


WRONG = {
    "returns": (
        ('            raise ValueError("insufficient funds")', "            return self.held"),
        "should raise ValueError; it returned",
    ),
    "another type": (
        ('raise ValueError("insufficient funds")', 'raise KeyError("insufficient")'),
        "should raise ValueError; it raised KeyError: 'insufficient'",
    ),
    "raises where it answers": (
        ("if amount > self.held:", "if amount >= self.held:"),
        "has an answer; it raised ValueError: insufficient funds",
    ),
    "made of a debt": (("if balance < 0:", "if balance < -99:"), "`Account(-1)` should raise ValueError; it"),
    "a type of its own": (
        ('raise ValueError("insufficient funds")', "raise type('Low', (ValueError,), {})"),
        "",
    ),
}


HOSTILE = {
    "a type whose name is an object": (
        "raise type('E', (ValueError,), {'__name__': 7, '__str__': lambda s: 1/0})"
    ),
    "a type of very many ancestors": (
        "kind = ValueError\n            for n in range(300): kind = type(f'E{n}', (kind,), {})\n"
        "            raise kind('x' * 10**6)"
    ),
    "a message of a megabyte": "raise ValueError('\\x1b[31m' * 10**6)",
    "ends the program": "raise SystemExit(0)",
    "spoils the object": "self.held = 0\n            raise ValueError('insufficient')",
}
REFUSED = 'raise ValueError("insufficient funds")'


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment that asks for an account."""
    return one_question.assignment(tmp_path_factory.mktemp("account"), ACCOUNT, MATCHES)


@pytest.fixture(scope="module")
def results(account: Path, undescribed: None) -> Mapping[str, Result]:
    """What all hand-ins get."""
    hand_ins = {name: RIGHT.replace(*change) for name, (change, _) in WRONG.items()}
    hand_ins |= {name: RIGHT.replace(REFUSED, instead) for name, instead in HOSTILE.items()}
    assert all(source != RIGHT for source in hand_ins.values())
    return one_question.graded(account, {"right": RIGHT, **hand_ins})


@pytest.mark.parametrize("name", ["right", *WRONG])
def test_methods_raise_where_they_should_and_nowhere_else(results: Mapping[str, Result], name: str) -> None:
    """Types are compared by name with those they come from, step by step."""
    said = WRONG[name][1] if name in WRONG else ""
    ((share, told),) = one_question.told(results[name])
    assert (share > 0) == (not said), told
    assert said in told


def test_the_program_goes_on_after_what_was_raised(results: Mapping[str, Result]) -> None:
    """What is left of an object that raised is asked, and the code that is shown runs up to its last line."""
    (outcome,) = results["spoils the object"].questions[0].outcomes
    assert outcome.verdict in (Verdict.FAILED, Verdict.RAISED)
    assert outcome.evidence is not None
    *lines, last = outcome.evidence.program
    assert any(line.startswith("with suppress(ValueError): a.withdraw(") for line in lines), lines
    names: dict[str, object] = {}
    exec(RIGHT.replace(REFUSED, HOSTILE["spoils the object"]) + "\n" + "\n".join(lines), names)
    with pytest.raises(ValueError, match="insufficient"):
        eval(last.partition("#")[0], names)


@pytest.mark.parametrize("name", list(HOSTILE)[:3])
def test_hostile_exceptions_are_exceptions(results: Mapping[str, Result], name: str) -> None:
    """What comes from the declared type is right, whatever it says of itself."""
    ((share, told),) = one_question.told(results[name])
    assert share == 2, told


def test_what_ends_the_program_is_no_exception_of_a_method(results: Mapping[str, Result]) -> None:
    """SystemExit goes no further, and is told."""
    ((share, told),) = one_question.told(results["ends the program"])
    assert share == 0
    assert "raised SystemExit" in told


LAWS = """
from grader import agree


def a_debt_is_refused_and_costs_nothing(Account, extra: Annotated[int, Within(1, 9)]) -> None:
    \"\"\"Who asks for more than there is gets an error, and keeps what there is.\"\"\"
    a = Account(5)
    try:
        a.withdraw(5 + extra)
    except ValueError:
        pass
    else:
        raise AssertionError
    assert a.withdraw(5) == 0
"""


def test_a_law_catches_what_a_method_declares(tmp_path: Path) -> None:
    """And goes on with the same object; the code that is shown catches it, too."""
    laws = "from typing import Annotated\nfrom grader import Within\n" + LAWS
    check = "{law: a_debt_is_refused_and_costs_nothing, points: 1}"
    rubric = one_question.assignment(tmp_path, ACCOUNT, check, laws)
    hand_ins = {
        "right": RIGHT,
        "silent": RIGHT.replace('raise ValueError("insufficient funds")', "return 0"),
        "spoilt": RIGHT.replace(
            "if amount > self.held:\n", "if amount > self.held:\n            self.held = 9\n"
        ),
        "other": RIGHT.replace('raise ValueError("insufficient funds")', "raise KeyError(1)"),
    }
    results = one_question.graded(rubric, hand_ins)
    assert one_question.told(results["right"]) == [(1, "")]
    for name in ("silent", "spoilt", "other"):
        ((share, _),) = one_question.told(results[name])
        assert share == 0
    (spoilt,) = results["spoilt"].questions[0].outcomes
    assert spoilt.evidence is not None
    assert any("with suppress(ValueError): a.withdraw(" in line for line in spoilt.evidence.program)


@pytest.mark.parametrize(
    "value",
    [
        StepRaised(["ValueError"], "all of it"),
        [StepRaised(["ValueError"], "once")],
        [StepRaised(["ValueError", "OverflowError"], "")] * 3,
        [[StepRaised(["ValueError"], "inside")]] * 3,
        ([StepRaised([], "")], "why"),
    ],
)
def test_forged_exceptions_earn_nothing(account: Path, value: object) -> None:
    """An exception in the place of everything, or inside an answer, is a wrong answer, no fault of ours."""
    earns_nothing(account, "Account", value)


@pytest.mark.parametrize(
    "raised",
    [StepRaised(["x" * 101], ""), StepRaised(["x"] * 21, ""), StepRaised([], "x" * 1501)],
)
def test_exceptions_cross_in_few_words(raised: StepRaised) -> None:
    """More names, or longer ones, than a worker sends are refused as no value."""
    with pytest.raises(WireError):
        unpack(raised)


def test_an_exception_that_is_not_declared_is_left_out(tmp_path: Path) -> None:
    """Programs are drawn without it, as before; a slip of the annotation is told."""
    answers = ACCOUNT.replace("int | Raises[ValueError] | Raises[OverflowError]", "int | Raises[ValueError]")
    rubric = one_question.assignment(tmp_path / "one", answers, MATCHES)
    assert one_question.told(one_question.graded(rubric, {"hw": RIGHT})["hw"]) == [(2, "")]
    slip = ACCOUNT.replace("Raises[OverflowError]", "Raises[int]")
    rubric = one_question.assignment(tmp_path / "two", slip, MATCHES)
    with pytest.raises(AssignmentError, match=r"`withdraw`: the result: Raises.* names an exception"):
        pipeline.prepare(rubric)
