"""Variables: asked for by their values, which nobody is shown but those who have them."""

import struct
from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.rubric.read import read

from .asked import assignment, graded, notebook, told

ANSWERS = '''
heights = np.array([160.0, 171.5, 182.1, 171.5])
mean_height: float = heights.mean()
"""The mean height in cm."""
ordered: Float[ndarray, "n"] = np.sort(heights[::-1])
names: list[str] = ["ada", "blaise"]
EPSILON: float = 1e-9
'''
LAWS = '''
def nobody_is_smaller_than_the_first(ordered, mean_height) -> None:
    """The first of them is smaller than the mean."""
    return ordered[0] < mean_height
'''
MISTAKES = '''
@mistake(of="mean_height", credit=0.5)
def median():
    """This is the median: half are smaller. The mean is the sum by the count."""
    return 171.5
'''
CHECKS = (
    "{matches: mean_height, points: 2}, {matches: ordered, points: 1}, {value: names, points: 1}, "
    "{law: nobody_is_smaller_than_the_first, points: 1}"
)
LAW = "law nobody_is_smaller_than_the_first"
RIGHT = "mean_height = 171.275\nordered = [160, 171.5, 171.5, 182.1]\nnames = ('ada', 'blaise')\n"


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS, LAWS, MISTAKES)


def test_a_right_variable_earns_all(rubric: Path) -> None:
    """Tuples are lists and lists arrays, as everywhere."""
    assert {each["earned"] for each in graded(rubric, RIGHT).values()} == {1, 2}


def test_a_wrong_variable_is_shown_and_what_is_right_is_not(rubric: Path) -> None:
    """The student reads the value, its shape, and a known mistake by its sentence."""
    wrong = "mean_height = 171.5\nordered = [160, 171.5, 171.5, 183]\nnames = 'ada'\n"
    lines = told(rubric, wrong)
    assert lines[4:] == [
        "✗ mean_height is the right value 1 / 2",
        "This is the median: half are smaller. The mean is the sum by the count.",
        "value 171.5",
        "✗ ordered is the right value 0 / 1",
        "ordered is [160, 171.5, 171.5, 183] (an array of shape (4,)), which is not the right",
        "value.",
        "✗ names is the right value 0 / 1",
        "`names`: the text 'ada' was found where a list was expected",
        "value 'ada'",
        "✓ nobody is smaller than the first 1 / 1",
    ]
    for path in (rubric.parent / "results").rglob("students/*"):
        assert "182.1" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("hand_in", "said"),
    [
        ("", "there is no variable `ordered`"),
        (
            "def ordered(): return [1]",
            "what has that name in hw.py is a function; assign its value to that name",
        ),
        ("class ordered: ...", "what has that name in hw.py is a class; assign its value to that name"),
        ("ordered = ...", "what has that name in hw.py is not written yet"),
        ("Ordered = [1]", "is it your `Ordered` in hw.py? Rename it"),
        ("orderd = [1]", "is it your `orderd` in hw.py? Rename it"),
        (
            "ordered = 1 / 0",
            "your `ordered` is not there: hw.py:1 failed (ZeroDivisionError: division by zero)",
        ),
    ],
)
def test_what_stands_in_place_of_a_variable_is_told(rubric: Path, hand_in: str, said: str) -> None:
    """Nothing, a function, a starter's dots, another name, and what failed."""
    check = graded(rubric, hand_in)["value ordered"]
    assert check["verdict"] == "missing"
    start = "" if said.startswith(("there", "your")) else "there is no variable `ordered`: "
    assert check["message"] == start + said


def test_a_variable_where_a_function_is_asked_is_told(tmp_path: Path) -> None:
    """The other way round."""
    rubric = assignment(
        tmp_path,
        'def f(x: float) -> float:\n    """Twice x."""\n    return 2 * x\n',
        "{matches: f, points: 1}",
    )
    said = "there is no function `f`: what has that name in hw.py is of type int"
    assert graded(rubric, "f = 2")["matches f"]["message"] == f"{said}; write a function, def f(...):"


def test_the_last_value_counts(rubric: Path) -> None:
    """In a notebook a later cell may bind a name again; an iterator is gone through once, whoever asks."""
    cells = notebook("mean_height = 0", RIGHT, "names = iter(['ada', 'blaise'])", "ordered[0], mean_height")
    found = graded(rubric, cells, "hw.ipynb")
    assert {each["earned"] for each in found.values()} == {1, 2}


def test_a_law_is_handed_the_values(rubric: Path) -> None:
    """Its parameters named as variables are no functions."""
    check = graded(rubric, RIGHT.replace("171.275", "-1"))[LAW]
    assert (check["verdict"], check["message"]) == ("failed", "The first of them is smaller than the mean.")
    check = graded(rubric, "ordered = [1]")[LAW]
    assert check["message"] == "there is no variable `mean_height`"


