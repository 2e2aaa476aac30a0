"""What a rubric lets submissions import and read is tried, handed on, and there when they run."""

import os
import zipfile
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from small import command, copied, edited

from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.batch.store import Store
from grader.errors import AssignmentError, InputError
from grader.frontends.commands.common import not_installed
from grader.grading import pipeline
from grader.grading.fingerprint import fingerprints
from grader.installing.libraries import distributions
from grader.kit.release import release
from grader.model import Limits, Report, Result, Verdict
from grader.platforms.find import read_batch
from grader.platforms.runner.bundle import bundle
from grader.processes import isolated
from grader.reports.missing import missing
from grader.rubric.read import read
from grader.sandbox.sandbox import locked_in


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """A small assignment whose submissions may use scikit-learn and read a table."""
    path = copied(tmp_path)
    edited(path, "examples: 40\n", "examples: 40\npackages: [sklearn]\nfiles: [data/table.csv]\n")
    (path.parent / "data").mkdir()
    (path.parent / "data" / "table.csv").write_text("1,2\n", encoding="utf-8")
    return path


def graded(rubric: Path, sources: dict[str, str], store: Store | None = None) -> dict[str, Result]:
    """Grade some modules; return the results by name."""
    folder = rubric.parent / "hand_ins"
    folder.mkdir(exist_ok=True)
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    job = pipeline.prepare(rubric)
    todo = plan(job, read_batch([folder], [q.id for q in job.rubric.assignment.questions]), store)
    for _ in todo.run(on_this_machine(1)):
        pass
    return {each.submission.id: each for each in todo.results()}


def said(result: Result, check: str) -> str:
    """Return what a student is told of a check."""
    return next(o.message for q in result.questions for o in q.outcomes if o.check.id == check)


def test_packages_and_files_are_read(rubric: Path) -> None:
    """By the names under which students know them; a file that changes changes what was graded."""
    before = read(rubric)
    (rubric.parent / "data" / "table.csv").write_text("3,4\n", encoding="utf-8")

    assert before.assignment.packages == ("sklearn",)
    assert before.files == {"data/table.csv": b"1,2\n"}
    assert fingerprints(before, 0) != fingerprints(read(rubric), 0)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[sklearn]", "[scikit-learn]", "named as it is imported, such as sklearn, not `scikit-learn`"),
        ("[sklearn]", "sklearn", "`packages` is a list, not `sklearn`"),
        ("data/table.csv", "data/none.csv", "there is no file "),
        ("data/table.csv", "../x", "`../x` must lie beside the rubric or below it, and not in the reference"),
        ("data/table.csv", "reference/q1_vectors/answers.py", "must lie beside the rubric or below it"),
    ],
)  # fmt: skip
def test_what_is_no_package_and_no_file_is_told(rubric: Path, old: str, new: str, message: str) -> None:
    """With its place; an answer is never among the files."""
    edited(rubric, old, new)

    with pytest.raises(AssignmentError) as caught:
        read(rubric)

    assert message in str(caught.value)


def test_a_package_is_not_always_called_as_it_is_installed() -> None:
    """And may not be here at all."""
    ((name, number), nowhere) = distributions(["sklearn", "no_such_package"])

    assert (name, bool(number), nowhere) == ("scikit-learn", True, ("no_such_package", ""))


def test_kits_and_bundles_take_them_along(rubric: Path, tmp_path: Path) -> None:
    """By the names under which they are installed, in versions that the Python there can have."""
    release(rubric, tmp_path / "kit")
    kit = read(tmp_path / "kit" / "rubric.yaml")
    packed = zipfile.ZipFile(BytesIO(bundle("gradescope", rubric)))

    assert (kit.assignment.packages, kit.files) == (("sklearn",), {"data/table.csv": b"1,2\n"})
    least = f"\nscikit-learn>={version('scikit-learn')}\n"
    assert least in (tmp_path / "kit" / "requirements.txt").read_text(encoding="utf-8")
    assert packed.read("assignment/data/table.csv") == b"1,2\n"
    assert least in packed.read("requirements.txt").decode()


def test_what_is_not_installed_here_is_not_handed_on(rubric: Path, tmp_path: Path) -> None:
    """Neither into a kit nor into a bundle: it is said before anything is written."""
    edited(rubric, "[sklearn]", "[sklearn, no_such_package]")
    told = "`packages` names no_such_package, which is not installed here: install it, and try again"

    with pytest.raises(InputError, match=told):
        release(rubric, tmp_path / "kit")
    with pytest.raises(InputError, match=told):
        bundle("gradescope", rubric)

    assert not (tmp_path / "kit").exists()


