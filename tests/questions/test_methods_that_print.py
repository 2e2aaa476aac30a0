"""What a method prints or draws is an answer of a program, as what a function prints or draws is one."""

from pathlib import Path

import pytest
from one_question import assignment, graded, told

from grader.audit.run import audit
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release

ANSWERS = '''
from collections.abc import Callable
from typing import Annotated

from grader import Printed, Within

Number = Annotated[int, Within(0, 9)]


class Stack:
    """A stack of numbers."""

    def __init__(self, first: Number) -> None:
        self.items = [first]

    def push(self, number: Number) -> int:
        """Put a number on top; return how many there are."""
        self.items.append(number)
        return len(self.items)

    def show(self) -> Annotated[Printed, "numbers"]:
        """Print all, the top one last."""
        print(*self.items)


def caller(number: Number) -> Callable[[Number], Printed]:
    """Return a function that prints its argument and the number."""
    return lambda other: print(other, number)
'''
LAWS = '''
def the_first_is_shown(Stack, first: int) -> None:
    """A new stack shows its one number."""
    s = Stack(abs(first))
    assert s.show() == str(abs(first))
'''
CHECKS = (
    "{matches: Stack, points: 2}, {matches: Stack.show, points: 1}, {law: the_first_is_shown, points: 1}, "
    "{matches: caller, points: 1}"
)
RIGHT = """
from sys import stdout
print("loaded")
class Stack:
    def __init__(self, first):
        print("made")
        self.items = [first]
    def push(self, number):
        print("pushed")
        self.items.append(number)
        return len(self.items)
    def show(self):
        stdout.write(" ".join(map(str, self.items)))
def caller(number):
    def call(other): print(f"{other} {number}")
    return call
"""


@pytest.mark.slow
def test_they_are_graded_audited_and_released(tmp_path: Path) -> None:
    """Through a worker and from the kit; what other steps print or draw is nobody's answer."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS)
    hand_ins = {
        "right": RIGHT,
        "returned": RIGHT.replace('stdout.write(" ".join(map(str, self.items)))', "return str(self.items)"),
        "last": RIGHT.replace("map(str, self.items)", "map(str, self.items[:1])"),
        "called": RIGHT.replace("{other} {number}", "{other}"),
    }
    results = graded(rubric, hand_ins)
    assert told(results["right"]) == [(2, ""), (1, ""), (1, ""), (1, "")]
    use = "the text '[0]' was returned where a text should be printed: use `print`"
    assert [earned for earned, _ in told(results["returned"])] == [0, 0, 0, 1]
    assert use in told(results["returned"])[1][1]
    assert [earned for earned, _ in told(results["last"])] == [0, 0, 1, 1]
    assert "Wrong only where `push` was called before: on all " in told(results["last"])[1][1]
    assert [earned for earned, _ in told(results["called"])] == [2, 1, 1, 0]
    assert "The last step printed '0' where '0 0' was expected" in told(results["called"])[3][1]
    tried = audit(pipeline.prepare(rubric), seeds=1, workers=1, quick=True)
    assert tried.mutants
    assert all(each.lost for each in tried.mutants)
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "→ prints a text, of which the numbers count" in starter
    again = graded(tmp_path / "kit" / "rubric.yaml", {n: hand_ins[n] for n in ("right", "last")})
    assert told(again["right"]) == [(2, ""), (1, ""), (1, ""), (1, "")]
    assert [earned for earned, _ in told(again["last"])] == [0, 0, 1, 1]


DRAWS = '''
from typing import Annotated

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from grader import Within


class Bars:
    """Bars."""

    def __init__(self, first: Annotated[int, Within(0, 9)]) -> None:
        self.items = [first]

    def draw(self) -> Figure:
        """Draw a bar for each."""
        _, ax = plt.subplots()
        ax.bar(range(len(self.items)), self.items)
        return ax
'''
DREW = """
import matplotlib.pyplot as plt
plt.plot([1, 2])
class Bars:
    def __init__(self, first):
        plt.plot([first])
        self.items = [first]
    def draw(self): plt.bar(range(len(self.items)), self.items)
"""


@pytest.mark.slow
@pytest.mark.usefixtures("unexplained")
def test_a_method_may_draw(tmp_path: Path) -> None:
    """Returned or left open; what another step left open is no answer of this one; a law has its data."""
    law = (
        "def it_is_drawn(Bars, n: int) -> None:\n    'One bar.'\n"
        "    assert Bars(abs(n)).draw().axes[0].bars[0].y.tolist() == [abs(n)]\n"
    )
    checks = "{matches: Bars, points: 1, examples: 11}, {law: it_is_drawn, points: 1, examples: 11}"
    hand_ins = {"right": DREW, "wrong": DREW.replace("), self.items", "), [1 for _ in self.items]")}
    results = graded(assignment(tmp_path, DRAWS, checks, law), hand_ins)
    assert told(results["right"]) == [(1, ""), (1, "")]
    assert [earned for earned, _ in told(results["wrong"])] == [0, 0]
    assert "another than expected" in told(results["wrong"])[0][1]


HOSTILE = {
    "without end": "while True: print(self.items)",
    "another stream": "import sys; sys.stdout = None; print(1)",
    "what tells of itself": "import sys; sys.stdout.value = lambda _: 7; print('x')",
    "a text of a class": "class T(str):\n            pass\n        print(T('9' * 200_000))",
    "forged records": "print('::error::x\\x1b[2J')",
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_method_that_prints_something_else_earns_nothing(tmp_path: Path, how: str) -> None:
    """Text without end, a stream put in the place of ours, escapes: it is a verdict with a sentence."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: Stack.show, points: 1}")
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(f"limits: {{seconds: 1}}\n{text}", encoding="utf-8")
    bad = RIGHT.replace('stdout.write(" ".join(map(str, self.items)))', HOSTILE[how])
    ((earned, said),) = told(graded(rubric, {"bad": bad})["bad"])
    assert earned == 0
    assert said
    assert "\x1b" not in said


def test_a_method_that_prints_where_it_says_nothing_of_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ever: the reference's own stray print, with its place."""
    answers = ANSWERS.replace(
        "        self.items = [first]", "        self.items = [first]\n        print('!')"
    )
    pipeline.preflight(pipeline.prepare(assignment(tmp_path, answers, "{matches: Stack, points: 1}")))
    assert "`__init__` prints at self" in capsys.readouterr().err


def test_words_that_no_printed_text_has_are_refused(tmp_path: Path) -> None:
    """At the method."""
    answers = ANSWERS.replace('"numbers"', '"digits"')
    with pytest.raises(AssignmentError, match=r"`show`: the result: Annotated\[Printed, rule\] takes one of"):
        pipeline.prepare(assignment(tmp_path, answers, "{matches: Stack, points: 1}"))
