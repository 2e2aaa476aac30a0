"""Notebooks of all formats, whole and broken."""

import json
import time
import warnings
from typing import Any

import nbformat
import pytest

from grader.model import Cell, Problem
from grader.submissions.found import UnreadableError
from grader.submissions.notebook import NotebookContent, read_notebook
from grader.submissions.written import Block, written_answers

AGAIN = "Open it in Jupyter, save it and hand it in again."


def code(source: Any = "x = 1", **more: Any) -> dict[str, Any]:
    """A code cell as it is stored."""
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
        **more,
    }


def markdown(source: Any = "Because.", **metadata: Any) -> dict[str, Any]:
    """A Markdown cell as it is stored."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def stored(*cells: Any, **more: Any) -> bytes:
    """A notebook file with these cells."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}).encode()


def read(*cells: Any, **more: Any) -> NotebookContent:
    """What is read of a notebook with these cells."""
    return read_notebook(stored(*cells, **more), "hw.ipynb")


def sources(notebook: NotebookContent) -> list[str]:
    """The code that is left of a notebook."""
    return [cell.source for cell in notebook.cells]


def messages(notebook: NotebookContent) -> list[str]:
    """Everything that is told about a notebook."""
    return [f"{each.where}: {each.message}" for each in notebook.problems]