def test_the_doctor_tries_each_package_behind_the_walls(rubric: Path, tmp_path: Path) -> None:
    """What students could not import is seen before they hand in."""
    edited(rubric, "[sklearn]", "[sklearn, no_such_package]")

    done = command(tmp_path, "doctor", "--rubric", str(rubric))

    assert done.returncode == 1
    assert "sklearn: can be imported behind the walls" in done.stdout
    assert "no_such_package: ModuleNotFoundError: `no_such_package` is not installed here" in done.stdout


RIGHT = (Path(__file__).parent / "assignments/small/submissions/right.py").read_text(encoding="utf-8")


def test_a_batch_says_what_is_missing_and_why(rubric: Path) -> None:
    """First what many miss; and at each check that it cost; what only stands above costs nothing."""
    results = graded(
        rubric,
        {
            "a": f"import no_such_package as n\n{RIGHT}",
            "b": f"import no_such_package.part as n\n{RIGHT}\ndef below_largest(x): return n.f(x)\n",
            "c": f"import numpy as np\nSHIFT = np.loadtxt('table.csv', delimiter=',')[0] - 1\n{RIGHT}",
        },
    )  # fmt: skip
    assignment = read(rubric).assignment

    why = (
        "ModuleNotFoundError: `no_such_package` is not installed here, and no file of that name was handed in"
    )
    assert missing(Report(assignment, 0, tuple(results.values()))) == [
        "2 of 3 submissions import `no_such_package`, which is not installed here and was not handed in"
    ]
    assert results["a"].score == results["c"].score > results["b"].score
    assert why in said(results["b"], "1a.matches.below_largest")
    assert results["c"].problems == ()


def test_what_is_known_of_a_function_is_said_where_it_failed(rubric: Path) -> None:
    """A name that is nearly right, a print for a return, arguments too many, too few or in another order."""
    results = graded(
        rubric,
        {
            "near": "def Below_Largest(x):\n    return x.max() - x\n",
            "prints": "def below_largest(x):\n    print(x.max() - x)\n",
            "more": "def below_largest(x, y):\n    return x.max() - x\n",
        },
    )

    assert said(results["near"], "1a.matches.below_largest").endswith(
        "is it your `Below_Largest` in near.py? Rename it"
    )
    assert said(results["prints"], "1a.matches.below_largest").endswith(
        "prints and returns nothing: end it with `return`"
    )
    assert "; asked for: below_largest(x)" in said(results["more"], "1a.matches.below_largest")


def test_notes_are_kept_with_the_results(rubric: Path, tmp_path: Path) -> None:
    """Another run tells them again."""
    store = Store(tmp_path / "results.sqlite")
    source = "def below_largest(x):\n    return x.max() - x\nbelow_largest = below_largest, 1\n"

    for _ in range(2):
        result = graded(rubric, {"a": source}, store)["a"]
        assert [note.where for note in result.notes] == ["a.py:1"]
        assert result.problems == ()
        assert result.questions[0].outcomes[0].verdict is Verdict.PASSED
    store.close()


@pytest.mark.usefixtures("unexplained")
def test_a_package_that_is_not_here_is_said_before_grading(rubric: Path) -> None:
    """Not by doctor alone: everybody who imports it would lose points that are not theirs to lose."""
    assert not_installed(rubric, ["sklearn", "numpy"]) == []
    assert not_installed(rubric, ["scipi", "qqqqqq"]) == [
        f"{rubric}: `packages` names `scipi`, which is not installed here; did you mean `scipy`?",
        f"{rubric}: `packages` names `qqqqqq`, which is not installed here; install it, or leave it out",
    ]
    edited(rubric, "[sklearn]", "[scipi]")
    for arguments in (["grade", "submissions"], ["check", "submissions/right.py"]):
        assert "`packages` names `scipi`" in command(rubric.parent, *arguments).stderr


@pytest.mark.usefixtures("zygotes_of_its_own")
def test_the_doctor_tries_to_read_the_reference(rubric: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody installed packages into the course's own folder, submissions can read that: level C."""
    if locked_in(Limits())[0] > "B":
        pytest.skip("there are no walls here")
    record = rubric.parent / "them-1.0.dist-info" / "RECORD"
    record.parent.mkdir()
    record.touch()
    rubric.parent.chmod(0o755)
    paths = [str(rubric.parent), *isolated.packages()]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    done = command(rubric.parent.parent, "doctor", "--rubric", str(rubric))

    assert done.stdout.startswith("Level C: ")
    assert "a file that is secret can be read" in done.stdout
