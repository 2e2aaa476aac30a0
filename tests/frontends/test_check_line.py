"""``%check`` in real kernels, and as a plain function."""

import json
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
import small

from grader.frontends import check_line as notebook
from grader.kit.release import release

RIGHT = "def below_largest(x):\n    return x.max() - x"
WRONG = "def below_largest(x):\n    print('noise')\n    return x.max() + x"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The kit of a small assignment."""
    release(small.copied(tmp_path), tmp_path / "kit")
    return tmp_path / "kit"


def executed(folder: Path, *cells: str, **environment: str) -> list[Any]:
    """Run a notebook in a real kernel, in a folder; return what each code cell gave."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(book, folder / "mine.ipynb")
    path = json.dumps(str(folder / "mine.ipynb"))
    start = f"import os; os.environ.update({json.dumps(environment)}); __vsc_ipynb_file__ = {path}"
    live = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (start, *cells)])
    nbclient.NotebookClient(live, resources={"metadata": {"path": str(folder)}}).execute()
    return [cell.outputs for cell in live.cells[1:]]


@pytest.mark.filterwarnings("ignore")
def test_a_notebook_checks_what_is_run_so_far_and_what_is_saved(kit: Path) -> None:
    """Live functions pass though the saved notebook, run from scratch, does not: a cell was changed since."""
    outputs = executed(
        kit,
        "%load_ext grader",
        RIGHT,
        "%check 1a",
        "import pathlib, nbformat\n"
        "book = nbformat.read('mine.ipynb', 4)\n"
        f"book.cells[1].source = {WRONG!r}\n"
        "nbformat.write(book, 'mine.ipynb')",
        "%check 1a --clean",
        "%check 9z",
        "%check --what",
        "from grader.frontends.check_line import check\ncheck('1a')",
    )
    live, clean, unknown, unclear, called = (outputs[place][0]["data"] for place in (2, 4, 5, 6, 7))
    assert "public checks passed" in live["text/plain"]
    assert "2 of 2 public checks failed" in clean["text/plain"]
    assert "✗" in clean["text/html"]
    assert "<script" not in clean["text/html"]
    assert clean["text/markdown"].startswith("```text\n")
    assert unknown["text/plain"].startswith("%check: there is no question '9z'")
    assert unclear["text/plain"].startswith("%check: unrecognized arguments: --what\nusage: %check")
    assert called["text/plain"] == live["text/plain"]
    assert all(len(each) == 1 for each in outputs[2:3] + outputs[4:])  # nothing is printed beside


def test_answers_of_students_are_text_in_html(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a function raises cannot become part of the page."""
    monkeypatch.chdir(kit)

    def below_largest(x: Any) -> None:
        raise ValueError("<script>alert(1)</script>\x1b[31m")

    found = notebook.run("1a", {"below_largest": below_largest})
    assert isinstance(found, notebook.Checked)
    page = found._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page + repr(found)


@pytest.mark.parametrize(
    ("raises", "said"),
    [
        (KeyboardInterrupt, "%check was interrupted: a function may not end; put a print into its loop"),
        (SystemExit, "%check: your code calls exit(), which would end your notebook"),
    ],
)
def test_what_would_end_the_kernel_is_told(
    kit: Path, monkeypatch: pytest.MonkeyPatch, raises: type[BaseException], said: str
) -> None:
    """An interrupt and an exit are sentences, not the end."""
    monkeypatch.chdir(kit)

    def below_largest(x: Any) -> None:
        raise raises

    assert repr(notebook.run("1a", {"below_largest": below_largest})).startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "1a --rubric nowhere.yaml",
            "%check: the rubric nowhere.yaml cannot be read: No such file or directory",
        ),
        ("'1a", "%check: No closing quotation"),
        ("--clean", "%check: where this notebook is saved is not known here; say it with --file NOTEBOOK"),
        ("--file gone.ipynb", "%check: gone.ipynb does not exist."),
    ],
)
def test_what_is_wrong_with_the_line_is_told(
    kit: Path, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    """One sentence, no traceback."""
    monkeypatch.chdir(kit)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    assert repr(notebook.run(line, {})) == said


def test_without_a_rubric_near_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rubric is looked for above the notebook."""
    monkeypatch.chdir(tmp_path)
    assert repr(notebook.run("", {})) == (
        f"%check: there is no rubric.yaml in {tmp_path} or above; name it with --rubric FILE"
    )


def test_the_file_is_found_in_jupyter(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter's servers name it in the environment."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(RIGHT)])
    nbformat.write(book, kit / "sub.ipynb")
    monkeypatch.chdir(kit)
    monkeypatch.setenv("JPY_SESSION_NAME", str(kit / "sub.ipynb"))
    assert "public checks passed" in repr(notebook.run("1a --clean", {}))


def test_the_page_keeps_its_own_colours(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it can be read on every theme: text is as dark or light as the notebook's own."""
    monkeypatch.chdir(kit)
    found = notebook.run("1a", {"below_largest": lambda x: x})
    assert isinstance(found, notebook.Checked)
    page = found._repr_html_()
    assert "color: inherit; background: none" in page
    assert "#" not in "".join(re.findall(r'style="([^"]*)"', page))
    assert 'style="opacity: 0.7"' in page
    assert "font-weight: bold" in page


@pytest.mark.skipif(sys.platform == "win32", reason="there are no timers")
def test_a_function_has_the_seconds_of_the_rubric(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop without end is a verdict, though it catches what it can; other functions are checked."""
    monkeypatch.chdir(kit)
    rubric = kit / "rubric.yaml"
    rubric.write_text(re.sub(r"seconds: [\d.]+", "seconds: 0.3", rubric.read_text()))

    def below_largest(x: Any) -> None:
        while True:
            with suppress(Exception):
                sum(range(100))

    begun = time.monotonic()
    found = repr(notebook.run("", {"below_largest": below_largest, "half_square_grad": lambda x: x}))
    assert time.monotonic() - begun < 20
    assert "did not finish within 0.3 s in `below_largest`" in found
    assert "✓ half_square_grad is the gradient" in found
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