# ---- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize("minor", range(6))
def test_every_version_of_format_4_is_read(minor: int) -> None:
    """Cells come in order, named as the student counts them."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# 1a\nBecause."),
            nbformat.v4.new_code_cell("import numpy as np\n%matplotlib inline"),
            nbformat.v4.new_raw_cell("raw"),
            nbformat.v4.new_code_cell(
                "!pip install x\nx = 1", outputs=[nbformat.v4.new_output("stream", text="y" * 1000)]
            ),
        ]
    )
    notebook.nbformat_minor = minor
    if minor < 5:
        for cell in notebook.cells:
            del cell["id"]
    result = read_notebook(nbformat.writes(notebook).encode(), "part 1/hw.ipynb")
    assert result == NotebookContent(
        cells=(
            Cell("part 1/hw.ipynb cell 1", "import numpy as np\n%matplotlib inline"),
            Cell("part 1/hw.ipynb cell 2", "!pip install x\nx = 1"),
        ),
        blocks=(Block("# 1a\nBecause."), Block("", code=True), Block("", code=True)),
        problems=(),
        notes=(),
    )


def test_format_3_is_read() -> None:
    """The cells of old notebooks lie in worksheets, and headings are cells of their own."""
    notebook = nbformat.v3.new_notebook(
        worksheets=[
            nbformat.v3.new_worksheet(
                cells=[
                    nbformat.v3.new_heading_cell("Question 1a", level=2),
                    nbformat.v3.new_text_cell("markdown", source="Because."),
                    nbformat.v3.new_code_cell(input="x = 1\ny = 2"),
                ]
            ),
            nbformat.v3.new_worksheet(cells=[nbformat.v3.new_code_cell(input="z = 3")]),
        ]
    )
    result = read_notebook(nbformat.v3.writes_json(notebook).encode(), "hw.ipynb")
    assert sources(result) == ["x = 1\ny = 2", "z = 3"]
    assert [block.text for block in result.blocks] == ["## Question 1a", "Because.", "", ""]
    assert result.problems == ()


def test_format_3_with_wrong_types_is_read_as_far_as_it_goes() -> None:
    """Broken cells of an old notebook are left out one by one."""
    cells = [
        7,
        {"cell_type": "code", "input": 7},
        {
            "cell_type": "code",
            "input": ["a = 1\n", "b = 2"],
            "language": "python",
            "outputs": "none",
            "metadata": 3,
        },
        {"cell_type": "code", "input": "puts 1", "language": "ruby"},
        {"cell_type": "heading", "level": "high", "source": ["Question 1a"]},
        {"cell_type": None},
        {},
    ]
    result = read_notebook(
        json.dumps({"nbformat": 3, "worksheets": [5, {}, {"cells": cells}]}).encode(), "hw.ipynb"
    )
    assert sources(result) == ["a = 1\nb = 2"]
    assert [block.text for block in result.blocks if not block.code] == ["# Question 1a"]
    assert messages(result) == [
        f"hw.ipynb: Cell 1, counting text too, is broken and was left out. {AGAIN}",
        f"hw.ipynb cell 1: Cell 2, counting text too, is broken and was left out. {AGAIN}",
    ]
    assert [f"{each.where}: {each.message}" for each in result.notes] == [
        "hw.ipynb cell 3: This cell is in ruby, so it is left out; only Python is graded.",
    ]


def test_reading_never_warns_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    """Missing ids and other faults that do not matter here are not reported to anyone."""
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sources(read({"cell_type": "code", "source": "x = 1"})) == ["x = 1"]
        assert sources(read_notebook(json.dumps(old).encode(), "hw.ipynb")) == ["x = 1"]
    assert caplog.records == []


@pytest.mark.parametrize(
    "more", [{"nbformat": 5}, {"nbformat": "4"}, {"nbformat": None}, {"nbformat_minor": []}, {"metadata": 3}]
)
def test_an_invalid_notebook_is_read_if_its_cells_can_be_understood(more: dict[str, Any]) -> None:
    """Faults around the cells cost nothing."""
    assert read(code(), **more) == read(code())


def test_a_byte_order_mark_and_windows_lines_are_understood() -> None:
    """What editors add to a file, or to a cell, is taken off."""
    assert sources(read_notebook(b"\xef\xbb\xbf" + stored(code("a\r\nb\rc")), "hw.ipynb")) == ["a\nb\nc"]


# ---- cells ----------------------------------------------------------------------------------------


def test_a_source_is_a_string_or_a_list_of_lines() -> None:
    """Both ways of storing a source give the same text."""
    assert (
        sources(read(code("x = 1\ny = 2"))) == sources(read(code(["x = 1\n", "y = 2"]))) == ["x = 1\ny = 2"]
    )


def test_empty_cells_count_but_are_not_run() -> None:
    """Numbers are those that a student counts, blank cells included."""
    assert read(code(""), markdown(), code(" \n"), code("x = 1")).cells == (Cell("hw.ipynb cell 3", "x = 1"),)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        3,
        "code",
        [],
        {},
        {"cell_type": "code"},
        code(None),
        code(3),
        code(["x", 3]),
        code({"x": 1}),
        code([["x"]]),
    ],
)
def test_a_broken_cell_is_left_out_and_told(cell: Any) -> None:
    """One broken cell does not cost the others."""
    result = read(code("a = 1"), cell, code("b = 2"))
    assert sources(result) == ["a = 1", "b = 2"]
    where = "hw.ipynb cell 2" if isinstance(cell, dict) and cell else "hw.ipynb"
    assert result.problems == (
        Problem(where, f"Cell 2, counting text too, is broken and was left out. {AGAIN}"),
    )


@pytest.mark.parametrize("source", ["x = '\0'", "x = '\ud800'"])
def test_a_cell_that_is_not_text_is_left_out(source: str) -> None:
    """NULs and halves of characters cannot be in a program."""
    result = read(code(source), code("b = 2"))
    assert sources(result) == ["b = 2"]
    assert messages(result) == [
        "hw.ipynb cell 1: This cell holds a NUL or half a character, so it is left out. Type it again."
    ]
    assert read(markdown(source)).blocks == (Block("x = '\ufffd'"),)


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "julia"}},
        {"kernelspec": {"language": "julia", "name": "julia-1.9"}},
        {"language_info": {"name": "julia"}, "kernelspec": {"language": "python"}},
    ],
)
def test_a_notebook_in_another_language_is_not_graded(metadata: dict[str, Any]) -> None:
    """Its code is left out and told; its answers in words still count."""
    result = read(code("x = 1"), markdown("# 1a\nBecause."), metadata=metadata)
    assert result.cells == ()
    assert messages(result) == ["hw.ipynb: This notebook is in julia; only Python is graded."]
    assert result.blocks == (Block("", code=True), Block("# 1a\nBecause."))


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"language_info": {"name": "python", "version": "3.11"}},
        {"language_info": {"name": "Python"}},
        {"language_info": [], "kernelspec": {"language": 3}},
        {"kernelspec": {"language": "python", "name": "conda-env-julia"}},
        {"language_info": {"name": ""}, "kernelspec": {"language": ""}},
    ],
)
def test_a_notebook_that_claims_no_other_language_is_python(metadata: dict[str, Any]) -> None:
    """Without a clear word that it is something else, a notebook is Python."""
    assert sources(read(code(), metadata=metadata)) == ["x = 1"]


def test_a_cell_in_another_language_is_left_out() -> None:
    """Editors that mix languages say so cell by cell."""
    cells = [
        code(metadata={"vscode": {"languageId": "julia"}}),
        code(metadata={"vscode": {"languageId": "python"}}),
        code(metadata={"vscode": {"languageId": "sql"}}),
    ]
    result = read(*cells)
    assert [cell.name for cell in result.cells] == ["hw.ipynb cell 2"]
    assert messages(result) == []
    assert [f"{each.where}: {each.message}" for each in result.notes] == [
        "hw.ipynb cell 1: This cell is in julia, so it is left out; only Python is graded."
    ]


def test_tags_and_nbgrader_ids_are_kept() -> None:
    """A Markdown cell carries every name under which it may answer a question."""
    result = read(
        markdown(tags=["1a", 3, "x"], nbgrader={"grade_id": "q1", "solution": True, "grade": True}),
        markdown(tags="1a", nbgrader={"grade_id": 3}),
        markdown(
            nbgrader={"grade_id": "t1", "task": True, "solution": False, "grade": False, "locked": True}
        ),
        markdown(nbgrader={"grade_id": "given", "solution": False, "grade": False, "locked": True}),
    )
    assert result.blocks == (
        Block("Because.", ("1a", "x", "q1"), place="hw.ipynb, cell 1 counting text too", answer=True),
        Block("Because."),
        Block("Because.", tags=("t1",), task=True),
        Block("Because.", given=True),
    )


def test_pasted_pictures_are_dropped_from_text() -> None:
    """Megabytes of a picture are not part of an answer, the words around it are."""
    picture = f"![x](data:image/png;base64,{'iVBORw0K' * 500_000})"
    assert read(markdown(f"Before {picture} after")).blocks == (Block("Before ![x](data:,) after"),)


# ---- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "This file is empty (0 bytes). Save your work and hand it in again."),
        (b" \n", None, "This file is empty (2 bytes). Save your work and hand it in again."),
        (b"[]", None, f"This is not a notebook: it is JSON, but has no cells. {AGAIN}"),
        (b"3", None, f"This is not a notebook: it is JSON, but has no cells. {AGAIN}"),
        (b"{}", None, f"This is not a notebook: it has no cells. {AGAIN}"),
        (b'{"cells": {}}', None, f"This is not a notebook: it has no cells. {AGAIN}"),
        (
            b'{"cells": [\n<<<<<<< HEAD\n]}',
            2,
            (
                "This is not a notebook: from here on it is not JSON."
                f" It may be cut off or hold merge marks. {AGAIN}"
            ),
        ),
        (
            b"[" * 1000 + b"]" * 1000,
            None,
            f"This notebook is too intricate to be read. Clear all outputs. {AGAIN}",
        ),
        (b"[" * 1_000_000, None, f"This notebook is too intricate to be read. Clear all outputs. {AGAIN}"),
        (b'{"a":' * 5_000, None, f"This notebook is too intricate to be read. Clear all outputs. {AGAIN}"),
        (
            b'{"cells":[' + b"1," * 3_000_000,
            None,
            f"This notebook is too intricate to be read. Clear all outputs. {AGAIN}",
        ),
        (
            b" " * 50_000_001,
            None,
            (
                "This file is larger than 50 MB, so it is not read."
                " Hand in code without data, and clear the outputs of notebooks."
            ),
        ),
    ],
    ids=range(12),
)
def test_a_file_that_is_no_notebook_is_explained(data: bytes, line: int | None, message: str) -> None:
    """The reason, the line and the way out are told."""
    with pytest.raises(UnreadableError) as refused:
        read_notebook(data, "hw.ipynb")
    assert (refused.value.line, refused.value.message) == (line, message)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_a_notebook_in_another_encoding_is_read_with_a_note(encoding: str) -> None:
    """Some editors save JSON as Windows saves text."""
    text = json.dumps({"cells": [code("x = 'é'")], "nbformat": 4}, ensure_ascii=False)
    result = read_notebook(text.encode(encoding), "hw.ipynb")
    assert sources(result) == ["x = 'é'"]
    assert [each.where for each in result.notes] == ["hw.ipynb"]
    said = "read as Latin-1" if encoding == "cp1252" else "saved as UTF-16"
    assert said in result.notes[0].message


def test_outputs_are_dropped_before_anything_is_built() -> None:
    """Two million numbers of a plot, or what widgets remember, are worth no point less; lines stay."""
    plot = {"data": {"application/vnd.plotly.v1+json": {"data": [{"z": [0.5] * 2_000_001}]}}}
    notebook = {
        "cells": [code("x = 1", outputs=[plot]), code('y = {"outputs": [1]}')],
        "metadata": {"widgets": {"state": [{}] * 100_000}},
        "nbformat": 4,
    }
    result = read_notebook(json.dumps(notebook).encode(), "hw.ipynb")
    assert (sources(result), result.problems) == (["x = 1", 'y = {"outputs": [1]}'], ())
    broken = b'{"cells": [{"outputs": [\n<<<<<<< {\n}]},\n oops'
    with pytest.raises(UnreadableError) as refused:
        read_notebook(broken, "hw.ipynb")
    assert refused.value.line == 4


@pytest.mark.parametrize("start", [b'{"outputs":[', b'{"cells":[{"outputs":[]', b'{"outputs":{"a":'])
@pytest.mark.parametrize("more", [b"[", b"{}", b'"', b'"outputs":[', b"\\"])
def test_hostile_outputs_take_no_longer_than_others(start: bytes, more: bytes) -> None:
    """Nothing is built of them, and each byte is looked at a fixed number of times."""
    begun = time.process_time()
    with pytest.raises(UnreadableError):
        read_notebook(start + more * (1_000_000 // len(more)), "hw.ipynb")
    assert time.process_time() - begun < 2


def test_of_databricks_the_first_line_names_the_language() -> None:
    """`%md` is text, `%python` is Python, and a query is somebody else's business, without a word."""
    result = read(code("%md\n## 1a\nBecause."), code("%sql\nselect 1"), code("%python\nx = 1"), code("y = 2"))
    assert sources(result) == ["\nx = 1", "y = 2"]
    assert result.problems == result.notes == ()
    assert written_answers(result.blocks, ["1a"]) == {"1a": "Because."}


