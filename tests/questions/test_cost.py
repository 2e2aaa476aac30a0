"""How the work of a function grows: counted, never timed, and not to be counted short unnoticed."""

import re
from dataclasses import replace
from math import log2
from pathlib import Path
from typing import Any

import pytest

from grader.audit.bench import Bench
from grader.audit.trials import audit_mistakes
from grader.checks.growing import SLACK
from grader.errors import AssignmentError
from grader.functions.local import Local
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Growth, Result, Submission, Verdict, Visibility
from grader.reports.student_page import student_page
from grader.reports.view import student_view

from .posed import Posed

ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader import Within, distinct_rows


def fibonacci(n: Annotated[int, Within(0, 20)]) -> int:
    """The n-th Fibonacci number."""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def distances(X: Float[ndarray, "n d"], y: Float[ndarray, "d"]) -> Float[ndarray, "n"]:
    """The distance of each row of X from y."""
    return np.sqrt(((X - y) ** 2).sum(axis=1))


def ranks(x: Annotated[Float[ndarray, "1 n"], distinct_rows]) -> Int[ndarray, "n"]:
    """How many entries of x are smaller, for each."""
    return np.argsort(np.argsort(x[0]))
'''
MISTAKES = '''
from grader import mistake


@mistake(of="fibonacci", credit=0.5)
def calls_itself_twice(n):
    """Each call makes two more: keep the last two numbers, and go on from there."""
    return n if n < 2 else calls_itself_twice(n - 1) + calls_itself_twice(n - 2)
