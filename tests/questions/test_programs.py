"""Questions that are programs: hostile hand-ins, and slips of instructors."""

from pathlib import Path

import numpy as np
import one_question
import pytest

from grader.errors import AssignmentError
from grader.examples.draw import Plan, corpus
from grader.functions.local import Local
from grader.grading import pipeline
from grader.model import Verdict
from grader.reference.load import load
from grader.signatures.programs import ProgramSignature
from grader.values.formula import Formula, trouble
from grader.values.programs import Program, ProgramStep, Ref
from grader.values.run_here import run

from .forging import earns_nothing
from .test_programs_page import IMPORTS, SECTIONS, assignment, graded, told

STACK = {**SECTIONS["A class"], "laws.py": "", "yaml": "- {matches: Stack, points: 1}"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assignment of the page that asks for a stack."""
    parts = {**STACK, "yaml": STACK["yaml"].replace("}", ", examples: 10}")}
    return assignment(tmp_path_factory.mktemp("stack"), parts)


RIGHT = STACK["right"]
HOSTILE = {
    # what a hand-in adds to the right class: the verdict, and what is told
    "answers every name": (
        "class Stack:\n    def __getattr__(self, name):\n        return lambda *a: self\n",
        "a Stack was returned where numbers were expected",
    ),
    "raises on every name": (
        "class Stack:\n    def __getattribute__(self, name):\n        raise SystemExit(name)\n",
        "raised SystemExit",
    ),
    "lists without end": (
        RIGHT + "    def __len__(self):\n        from itertools import count\n        return count()\n",
        "raised TypeError: 'itertools.count' object cannot be interpreted as an integer",
    ),
    "a generator without end": (
        RIGHT
        + "    def pop(self):\n        from itertools import count\n        return (n for n in count())\n",
        "a generator of more than 100,000 items was returned",
    ),
    "objects by the million": (
        RIGHT + "    def pop(self):\n        return [Stack() for _ in range(100_001)]\n",
        "a list of more than 100,000 items was returned",
    ),
    "methods that replace others": (
        RIGHT + "    def push(self, number):\n        Stack.pop = lambda self: 1.5\n",
        "returned 1.5 where",
    ),
    "a method that is a number": (
        RIGHT + "    pop = 3\n",
        "`pop` of your class `Stack` is no method but an int",
    ),
    "no method": (RIGHT.replace("def pop(self)", "def pip(self)"), "your class `Stack` has no method `pop`"),
    "no self": (
        RIGHT.replace("def pop(self):", "def pop():"),
        "`Stack.pop` has no argument for its object: write `self` first",
    ),
    "one argument more": (
        RIGHT.replace("def push(self, number)", "def push(self, number, twice)"),
        "`Stack.push` is called with 1 argument here, and yours takes (number, twice): missing a",
    ),
    "returns nothing": (
        RIGHT + "    def __add__(self, other):\n        pass\n",
        "`Stack.__add__` returned None where a Stack was expected",
    ),
    "dies when it is forgotten": (
        RIGHT
        + "    def __del__(self):\n        raise RuntimeError\n    def pop(self):\n        return 0.25\n",
        "returned 0.25 where",
    ),
    "a class of a hostile name": (
        RIGHT + "    def pop(self):\n        return self.nothing\nStack.__name__ = '\\x1b[31m' * 9\n",
        "raised AttributeError",
    ),
}


SLOW = ("objects by the million",)


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=[pytest.mark.slow] * (each in SLOW)) for each in HOSTILE]
)
def test_hostile_classes_lose_the_check_and_nothing_else(stack: Path, name: str) -> None:
    """Whatever an object does when it is used, the answer is a verdict with a sentence."""
    hand_in, said = HOSTILE[name]
    (outcome,) = graded(stack, hand_in)
    assert outcome.verdict in (Verdict.FAILED, Verdict.RAISED), outcome
    assert said in told(outcome)
    assert "\x1b" not in told(outcome)


ENDS = {
    "never": ("while True: pass", "this did not end in time", Verdict.TIMED_OUT),
    "the process": ("import os; os._exit(3)", "here the process ended", Verdict.DIED),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_method_that_never_returns_is_the_last_line_that_is_shown(tmp_path: Path, name: str) -> None:
    """What the program would have asked behind it explains nothing."""
    body, remark, verdict = ENDS[name]
    rubric = assignment(tmp_path, {**STACK, "yaml": STACK["yaml"].replace("}", ", examples: 10}")})
    rubric.write_text(rubric.read_text() + "limits: {seconds: 1}\n")
    (outcome,) = graded(rubric, RIGHT + f"    def pop(self):\n        {body}\n")
    assert outcome.verdict is verdict
    assert outcome.evidence.call.splitlines()[-1].endswith(f".pop()   # {remark}")
    assert outcome.evidence.call.count(".pop()") == 1


def test_a_class_that_is_not_there_is_missing(stack: Path) -> None:
    """It is called a class, and one close by is named as for functions."""
    (outcome,) = graded(stack, "class Stak:\n    pass\n")
    assert outcome.verdict is Verdict.MISSING
    assert "`Stack`" in told(outcome)


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "frames",
        [],
        [None] * 1000,
        ([None] * 500, "of steps that nobody asked"),
        (None, "why"),
        ([1, 2, 3], "x" * 100_000),
        {"step": 3},
        [[[[[]]]]],
    ],
)
def test_forged_answers_earn_nothing(stack: Path, value: object) -> None:
    """Answers to other steps than were asked, too many, or none, are wrong answers and no fault of ours."""
    earns_nothing(stack, "Stack", value)


def test_a_program_names_no_step_that_is_not_before_it() -> None:
    """A number of an object is that of an earlier step, or the program is none."""
    make = ProgramStep("Stack", ())
    for step in (0, 1, 7, -1):
        with pytest.raises(ValueError, match="which is none before it"):
            Program((ProgramStep(".pop", (Ref(step),)), make))


def test_the_objects_of_one_program_are_not_those_of_another(stack: Path) -> None:
    """A hand-in that keeps all its objects, and answers from the first, is wrong."""
    first = "    def pop(self):\n        kept.append(self)\n        return kept[0].top[0]\n"
    keeps = f"kept = []\n{RIGHT}{first}"
    (outcome,) = graded(stack, keeps)
    assert outcome.share == 0


SLIPS = [
    (
        "class C:\n    'C.'\n    def f(self, x) -> int:\n        return 1\n",
        "`C`: `f`: the argument `x` has no annotation",
    ),
    (
        "class C:\n    'C.'\n    def f(self):\n        return 1\n",
        "`C`: `f`: the result has no annotation; write `-> None` where there is none",
    ),
    ("class C:\n    'C.'\n", "`C`: nothing of it can be asked: its methods have no annotations"),
    (
        "class C:\n    'C.'\n    @staticmethod\n    def f() -> int:\n        return 1\n",
        "`C`: `f` is called on no object, and only methods are asked: write a function",
    ),
    (
        "class C:\n    'C.'\n    def __init__(self, f):\n        pass\n",
        "`C`: `__init__`: the argument `f` has no annotation",
    ),
    (
        "def C(x: Annotated[Any, From('g')]) -> float:\n    'C.'\n    return 1.0\n",
        "`C`: the argument `x` comes from `g`, and there is no such function in this file",
    ),
    (
        "def g() -> int: return 1\ndef C(x: Annotated[Any, From('g')]) -> int:\n    'C.'\n",
        "`C`: no part of what `g` returns is annotated Any: one must be, which this argument is",
    ),
    (
        "def C(x: Annotated[Any, From('C')]) -> tuple[float, Any]:\n    'C.'\n    return 1.0, 1\n",
        "`C`: what it is made from is made from `C` again: C → C",
    ),
    (
        "def C(f: Callable[[float], float]) -> float:\n    'C.'\n    return 1.0\n",
        "`C`: the argument `f`: a function needs a catalogue: Annotated[Callable[[float], float], Formulas(",
    ),
    (
        "def C(x: float) -> Callable[..., float]:\n    'C.'\n    return abs\n",
        "`C`: the result: write what it takes, as in Callable[[float], float]",
    ),
    (
        "def C(x: float) -> Callable[[str], float]:\n    'C.'\n    return abs\n",
        "`C`: the function that is returned: argument 1 is no number, and needs a domain",
    ),
    (
        "from grader import Printed\nclass C:\n    'C.'\n    f: Printed = None\n",
        "`C`: the attribute `f`: Printed stands for the whole result of a function that prints",
    ),
    (
        (
            "from grader import Raises\n"
            "class C:\n    'C.'\n    def f(self) -> Raises[KeyError]:\n        return 1\n"
        ),
        "`C`: `f`: the result: it returns something elsewhere: write what, as in float | Raises[KeyError]",
    ),
    (
        (
            "class C:\n    'C.'\n    def __init__(self, rest: 'C') -> None: pass\n"
            "    def f(self) -> int: return 1\n"
        ),
        "`__init__`: the argument `rest` is itself a C, and there is none to begin with: give it a default",
    ),
    (
        (
            "class D:\n    'D.'\n    def __init__(self, c: 'C') -> None: pass\n"
            "    def f(self) -> int: return 1\n"
            "class C:\n    'C.'\n    def __init__(self, d: D) -> None: pass\n"
            "    def f(self) -> int: return 1\n"
        ),
        "`__init__`: the argument `c` is a C, and there is none to begin with",
    ),
    (
        (
            "class C:\n    'C.'\n    def __init__(self, n: int) -> None: self.n = n\n"
            "    def f(self) -> int: return self.n\n"
            "    def ends(self, others: 'list[C]') -> 'list[C]':\n"
            "        others.sort(key=C.f)\n        return others[:1]\n"
        ),
        "`C.ends` changes the list that it is given: work on a copy of it",
    ),
]


@pytest.mark.parametrize(("answers", "said"), SLIPS)
def test_slips_of_instructors_are_told(tmp_path: Path, answers: str, said: str) -> None:
    """What cannot be asked is refused with what to write, at its line."""
    rubric = assignment(tmp_path, {"answers.py": answers, "yaml": "- {matches: C, points: 1}"})
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert said in str(refused.value)


LINK = """
class Link:
    'A linked list.'

    def __init__(self, first: int, rest: "Link" = ()) -> None:
        self.first, self.rest = first, rest

    def put(self, other: "Link") -> None:
        self.rest = other

    def __str__(self) -> str:
        return f"{self.first} {self.rest}"

    def __eq__(self, other: "Link") -> bool:
        return self.first == other.first


class Last(Link):
    'A list of one.'

    def length(self) -> int:
        return 1


def digits(n: int) -> Link:
    'The digits.'
    return Link(n % 10)
"""


def test_objects_are_arguments_of_init_and_of_what_is_inherited(tmp_path: Path) -> None:
    """The first is made without another, and nothing is put into itself."""
    checks = "- {matches: Link, points: 1}\n- {matches: Last, points: 1}\n- {matches: digits, points: 1}"
    rubric = assignment(tmp_path, {"answers.py": LINK, "yaml": checks})
    assert [each.share for each in graded(rubric, LINK)] == [1, 1, 1]
    wrong = LINK.replace("return Link(n % 10)", "return Link(n % 7)")
    lost = graded(rubric, wrong)[2]
    assert lost.evidence is not None
    assert lost.evidence.program[0].startswith("result = digits(")  # no object that nobody uses
    (corpora,) = pipeline.prepare(rubric).corpora.values()
    for examples in corpora.drawn.values():
        for step in (s for each in examples for s in each.args["program"].steps if s.call == ".put"):
            assert step.arguments[0] != step.arguments[1]


def test_a_law_that_catches_what_no_method_declares_is_told(tmp_path: Path) -> None:
    """A program ends at a step that raises what it may not, so nothing after it can be asked."""
    answers = (
        "class C:\n    'C.'\n    def __init__(self) -> None: pass\n"
        "    def f(self, x: int) -> int:\n        if x: raise ValueError('no')\n        return 1\n"
    )
    law = (
        "def refused(C):\n    'It is refused.'\n    c = C()\n    try:\n        c.f(1)\n"
        "    except Exception:\n        assert c.f(0) == 1\n"
    )
    rubric = assignment(
        tmp_path, {"answers.py": answers, "laws.py": law, "yaml": "- {law: refused, points: 1}"}
    )
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(rubric)
    assert (
        "the law `refused` goes no further: `C.f` raised ValueError: no; a law can catch what a method "
        "declares to raise: write it behind the method's result, `-> ... | Raises[ValueError]`"
    ) in str(refused.value)


def test_a_way_back_of_something_else_is_told(tmp_path: Path) -> None:
    """The way there is the function that makes the cache, and the gradients are in its arguments."""
    parts = SECTIONS["A cache: what one function keeps for another"]
    checks = (
        "- {gradient: affine_backward, of: affine_forwards, wrt: [x, w, b], points: 2}\n"
        "- {gradient: affine_backward, of: affine_forward, wrt: [x, v], points: 2}"
    )
    with pytest.raises(AssignmentError) as refused:
        pipeline.prepare(assignment(tmp_path, {**parts, "yaml": checks}))
    said = str(refused.value)
    assert (
        "`affine_backward` is given nothing that `affine_forwards` keeps; did you mean `affine_forward`?"
        in said
    )
    assert "`v` is no argument of `affine_forward` with a derivative" in said
    assert "`affine_backward` is no gradient in x, v: it returns 3 results, where one for each" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("lambda x: __import__('os')", "`'os'`"),
        ("lambda x: x.__class__", "`x.__class__` is not among np.sin"),
        ("lambda x: np.load(x)", "`np.load` is not among"),
        ("lambda x: np.T", "`np.T` is not among"),
        ("lambda x: np.sum(x, out=x)", "`out=x` names an argument that is not among axis, keepdims"),
        ("lambda x: np.sum(**x)", "`**x` names an argument that is not among axis, keepdims"),
        ("lambda x: [y for y in x]", "is more than a formula"),
        ("lambda x: y", "`y` is no argument of it and no parameter"),
        ("lambda *x: 1", "its arguments are plain names"),
        ("lambda: 1", "its arguments are plain names"),
        ("x + 1", 'it is no function: write "lambda x: ..."'),
        ("lambda x: (lambda: 1)()", "`(lambda: 1)()` is more than a formula"),
        ("lambda x", "it is no Python"),
    ],
)
def test_a_formula_holds_nothing_but_a_formula(text: str, why: str) -> None:
    """Names, calls and texts that no formula needs are refused."""
    said = trouble(text)
    assert said
    assert why in said or "'os'" in why


def test_calls_of_a_function_are_counted_and_those_of_a_law_are_not() -> None:
    """One call of the student's may call it so often; a law may as often as it likes."""
    formula = Formula("lambda x: x ** 2 - 1", at_most=2)
    assert [formula(2) for _ in range(9)] == [3] * 9

    def catches(f: object) -> float:
        for _ in range(3):
            try:
                f(1.0)  # type: ignore[operator]
            except Exception:
                return 1.0
        return 0.0

    (said,) = Local({"f": catches}).ask("f", [(formula,)])
    assert "`lambda x: x ** 2 - 1` may be called 2 times, and was called again" in str(said)


def test_a_class_is_audited_and_released(tmp_path: Path) -> None:
    """Its methods are mutated, its mistakes named; a kit has its skeleton, and grades the right class."""
    from grader.audit.run import audit
    from grader.kit.release import release

    rubric = assignment(tmp_path, STACK)
    found = audit(pipeline.load_job(rubric, 0, ()), seeds=1, workers=1, quick=True)
    assert [each.named for each in found.mistakes] == ["Queue"]
    assert found.mutants
    assert all(each.lost for each in found.mutants)
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text()
    assert (
        'def push(self, number):\n        """Put a number on top.\n\n        number a number → nothing\n'
        in starter
    )
    public = (tmp_path / "kit" / "public" / "q" / "answers.py").read_text()
    assert "self.items" not in public
    (outcome,) = graded(tmp_path / "kit" / "rubric.yaml", RIGHT)
    assert outcome.share == 1
    (outcome,) = graded(tmp_path / "kit" / "rubric.yaml", SECTIONS["A class"]["wrong"])
    assert outcome.share == 0


def test_the_program_that_is_shown_fails_where_it_is_pasted(tmp_path: Path) -> None:
    """Run after the hand-in, its last line gives what it says and not what was expected."""
    rubric = assignment(tmp_path, STACK)
    for hand_in in (STACK["wrong"], RIGHT.replace("return len(self.listed())", "return 5")):
        (outcome,) = graded(rubric, hand_in)
        assert outcome.evidence is not None
        *lines, last = outcome.evidence.program
        names: dict[str, object] = {"np": np}
        exec(hand_in + "\n" + "\n".join(lines), names)
        assert eval(last.partition("#")[0], names) == outcome.evidence.got != outcome.evidence.expected
        assert IMPORTS  # what the reference has, the hand-in has not


# ---- what is built ----------------------------------------------------------------------------------------

TREES = """
from typing import Annotated

from grader import Within


class Tree:
    \"\"\"A tree with a label and a list of branches.\"\"\"

    def __init__(self, label: Annotated[int, Within(0, 9)]) -> None:
        self.label, self.branches = label, []

    def add(self, branch: "Tree") -> None:
        \"\"\"Add a branch, behind the others.\"\"\"
        self.branches.append(branch)

    def is_leaf(self) -> bool:
        \"\"\"Whether there are no branches.\"\"\"
        return not self.branches


def preorder(t: Tree) -> list[int]:
    \"\"\"The labels of the tree, a label before those of its branches.\"\"\"
    return [t.label] + [x for b in t.branches for x in preorder(b)]
"""


def test_trees_with_branches_are_common_among_programs(tmp_path: Path) -> None:
    """Of forty programs several build a tree of four labels, with whatever seed, and look at its order."""
    folder = tmp_path / "reference" / "q1"
    folder.mkdir(parents=True)
    (folder / "answers.py").write_text(TREES, encoding="utf-8")
    read = load(tmp_path / "reference").signatures["preorder"]
    assert isinstance(read, ProgramSignature)
    for seed in range(3):
        labels = 0
        for each in corpus(read, Plan(count=40, seed=seed)):
            *_, last = run(read.programs.functions, each.values[0])
            labels += any(isinstance(x, list) and len(x) > 3 for x in [last, *_])
        assert labels >= 4


LAW = """
from grader import agree


def doubled(Node, double, x: float) -> None:
    \"\"\"Every value is twice what it was.\"\"\"
    node = Node(x)
    double(node)
    agree(node.value(), 2 * x)
"""
NODES = """
class Node:
    \"\"\"A value.\"\"\"

    def __init__(self, value: float) -> None:
        self.held = value

    def value(self) -> float:
        \"\"\"The value.\"\"\"
        return self.held


def double(node: Node) -> None:
    \"\"\"Double the value of a node, in place.\"\"\"
    node.held *= 2
"""


def test_a_law_hands_an_object_to_a_function_and_shows_what_came(tmp_path: Path) -> None:
    """A program that begins with a class may call a function of its objects; what is wrong is shown."""
    rubric = one_question.assignment(tmp_path, NODES, "{law: doubled, points: 1}", LAW)
    results = one_question.graded(rubric, {"right": NODES, "wrong": NODES.replace("*= 2", "*= 3")})
    assert one_question.told(results["right"]) == [(1, "")]
    (outcome,) = results["wrong"].questions[0].outcomes
    assert outcome.evidence is not None
    assert (outcome.evidence.got, outcome.evidence.expected) == (3.0, 2.0)


BAG = """
class Bag:
    'A bag.'

    def __init__(self) -> None:
        self.held = []

    def add(self, number: int) -> None:
        'Put a number in.'
        self.held.append(number)

    def take(self) -> int | Raises[IndexError]:
        'Take the last one out.'
        return self.held.pop()

    def __len__(self) -> int:
        return len(self.held)
"""
TIDY = """
def one_is_one(Bag, number: int) -> None:
    'One number is one.'
    bag = Bag()
    bag.add(number)
    assert len(bag) == 1
    bag.take()
"""
UNTIDY = TIDY.replace("    bag.take()\n", "").replace("one_is_one", "one_stays_one")
SHARED = BAG.replace("        self.held = []", "        pass\n    held = []").replace(
    " | Raises[IndexError]", ""
)


@pytest.mark.usefixtures("unexplained")
def test_lines_that_are_right_by_themselves_are_said_to_be(tmp_path: Path) -> None:
    """A law that leaves nothing fails only after other calls; one that leaves something is shown twice."""
    checks = "{matches: Bag, points: 1}, {law: one_is_one, points: 1}, {law: one_stays_one, points: 1}"
    answers = f"from grader import Raises\n{BAG}"
    rubric = one_question.assignment(tmp_path, answers, checks, TIDY + UNTIDY, examples=15)
    _, tidy, untidy = one_question.graded(rubric, {"shared": SHARED})["shared"].questions[0].outcomes
    assert tidy.evidence is not None
    assert tidy.evidence.message.startswith("By themselves these lines are right, and wrong after what was")
    assert tidy.evidence.program[-1].endswith("   # not right after what was asked before")
    assert untidy.evidence is not None
    assert untidy.evidence.message.startswith("This holds the first time, and not the second")
    names: dict[str, object] = {}
    exec("from __future__ import annotations\n" + "\n".join((SHARED, *untidy.evidence.program[:-1])), names)
    assert eval(untidy.evidence.program[-1].partition("#")[0], names) == 2
