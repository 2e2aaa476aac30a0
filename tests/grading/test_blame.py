"""What is wrong in the reference is told at its own line, with the function and the input, and once."""

import re
from pathlib import Path

import numpy as np
import pytest

from grader.errors import AssignmentError
from grader.examples import draw
from grader.functions.local import Local
from grader.grading import prepare as preparing
from grader.grading.pipeline import grade_questions, prepare
from grader.model import Check, Evidence, Outcome, Verdict
from grader.reference import prints

ANSWERS = """\
import numpy as np
from jaxtyping import Float
from numpy import ndarray


def mean(x: Float[ndarray, "n"]) -> float:
    \"\"\"The mean.\"\"\"
    return float(x.sum() / len(x))


def spread(x: Float[ndarray, "n"]) -> float:
    \"\"\"The mean square around the mean.\"\"\"
    return float(((x - mean(x)) ** 2).mean())
"""
LAWS = """\
from jaxtyping import Float
from numpy import ndarray


def sign_does_not_matter(spread, x: Float[ndarray, "n"]) -> bool:
    \"\"\"The spread of -x is that of x.\"\"\"
    return spread(-x) == spread(x)
"""
RUBRIC = """\
assignment: a
reference: reference
limits: {seconds: 0.5}
examples: 22
questions:
  - id: 1
    checks:
      - {matches: mean, points: 1}
      - {matches: spread, points: 1}
      - {law: sign_does_not_matter, points: 1}
"""
DEEP = "return float(x[0]) if x[0] == 123 else sum(mean(x * 0 + 123) for _ in iter(int, 1))"
RIGHT = "return float(x.sum() / len(x))"
IN = r" at x = \[.+\]"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an assignment, which is the working directory."""
    (tmp_path / "reference" / "q1").mkdir(parents=True)
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    (tmp_path / "reference" / "q1" / "answers.py").write_text(ANSWERS)
    (tmp_path / "reference" / "q1" / "laws.py").write_text(LAWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(home: Path, file: str, old: str, new: str) -> list[str]:
    """Return what is said of the assignment with one slip in it, named as a person does from its folder."""
    path = home / "reference" / "q1" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(AssignmentError) as error:
        prepare(Path("rubric.yaml"))
    return [str(each) for each in error.value.mistakes]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return np.random.rand()", rf"6:1: `mean` gives two answers to one input, \S+ and \S+{IN}: draw .+"),
        ("return [0.0][len(x) - 1]", rf"8:1: `mean` raises IndexError: list index out of range{IN}: .+"),
        ("x.sum()", rf"6:1: `mean`: None was returned where numbers were expected{IN}: the annotation .+"),
        ("return x", rf"6:1: `mean`: an array of .+ was returned where a number was .+{IN}: .+"),
        ("return float('nan')", rf"6:1: `mean` returns nan{IN}, and nan is equal to nothing: .+"),
        (f"x += 1; {RIGHT}", rf"6:1: `mean` changes its argument `x`{IN}: work on a copy of it, or .+"),
        ("while True: pass", rf"8:1: `mean` does not end within 0.5 s{IN}: a submission has .+"),
        ("raise SystemExit(3)", rf"8:1: `mean` ends the program{IN}: raise or return"),
    ],
    ids=["random", "raises", "none", "shape", "nan", "changes", "hangs", "exits"],
)  # fmt: skip
def test_a_function_at_fault_is_named_with_its_line_and_an_input(home: Path, body: str, message: str) -> None:
    """Neither the other functions that call it nor the law and the checks that fall over it."""
    (said,) = told(home, "answers.py", RIGHT, body)
    assert re.fullmatch(f"reference/q1/answers.py:{message}", said), said


def test_a_call_within_a_call_is_not_blamed(home: Path) -> None:
    """The input is the one that was drawn, and the function has a name."""
    (said,) = told(home, "answers.py", RIGHT, DEEP)
    assert re.fullmatch(rf"reference/q1/answers.py:\d+:1: `mean` does not end within 0.5 s{IN}: .+", said), (
        said
    )
    assert "123" not in said


CLASS = """\
asked = []


