"""What a kit takes of the instructor's modules, and what it leaves there: through `grader release`."""

import json
import sys
from pathlib import Path

import pytest
import small

HEAD = """\
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Positive, Within
"""
LAW = """\
from grader import agree

from .answers import Number


def undone_by_squaring(root, a: Number) -> None:
    \"\"\"Its square is the number.\"\"\"
    agree(root(a) ** 2, a)
"""
ROOT = '''

def root(a: Number) -> float:
    """The root."""
    return float(a**0.5)
'''
NUMBER = "\nNumber = Annotated[float, Within(1, 9)]\n"
NEEDED = ", and what is released needs it: "
STAY = NEEDED + "make the check hidden, or write it without"
MOVE = STAY.replace("make", "move it to `inputs.py` if students may read it; if not, make")
HELPED = """
def _half(a): return a**0.5

def near(pick): return 1 + _half(pick.choose(1, 9))

Number = Annotated[float, near]
"""


def assignment(folder: Path, answers: str, **others: str) -> Path:
    """Write an assignment whose only question asks for `root`; return the question's folder."""
    question = folder / "reference" / "q1"
    question.mkdir(parents=True)
    for name, text in {"answers": answers, **others}.items():
        (question / f"{name}.py").write_text(text, encoding="utf-8")
    checks = ["{matches: root, points: 1}", "{law: undone_by_squaring, points: 1}"][: 1 + ("laws" in others)]
    (folder / "rubric.yaml").write_text(
        f"assignment: roots\nreference: reference\nquestions:\n  - {{id: 1, checks: [{', '.join(checks)}]}}\n"
    )
    return question


def released(folder: Path) -> str:
    """Release the kit and check it with a right answer; return its modules as text."""
    done = small.command(folder, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "kit" / "mine.py").write_text("def root(a, *others): return a**0.5\n")
    done = small.command(folder / "kit", "check", "mine.py")
    assert (done.returncode, done.stderr) == (0, "")
    return "".join(p.read_text(encoding="utf-8") for p in sorted((folder / "kit" / "public").rglob("*.py")))


def refused(folder: Path) -> str:
    """Return what is said of a release that fails, which leaves nothing behind."""
    done = small.command(folder, "release", "kit")
    assert done.returncode == 2
    assert not (folder / "kit").exists()
    first, *told = done.stderr.splitlines()
    assert (
        first == f"grader: nothing was graded: {len(told)} mistake{'s' * (len(told) != 1)} in the assignment"
    )
    return "\n".join(told)


# ---- types and domains -------------------------------------------------------------------------------


def test_types_and_domains_may_stand_with_the_answers(tmp_path: Path) -> None:
    """An alias and the function that draws for it leave with the signature, and a law may import them."""
    domain = '''
STEPS = 8


def eighths(pick):
    """Multiples of 1/8."""
    return pick.choose(1, 9 * STEPS) / STEPS


Number = Annotated[float, eighths]


def _halved(a):
    return a / 2
'''
    answers = HEAD + domain + ROOT.replace("a**0.5", "np.exp(_halved(np.log(a)))")
    assignment(tmp_path, answers, laws=LAW)
    text = released(tmp_path)
    assert "Number = Annotated[float, eighths]" in text
    assert "return pick.choose(1, 9 * STEPS) / STEPS" in text
    assert "_halved" not in text
    assert "np.exp" not in text


def test_a_domain_may_be_called_like_an_argument(tmp_path: Path) -> None:
    """What is local to an answer is not what the module calls by that name."""
    domain = "\ndef a(pick): return pick.choose(1, 9) / 1\n\nNumber = Annotated[float, a]\n"
    assignment(tmp_path, HEAD + domain + ROOT, laws=LAW)
    assert "Number = Annotated[float, a]" in released(tmp_path)


@pytest.mark.parametrize("answers", [ROOT.replace("Number", '"Number"'), ROOT])
def test_annotations_may_be_read_late(tmp_path: Path, answers: str) -> None:
    """In quotes, or all of them by a future import, they leave what they name."""
    future = "" if '"Number"' in answers else "from __future__ import annotations\n"
    assignment(tmp_path, future + HEAD + answers + NUMBER, laws=LAW)
    assert "Number = Annotated[float, Within(1, 9)]" in released(tmp_path)


