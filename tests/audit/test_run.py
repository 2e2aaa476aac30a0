"""Is the rubric any good?  Tried on a small assignment, good and spoiled."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

import first_assignment
import numpy as np
import pytest

from grader.audit import bench as benches
from grader.audit import cheats
from grader.audit import run as audits
from grader.audit.bench import Bench
from grader.audit.trials import audit_mutants, audit_variant
from grader.frontends.cli import main
from grader.grading import pipeline
from grader.model import Audit
from grader.reports.audit_report import summary

ANSWERS = '''
"""Answers."""
import numpy as np
from jaxtyping import Float
from numpy import ndarray


def clipped(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """The positive part: max(x, 0)."""
    return np.maximum(x, 0)  # equivalent: the order of the arguments of a maximum
'''
LAWS = '''
"""Laws."""
import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import agree


def parts_add_up(clipped, x: Float[ndarray, "n"]) -> None:
    """The positive part of x less that of −x is x."""
    agree(clipped(x) - clipped(-x), x, scale=np.abs(x).max())


def is_defined(clipped, x: Float[ndarray, "n"]) -> None:
    """There is an answer."""
    clipped(x)
'''
MISTAKES = '''
"""Mistakes."""
import numpy as np

from grader import mistake


@mistake(of="clipped", credit=0.5)
def absolute_value(x):
    """Negative entries become 0, not positive."""
    return np.abs(x)
'''
VARIANT = "def clipped(x):\n    return [max(float(v), 0) for v in x]\n"
RUBRIC = """\
assignment: tiny
reference: reference
examples: 30
questions:
  - id: 1
    checks:
      - {matches: clipped, points: 2}
      - {law: parts_add_up, points: 1}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small assignment that audits green."""
    question = tmp_path / "reference" / "q1"
    (question / "variants").mkdir(parents=True)
    (question / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (question / "laws.py").write_text(LAWS, encoding="utf-8")
    (question / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    (question / "variants" / "loops.py").write_text(VARIANT, encoding="utf-8")
    (tmp_path / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    return tmp_path


def audit(folder: Path) -> tuple[int, str]:
    """Run ``grader audit`` in a folder, in this process; return its status and what it printed."""
    said = StringIO()
    with chdir(folder), redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as ended:
        main(["audit", "--seeds", "2", "--html", "audit.html", "--jobs", "1"])
    return int(str(ended.value.code)), said.getvalue()


def add(course: Path, file: str, text: str) -> None:
    """Append to a file of the reference."""
    path = course / "reference" / "q1" / file
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")


def test_what_no_work_earns_is_told(course: Path) -> None:
    """With the checks that pay for it."""
    length = 'def length(x: Float[ndarray, "n"]) -> float:\n    """The sum of all |x_i|."""\n'
    law = (
        'def has_a_length(length, x: Float[ndarray, "n"]) -> None:\n    """There is one."""\n    length(x)\n'
    )
    add(course, "answers.py", f"\n\n{length}    return float(np.abs(x).sum())\n")
    add(course, "laws.py", f"\n\n{law}")
    rubric = f"{RUBRIC}      - {{law: has_a_length, points: 1}}\n"
    (course / "rubric.yaml").write_text(rubric, encoding="utf-8")
    status, said = audit(course)
    assert status == 1
    assert "13 submissions without work: at most 1 (linear functions) of 4 points" in said
    assert (
        "More than a hundredth of the points for no work; move points to checks that it fails:\n"
        "  linear functions: 1 points, from 1.law.has_a_length (1)"
    ) in said


def test_a_good_rubric_holds(course: Path) -> None:
    """All that is caught and forgiven is counted, and the status is 0."""
    status, said = audit(course)
    lines = [each for each in said.splitlines() if "the first of a mood" not in each]
    assert lines == [
        "1 known mistakes: 1 lose points, 1 are named as themselves",
        "0 mechanical mutants: 0 lose points",
        "1 correct variants under 2 seeds: 0 lose points",
        "checks that change their mind with the seed: 0",
        "checks that never decide anything: 0",
        "13 submissions without work: at most 0 of 3 points; with one known mistake in every function: 1.5",
        "",
        "Inputs that are chosen, and what known mistakes and mutants fail on:",
        "",
        "The rubric holds.",
    ]
    assert status == 0


def test_the_kill_matrix_is_a_page_without_scripts(course: Path) -> None:
    """Mistakes down, checks across; nothing is fetched and nothing runs."""
    audit(course)
    page = (course / "audit.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "absolute_value" in page
    assert "1.matches.clipped" in page
    assert "<script" not in page


def test_a_mistake_that_keeps_full_marks_is_told(course: Path) -> None:
    """A catalogued mistake that is right escapes, with its file and line."""
    add(
        course,
        "mistakes.py",
        "\n\n@mistake(of='clipped')\ndef harmless(x):\n    '''No mistake.'''\n    return np.maximum(0, x)\n",
    )
    status, said = audit(course)
    assert status == 1
    assert "Known mistakes that keep full marks" in said
    assert "mistakes.py:14: harmless (of clipped)" in said


def test_two_mistakes_with_the_same_answers_need_one_sentence(course: Path) -> None:
    """The second would be told the first one's sentence."""
    add(
        course,
        "mistakes.py",
        "\n\n@mistake(of='clipped')\ndef root(x):\n    '''Not this.'''\n    return np.sqrt(x * x)\n",
    )
    status, said = audit(course)
    assert status == 1
    assert "root (of clipped) is taken for absolute_value" in said


