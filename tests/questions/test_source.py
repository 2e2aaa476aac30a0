"""What a rubric forbids is found in a function and its helpers, under whatever name; for the honest only."""

import linecache
from pathlib import Path

import numpy as np
import pytest
from checks.trials import reference, trial
from jaxtyping import Float
from numpy import ndarray
from one_question import assignment, graded, told

from grader.audit.bench import Bench, decided
from grader.checks.source import source
from grader.errors import AssignmentError
from grader.functions.local import Local
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Verdict

ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within


def third(x: Annotated[Float[ndarray, "n+3"], Within(-9, 9)]) -> float:
    """The third largest entry."""
    return float(np.partition(x, -3)[-3])
'''
LIST = "[for, sorted, np.sort, np.linalg.solve, .sort, recursion]"
CHECKS = f"{{matches: third, points: 2}}, {{source: third, forbid: {LIST}, points: 1}}"


def test_it_is_graded_and_released(tmp_path: Path) -> None:
    """Through a worker, and from the kit: the line is shown, also that of a helper."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS)
    right = "import numpy\ndef third(x): return float(numpy.partition(x, -3)[-3])"
    wrong = "def third(x):\n    return sorted(x)[-3]"
    results = graded(
        rubric,
        {
            "right": right,
            "wrong": wrong,
            "helper": "from numpy import sort as s\ndef mine(x): return s(x)\n"
            "def third(x): return mine(x)[-3]",
            "none": "x = 1",
            "partial": "import functools, numpy\ndef mine(k, x): return float(numpy.partition(x, k)[k])\n"
            "third = functools.partial(mine, -3)",
            "decorated": "def by(f):\n    return lambda x: sorted(x)[-3]\n@by\ndef third(x): return x",
        },
    )
    assert told(results["right"]) == [(2, ""), (1, "")]
    said = "`third` uses `sorted`, which is not allowed here (wrong.py:2: return sorted(x)[-3])"
    assert told(results["wrong"]) == [(2, ""), (0, said)]
    way = "`third` uses `np.sort`, by way of `mine`, which is not allowed here"
    said = f"{way} (helper.py:2: def mine(x): return s(x))"
    assert told(results["helper"]) == [(2, ""), (0, said)]
    assert [earned for earned, _ in told(results["none"])] == [0, 0]
    assert told(results["partial"])[1] == (1, "`third` could not be read, so nothing was looked for")
    way = "`third` uses `sorted`, by way of `by`, which is not allowed here"
    said = f"{way} (decorated.py:2: return lambda x: sorted(x)[-3])"
    assert told(results["decorated"]) == [(2, ""), (0, said)]
    release(rubric, tmp_path / "kit")
    again = graded(tmp_path / "kit" / "rubric.yaml", {"right": right, "wrong": wrong})
    assert told(again["right"]) == [(2, ""), (1, "")]
    assert told(again["wrong"])[1][0] == 0


def third(x: float) -> float:
    """Anything."""
    return x


def _verdict(code: str, *forbid: str) -> Verdict:
    there = trial(reference(third), Local({"third": third}))
    there.sources = [("hw.py", code)]
    return source(there, "third", forbid=forbid).verdict


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("np.linalg.solve", "import numpy as np\ndef third(x): return np.linalg.solve(x, x)"),
        ("np.linalg.solve", "import numpy\ndef third(x): return numpy.linalg.solve(x, x)"),
        ("np.linalg.solve", "from numpy.linalg import solve as s\ndef third(x): return s(x, x)"),
        ("np.linalg.solve", "from numpy import linalg\ndef third(x): return linalg.solve(x, x)"),
        ("np.linalg.solve", "import numpy.linalg as la\ndef third(x): return la.solve(x, x)"),
        ("np.linalg.solve", "from numpy.linalg import *\ndef third(x): return solve(x, x)"),
        ("np.linalg.solve", "import numpy as n\nf = n.linalg.solve\ndef third(x): return f(x, x)"),
        ("np.linalg.solve", "def third(x):\n    import numpy.linalg as q\n    return q.solve(x, x)"),
        (
            "numpy.linalg.solve",
            "import numpy as np\ng = np.linalg\nh = g\ndef third(x): return h.solve(x, x)",
        ),
        ("sorted", "def third(x): return sorted(x)"),
        ("sorted", "import builtins as b\ndef third(x): return b.sorted(x)"),
        ("sorted", "def third(x): return max([x], key=sorted)"),
        (".sort", "def third(x):\n    x.sort()\n    return x"),
        ("for", "def third(x):\n    for _ in x: pass"),
        ("for", "def third(x): return [y for y in x]"),
        ("for", "third = lambda x: [y for y in x]"),
        ("for", "class A:\n    def go(_):\n        for _ in 'a': pass\ndef third(x): return A().go()"),
        ("while", "%matplotlib inline\n!ls\ndef third(x):\n    while x: x -= 1"),
        ("recursion", "def third(x): return third(x - 1)"),
        ("recursion", "def third(x):\n    def go(y): return go(y - 1)\n    return go(x)"),
        ("@", "def third(x): return x @ x"),
        ("[]", "def third(x): return x[0]"),
        ("lambda", "def third(x): return (lambda: x)()"),
    ],
)
def test_it_is_found(word: str, code: str) -> None:
    """Under an alias, in a helper, in a lambda, in a cell with magics."""
    assert _verdict(code, word) is Verdict.FAILED


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("sorted", "def sorted(x): return x\ndef third(x): return sorted(x)"),
        ("for", "def other(x):\n    for _ in x: pass\ndef third(x): return x"),
        ("np.linalg.solve", "from scipy.linalg import solve\ndef third(x): return solve(x, x)"),
        ("np.linalg.solve", "def solve(a, b): return a\ndef third(x): return solve(x, x)"),
        ("recursion", "def third(x): return other(x)\ndef other(x): return x"),
        ("sorted", "def third(x): return x  # sorted(x)"),
        ("for", "def third(x:\n    for broken"),
        ("for", "x = " + "(" * 5000),
        ("for", "a = b\nb = a\ndef third(x): return a.c"),
        ("for", ""),
    ],
)
def test_nothing_else_is(word: str, code: str) -> None:
    """Another function of that name, a comment, other functions; what cannot be read says nothing."""
    assert _verdict(code, word) is Verdict.PASSED


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "[for, ",
            "[fro m, ",
            "`fro m` is no builtin, no module and no word of Python that can be",
        ),
        (
            "[for, ",
            "[assignment, ",
            "`assignment` is no builtin, no module and no word of Python that can be",
        ),
        ("[for, ", "[sortd, ", "can be forbidden; did you mean `sorted`? Those words are for, while, if, "),
        (
            "[for, ",
            "[reduce, ",
            "write other names with their module, such as np.linalg.solve, and ",
        ),
        ("[for, ", "[np.partition, ", "third"),
        ("source: third", "source: thrid", "there is no function `thrid` in the reference"),
        (
            "forbid: [for, sorted, np.sort, np.linalg.solve, .sort, recursion], ",
            "",
            "needs the option `forbid`",
        ),
        (
            "[for, sorted, np.sort, np.linalg.solve, .sort, recursion]",
            "[]",
            "`forbid` lists what may not be used",
        ),
    ],
)
def test_slips_of_the_instructor_are_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Words that are none, a rule that the reference itself breaks, and a name that is not there."""
    assert old in CHECKS
    rubric = assignment(tmp_path, ANSWERS, CHECKS.replace(old, new))
    with pytest.raises(AssignmentError) as error:
        pipeline.prepare(rubric)
    assert words in str(error.value)


def test_an_audit_leaves_it_out(tmp_path: Path) -> None:
    """No mutant has another style."""
    bench = Bench(pipeline.prepare(assignment(tmp_path, ANSWERS, CHECKS)))
    (question,) = bench.job.rubric.assignment.questions
    assert [check.kind for check in decided(question)] == ["matches"]


def test_functions_of_a_notebook_are_read_cell_by_cell() -> None:
    """Each cell is a file of its own, and no module of the kernel's is read in its place."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    for place, cell in enumerate(("def mine(x): return sorted(x)\n", "def third(x): return mine(x)[-3]\n")):
        name = f"<cell {place}>"
        linecache.cache[name] = (len(cell), None, [cell], name)
        exec(compile(cell, name, "exec"), namespace)

    def third(x: Float[ndarray, "n+3"]) -> float:
        """The third largest entry."""
        return float(np.partition(x, -3)[-3])

    found = source(trial(reference(third), {"third": namespace["third"]}), "third", forbid=["sorted"])  # type: ignore[dict-item]
    said = "`third` uses `sorted`, by way of `mine`, which is not allowed here"
    assert found.message == f"{said} (mine:1: def mine(x): return sorted(x))"


@pytest.mark.parametrize("body", ["raise NotImplementedError('not written yet')", "pass", "..."])
def test_a_rule_pays_nothing_for_a_body_that_is_not_written(tmp_path: Path, body: str) -> None:
    """A starter as it was handed out earns no point, whatever stands where the answer should."""
    question = assignment(tmp_path, ANSWERS, CHECKS)
    found = graded(question, {"starter": f"def third(x):\n    {body}\n"})
    assert [share for share, _ in told(found["starter"])] == [0, 0]