def test_chance_is_told(rubric: Path) -> None:
    """A value that is another in each run is right in none."""
    hand_in = (
        RIGHT
        + "import time\nnames = ['ada', 'blaise']\nmean_height = 171.275 + time.time_ns() % 997 * 1e-9\n"
    )
    check = graded(rubric, hand_in)["value mean_height"]
    said = "`mean_height` had two values in two runs of your file: does it depend on chance, or on the time?"
    assert check["message"] in (said, "")  # two runs may end on the same digits


def test_the_audit_changes_variables_too(rubric: Path) -> None:
    """Each expression behind a variable has mutants, and mistakes of variables are named."""
    variant = rubric.parent / "reference" / "q1" / "variants" / "by_hand.py"
    variant.parent.mkdir()
    variant.write_text(RIGHT, encoding="utf-8")
    done = small.command(rubric.parent, "audit", "--seeds", "1")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "1 known mistakes: 1 lose points, 1 are named as themselves" in " ".join(lines)
    assert any("mechanical mutants: 4 lose points" in line for line in lines), lines
    assert any(line.startswith("1 correct variants under 1 seeds: 0 lose points") for line in lines), lines


def test_a_kit_holds_no_value(rubric: Path) -> None:
    """The starter has dots, the reference of the kit too, and the frozen answers do not hold it either."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    starter = (kit / "hw.py").read_text(encoding="utf-8")
    assert "# mean_height: a number. The mean height in cm.\nmean_height = ...\n" in starter
    assert "# ordered: (n,)\nordered = ...\n" in starter
    assert "mean_height: float = ...\n" in (kit / "public" / "q1" / "answers.py").read_text(encoding="utf-8")
    for path in kit.rglob("*"):
        data = path.read_bytes() if path.is_file() and path.suffix != ".whl" else b""
        for number in (171.275, 182.1):
            assert str(number).encode() not in data, path
            assert struct.pack("<d", number) not in data, path
            assert struct.pack(">d", number) not in data, path
    right = small.command(kit, "check", "hw.py")
    assert "there is no variable `ordered`: what has that name in hw.py is not written yet" in " ".join(
        right.stdout.split()
    )
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 0


@pytest.mark.parametrize(
    ("answers", "check", "said"),
    [
        (
            "x = 1.0\n",
            "{matches: x, points: 1}",
            "`x` is a variable without a type, and nothing says how it is read:",
        ),
        ("x: float\n", "{matches: x, points: 1}", "`x`: it has no value: write one behind a ="),
        (
            "x: float = abs\n",
            "{matches: x, points: 1}",
            "`x`: it is a function, and a variable is asked for by its",
        ),
        ("x: bytes = b''\n", "{matches: x, points: 1}", "`x`: bytes cannot cross: write list[int] for its"),
        ("x: Nope = 1\n", "{matches: x, points: 1}", "NameError: name 'Nope' is not defined"),
        ("x: 'Nope' = 1\n", "{matches: x, points: 1}", "`x`: its annotation cannot be read (NameError:"),
        (
            "x: float = 1\n",
            "{matches: x, carried: 0.5, points: 1}",
            "is not an option of `matches` of a variable",
        ),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, answers: str, check: str, said: str) -> None:
    """Where a variable cannot be asked it is said why, at its line."""
    with pytest.raises(AssignmentError) as problem:
        read(assignment(tmp_path, answers, check))
    assert any(said in each.message for each in problem.value.mistakes), problem.value.mistakes


def test_other_values_may_be_right_too(tmp_path: Path) -> None:
    """Two conventions of a variance, each a value."""
    answers = 'var: float = 2.0\nsample_var: float = 2.5\n"""Divided by n - 1."""\n'
    rubric = assignment(tmp_path, answers, "{matches: var, accept: [sample_var], points: 1}")
    check = graded(rubric, "var = 2.5")["value var"]
    assert (check["earned"], check["message"]) == (1, "read as: Divided by n - 1.")


def test_hostile_variables_cost_nobody_but_themselves(rubric: Path) -> None:
    """Objects that lie, never end, or end the process, are wrong values; the others are graded."""
    hand_in = RIGHT + (
        "import os\n"
        "class Lies:\n"
        "    __class__ = float\n"
        "    def __eq__(self, other): return True\n"
        "    __hash__ = None\n"
        "    def __getattr__(self, name): os._exit(1)\n"
        "class Never:\n"
        "    def __iter__(self):\n"
        "        while True: yield 'ada'\n"
        "mean_height, names = Lies(), Never()\n"
    )
    found = graded(rubric, hand_in)
    assert found["value mean_height"]["earned"] == found["value names"]["earned"] == 0
    assert found["value ordered"]["earned"] == 1
