"""Points for one method of a class: the others set the state, and are judged by checks of their own."""

from collections.abc import Mapping
from pathlib import Path

import one_question
import pytest

from grader.audit.run import audit
from grader.errors import AssignmentError
from grader.examples.draw import Plan, corpus
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Result
from grader.reference.load import load
from grader.signatures.programs import ProgramSignature

RIGHT = """
class Account:
    def __init__(self, held):
        if held < 0:
            raise ValueError("in debt")
        self.held = held

    def __str__(self):
        return f"{self.held} kr"

    def deposit(self, amount):
        self.held = self.held + amount
        return self.held

    def withdraw(self, amount):
        if amount > self.held:
            raise ValueError("insufficient funds")
        self.held -= amount
        return self.held

    def close(self):
        self.held = 0

    def doubled(self):
        return 2 * self.held
"""
ACCOUNT = (
    RIGHT.replace("class Account:", "class Account:\n    '''A bank account.'''\n")
    .replace("self, held):", "self, held: Money) -> None | Raises[ValueError]:")
    .replace("__str__(self)", "__str__(self) -> str")
    .replace("deposit(self, amount)", "deposit(self, amount: Money) -> int")
    .replace("withdraw(self, amount)", "withdraw(self, amount: Money) -> int | Raises[ValueError]")
    .replace("close(self)", "close(self) -> None")
    .replace("doubled(self)", "doubled(self) -> int")
)
ACCOUNT = (
    "from typing import Annotated\nfrom grader import Raises, Within\nMoney = Annotated[int, Within(-1, 9)]\n"
    + ACCOUNT
)
METHODS = ("__init__", "__str__", "deposit", "withdraw", "doubled")
CHECKS = ", ".join(f"{{matches: Account.{name}, points: 1}}" for name in METHODS)
NOT_WRITTEN = 'raise NotImplementedError("not written yet")'


def without(name: str) -> str:
    """Return the class with one method that is not written yet."""
    head, _, rest = RIGHT.partition(f"    def {name}(")
    first, _, rest = rest.partition("\n")
    _, blank, after = rest.partition("\n\n")
    return f"{head}    def {name}({first}\n        {NOT_WRITTEN}\n{blank and chr(10)}{after}"


HAND_INS = {
    # what is handed in, and which methods earn their points
    "right": (RIGHT, {*METHODS}),
    "without doubled": (without("doubled"), {*METHODS} - {"doubled"}),
    "without __str__": (without("__str__"), {*METHODS} - {"__str__"}),
    "without withdraw": (without("withdraw"), {*METHODS} - {"withdraw", "doubled"}),
    "without __init__": (without("__init__"), set()),
    "all but __init__ missing": (RIGHT.partition("    def __str__")[0], {"__init__"}),
    "a wrong answer above": (
        RIGHT.replace("+ amount\n        return self.held", "+ amount\n        return None"),
        {*METHODS} - {"deposit"},
    ),
    "takes more than there is": (RIGHT.replace("if amount > self.held", "if False"), None),
}


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assignment with points for each method."""
    return one_question.assignment(tmp_path_factory.mktemp("methods"), ACCOUNT, CHECKS)


@pytest.fixture(scope="module")
def results(rubric: Path, undescribed: None) -> Mapping[str, Result]:
    """What the hand-ins earn."""
    return one_question.graded(rubric, {name: source for name, (source, _) in HAND_INS.items()})


@pytest.mark.parametrize("name", HAND_INS)
def test_each_method_earns_its_own_points(results: Mapping[str, Result], name: str) -> None:
    """What is missing below a method in the class costs it nothing, nor does a step it does not depend on."""
    earned = {m for m, (share, _) in zip(METHODS, one_question.told(results[name]), strict=True) if share}
    wanted = HAND_INS[name][1]
    if wanted is not None:
        assert earned == wanted, one_question.feedback(results[name])
    else:
        assert "withdraw" not in earned


def test_what_is_shown_ends_in_the_method(results: Mapping[str, Result]) -> None:
    """The code that is shown goes wrong in its last line, which calls the method that the check is about."""
    outcome = results["takes more than there is"].questions[0].outcomes[3]
    assert outcome.check.title == "Account.withdraw gives the right values"
    assert outcome.evidence is not None
    assert outcome.evidence.program[-1].startswith(("a.withdraw(", "a2.withdraw("))
    assert "should raise ValueError; it returned" in outcome.message


def test_programs_of_a_method_hold_what_its_answers_depend_on(rubric: Path) -> None:
    """Every program calls it; `__str__` changes nothing and is never called, nor what stands below."""
    signature = load(rubric.parent / "reference").signatures["Account"]
    assert isinstance(signature, ProgramSignature)
    called = set()
    for each in corpus(signature.methods[".withdraw"], Plan(60)):
        calls = {step.call for step in each.args["program"].steps}
        assert ".withdraw" in calls
        called |= calls
    assert called == {"Account", ".deposit", ".withdraw"}


def test_methods_alone_are_audited_and_released(tmp_path: Path) -> None:
    """Mutants lose the points of some method; a kit holds the programs of each, and grades with them."""
    checks = ", ".join(f"{{matches: Account.{name}, points: 1, examples: 20}}" for name in METHODS)
    rubric = one_question.assignment(tmp_path, ACCOUNT, checks)
    found = audit(pipeline.load_job(rubric, 0, ()), seeds=1, workers=1, quick=True)
    assert found.mutants
    assert not found.survivors
    assert [each.id for each in found.idle] == ["1.matches.Account.__str__"]  # no mutant changes a text
    release(rubric, tmp_path / "kit")
    results = one_question.graded(
        tmp_path / "kit" / "rubric.yaml", {"right": RIGHT, "wrong": HAND_INS["takes more than there is"][0]}
    )
    assert [share for share, _ in one_question.told(results["right"])] == [1, 1, 1, 1, 1]
    assert one_question.told(results["wrong"])[3][0] == 0


REFUSED = {
    "Account.close": "`close` returns nothing, which shows only in what other methods answer: give the",
    "Account.withdrew": "`Account` has no method `withdrew` with annotations; did you mean `withdraw`?",
    "'Account[0]'": "`Account` is a class, and no function with several results",
}


@pytest.mark.parametrize("target", REFUSED)
def test_what_no_points_can_go_to_is_refused(tmp_path: Path, target: str) -> None:
    """With a sentence that says to what they can."""
    rubric = one_question.assignment(tmp_path, ACCOUNT, f"{{matches: {target}, points: 1}}")
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert REFUSED[target] in str(refused.value)