def test_line_magics_of_others_are_no_languages() -> None:
    """Where nothing else is Databricks', `%sql` is a line like any other."""
    assert sources(read(code("%sql select 1\nx = 1"))) == ["%sql select 1\nx = 1"]


@pytest.mark.parametrize(
    ("kind", "source", "told"),
    [
        ("raw", "def f(x):\n    return x", "raw"),
        ("markdown", "# a comment\nimport numpy as np\n\nclass Net:\n    pass", "text"),
        ("raw", "some words", ""),
        ("markdown", "Here is how:\n```\ndef f(x):\n```", ""),
        ("markdown", "define def f(x): as", ""),
    ],
)
def test_code_in_a_cell_that_is_not_run_is_told(kind: str, source: str, told: str) -> None:
    """Jupyter turns a cell into text at the press of a key; it is trouble where no other defines that."""
    result = read({"cell_type": kind, "source": source}, code())
    line = (
        f"hw.ipynb: Cell 1, counting text too, is a {told} cell, so the code in it is not run."
        " Make it a code cell if it is your work."
    )
    assert messages(result) == ([line] if told else [])
    again = read({"cell_type": kind, "source": source}, code("def f(x): ...\nclass Net: ..."))
    assert (again.problems, len(again.notes)) == ((), bool(told))


