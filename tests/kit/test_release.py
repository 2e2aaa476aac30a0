"""The student kit: what is in it, what is not, and that it works in an empty folder."""

import ast
import importlib.util
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
import small

from grader.errors import AssignmentError, InputError
from grader.grading import pipeline
from grader.installing.wheel import wheel
from grader.kit.release import release
from grader.reference.contents import sentence
from grader.reference.load import load
from grader.rubric.read import read

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first assignment with fewer examples: how many there are is no matter here."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "reference", folder / "reference", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "rubric.yaml", folder)
    small.edited(folder / "rubric.yaml", "examples: 100", "examples: 10")
    return folder


@pytest.fixture(scope="module")
def kit(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its kit."""
    folder = tmp_path_factory.mktemp("kit")
    release(course / "rubric.yaml", folder / "kit")
    return folder / "kit"


def contents(kit: Path) -> bytes:
    """All bytes of a kit, and the names of its files; the grader itself knows nothing of an assignment."""
    ours = {"__pycache__", wheel().name}
    files = sorted(path for path in kit.rglob("*") if path.is_file() and not ours & set(path.parts))
    return b"\n".join(str(path.relative_to(kit)).encode() + b"\n" + path.read_bytes() for path in files)


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``grader check`` in a folder."""
    return small.command(folder, "check", *arguments)


# ---- nothing of the answers --------------------------------------------------------------------------


def statements(path: Path) -> set[str]:
    """Every statement inside the functions of a module, but those that say nothing of their own."""
    found: set[str] = set()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.stmt)
                    and node is not function
                    and not isinstance(node, ast.FunctionDef)
                ):
                    found.update(line.strip() for line in ast.unparse(node).splitlines())
    return {line for line in found if len(line) > 20 and line[0] not in "\"'"}


def test_no_line_of_an_answer_is_in_the_kit(kit: Path) -> None:
    """Whatever the right functions and the known mistakes do, no line of it is there, nor a comment."""
    text = contents(kit).decode(errors="replace")
    public = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reference").glob("*/laws.py"))
    public += "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reference").glob("*/inputs.py"))
    public, tried = ast.unparse(ast.parse(public)), 0
    for path in [*(ROOT / "reference").glob("*/answers.py"), *(ROOT / "reference").glob("*/mistakes.py")]:
        for line in statements(path):
            if line not in public:  # a law may calculate alike
                tried += 1
                assert line not in text, line
    assert tried > 300
    assert "# equivalent" not in text


def test_no_hidden_check_and_no_mistake_is_in_the_kit(kit: Path, course: Path) -> None:
    """Neither their names nor their sentences, nor what a person looks for in an answer."""
    data = contents(kit)
    rubric = read(ROOT / "rubric.yaml")
    questions = rubric.assignment.questions
    everything = [each for question in questions for each in question.checks]
    public = {each.target for each in everything if each.visibility == "public"}
    for each in everything:
        if each.kind == "law" and each.target not in public:
            assert each.target.encode() not in data
        if each.kind == "written":
            assert str(each.options["criteria"])[:60].encode() not in data
    for mistakes in rubric.reference.mistakes.values():
        for mistake in mistakes:
            if not mistake.__known_mistake__.public:  # type: ignore[attr-defined]
                assert mistake.__name__.encode() not in data
                assert sentence(mistake).encode() not in data
    assert str(ROOT).encode() not in data
    assert str(course).encode() not in data


def test_what_can_be_imported_answers_nothing(kit: Path) -> None:
    """Every function of the kit's reference raises at once, and has the student's line alone."""
    reference = load(kit / "public")
    assert len(reference.answers) > 30
    for name, function in reference.answers.items():
        with pytest.raises(NotImplementedError):
            function(*[None] * len(reference.signatures[name].parameters))
        assert "\n\n" not in (function.__doc__ or "")
        assert "answer sheet" not in (function.__doc__ or "")


def test_the_inputs_are_not_those_of_grading(kit: Path, course: Path) -> None:
    """Whoever learns the kit's answers by heart has none of those that count, but for a few edges."""
    mine = pipeline.load_job(kit / "rubric.yaml", 0, ()).corpora["2a"]
    theirs = pipeline.prepare(course / "rubric.yaml", 0, ["2a"]).corpora["2a"]
    drawn = [{e.choices for examples in c.drawn.values() for e in examples} for c in (mine, theirs)]
    assert len(drawn[0] & drawn[1]) < 0.35 * len(drawn[0])


# ---- it works ----------------------------------------------------------------------------------------


@pytest.fixture
def small_kit(tmp_path: Path) -> Path:
    """The kit of a small assignment, in a folder of its own."""
    rubric = small.copied(tmp_path)
    release(rubric, tmp_path / "there" / "kit")
    shutil.rmtree(rubric.parent)
    return tmp_path / "there" / "kit"


