"""Arguments that are changed on purpose: permitted, or part of the answer."""

from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.rubric.read import read

from .asked import assignment, checks_of

ANSWERS = '''
class Running(TypedDict):
    mean: Float[ndarray, "d"]
    steps: int


def centred(x: Float[ndarray, "n d"], running: Running) -> Float[ndarray, "n d"]:
    """Less the mean, which is added to the running one."""
    running["mean"] = 0.9 * running["mean"] + 0.1 * x.mean(0)
    running["steps"] += 1
    return x - x.mean(0)


def decayed(mean: Float[ndarray, "d"], rate: Annotated[float, Within(0, 1)]) -> Float[ndarray, "d"]:
    """The mean times the rate."""
    mean *= rate
    return mean


def sort(numbers: Float[ndarray, "n"]) -> None:
    """Sort in place."""
    numbers.sort()
'''
CHECKS = (
    "{matches: centred, changes: [running], points: 1}, {matches: decayed, may_change: [mean], points: 1}, "
    "{matches: sort, changes: [numbers], points: 1}"
)
RIGHT = """
def centred(x, running):
    running["mean"] *= 0.9
    running["mean"] += 0.1 * x.mean(0)
    running.update(steps=running["steps"] + 1)
    return x - x.mean(0)
def decayed(mean, rate): return mean * rate
def sort(numbers):
    for i in range(len(numbers)):
        for j in range(i):
            if numbers[i] < numbers[j]: numbers[i], numbers[j] = numbers[j], numbers[i]
    return numbers
"""


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS)


def told(rubric: Path, hand_in: str) -> list[tuple[float, str]]:
    return [(each["earned"], each["message"]) for each in checks_of(rubric, hand_in)]


def test_what_is_left_is_part_of_the_answer(rubric: Path) -> None:
    """In place or anew under its key; what may be changed need not be."""
    assert told(rubric, RIGHT) == [(1, ""), (1, ""), (1, "")]


def test_what_is_left_wrong_is_told(rubric: Path) -> None:
    """The argument is named, with what is in it and what should be."""
    wrong = (
        "def centred(x, running):\n    running['steps'] += 1\n    return x - x.mean(0)\n"
        "def decayed(mean, rate):\n    mean *= rate\n    return mean\n"
        "def sort(numbers): return sorted(numbers)\n"
    )
    assert told(rubric, wrong) == [
        (
            0,
            (
                "after the call, `running` is {'mean': [1], 'steps': 1} "
                "where {'mean': [0.9], 'steps': 1} is expected"
            ),
        ),
        (1, ""),
        (
            0,
            (
                "after the call, `numbers` is [0, -1] where [-1, 0] is expected. Your function leaves "
                "`numbers` as it was: `numbers = ...` gives the name to another array, and "
                "`numbers[:] = ...` changes the one that is there."
            ),
        ),
    ]


def test_other_arguments_are_left_alone(rubric: Path) -> None:
    """A permission is for the arguments that it names."""
    wrong = RIGHT.replace("return x - x.mean(0)", "x -= x.mean(0)\n    return x", 1)
    said = "the values are right, but `centred` changes its argument `x`: work on a copy of it"
    assert told(rubric, wrong)[0] == (0, said)


def test_a_reference_that_changes_what_it_may_not_is_told(tmp_path: Path) -> None:
    """As without the key."""
    done = small.command(assignment(tmp_path, ANSWERS, "{matches: decayed, points: 1}").parent, "audit")
    assert done.returncode == 2
    assert "`decayed` changes its argument" in " ".join(done.stderr.split())


def test_a_kit_knows_what_is_left(rubric: Path) -> None:
    """The answers to public inputs hold it."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    assert "running a dict of 'mean' (d,), 'steps' a whole number" in (kit / "hw.py").read_text(
        encoding="utf-8"
    )
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 0
    (kit / "hw.py").write_text(RIGHT.replace("*= 0.9", "*= 0.8"), encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 1


def test_a_worker_that_lies_about_what_is_left_loses_its_own_points(rubric: Path) -> None:
    """Objects in the place of an argument, and dicts that hold themselves."""
    wrong = (
        "class Lies(dict):\n    def __eq__(self, other): return True\n"
        "def centred(x, running):\n    running['mean'] = running\n    return x - x.mean(0)\n"
        "def decayed(mean, rate):\n    mean.resize((0,), refcheck=False)\n    return mean\n"
        "def sort(numbers):\n    numbers.sort()\n"
    )
    earned = [each for each, _ in told(rubric, wrong)]
    assert earned == [0, 0, 1]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "matches: centred, changes: [runing]",
            "`centred` has no argument `runing`; did you mean `running`?",
        ),
        (
            "matches: decayed, may_change: [rate]",
            "nobody can change `rate`: what is changed is an array, a list, a dict, a set or a table",
        ),
        (
            "matches: sort",
            (
                "`sort` returns None, and only what is returned can be asked: return what it makes, "
                "ask with `matches` what it `changes`, or write `-> Printed` where it prints"
            ),
        ),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, check: str, said: str) -> None:
    """Arguments that are not there, or are no containers."""
    with pytest.raises(AssignmentError) as problem:
        read(assignment(tmp_path, ANSWERS, f"{{{check}, points: 1}}"))
    assert [each.message for each in problem.value.mistakes] == [said]