def test_huge_outputs_do_not_count() -> None:
    """Twenty megabytes of pictures, brackets and quotes in the outputs leave the code as it is."""
    outputs = [
        {"output_type": "stream", "text": '["\\' * 2_000_000},
        {"data": {"image/png": "iVBORw0K" * 1_500_000}},
    ]
    result = read(code("x = 1", outputs=outputs))
    assert (sources(result), result.problems) == (["x = 1"], ())


def test_odd_numbers_are_no_obstacle() -> None:
    """Endless digits, infinities and NaN in outputs are not worth a refusal."""
    data = stored(code()).replace(
        b'"outputs": []', b'"outputs": [' + b"9" * 5000 + b", NaN, -Infinity, 1e999, 0.1]"
    )
    assert sources(read_notebook(data, "hw.ipynb")) == ["x = 1"]


def test_too_much_code_is_cut_at_a_cell() -> None:
    """Five megabytes of code are read, the cell that goes beyond is told."""
    result = read(code("#" * 3_000_000), code("#" * 3_000_000))
    assert [len(cell.source) for cell in result.cells] == [3_000_000]
    assert messages(result) == [
        "hw.ipynb cell 2: The code up to here is longer than 5 MB, so this cell is left out."
    ]


def test_too_many_cells_are_cut() -> None:
    """Nobody writes thousands of cells by hand."""
    result = read(*[code("1")] * 6000)
    assert len(result.cells) == 5000
    assert messages(result) == ["hw.ipynb: This notebook has over 5000 cells; the rest is not read."]


def test_a_hostile_language_is_shown_safely() -> None:
    """Names from the metadata are escaped and short."""
    result = read(code(), metadata={"language_info": {"name": "\x1b[2J\u202e" + "x" * 1000}})
    assert messages(result) == [
        f"hw.ipynb: This notebook is in \\x1b[2J\\u202e{'x' * 26}…; only Python is graded."
    ]