'''
CHECKS = """
{cost: fibonacci, in: n, at_most: n, points: 1}
{cost: distances, in: n, at_most: constant, points: 1}
{cost: ranks, in: n, at_most: n log n, points: 1}
"""
RIGHT = """
import numpy as np

def fibonacci(n):
    known = [0, 1]
    while len(known) <= n:
        known.append(known[-1] + known[-2])
    return known[n]

def distances(X, y):
    return np.linalg.norm(X - y, axis=1).astype(np.float32)

def merged(a, b):
    c = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            c.append(a[i])
            i += 1
        else:
            c.append(b[j])
            j += 1
    return c + a[i:] + b[j:]

def by_halves(a):
    if len(a) < 2:
        return a
    return merged(by_halves(a[: len(a) // 2]), by_halves(a[len(a) // 2 :]))

def ranks(x):
    pairs = [(value, place) for place, value in enumerate(x.ravel().tolist())]
    found = [0] * len(pairs)
    for rank, (_, place) in enumerate(by_halves(pairs)):
        found[place] = rank
    return found
"""
WRONG = """
import numpy as np

def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

def distances(X, y):
    return list(map(lambda x: np.sqrt(((x - y) ** 2).sum()), X))

def ranks(x):
    x = x.ravel()
    return [sum(other < each for other in x) for each in x]
"""
FEEDBACK = """\
anna
0.5 of 3 points
anna/hw.py

1  1                                                                                         0.5 / 3
  ✗ fibonacci takes a number of steps that grows as n at most                                0.5 / 1
      Each call makes two more: keep the last two numbers, and go on from there.
      the steps of `fibonacci` should grow as n at most: # at 16, #+ at 32; up
      to # would do
  ✗ distances takes as many steps whatever n is: no loop over it                               0 / 1
      the steps of `distances` should grow not at all: # at 16, # at 32, # at 64,
      # at #; up to # would do
  ✗ ranks takes a number of steps that grows as n log n at most                                0 / 1
      the steps of `ranks` should grow as n log n at most: # at 16, # at 32, #
      at 64, # at #, # at #; up to # would do
"""


@pytest.fixture
def posed(tmp_path: Path) -> Posed:
    """Three questions of cost."""
    return Posed.write(tmp_path, CHECKS, ANSWERS, mistakes=MISTAKES)


def test_what_grows_slowly_enough_passes(posed: Posed) -> None:
    """However it is written: with a list, in single precision, by merging halves."""
    assert [each.verdict for each in posed.graded(RIGHT).outcomes] == [Verdict.PASSED] * 3


def test_no_padding_hides_a_loop(posed: Posed) -> None:
    """Beside a hundred thousand steps those of a loop are hardly any: what they add tells."""
    padding = "    for _ in range(100_000):\n        pass\n"
    loop = "    return [float(((x - y) ** 2).sum()) ** 0.5 for x in X]\n"
    outcome = posed.graded(f"def distances(X, y):\n{padding}{loop}").outcomes[1]
    assert outcome.share == 0
    assert re.search(
        r" at 256; what each size adds grows too fast: \d+, [\d,]+, [\d,]+, [\d,]+$", outcome.message
    )


def without_counts(told: str) -> str:
    """Leave out the numbers of steps, which are others in each version of Python."""
    return re.sub(r"\b\d[\d,]{2,}\b", "#", told)


def test_what_grows_too_fast_is_told_with_its_counts(posed: Posed) -> None:
    """Two calls in each call, a loop in ``map``, and every pair; the first is a known mistake."""
    assert without_counts(posed.told(WRONG)).strip() == FEEDBACK.strip()


@pytest.mark.slow
def test_a_page_draws_how_steps_grow(posed: Posed) -> None:
    """With what the bound allows at each size, as the check scales it; nothing of it where it is hidden."""
    ours = posed.graded(WRONG)
    evidence = ours.outcomes[2].evidence
    assert evidence is not None
    growth = evidence.plot
    assert isinstance(growth, Growth)
    assert growth.sizes == (16, 32, 64, 128, 256)
    assert f"{growth.steps[0]:,} at 16, {growth.steps[1]:,} at 32" in evidence.message
    bound = [n * log2(n) / 64 for n in growth.sizes]
    assert growth.allowed == pytest.approx([SLACK * growth.steps[0] * each for each in bound])
    submission = Submission("anna", "hw.py", (), {}, (), "")
    shown = student_page(student_view(Result(submission, (ours,), (), "A"), ""))
    assert shown.count('<polyline class="came"') == 3
    hidden = replace(ours.outcomes[2], check=replace(ours.outcomes[2].check, visibility=Visibility.HIDDEN))
    hidden_only = replace(ours, outcomes=(hidden,))
    assert "<polyline" not in student_page(student_view(Result(submission, (hidden_only,), (), "A"), ""))


def test_only_right_answers_count(posed: Posed) -> None:
    """A function that does nothing is quick."""
    outcomes = posed.graded(
        "def fibonacci(n):\n    return 1\n"
        "def distances(X, y):\n    return X[:, 0]\n"
        "def ranks(x):\n    raise ValueError('no idea')\n"
    ).outcomes
    assert [each.share for each in outcomes] == [0, 0, 0]
    assert not any(each.evidence and each.evidence.plot for each in outcomes)
    assert outcomes[0].message == (
        "only right answers count, and at n = 16 this one is wrong: 1 came out where 987 is right"
    )
    assert outcomes[2].message.startswith("`ranks` raised ValueError: no idea")


WORKS_IN = """def work():
    while True:
        n = yield
        for i in range(n):
            {}
            [i for i in range(n)]

worker = work()
next(worker)
frame = worker.gi_frame
"""
WAITS = """import queue
from threading import Thread

q = queue.Queue()
Thread(target=lambda: [slow(q.get()) for _ in iter(int, 1)], daemon=True).start()
"""
LATE = """class Late:
    def __init__(self, n):
        self.n = n
    def __index__(self):
        return slow(self.n)
"""
LONG = """def long():
    n = 0
    for _ in range(10**6):
        n += 1
"""
# Where they cannot be had, the work is done in the open.
HOOK = """
there = []
def hook(event, arguments):
    if event == 'work':
        there.append(slow(*arguments))
sys.addaudithook(hook)
sys.audit('work', 1)
if not there:
    sys.audit = lambda _, n: slow(n)
"""
CHANGED = """
import gc
for each in gc.get_objects():
    if getattr(each, '__name__', '') == 'hook' and each is not hook:
        try:
            each.__code__ = (lambda *_: None).__code__
            each.__defaults__ = None
        except RuntimeError:
            pass
try:
    sys.addaudithook(hook)
except RuntimeError:
    pass
"""
ELSEWHERE = """
try:
    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters
    other = interpreters.create()
    run = lambda n: interpreters.run_string(other, f"for i in range({n}): [i for i in range({n})]")
except (ImportError, RuntimeError):
    run = lambda n: slow(n)
"""
EVASIONS = {
    "tracing switched off": ("", "sys.settrace(None)", "sys.settrace is for nobody meanwhile"),
    "tracing switched off, and the refusal caught": (
        "",
        "try:\n        sys.settrace(None)\n    except BaseException:\n        pass",
        "should grow",
    ),
    "a frame that was kept": (
        WORKS_IN.format("frame.f_trace_opcodes = False"),
        "worker.send(n)",
        "was not all counted",
    ),
    "a frame that forgets its tracing": (
        WORKS_IN.format("frame.f_trace = None"),
        "worker.send(n)",
        "was not all counted",
    ),
    "frames from below": ("", "sys._getframe(1).f_locals", "sys._getframe is for nobody meanwhile"),
    "frames from a traceback": (
        "",
        "try:\n        1 / 0\n    except ZeroDivisionError as e:\n        e.__traceback__.tb_frame",
        "object.__getattr__ is for nobody meanwhile",
    ),
    "the tracing function changed": (
        "",
        "sys.gettrace().__defaults__ = (lambda: 0,) * 2",
        "object.__setattr__ is for nobody meanwhile",
    ),
    "a count set back": ("", "[each.__self__.__init__(0) for each in sys.gettrace().__defaults__[:1]]", ""),
    "a thread": (
        "from threading import Thread\n",
        "t = Thread(target=slow, args=(n,)); t.start(); t.join()",
        "those of a thread would not be",
    ),
    "a thread that waits": (
        WAITS,
        "q.put(n)",
        "a thread of yours still runs",
    ),
    "a hook that was there before": (HOOK, "sys.audit('work', n)", "should grow"),
    "a hook that was there before, by another's hand": (
        HOOK.replace("sys.addaudithook(hook)", CHANGED),
        "sys.audit('work', n)",
        "should grow",
    ),
    "another interpreter that was there before": (
        ELSEWHERE,
        "run(n)",
        "should grow",
    ),
    "all objects searched": ("import gc\n", "gc.get_objects()", "gc.get_objects is for nobody meanwhile"),
    "an answer that works when it is read": (
        LATE,
        "return Late(n)",
        "should grow",
    ),
    "more than is counted, and the end caught": (
        LONG,
        "try:\n        long()\n    except BaseException:\n        pass",
        "should grow",
    ),
}


@pytest.mark.parametrize("name", EVASIONS)
def test_a_count_that_is_evaded_is_noticed(posed: Posed, name: str) -> None:
    """It costs the points, and says why; or it is counted all the same."""
    above, work, told = EVASIONS[name]
    source = (
        "import sys\n"
        "def slow(n):\n    for i in range(n):\n        [i for i in range(n)]\n    return quick(n)\n"
        "def quick(n):\n    a, b = 0, 1\n    for _ in range(n):\n        a, b = b, a + b\n    return a\n"
        f"{above}"
        f"def fibonacci(n):\n    {work}\n    return slow(n)\n"
    )
    outcome = posed.graded(source).outcomes[0]
    assert outcome.share == 0
    assert told in outcome.message, outcome.message


SLIPS = [
    ("{cost: fibonacci, in: m, at_most: n, points: 1}", "`fibonacci` has no axis and no whole number `m`"),
    ("{cost: ranks, in: x, at_most: n, points: 1}", "`ranks` has no axis and no whole number `x`"),
    (
        "{cost: fibonacci, in: n, at_most: n^2, points: 1}",
        "`n^2` is no bound; one of constant, log n, n, n log n, n**2 is wanted",
    ),
    ("{cost: fibonacci, at_most: n, points: 1}", "`cost` needs the option `in`"),
    ("{cost: fibonaci, in: n, at_most: n, points: 1}", "did you mean `fibonacci`?"),
    (
        "{cost: fibonacci, in: n, at_most: constant, points: 1}",
        "the reference does not pass `cost: fibonacci` itself: the steps of `fibonacci` should grow not",
    ),
]


@pytest.mark.parametrize(("check", "told"), SLIPS)
def test_slips_of_the_instructor_are_told(tmp_path: Path, check: str, told: str) -> None:
    """With what would be right."""
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(Posed.write(tmp_path, check, ANSWERS).rubric)
    assert told in str(caught.value)


def test_a_kit_counts_too(posed: Posed, tmp_path: Path) -> None:
    """A student sees at home how steps grow, without the answers' code."""
    release(posed.rubric, tmp_path / "kit")
    kit = pipeline.prepare(tmp_path / "kit" / "rubric.yaml")
    functions: dict[str, Any] = {}
    for source, scores in ((RIGHT, [1, 1, 1]), (WRONG, [0, 0, 0])):
        exec(source, functions)
        names = ("fibonacci", "distances", "ranks")
        (question,) = pipeline.grade_questions(kit, Local({name: functions[name] for name in names}), {})
        assert [each.share for each in question.outcomes] == scores


def test_an_audit_tries_slow_ways(posed: Posed) -> None:
    """The known mistake loses points by its cost, and is named as itself."""
    bench = Bench(pipeline.prepare(posed.rubric))
    (caught,), flips = audit_mistakes(bench, "fibonacci", [0])
    assert (caught.lost, caught.named, flips) == ({"1.cost.fibonacci": 0.5}, "calls_itself_twice", [])