def test_a_correct_variant_that_loses_points_is_told(course: Path) -> None:
    """A right answer must never lose one: here a variant is wrong."""
    (course / "reference" / "q1" / "variants" / "odd.py").write_text("def clipped(x):\n    return x\n")
    status, said = audit(course)
    assert status == 1
    assert (
        "reference/q1/variants/odd.py: 1.matches.clipped at x = [-1]: "
        "clipped(x) returned [-1] where [0] was expected." in said
    )
    assert "The rubric falls short" in said


def test_a_variant_that_raises_says_what_and_where(course: Path) -> None:
    """The exception and the smallest input, once for all seeds."""
    variant = course / "reference" / "q1" / "variants" / "slip.py"
    variant.write_text("def clipped(x):\n    return nump.maximum(x, 0)\n", encoding="utf-8")
    status, said = audit(course)
    told = (
        "reference/q1/variants/slip.py: 1.matches.clipped at x = [0]: "
        "`clipped` raised NameError: name 'nump' is not defined\n"
    )
    assert status == 1
    assert said.count(told) == 1


def test_a_variant_of_some_seeds_is_told_with_how_many(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong on a rare input loses a point under some seeds only."""
    monkeypatch.chdir(course)
    bench = Bench(pipeline.prepare(Path("rubric.yaml")))
    right = bench.reference.answers["clipped"]
    rare = list(bench.inputs("clipped"))[-1][0]

    def wrong(x: np.ndarray) -> np.ndarray:
        return x - 1 if np.array_equal(x, rare) else right(x)

    asked, harmed = audit_variant(bench, {"clipped": wrong}, Path("rare.py"), [0, 1])
    assert asked
    said = summary(Audit((), (), 1, tuple(harmed), (), (), 2))
    assert "(under 1 of 2 seeds)" in said


ENDS = "this ends the program, and nothing can be read of the file: leave out exit()"
NONE = "a variant defines functions of the reference, and this one defines none"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nope\n", "1:1: ModuleNotFoundError: No module named 'nope'"),
        ("\nx = 1 / 0\n", "2:1: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit()\n", f"2:1: {ENDS}"),
        ("def clipped(x:\n", "1:12: SyntaxError: '(' was never closed"),
        ("\ndef cliped(x):\n    return x\n", f"2:1: {NONE}: `cliped`; did you mean `clipped`?"),
        ("x = 1\n", f"1:1: {NONE}; without one there is nothing to try"),
    ],
)
def test_a_variant_that_cannot_be_tried_is_the_instructors_mistake(
    course: Path, source: str, told: str
) -> None:
    """Its file and line are told, and nothing is said of the rubric."""
    (course / "reference" / "q1" / "variants" / "odd.py").write_text(source, encoding="utf-8")
    status, said = audit(course)
    assert status == 2
    assert said == (
        f"grader: nothing was graded: 1 mistake in the assignment\n  reference/q1/variants/odd.py:{told}\n"
    )


def test_what_starts_with_an_underscore_is_no_variant(course: Path) -> None:
    """Variants may share a file of helpers."""
    (course / "reference" / "q1" / "variants" / "__init__.py").touch()
    status, said = audit(course)
    assert status == 0
    assert "1 correct variants under 2 seeds: 0 lose points" in said


@pytest.mark.parametrize(
    ("mistake", "line", "told"),
    [
        (
            "def slip(x):\n    '''A slip.'''\n    return nump.abs(x)",
            17,
            "NameError: name 'nump' is not defined",
        ),
        (
            "def slip(x):\n    '''A slip.'''\n    return x[99]",
            17,
            "IndexError: index 99 is out of bounds for axis 0 with size 2",
        ),
    ],
)
def test_a_mistake_that_never_answers_is_told(course: Path, mistake: str, line: int, told: str) -> None:
    """No submission can be recognised as a mistake with a bug of its own."""
    add(course, "mistakes.py", f"\n\n@mistake(of='clipped')\n{mistake}\n")
    status, said = audit(course)
    assert status == 1
    assert "Known mistakes that never answer; no submission can be recognised as one:\n" in said
    assert f"reference/q1/mistakes.py:{line}: `slip` (of clipped) raises {told} on every input\n" in said
    assert "2 known mistakes: 2 lose points, 1 are named as themselves" in said
    assert "not named as themselves" not in said


def test_a_mistake_may_raise_on_some_inputs(course: Path) -> None:
    """It answers the others, and is told from all else by where it raises."""
    add(
        course,
        "mistakes.py",
        "\n\n@mistake(of='clipped')\ndef refuses(x):\n    '''Negative entries are no error.'''\n"
        "    if x.min() < 0:\n        raise ValueError('negative')\n    return x\n",
    )
    status, said = audit(course)
    assert "2 known mistakes: 2 lose points, 2 are named as themselves" in said
    assert status == 0


def test_a_check_that_nothing_fails_is_told(course: Path) -> None:
    """Its points are given away."""
    (course / "rubric.yaml").write_text(RUBRIC + "      - {law: is_defined, points: 1}\n", encoding="utf-8")
    status, said = audit(course)
    assert status == 1
    assert (
        "Checks that no mistake and no mutant fails, so that they may lose no points; add one that does:\n"
        "  line 9: 1.law.is_defined (1 points)\n" in said
    )


def test_a_mutant_that_keeps_full_marks_is_told(course: Path) -> None:
    """A change that the rubric does not notice is listed with its line and what was changed."""
    source = ANSWERS.replace(
        "    return np.maximum(x, 0)  # equivalent: the order of the arguments of a maximum",
        "    return np.maximum(x, 0)",
    )
    (course / "reference" / "q1" / "answers.py").write_text(source, encoding="utf-8")
    status, said = audit(course)
    assert status == 1
    assert "answers.py:10: np.maximum(x, 0) → np.maximum(0, x)" in said


LOOP = '''

def halvings(n: Annotated[int, Within(1, 50)]) -> int:
    """How often n can be halved until it is 0."""
    steps = []
    while n > 0:
        n = n // 2
        steps.append(n)
    return len(steps)
'''


def test_a_mutant_that_is_an_accepted_convention_is_none(course: Path) -> None:
    """The mean where the sum is right, which the rubric takes, too, is nothing that a check should catch."""
    answers = course / "reference" / "q1" / "answers.py"
    both = "".join(
        f'\n\ndef {name}(x: Float[ndarray, "n"]) -> float:\n    """It."""\n    return float({how})\n'
        for name, how in (("total", "np.sum(x)"), ("average", "x.mean()"))
    )
    answers.write_text(ANSWERS + both, encoding="utf-8")
    rubric = RUBRIC + "      - {matches: total, accept: [average], points: 1}\n"
    (course / "rubric.yaml").write_text(rubric, encoding="utf-8")
    bench = Bench(pipeline.prepare(course / "rubric.yaml"))
    assert [each.after for each in bench.mutants("total")] == ["np.mean"]
    assert audit_mutants(bench, "total") == []


@pytest.mark.parametrize("seconds", [20, 0.2])
def test_a_mutant_that_never_ends_is_caught_soon(
    course: Path, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs what a mutant has at least, or less where submissions have less: not all that they have."""
    monkeypatch.setattr(benches, "SHORTEST", 0.3)
    answers = course / "reference" / "q1" / "answers.py"
    imports = "from typing import Annotated\nfrom grader import Within\n"
    source = ANSWERS.replace("import numpy as np\n", f"{imports}import numpy as np\n")
    answers.write_text(source + LOOP, encoding="utf-8")
    rubric = RUBRIC.replace("examples: 30", f"examples: 30\nlimits: {{seconds: {seconds}}}")
    (course / "rubric.yaml").write_text(rubric + "      - {matches: halvings, points: 1}\n", encoding="utf-8")
    bench = Bench(pipeline.prepare(course / "rubric.yaml"))
    before = time.process_time()
    caught = audit_mutants(bench, "halvings")
    assert len(caught) >= 3
    assert all(each.lost for each in caught)
    assert time.process_time() - before < 15


def test_a_quick_one_leaves_out_what_decides_nothing(course: Path) -> None:
    """What students would read of mutants, and what inputs are there for; the verdict is the same."""
    answers = course / "reference" / "q1" / "answers.py"
    answers.write_text(answers.read_text(encoding="utf-8").replace("# equivalent", "#"), encoding="utf-8")
    job = pipeline.prepare(course / "rubric.yaml")
    whole, quick = (audits.audit(job, 1, 1, quick=each) for each in (False, True))
    assert replace(whole, inputs=(), mutants=quick.mutants) == quick
    assert [each.lost for each in whole.mutants] == [each.lost for each in quick.mutants]
    assert (whole.explained is None, quick.explained) == (False, None)
    assert whole.inputs
    assert "named, " in summary(whole)
    assert "named, " not in summary(quick)


def test_every_step_is_counted(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever watches is told beforehand how many steps there are."""
    monkeypatch.chdir(course)
    seen: list[int] = []

    @contextmanager
    def watched(total: int) -> Iterator[Callable[[], None]]:
        yield lambda: seen.append(total)

    found = audits.audit(pipeline.prepare(Path("rubric.yaml")), 1, 1, watched)
    assert found.good
    assert found.explained is not None
    lazy = len(cheats.NAMES) + 1
    steps = 3 + lazy  # the variant, the mistakes of the one function, the inputs of a question, and no work
    assert seen == [steps] * steps


@pytest.mark.slow
def test_the_rubric_of_the_first_assignment_holds(tmp_path: Path) -> None:
    """Every known mistake is caught and named, every mutant dies, no right variant loses, nothing is idle."""
    root = first_assignment.copied(tmp_path).parent
    command = [sys.executable, "-m", "grader", "audit", "--seeds", "1", "--quick"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The rubric holds." in done.stdout


def test_what_each_input_is_there_for_is_told(course: Path) -> None:
    """In one line for the inputs of each check, beside what as many as are drawn would show."""
    rubric = course if course.is_file() else course / "rubric.yaml"
    found = audits.audit(pipeline.load_job(rubric, 0, ()), 1, 1)
    assert {check for each in found.inputs for check in each.checks} == {
        "1.matches.clipped",
        "1.law.parts_add_up",
    }
    for each in found.inputs:
        assert each.first == 11
        assert each.chosen.never <= each.drawn.never
        assert all(why for _, why in each.reasons)
    told = [reason for each in found.inputs for _, reason in each.reasons]
    assert any("fails absolute_value of clipped" in reason for reason in told)
    assert any("shows that `x` holds −0" in reason or "`x` holds −0" in reason for reason in told)
    assert f"1.matches.clipped, 1.law.parts_add_up: {len(found.inputs[0].reasons)}, 11 of them" in summary(
        found
    )
