"""What somebody types while a function runs: drawn, handed out by `input`, and no argument."""

import builtins
import io
import linecache
import sys
from pathlib import Path

import pytest
from one_question import assignment, graded, told

from grader.audit.run import audit
from grader.errors import AssignmentError
from grader.frontends.check_line import Checked, run
from grader.grading import pipeline
from grader.kit.release import release
from grader.values.typed import keyboard, typed

ANSWERS = '''
from typing import Annotated

from grader import Keyboard, Printed, Raises


def lines(pick):
    """A name and some numbers, so many as the argument says."""
    return ["Ada", *(pick.choose(0, 9) for _ in range(pick.values["n"] % 3 + 1))]


def talk(n: int, *, loud: bool = False) -> Annotated[Printed, "words", Keyboard(lines)]:
    """Ask for a name and some numbers, and print them."""
    name = input("Your name? ")
    print("Hello", name + "!" * loud)
    print(sum(int(input(f"Number {k}: ")) for k in range(n % 3 + 1)))


def whole() -> Annotated[int, Keyboard(lambda pick: pick.one_of(["7", "x"]))] | Raises[ValueError]:
    """Ask for a whole number."""
    return int(input())
'''
LAWS = '''
from grader import typed


def the_name_is_said(talk) -> None:
    """Who types Zoe is greeted."""
    assert "Zoe" in talk(typed("Zoe", 1), 0)
    assert talk(typed("Zoe", 1), 0, loud=True).lower().split() == ["hello", "zoe!", "1"]


def seven_is_seven(whole) -> None:
    """What is no number is refused."""
    assert whole(typed(7)) == 7
    try:
        whole(typed("seven"))
    except ValueError:
        return
    raise AssertionError
'''
MISTAKES = '''
from grader import mistake


@mistake(of="talk", credit=0.5)
def only_the_first(n, *, loud=False):
    """Only the first number counts."""
    print("Hello", input() + "!" * loud)
    print(input())
'''
CHECKS = (
    "{matches: talk, points: 2}, {matches: whole, points: 1}, {law: the_name_is_said, points: 1}, "
    "{law: seven_is_seven, points: 1}"
)
RIGHT = """
import sys
def talk(n, *, loud=False):
    print("hello  ", input("Who are you?"), end="!" * loud)
    print()
    print(sum(int(line) for line in sys.stdin))
def whole(): return int(sys.stdin.readline())
"""


@pytest.mark.slow
def test_it_is_graded_audited_and_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a worker, from the kit and in a notebook, where the kernel's own `input` stays as it was."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS, MISTAKES)
    hand_ins = {
        "right": RIGHT,
        "first": RIGHT.replace("sum(int(line) for line in sys.stdin)", "input()"),
        "more": RIGHT.replace("return int(sys.stdin.readline())", "return int(input() + input())"),
    }
    results = graded(rubric, hand_ins)
    assert told(results["right"]) == [(2, ""), (1, ""), (1, ""), (1, "")]
    assert told(results["first"])[0] == (1, "Only the first number counts.")
    more = "`whole()` has an answer; it raised EOFError: 1 line typed, and `input` asks for more (more.py:7)"
    assert told(results["more"])[1][0] == 0
    assert told(results["more"])[1][1].startswith(more)
    (first,) = (each for each in results["first"].questions[0].outcomes if each.check.target == "talk")
    assert first.evidence is not None
    assert first.evidence.call == "talk(n)"
    assert first.evidence.inputs["typed"].described.startswith("'Ada' ⏎ ")

    tried = audit(pipeline.prepare(rubric), seeds=1, workers=1, quick=True)
    assert all(each.lost for each in tried.mistakes)
    assert all(each.lost for each in (*tried.mistakes, *tried.mutants))

    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "def talk(n, *, loud=False):" in starter
    assert "what is typed, by `input()` → prints a text, of which the words count" in " ".join(
        starter.split()
    )
    again = graded(tmp_path / "kit" / "rubric.yaml", hand_ins)
    assert told(again["right"]) == [(2, ""), (1, ""), (1, ""), (1, "")]
    assert told(again["first"])[0][0] < 2

    linecache.cache["<cell>"] = (len(RIGHT), None, RIGHT.splitlines(keepends=True), "<cell>")
    namespace = {"__name__": "__main__"}
    exec(compile(RIGHT, "<cell>", "exec"), namespace)
    monkeypatch.setattr(builtins, "input", lambda *_: "the kernel's")
    checked = run(f"--rubric {tmp_path / 'kit' / 'rubric.yaml'}", namespace)
    assert isinstance(checked, Checked), checked
    assert checked.result.score == 5
    assert input() == "the kernel's"


HOSTILE = {
    "another input": "import builtins\nbuiltins.input = lambda *_: '7'\n",
    "another stream": "import io, sys\nsys.stdin = io.StringIO('7\\n' * 999)\n",
    "kept from before": "import sys\nbefore = []\n",
}


@pytest.mark.parametrize("how", HOSTILE)
def test_what_is_put_in_its_place_answers_no_question(tmp_path: Path, how: str) -> None:
    """Whatever stood there while the file was read, each call is typed its own lines and no others."""
    body = "    before.append(sys.stdin)\n    return int(before[0].readline() or 7)\n"
    source = HOSTILE[how] + "def whole():\n" + (body if "kept" in how else "    return int(input())\n")
    checks = "{matches: whole, points: 1}, {law: seven_is_seven, points: 1}"
    found = told(graded(assignment(tmp_path, ANSWERS, checks, LAWS), {"bad": source})["bad"])
    assert [earned for earned, _ in found] == ([0, 0] if "kept" in how else [1, 1])


def test_the_keyboard_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after an exception; and what was typed is over where the lines are."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("outside\n"))
    with pytest.raises(EOFError, match="2 lines typed, and `input` asks for more"), keyboard(("a", "")):
        assert [input("x"), input(), input()] == []
    assert input() == "outside"
    assert typed("two\nlines", 3, "").lines == ("two", "lines", "3", "")


REFUSED = {
    (
        "class C:\n    'C.'\n    def f(self) -> Annotated[int, Keyboard(lines)]: return 1\n"
    ): "`f`: the result: what is typed is asked of functions alone that take and return values",
    "def C(typed: int) -> Annotated[int, Keyboard(lines)]:\n    'C.'\n    return 1\n": (
        "the argument `typed`: what is typed at the keyboard goes by this name: rename it"
    ),
    "def C(x: Annotated[str, Keyboard(lines)]) -> int:\n    'C.'\n    return 1\n": (
        "the argument `x`: Annotated takes one domain"
    ),
    "def C() -> Annotated[int, Keyboard(lambda pick: 3)]:\n    'C.'\n    return 1\n": (
        "`Keyboard` wants a function that returns lines: a list, or one text, and not 3"
    ),
}


@pytest.mark.parametrize("answers", REFUSED)
def test_slips_are_told(tmp_path: Path, answers: str) -> None:
    """With what to write."""
    rubric = assignment(tmp_path, ANSWERS + answers, "{matches: C, points: 1}")
    with pytest.raises(AssignmentError) as refused:
        pipeline.preflight(pipeline.prepare(rubric))
    assert REFUSED[answers] in str(refused.value)
