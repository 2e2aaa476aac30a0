"""The public face: ``grader.grade`` and ``grader.check``, and what ``import grader`` gives."""

import ast
import json
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import small

import grader
from grader.installing.wheel import wheel
from grader.model import Result

FACE = Path(grader.__file__)


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.copied(tmp_path_factory.mktemp("face"))


@pytest.fixture(scope="module")
def written(rubric: Path) -> dict[str, dict]:
    """What the command writes for the same submissions, by id."""
    folder = rubric.parent
    done = small.command(folder, "grade", "submissions", "--rubric", "rubric.yaml", "--out", "out")
    assert done.returncode == 0, done.stderr
    data = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    return {each["id"]: each for each in data["submissions"]}


def said(result: Result) -> list[tuple[str, str, float]]:
    return [(o.check.id, str(o.verdict), o.earned) for q in result.questions for o in q.outcomes]


def written_checks(submission: dict) -> list[tuple[str, str, float]]:
    return [(c["id"], c["verdict"], c["earned"]) for q in submission["questions"] for c in q["checks"]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_grade_gives_what_the_command_writes(rubric: Path, written: dict[str, dict], jobs: int) -> None:
    """The same submissions, checks, verdicts and points as in results.json, for any number of processes."""
    report = grader.grade(rubric.parent / "submissions", rubric=rubric, jobs=jobs)
    assert {result.submission.id: said(result) for result in report.results} == {
        id_: written_checks(each) for id_, each in written.items()
    }
    assert {r.submission.id: r.score for r in report.results} == {i: e["score"] for i, e in written.items()}


def test_check_gives_what_grade_gives(rubric: Path, written: dict[str, dict]) -> None:
    """One submission alone, as a text too, has the outcomes that it has in the batch."""
    result = grader.check(str(rubric.parent / "submissions" / "mean.py"), rubric=rubric)
    assert said(result) == written_checks(written["mean"])
    assert 0 < result.score < result.max_score


def test_questions_can_be_chosen(rubric: Path) -> None:
    """What is not asked for is not among the results, and the report names it."""
    path = rubric.parent / "submissions" / "right.py"
    report = grader.grade([path], rubric=rubric, questions=["1a"])
    assert [question.id for question in report.assignment.questions] == ["1a"]
    assert report.left_out == ("1b", "2a")
    (only,) = grader.check(path, rubric=rubric, questions=["2a"]).questions
    assert only.question.id == "2a"


def test_three_who_may_be_at_fault_have_three_errors(rubric: Path, tmp_path: Path) -> None:
    """A wrong call, a wrong rubric and a failing grader are told apart by types of the public face."""
    with pytest.raises(grader.InputError, match=r"nobody\.py does not exist"):
        grader.check(tmp_path / "nobody.py", rubric=rubric)
    with pytest.raises(grader.InputError, match="9z"):
        grader.grade(rubric.parent / "submissions", rubric=rubric, questions=["9z"])
    wrong = tmp_path / "rubric.yaml"
    wrong.write_text("assignment: a\nquestions: 3\n", encoding="utf-8")
    with pytest.raises(grader.AssignmentError) as caught:
        grader.check(rubric.parent / "submissions" / "right.py", rubric=wrong)
    assert {mistake.file for mistake in caught.value.mistakes} == {wrong}
    kinds = (grader.InputError, grader.AssignmentError, grader.GraderError)
    assert all(not issubclass(one, other) for one in kinds for other in kinds if one is not other)


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    """``import grader`` and its errors cost next to nothing; the first domain brings numpy."""
    program = (
        "import sys, grader\n"
        "grader.AssignmentError, grader.Verdict, grader.mistake, dir(grader)\n"
        "heavy = {'numpy', 'torch', 'hypothesis', 'yaml', 'nbformat', 'IPython'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "grader.Within\n"
        "assert 'numpy' in sys.modules and 'nbformat' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there_for_people_and_for_type_checkers() -> None:
    """``__all__`` is what mypy sees, each name can be had, and no other name answers."""
    block = next(
        node for node in ast.parse(FACE.read_text(encoding="utf-8")).body if isinstance(node, ast.If)
    )
    names = [a for node in block.body if isinstance(node, ast.ImportFrom) for a in node.names]
    seen = [each.asname or each.name for each in names]
    assert sorted(seen) == sorted(grader.__all__)
    assert {node.module for node in block.body if isinstance(node, ast.ImportFrom)} == set(grader._PLACES)
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.module is not None
        module = sys.modules.get(node.module) or __import__(node.module, fromlist=["_"])
        for alias in node.names:
            assert getattr(grader, alias.name) is getattr(module, alias.name)
    assert set(grader.__all__) <= set(dir(grader))
    with pytest.raises(AttributeError, match="has no attribute 'grades'"):
        grader.grades  # type: ignore[attr-defined]  # noqa: B018


PROGRAM = """
from typing import Annotated

import numpy as np

import grader

report: grader.Report = grader.grade(["submissions"], rubric="rubric.yaml", questions=("1a",), jobs=2)
result: grader.Result = grader.check("hw.py")
part: grader.QuestionResult = result.questions[0]
question: grader.Question = part.question
outcome: grader.Outcome = part.outcomes[0]
check: grader.Check = outcome.check
evidence: grader.Evidence | None = outcome.evidence
passed: bool = outcome.verdict is grader.Verdict.PASSED
points: float = result.score + check.points
errors = (grader.InputError, grader.AssignmentError, grader.GraderError)


def even(pick: grader.Pick) -> np.ndarray:
    if pick.mood is grader.Mood.TIES:
        raise grader.Unsuitable
    return pick.array([2.0 * grader.decimal(pick.random(), 0.0, 1.0) for _ in range(pick.count)])


domains: list[grader.Domain] = [
    even,
    grader.Index("n"),
    grader.Near("t"),
    grader.NonNegative(),
    grader.Positive(),
    grader.Reals(),
    grader.Within(0, 1),
    grader.Formulas("lambda x: a * x", a=grader.Within(0, 1)),
    grader.Beside("f"),
    grader.distinct_rows,
    grader.distribution,
    grader.joint_probabilities,
    grader.one_hot,
    grader.reals,
]
Kept = Annotated[object, grader.From("forward")]
Small = Annotated[float, grader.Within(0, 1), grader.Where(lambda x: x != 0.5)]


@grader.mistake(of="half", credit=0.5)
def doubled(x: Small) -> float:
    return 2 * x


def printed(x: Small) -> grader.Printed:
    print(x)


def asks() -> Annotated[int, grader.Keyboard(lambda pick: [pick.choose(0, 9)])]:
    return int(input())


lines = grader.typed("Ada", 36)


def table(t: grader.Table[list[float], "n", "x: float"]) -> float | grader.Raises[ValueError]:
    return t[0]


reveal_type(doubled(1.0))
grader.agree(doubled(1.0), 2.0, scale=1.0)
grader.chance([doubled(0.25), doubled(0.25)], {0.5: 1.0})
"""


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has the grader from its wheel, and libraries from here; the checkout is not in it."""
    folder = tmp_path_factory.mktemp("outside")
    venv.create(folder, symlinks=sys.platform != "win32")
    variables = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", scheme="venv", vars=variables))
    with zipfile.ZipFile(BytesIO(wheel().data)) as archive:
        archive.extractall(site)
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return Path(sysconfig.get_path("scripts", scheme="venv", vars=variables)) / "python"


def test_a_users_program_is_checked_from_outside(outside: Path, tmp_path: Path) -> None:
    """Strict mypy reads types of every public name from the wheel, and objects to what is wrong."""
    names = set(re.findall(r"grader\.(\w+)", PROGRAM))
    assert names == set(grader.__all__)
    (tmp_path / "right.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "wrong.py").write_text("import grader\n\ngrader.check(3)\ngrader.grades\n", encoding="utf-8")
    options = ["--strict", "--python-executable", str(outside)]
    command = [sys.executable, "-m", "mypy", *options, "right.py", "wrong.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=500, check=False)
    lines = sorted(done.stdout.splitlines())
    expected = ['Revealed type is "', 'incompatible type "int"', 'no attribute "grades"']
    assert [line.partition(":")[0] for line in lines[1:]] == ["right.py", "wrong.py", "wrong.py"], done.stdout
    assert all(word in line for word, line in zip(expected, lines[1:], strict=True)), done.stdout
    assert 'float"' in lines[1]