@pytest.mark.parametrize(
    ("name", "status", "last"),
    [
        ("ada_numpy.py", 0, "public checks passed, {hidden} hidden ones not run"),
        ("carl_notebook.ipynb", 0, "public checks passed, {hidden} hidden ones not run"),
        ("answer_sheet.py", 1, "{failed} of {run} public checks failed, {hidden} hidden ones not run"),
    ],
)
def test_a_student_checks_with_the_kit_alone(
    kit: Path, tmp_path: Path, name: str, status: int, last: str
) -> None:
    """In an empty folder, with nothing of the instructor's near, right is right and wrong is told why."""
    shutil.copytree(kit, tmp_path / "mine")
    shutil.copy(ROOT / "submissions" / name, tmp_path / "mine")
    done = check(tmp_path / "mine", name)
    assert (done.returncode, done.stderr) == (status, "")
    checks = [
        each for question in read(ROOT / "rubric.yaml").assignment.questions for each in question.checks
    ]
    kept = [each for question in read(kit / "rubric.yaml").assignment.questions for each in question.checks]
    run = sum(each.kind != "written" for each in kept)
    failed = done.stdout.count("  ✗ ")
    said = last.format(hidden=len(checks) - len(kept), run=run, failed=failed)
    assert done.stdout.splitlines()[-1] == said


def test_a_starter_as_it_is_earns_nothing_and_says_so(kit: Path) -> None:
    """Module and notebook can be read, and every function is told to be not written yet."""
    for name in ("hw.py", "hw.ipynb"):
        done = check(kit, name, "2a")
        assert done.returncode == 1
        assert "raised NotImplementedError: not written yet" in done.stdout
        assert "While reading" not in done.stdout
        assert "hidden one" in done.stdout


def test_the_starters_have_every_function_and_a_place_for_words(kit: Path) -> None:
    """Also those that hidden checks alone ask for."""
    spec = importlib.util.spec_from_file_location("starter", kit / "hw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    nbformat.validate(notebook := nbformat.read(kit / "hw.ipynb", as_version=4))
    cells = "\n".join(cell.source for cell in notebook.cells)
    for question in read(ROOT / "rubric.yaml").assignment.questions:
        for each in question.checks:
            if each.kind == "written":
                assert vars(module)[each.target].strip() == ""
                assert f"### Answer {question.id}\n" in cells
            elif each.kind != "law":
                assert each.target in vars(module)
                assert f"def {each.target}(" in cells


def test_words_in_the_starter_notebook_are_found(kit: Path, tmp_path: Path) -> None:
    """What a student writes below the heading is the answer to that question."""
    from grader.platforms.find import read_one

    notebook = nbformat.read(kit / "hw.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.source.startswith("### Answer 1a"):
            cell.source += "Without it depth adds nothing."
    nbformat.write(notebook, tmp_path / "hw.ipynb")
    assert read_one(tmp_path / "hw.ipynb", ["1a", "1b"]).written == {"1a": "Without it depth adds nothing."}


def test_a_wrong_answer_shows_what_was_expected(small_kit: Path) -> None:
    """Frozen answers are answers: what came, what was expected, and on which input."""
    (small_kit / "hw.py").write_text("def below_largest(x):\n    return x\n", encoding="utf-8")
    done = check(small_kit, "hw.py", "1a")
    assert done.returncode == 1
    assert "expected" in done.stdout


# ---- what can be wrong -------------------------------------------------------------------------------


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    """A kit of ours is made anew; anything else is not touched."""
    rubric = small.copied(tmp_path)
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="is not empty, and no kit of ours; name a new folder"):
        release(rubric, tmp_path / "kit")
    assert (tmp_path / "kit" / "thesis.tex").read_text() == "years of work"
    release(rubric, tmp_path / "new")
    before = contents(tmp_path / "new")
    release(rubric, tmp_path / "new")
    assert contents(tmp_path / "new") == before


def test_a_public_law_that_needs_the_answers_is_told(tmp_path: Path) -> None:
    """Where it stands, and what to do."""
    rubric = small.copied(tmp_path)
    laws = rubric.parent / "reference" / "q1_vectors" / "laws.py"
    laws.write_text(
        "from .answers import below_largest as right\n" + laws.read_text(encoding="utf-8"), encoding="utf-8"
    )
    small.edited(
        laws, "def a_common_shift_changes_nothing(", "RIGHT = right\n\n\ndef a_common_shift_changes_nothing("
    )
    small.edited(laws, "    agree(", "    assert RIGHT\n    agree(")
    with pytest.raises(AssignmentError) as caught:
        release(rubric, tmp_path / "kit")
    assert str(caught.value) == (
        f"{laws.resolve()}:1:1: `below_largest` is part of the answers, and what is released needs it: "
        "make the check hidden, or write it without"
    )
    assert not (tmp_path / "kit").exists()


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_damaged_kit_is_the_students_to_get_again(small_kit: Path, damage: bytes | None) -> None:
    """Without its file of answers, or with another one, nothing is checked, and the code is not blamed."""
    frozen = small_kit / "public" / "frozen.bin"
    if damage is None:
        frozen.unlink()
    else:
        frozen.write_bytes(damage)
    done = check(small_kit, "hw.py")
    assert done.returncode == 2
    assert ("get the kit again" if damage is not None else "there is no file") in done.stderr


def test_a_kit_of_a_kit_is_refused(kit: Path, tmp_path: Path) -> None:
    """It has no reference with bodies; the message says of what it is a kit."""
    with pytest.raises(InputError, match="is that of a kit already, made from `"):
        release(kit / "rubric.yaml", tmp_path / "kit")