class C:
    "C."

    def __init__(self, x: float) -> None:
        asked.append(x)

    def right(self) -> float:
        return 1.0

    @property
    def wrong(self) -> float:
        {}
"""
UNASKED = "`C.wrong` is asked by no program that is drawn, in any mood"
ITS_RUBRIC = """\
assignment: a
reference: reference
examples: 11
questions: [{id: 1, checks: [{matches: C, points: 1}]}]
"""


def told_of_class(home: Path, body: str, check: str = "C") -> list[str]:
    """Return what is said of a class whose property `wrong` has this body."""
    (home / "reference" / "q1" / "answers.py").write_text(CLASS.format(body))
    (home / "reference" / "q1" / "laws.py").unlink()
    (home / "rubric.yaml").write_text(ITS_RUBRIC.replace("matches: C", f"matches: {check}"))
    with pytest.raises(AssignmentError) as error:
        prepare(Path("rubric.yaml"))
    return [str(each) for each in error.value.mistakes]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return None", r"13:1: `C.wrong`: None was returned where numbers were expected{}: the annotation"),
        ("return float('nan')", r"13:1: `C.wrong` returns nan{}, and nan is equal to nothing: give"),
        ("return 1 / (len(asked) < 150)", r"13:1: `C.wrong` has no answer{}: `C.wrong` raised ZeroDivision"),
        ("raise ValueError('{no}')", f"15:1: {UNASKED}: it raises ValueError: {{{{no}}}}: declare that"),
    ],
    ids=["none", "nan", "state", "raises"],
)  # fmt: skip
def test_a_method_at_fault_is_named_with_its_line_and_a_program(home: Path, body: str, message: str) -> None:
    """Neither the class as a whole nor the steps behind the one that is wrong."""
    (said,) = told_of_class(home, body)
    program = r" at `(C\([-.\d]+\); )*c = C\([-.\d]+\); (C\([-.\d]+\); |c.right\(\); )*c.wrong`"
    assert re.match(f"reference/q1/answers.py:{message.format(program)}", said), said


def test_a_counter_of_all_objects_is_blamed_and_no_method_that_raises(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a method raises as it should is the same each time, and a seed helps nobody who counts."""
    declared = "def right(self) -> float | Raises[ValueError]:\n        raise ValueError"
    answers = CLASS.replace("def right(self) -> float:\n        return 1.0", declared)
    monkeypatch.setitem(globals(), "CLASS", f"from grader import Raises\n{answers}")
    (said,) = told_of_class(home, "return float(len(asked))")
    assert re.match(
        r"reference/q1/answers.py:14:1: `C.wrong` gives two answers to one input, \d+ and \d+", said
    )
    assert "a counter in a class or module counts what other programs made as well" in said


def test_a_method_that_cannot_be_asked_is_named_where_points_are_for_it(home: Path) -> None:
    """Others have points of their own, and are asked."""
    (said,) = told_of_class(home, "raise ValueError", "C.wrong")
    assert said.startswith(f"reference/q1/answers.py:15:1: {UNASKED}: it raises ValueError: declare that")
    (home / "rubric.yaml").write_text(ITS_RUBRIC.replace("matches: C", "matches: C.right"))
    assert prepare(Path("rubric.yaml"))


def test_a_class_of_which_no_object_can_be_made_is_told_once(home: Path) -> None:
    """None of its methods is to blame."""
    answers = CLASS.format("return 1.0").replace("asked.append(x)", "raise ValueError(x)")
    (home / "reference" / "q1" / "answers.py").write_text(answers)
    (home / "reference" / "q1" / "laws.py").unlink()
    (home / "rubric.yaml").write_text(ITS_RUBRIC)
    with pytest.raises(AssignmentError) as error:
        prepare(Path("rubric.yaml"))
    (said,) = map(str, error.value.mistakes)
    assert said.startswith("reference/q1/answers.py:8:1: `C.__init__` is asked by no program that is drawn")