@pytest.mark.parametrize(
    ("before", "body", "law", "place", "said"),
    [
        (
            "\nTOP = 9\nNumber = Annotated[float, Within(1, TOP)]\n",
            "min(a, TOP) ** 0.5",
            LAW,
            "answers.py:10:1",
            "`TOP` is part of the answers (`root` computes with it)" + MOVE,
        ),
        (
            "\nLOW, HALF = 1, 0.5\nNumber = Annotated[float, Within(LOW, 9)]\n",
            "a**HALF",
            LAW,
            "answers.py:9:1",
            "`HALF` is part of the answers (`root` computes with it)" + MOVE,
        ),
        (
            HELPED,
            "_half(a)",
            LAW,
            "answers.py:11:1",
            "`_half` is part of the answers (`root` computes with it)" + MOVE,
        ),
        (
            "\ndef near(pick): return root(pick.choose(1, 9))\n\nNumber = Annotated[float, near]\n",
            "a**0.5",
            LAW,
            "answers.py:9:1",
            "`root` is part of the answers" + STAY,
        ),
        (
            NUMBER + "RIGHT = {4.0: 2.0}\n",
            "a**0.5",
            LAW.replace("Number\n", "RIGHT, Number\n").replace(
                "agree(", "agree(a, RIGHT.get(a, a)) or agree("
            ),
            "laws.py:3:1",
            "`RIGHT` stands in answers.py and is no type or domain of an argument" + MOVE,
        ),
    ],
)
def test_nothing_that_answers_compute_with_leaves(
    tmp_path: Path, before: str, body: str, law: str, place: str, said: str
) -> None:
    """A constant, a helper, an answer or a table of them stays, also where a domain needs it."""
    law = law.replace("agree(a, RIGHT.get(a, a)) or ", "RIGHT, ")
    assignment(tmp_path, HEAD + before + ROOT.replace("a**0.5", body), laws=law)
    assert refused(tmp_path) == f"  reference/q1/{place}: {said}"


def test_what_students_may_read_can_move_to_inputs(tmp_path: Path) -> None:
    """There a constant may be in a domain and in an answer at once, as the refusal says."""
    answers = HEAD + "\nfrom .inputs import TOP\n\nNumber = Annotated[float, Within(1, TOP)]\n" + ROOT
    assignment(tmp_path, answers.replace("a**0.5", "min(a, TOP) ** 0.5"), laws=LAW, inputs="TOP = 9\n")
    assert "TOP = 9" in released(tmp_path)


# ---- ways to define ----------------------------------------------------------------------------------


def test_imports_of_everything_leave_by_name(tmp_path: Path) -> None:
    """Of `from module import *`, also from a module of the reference, a kit has what it needs."""
    answers = "import math\nfrom typing import *\nfrom .inputs import *\n" + NUMBER + ROOT
    assignment(tmp_path, answers, laws=LAW, inputs="from grader import *\n\nUNUSED = 1\n")
    text = released(tmp_path)
    assert "from typing import Annotated\n" in text
    assert "from grader import Within\n" in text
    assert "*" not in text.replace("** 2", "")
    assert "UNUSED" not in text


@pytest.mark.parametrize(
    ("before", "word", "line"),
    [
        ("\nif True:\n    Number = Annotated[float, Within(1, 9)]\n", "if", 9),
        (
            "\ntry:\n    Number = Annotated[float, Within(1, 9)]\nexcept TypeError:\n    pass\n",
            "try",
            9,
        ),
    ],
)
def test_what_is_defined_under_something_is_told(tmp_path: Path, before: str, word: str, line: int) -> None:
    """Where it is needed, where it is defined, and what to do."""
    assignment(tmp_path, HEAD + before + ROOT)
    assert refused(tmp_path) == (
        f"  reference/q1/answers.py:{line + before.count(chr(10)) + 1}:1: `Number` is defined under "
        f"`{word}` in line {line} of answers.py{NEEDED}define it at the left margin, there or in `inputs.py`"
    )


