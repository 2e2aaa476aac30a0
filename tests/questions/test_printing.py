"""A printed text is an answer: compared by the rule that the annotation states, and bounded."""

from pathlib import Path
from typing import Annotated

import pytest
from checks.trials import lost, reference, trial
from one_question import assignment, graded, told

from grader import Printed, Within
from grader.audit.bench import Bench
from grader.audit.trials import audit_mutants
from grader.checks.matches import matches
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Evidence, Verdict
from grader.reports.marked import pair
from grader.text.values import show
from grader.values.printed import PrintedText

write = print
ANSWERS = '''
from typing import Annotated

from grader import Printed, Within


def countdown(n: Annotated[int, Within(0, 9)]) -> Printed:
    """Print the numbers from n down to 1, each on a line, and then Lift-off!"""
    for k in range(n, 0, -1):
        print(k)
    print("Lift-off!")
'''
LAWS = '''
def it_ends_with_lift_off(countdown, n: int) -> None:
    """The last line is Lift-off!"""
    assert countdown(abs(n) % 9).splitlines()[-1:] == ["Lift-off!"]
'''
CHECKS = "{matches: countdown, points: 2}, {law: it_ends_with_lift_off, points: 1}"
RIGHT = """
from sys import stdout
def countdown(n):
    stdout.write("".join(f"{k} \\n" for k in range(n, 0, -1)))
    stdout.write("Lift-off!\\n\\n")
"""


