"""Notebooks that nbgrader and otter handed out.

Those in `notebooks/` were made by nbgrader 0.9.6 and otter-grader 7.0.0 from masters of the small assignment
and filled in as a student would, with a mistake in `half_square_grad` that their own tests do not see.
"""

import json
import pickle
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import small

from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.model import Result, Submission, Verdict
from grader.platforms.find import read_batch, read_one
from grader.submissions.notebook import NotebookContent, read_notebook

NOTEBOOKS = Path(__file__).parent / "notebooks"
QUESTIONS = ("1a", "1b", "2a")
UPHILL = "Uphill, and the negative one downhill."


def changed(name: str, change: Callable[[list[dict]], object]) -> NotebookContent:
    """Read one of the real notebooks after its cells were changed."""
    tree = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    change(tree["cells"])
    return read_notebook(json.dumps(tree).encode(), "hw.ipynb")


def written(tmp_path: Path, name: str, change: Callable[[list[dict]], object]) -> Submission:
    """Read one of the real notebooks as a submission after its cells were changed."""
    tree = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    change(tree["cells"])
    (tmp_path / "hw.ipynb").write_text(json.dumps(tree), encoding="utf-8")
    return read_one(tmp_path / "hw.ipynb", QUESTIONS)


def at(cells: list[dict], words: str) -> int:
    """Return where the cell with these words is."""
    return next(place for place, cell in enumerate(cells) if words in "".join(cell["source"]))


def sources(notebook: NotebookContent) -> str:
    """Return all code that would be run."""
    return "\n".join(cell.source for cell in notebook.cells)