def test_what_is_defined_nowhere_is_told(tmp_path: Path) -> None:
    """A name that Python finds and a reader does not."""
    before = '\nglobals()["Number"] = Annotated[float, Within(1, 9)]\n'
    assignment(tmp_path, HEAD + before + ROOT)
    assert refused(tmp_path) == (
        f"  reference/q1/answers.py:12:1: `Number` is not defined where a kit could take it from"
        f"{NEEDED}define it at the left margin, here or in `inputs.py`"
    )


def test_an_answer_under_something_is_told(tmp_path: Path) -> None:
    """Its signature cannot be taken out alone."""
    nested = ROOT.strip().replace("\n", "\n    ")
    assignment(tmp_path, HEAD + NUMBER + f"\nif True:\n    {nested}\n")
    assert refused(tmp_path) == (
        "  reference/q1/answers.py:11:1: `root` is not defined with `def` at the left margin, where "
        "a kit could take it from"
    )


def test_a_module_that_does_not_stand_by_itself_is_the_instructors(tmp_path: Path) -> None:
    """What only shows when the kit is tried is told of the file it comes from."""
    before = "\nTYPES = {}\nTYPES.update(number=Annotated[float, Within(1, 9)])\n"
    assignment(tmp_path, HEAD + before + ROOT.replace("Number", 'TYPES["number"]'))
    why = "KeyError: 'number'"
    if sys.version_info >= (3, 14):  # annotations are looked at where they are asked for
        why = f"`root`: its annotations cannot be read ({why})"
    assert refused(tmp_path) == (
        "  reference/q1/answers.py:1:1: what a kit takes of this module does not stand by itself "
        f"({why}): define what signatures and public laws need at the left margin, here or in "
        "`inputs.py`"
    )


def test_the_kit_before_stays_where_a_new_one_cannot_be_made(tmp_path: Path) -> None:
    """A failed release changes nothing."""
    question = assignment(tmp_path, HEAD + NUMBER + ROOT)
    released(tmp_path)
    before = {p: p.read_bytes() for p in (tmp_path / "kit").rglob("*") if p.is_file()}
    text = (HEAD + NUMBER + ROOT).replace("\nNumber", "\nif True: Number")
    (question / "answers.py").write_text(text, encoding="utf-8")
    assert small.command(tmp_path, "release", "kit").returncode == 2
    assert {p: p.read_bytes() for p in (tmp_path / "kit").rglob("*") if p.is_file()} == before


# ---- defaults and decorators -------------------------------------------------------------------------


def test_signatures_keep_their_defaults(tmp_path: Path) -> None:
    """As plain values; what is computed, and what an answer's body computes with, is `...`."""
    one = "Annotated[float, Within(1, 2)]"
    answers = f'''
from .inputs import SMALL

TOL = -1e-8
HALF = 0.5


def root(
    a: Number, tol: {one} = TOL, small: {one} = SMALL, one: {one} = 1, far: {one} = np.inf, half: {one} = HALF
) -> float:
    """The root."""
    return float(a**HALF)
'''
    assignment(tmp_path, HEAD + NUMBER + answers, inputs="SMALL = 0.25\n")
    text = released(tmp_path)
    head = "def root(a, tol=-1e-08, small=0.25, one=1, far=..., half=...):"
    assert head in (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    cells = json.loads((tmp_path / "kit" / "hw.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any(head in cell["source"] for cell in cells)
    assert "=-1e-08" in text
    assert "0.5" not in text
    assert "np" not in text


def test_decorators_stay_with_the_body(tmp_path: Path) -> None:
    """But for the one that makes a known mistake of a function, whose constants are written out."""
    mistakes = '''
from grader import mistake

SHARE = 0.5


@mistake(of="root", credit=SHARE, public=True)
def square(a):
    """This is the square."""
    return a * a
'''
    answers = HEAD + NUMBER + ROOT.replace("\ndef", '\n@np.errstate(over="ignore")\ndef')
    assignment(tmp_path, answers, laws=LAW, mistakes=mistakes)
    text = released(tmp_path)
    assert "errstate" not in text
    assert "@mistake(of='root', credit=0.5, public=True)" in text
    assert "a * a" not in text