def test_it_is_graded_and_released(tmp_path: Path) -> None:
    """Through a worker: right, wrong, returned instead of printed, and silent; then the kit."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS)
    wrong = RIGHT.replace("range(n, 0, -1)", "range(n, 1, -1)")
    returned = "def countdown(n): return ''.join(f'{k}\\n' for k in range(n, 0, -1)) + 'Lift-off!'"
    results = graded(
        rubric, {"right": RIGHT, "wrong": wrong, "returned": returned, "silent": "def countdown(n): pass"}
    )
    assert told(results["right"]) == [(2, ""), (1, "")]
    said = "Wrong only where `n` is not 0: on all 42 such inputs, and right on all 8 others."
    assert told(results["wrong"]) == [(0, said), (1, "")]
    use = "the text 'Lift-off!' was returned where a text should be printed: use `print`"
    assert told(results["returned"])[0] == (0, f"`countdown`: {use}")
    nothing = "countdown(n) printed nothing where 'Lift-off!' was expected; they first differ in line 1."
    assert told(results["silent"]) == [(0, nothing), (0, "The last line is Lift-off!")]
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "n a whole number → prints a text" in starter
    again = graded(tmp_path / "kit" / "rubric.yaml", {"right": RIGHT, "wrong": wrong})
    assert told(again["right"]) == [(2, ""), (1, "")]
    assert told(again["wrong"])[0][0] == 0


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_a_line_feed_ends_a_line(end: str) -> None:
    """What no terminal shows as a new line makes none; that of Windows does."""
    assert PrintedText(f"9{end}8\n").lines != ["9", "8"]
    assert PrintedText("9 \r\n8\r\r\n\n").lines == ["9", "8"]
    assert PrintedText(" \n").lines == []


def table(n: Annotated[int, Within(1, 5)]) -> Annotated[Printed, "numbers"]:
    """The squares up to n."""
    for k in range(1, n + 1):
        write(f"{k} squared is {k * k / 3:.9f}")


def shout(n: Annotated[int, Within(1, 5)]) -> Annotated[Printed, "words"]:
    """Hello, n times."""
    write("Hello there\n" * n)


def test_of_numbers_nothing_else_counts() -> None:
    """Neither the words between them nor the digits beyond what rounding explains."""

    def mine(n):
        write([(k, k * k / 3) for k in range(1, n + 1)])

    def another(n):
        write([(k, k * k / 3.1) for k in range(1, n + 1)])

    right = reference(table)
    assert matches(trial(right, {"table": mine}), "table").verdict is Verdict.PASSED
    found = matches(trial(right, {"table": another}), "table")
    assert found.evidence is not None
    assert (found.verdict, found.evidence.where) == (Verdict.FAILED, "number 2")


def test_of_words_spaces_and_capitals_do_not_count() -> None:
    """But each word does, in its place."""
    right = reference(shout)
    assert matches(trial(right, {"shout": lambda n: write("hello   THERE " * n)}), "shout").share == 1
    found = matches(trial(right, {"shout": lambda n: write("hello their " * n)}), "shout")
    assert "they first differ in word 2" in lost(found) or found.evidence.where == "word 2"


def test_words_that_differ_are_marked() -> None:
    """In lines of as many words only these; what is written is escaped."""
    evidence = Evidence("", "f()", {}, PrintedText("a <b> c\nd"), PrintedText("a <x> c\nd e"))
    assert show(evidence.got) == "a <b> c\nd"
    assert pair(evidence) == (
        "a <mark>&lt;b&gt;</mark> c\n<mark>d</mark>",
        "a <mark>&lt;x&gt;</mark> c\n<mark>d e</mark>",
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "-> Printed",
            '-> Annotated[Printed, "lines"]',
            "one of 'exact', 'words', 'numbers', not 'lines'",
        ),
        (
            "-> Printed",
            "-> tuple[Printed, int]",
            "stands for the whole result of a function that prints",
        ),
    ],
)
def test_slips_of_the_instructor_are_told_at_their_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """A rule that is none, a printed part of a result, and a function that says that it returns None."""
    rubric = assignment(tmp_path, ANSWERS.replace(old, new), "{matches: countdown, points: 2}")
    with pytest.raises(AssignmentError) as error:
        pipeline.prepare(rubric)
    (slip,) = error.value.mistakes
    assert (slip.file.name, slip.line) == ("answers.py", 7)
    assert words in slip.message


def test_mutants_that_print_something_else_are_caught(tmp_path: Path) -> None:
    """As those that return something else."""
    bench = Bench(pipeline.prepare(assignment(tmp_path, ANSWERS, "{matches: countdown, points: 2}")))
    mutants = audit_mutants(bench, "countdown")
    assert mutants
    assert {mutant.name for mutant in mutants if not mutant.lost} == set()


HOSTILE = {
    "endless": "def countdown(n):\n    while True: print('x' * 1000)",
    "long": "def countdown(n):\n    print('x' * 10_000_000)",
    "escapes": "def countdown(n):\n    print('\\x1b[2J\\x1b]0;a\\x07<script>\\u202e')",
    "surrogate": "import sys\ndef countdown(n): sys.stdout.written = ['\\ud800']",
    "forged": "def countdown(n):\n    import sys\n    sys.stdout.written = [b'a', 3, None]",
    "class": "import sys\nclass S(str):\n    def __len__(self): return 0\n"
    "    def __getitem__(self, k): return 3\ndef countdown(n):\n    sys.stdout.write(S('other'))",
    "replaced": "import sys\nclass Out:\n    def write(self, t): return len(t)\n    def flush(self): pass\n"
    "sys.stdout = Out()\ndef countdown(n):\n    print('Lift-off!')",
}


@pytest.mark.slow
def test_hostile_output_earns_nothing_and_ends_nothing(tmp_path: Path) -> None:
    """Text without end, control characters, forged records; the honest keep their points."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: countdown, points: 2}")
    rubric.write_text(rubric.read_text() + "limits: {seconds: 2}\n")
    results = graded(rubric, {**HOSTILE, "honest": RIGHT})
    assert told(results.pop("honest")) == [(2, "")]
    said = {name: told(result)[0] for name, result in results.items()}
    assert {earned for earned, _ in said.values()} == {0}
    assert "did not finish within 2 s" in said["endless"][1]
    came = "`countdown`: more than 100,000 printed characters came where a text should be printed"
    assert said["long"][1] == came
    assert all(text.isprintable() and len(text) < 400 for _, text in said.values())