def test_a_method_that_returns_none_where_it_declares_an_object_is_told(home: Path) -> None:
    """Else nobody would compare what comes there."""
    (said,) = told_of_class(home, 'return 1.0\n\n    def other(self) -> "C":\n        return None')
    assert re.fullmatch(
        r"reference/q1/answers.py:17:1: `C.other` returns None where a C is declared at `.*c.other\(\)`: "
        r"write `\| None` behind its result if that may be, or raise there and write "
        r"`\| Raises\[LookupError\]`",
        said,
    ), said


def test_a_method_without_an_end_is_told_with_what_was_asked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs are drawn as the reference takes them, so that it would never be tried."""
    monkeypatch.setattr(draw, "SECONDS", 0.3)
    (said,) = told_of_class(home, "while True: pass")
    assert re.match(
        r"reference/q1/answers.py:15:1: `wrong` does not end within 0.3 s at `.*c = C\([-.\d]+\); .*c.wrong`",
        said,
    ), said


def test_a_domain_that_raises_is_named_with_its_line(home: Path) -> None:
    """It is no check that cannot be decided."""
    drawn = 'x: __import__("typing").Annotated[Float[ndarray, "n"], lambda pick: 1 / 0]'
    (said,) = told(home, "answers.py", 'mean(x: Float[ndarray, "n"]', f"mean({drawn}")
    why = "its arguments cannot be drawn: ZeroDivisionError: division by zero"
    assert said == f"reference/q1/answers.py:6:1: `mean`: {why}"


def test_a_law_that_raises_or_never_ends_is_named_with_its_line(home: Path) -> None:
    """The functions it asks are right."""
    (said,) = told(home, "laws.py", "return spread(-x)", "return undefined(x)")
    assert said.startswith(
        "reference/q1/laws.py:7:1: the law `sign_does_not_matter` raises NameError: name 'undefined' is not "
    )
    (said,) = told(home, "laws.py", "return undefined(x)", "while True: spread(x)\n    return spread(x)")
    assert re.match(r"reference/q1/\w+.py:\d+:1: `\w+` does not end within 0.5 s at x = ", said)


def test_a_function_that_prints_is_named_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is graded with all the same: printing makes nothing wrong."""
    monkeypatch.setattr(prints, "_few", prints.Few())
    path = home / "reference" / "q1" / "answers.py"
    path.write_text(ANSWERS.replace(RIGHT, f"print('here'); {RIGHT}"))
    with prints.few_prints():
        prepare(Path("rubric.yaml"))
    (said,) = [each for each in capsys.readouterr().err.splitlines() if "prints" in each and "`" in each]
    assert re.fullmatch(
        rf"reference/q1/answers.py:8: `mean` prints{IN}; it is called many times, so leave that out:", said
    )


def test_a_law_that_says_true_or_false_shows_what_was_answered(home: Path) -> None:
    """Without `agree` nobody knows what was compared, but the answers are known."""
    job = prepare(Path("rubric.yaml"))
    (question,) = grade_questions(job, Local({"spread": lambda x: float(np.sum(x))}), {})
    evidence = question.outcomes[2].evidence
    assert evidence is not None
    total = evidence.inputs["x"].sum()
    assert evidence.got == (-total, total)


def test_a_law_that_returns_an_array_is_the_instructors_slip(home: Path) -> None:
    """It is told with what to write; no answer is blamed for it."""
    (said,) = told(home, "laws.py", "return spread(-x) == spread(x)", "spread(x)\n    return x == x")
    assert "the law `sign_does_not_matter` returns an array, not True or False: compare with `agree`" in said
    assert said.endswith("; the law stands at reference/q1/laws.py:5")


def test_a_check_that_is_not_passed_is_told_with_the_program() -> None:
    """The last of its lines calls the method that went wrong."""
    program = "c = C(1.0)\nc.wrong   # returned 2 where 1 was expected"
    outcome = Outcome(Check("1", "matches", "C", 1), Verdict.FAILED, evidence=Evidence("", program, got=2))
    at = "at `c = C(1.0); c.wrong   # returned 2 where 1 was expected`: 2 came out"
    assert preparing._why(outcome) == f"its answer is not accepted ({at})"