# ---- graded -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade both from a folder as nbgrader collects it, and two whose answer in words has another name."""
    folder = tmp_path_factory.mktemp("course")
    rubric = small.copied(folder)
    for name in ("nbgrader", "otter"):
        place = folder / "submitted" / name / "small"
        place.mkdir(parents=True)
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", place / "hw.ipynb")
        (place / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    for student, words in (("renamed", UPHILL), ("untouched", "*Geben Sie hier Ihre Antwort ein*")):
        tree = json.loads((NOTEBOOKS / "nbgrader.ipynb").read_text(encoding="utf-8"))
        cell = tree["cells"][at(tree["cells"], "Uphill")]
        cell["metadata"]["nbgrader"]["grade_id"], cell["source"] = "gradient-words", words
        (folder / "submitted" / student / "small").mkdir(parents=True)
        (folder / "submitted" / student / "small" / "hw.ipynb").write_text(json.dumps(tree), encoding="utf-8")
    job = pipeline.prepare(rubric)
    found = read_batch([folder / "submitted"], QUESTIONS, assignment="small")
    todo = plan(job, found)
    for _ in todo.run(on_this_machine(1)):
        pass
    return {result.submission.id: result for result in todo.results()}


@pytest.mark.parametrize("name", ["nbgrader", "otter"])
def test_real_notebooks_are_graded(graded: dict[str, Result], name: str) -> None:
    """By their functions; the mistake that their own tests let pass is found, and nothing else is lost."""
    result = graded[name]
    verdicts = {o.check.id: o.verdict for question in result.questions for o in question.outcomes}
    assert [id_ for id_, verdict in verdicts.items() if verdict is Verdict.FAILED] == [
        "1b.gradient.half_square_grad"
    ]
    assert [id_ for id_, verdict in verdicts.items() if verdict is Verdict.PENDING] == [
        "1b.written.answer_1b"
    ]
    assert set(verdicts.values()) == {Verdict.PASSED, Verdict.FAILED, Verdict.PENDING}
    assert result.submission.written == {"1b": UPHILL}


def test_nothing_goes_wrong_while_they_are_loaded(graded: dict[str, Result]) -> None:
    """Neither otter nor nbgrader need be installed; test cells are not run."""
    assert graded["nbgrader"].problems == ()
    assert graded["otter"].problems == ()


def test_an_answer_that_no_question_claims_waits_for_a_person(graded: dict[str, Result]) -> None:
    """It is never dropped: it is said, and its points are pending; what a template says is no answer."""

    def of(student: str) -> list[Verdict]:
        outcomes = [o for question in graded[student].questions for o in question.outcomes]
        return [each.verdict for each in outcomes if each.check.kind == "written"]

    assert of("renamed") == [Verdict.PENDING]
    assert graded["renamed"].submission.unclaimed == UPHILL
    (note,) = graded["renamed"].notes
    assert re.fullmatch(r"hw\.ipynb, cell \d+ counting text too", note.where)
    assert note.message == (
        "This answer in words names no question that is asked. It waits for a person, as the answer to any"
        " question without one."
    )
    assert graded["nbgrader"].notes == graded["untouched"].notes == ()
    assert of("untouched") == [Verdict.MISSING]


@pytest.mark.parametrize("tags", [["otter_answer_cell"], []])
def test_otters_answers_without_a_name_are_kept(tmp_path: Path, tags: list[str]) -> None:
    """Earlier versions mark the question alone; what the student may change in it is the answer."""

    def change(cells: list[dict]) -> None:
        place = at(cells, "Uphill")
        locked = {"editable": False, "deletable": False}
        question = {"source": "<!-- BEGIN QUESTION -->\n\n**Uphill or down?**", "metadata": locked}
        cells[place - 1 : place + 1] = [
            {"cell_type": "markdown", **question},
            {"cell_type": "markdown", "source": UPHILL, "metadata": {"tags": tags}},
            {"cell_type": "markdown", "source": "<!-- END QUESTION -->", "metadata": locked},
        ]

    found = written(tmp_path, "otter", change)
    assert (found.written, found.unclaimed) == ({}, UPHILL)
    assert [note.where.partition(",")[0] for note in found.notes] == ["hw.ipynb"]


# ---- nbgrader ---------------------------------------------------------------------------------------


def test_a_test_cell_never_stands_for_a_function() -> None:
    """A reference in an instructor's test would earn the points of the student's own."""
    notebook = changed(
        "nbgrader",
        lambda cells: cells[at(cells, "half_square_grad_reference")].update(
            source="def half_square_grad(x): ..."
        ),
    )
    assert sources(notebook).count("def half_square_grad(") == 1


def test_of_copied_answers_the_first_counts(tmp_path: Path) -> None:
    """And the copy is told; a first one that is still empty is not counted."""

    def copy(cells: list[dict], first: str) -> None:
        place = at(cells, "Uphill")
        cells.insert(place, {**cells[place], "source": first})

    found = written(tmp_path, "nbgrader", lambda cells: copy(cells, "Downhill."))
    assert found.written == {"1b": "Downhill."}
    assert [note.message for note in found.notes] == [
        "The answer 'answer-1b' is there more than once, as a copied cell; the first counts.",
    ]
    assert found.problems == ()
    found = written(tmp_path, "nbgrader", lambda cells: copy(cells, "YOUR ANSWER HERE"))
    assert found.written["1b"].endswith(UPHILL)


def test_of_copied_functions_the_last_counts() -> None:
    """As in every notebook."""

    def copy(cells: list[dict]) -> None:
        place = at(cells, "def below_largest")
        cells.insert(place + 1, cells[place])

    assert sources(changed("nbgrader", copy)).count("def below_largest") == 2


def test_cells_whose_type_was_changed_are_what_they_were(tmp_path: Path) -> None:
    """Text that became code would be a syntax error, and code that became text no function."""

    def change(cells: list[dict]) -> None:
        cells[at(cells, "Uphill")].update(cell_type="code", outputs=[], execution_count=None)
        cells[at(cells, "def below_largest")].update(cell_type="markdown")
        cells[at(cells, "def row_sums")].update(cell_type="raw")

    found = written(tmp_path, "nbgrader", change)
    assert found.written == {"1b": UPHILL}
    text = "\n".join(cell.source for cell in found.modules[0].cells)
    assert "def below_largest" in text
    assert "def row_sums" in text
    assert "Uphill" not in text


def test_a_task_is_answered_in_the_cells_below(tmp_path: Path) -> None:
    """Up to the instructor's next cell."""

    def change(cells: list[dict]) -> None:
        place = at(cells, "Uphill")
        about = {**cells[place]["metadata"]["nbgrader"], "grade": False, "solution": False, "task": True}
        cells[place]["metadata"] = {"nbgrader": about}
        own = {"cell_type": "markdown", "metadata": {}}
        cells[place + 1 : place + 1] = [
            {**own, "source": "My plan."},
            {**own, "source": "My plot.\n# Its title"},
            {**cells[at(cells, "Where does")]},
            {**own, "source": "Something else."},
        ]

    answer = written(tmp_path, "nbgrader", change).written["1b"]
    assert "My plan." in answer
    assert "My plot." in answer
    assert "Something else." not in answer


@pytest.mark.parametrize("grade_id", ["1b", "q1b", "answer_1b", "question-1b", "Q-1-b", "1b_answer", "ex_1b"])
def test_a_grade_id_names_its_question(tmp_path: Path, grade_id: str) -> None:
    """In all the ways in which instructors name cells."""

    def change(cells: list[dict]) -> None:
        cells[at(cells, "Uphill")]["metadata"]["nbgrader"]["grade_id"] = grade_id

    assert written(tmp_path, "nbgrader", change).written == {"1b": UPHILL}


@pytest.mark.parametrize("grade_id", ["cell-1b2c3d", "11b", "1bb", "test", "", "_" * 100_000, "q" * 100_000])
def test_other_ids_name_nothing(tmp_path: Path, grade_id: str) -> None:
    """Those that nbgrader makes up, for one; and endless ones take no time."""

    def change(cells: list[dict]) -> None:
        cells[at(cells, "Uphill")]["metadata"]["nbgrader"]["grade_id"] = grade_id

    assert written(tmp_path, "nbgrader", change).written == {}


# ---- otter ------------------------------------------------------------------------------------------


def test_otters_own_lines_are_taken_out() -> None:
    """Wherever they stand; lines keep their numbers, and the student's lines stay."""
    source = "import otter\ngr = otter.Notebook()\nx = 1\ngr.check('q2a')  # mine\ngrader.check('q1');\ny = 2"
    notebook = changed("otter", lambda cells: cells[at(cells, "def row_sums")].update(source=source))
    assert "otter" not in sources(notebook).replace("Initialize Otter", "")
    assert "\n\nx = 1\n\n\ny = 2" in sources(notebook)
    assert "check" not in sources(notebook)


def test_without_otter_nothing_is_taken_out() -> None:
    """A student may call things as they like."""
    cell = {"cell_type": "code", "metadata": {}, "source": "grader = Notebook(1)\ngrader.export(2)"}
    notebook = read_notebook(json.dumps({"cells": [cell]}).encode(), "hw.ipynb")
    assert sources(notebook) == cell["source"]


def test_an_answer_in_words_ends_where_its_question_does(tmp_path: Path) -> None:
    """What is written below belongs to the next one; a cell that the student added counts."""

    def change(cells: list[dict]) -> None:
        place = at(cells, "Uphill")
        own = {"cell_type": "markdown", "metadata": {}}
        cells.insert(place + 1, {**own, "source": "And one thing more."})
        cells.insert(place + 3, {**own, "source": "Rows are summed."})

    assert written(tmp_path, "otter", change).written == {
        "1b": f"{UPHILL}\n\nAnd one thing more.",
        "2a": "Rows are summed.",
    }


def test_an_empty_answer_is_shown_with_its_question(tmp_path: Path) -> None:
    """Somebody may have written into the cell of the question; a person looks."""

    def change(cells: list[dict]) -> None:
        cells[at(cells, "Uphill")]["source"] = "_Type your answer here, replacing this text._"
        cells[at(cells, "in words")]["source"] = "<!-- BEGIN QUESTION -->\n\n**Question 1b.** Uphill."

    assert written(tmp_path, "otter", change).written["1b"].startswith("Uphill.")


def test_an_answer_in_words_may_be_named_by_its_check(tmp_path: Path) -> None:
    """Where no heading does."""

    def change(cells: list[dict]) -> None:
        place = at(cells, "Uphill")
        del cells[place - 1 : place + 2]
        cells[place - 1 : place - 1] = [
            {"cell_type": "markdown", "metadata": {"tags": ["otter_answer_cell"]}, "source": UPHILL},
            {"cell_type": "code", "metadata": {}, "source": "grader.check('q1b')", "outputs": []},
        ]

    assert written(tmp_path, "otter", change).written == {"1b": UPHILL}


def test_tests_in_an_instructors_own_notebook_are_not_run() -> None:
    """Between the marks of a master."""
    cells = [
        {"cell_type": "raw", "metadata": {}, "source": "# BEGIN TESTS"},
        {"cell_type": "code", "metadata": {}, "source": "def f(): return 1"},
        {"cell_type": "raw", "metadata": {}, "source": "# END TESTS"},
        {"cell_type": "code", "metadata": {}, "source": "def f(): return 2"},
        {"cell_type": "code", "metadata": {}, "source": "# BEGIN TESTS\nassert f() == 1"},
        {"cell_type": "code", "metadata": {}, "source": "# END TESTS"},
    ]
    notebook = read_notebook(json.dumps({"cells": cells}).encode(), "hw.ipynb")
    assert sources(notebook) == "def f(): return 2"
    assert notebook.problems == ()


class Bomb:
    """What tells on whoever loads it."""

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (Path("loaded"),)


def test_what_otter_exports_is_a_submission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip with a log that is a pickle: it is never loaded."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(tmp_path / "hw_2026_11_25T16_24_10_935984.zip", "w") as archive:
        archive.write(NOTEBOOKS / "otter.ipynb", "hw.ipynb")
        archive.writestr(".OTTER_LOG", pickle.dumps(Bomb()))
        archive.writestr("__zip_filename__", "hw_2026_11_25T16_24_10_935984.zip")
        archive.writestr("hw.pdf", "%PDF")
    found = read_one(tmp_path / "hw_2026_11_25T16_24_10_935984.zip", QUESTIONS)
    assert (found.written, found.problems) == ({"1b": UPHILL}, ())
    assert not (tmp_path / "loaded").exists()
