"""marimo's notebooks, however their frame is spaced."""

import pytest

from grader.submissions.marimo import is_marimo, marimo_cells


@pytest.mark.parametrize(
    "frame", ["app = marimo.App()", "app=marimo.App()", "app  =  marimo.App(width='full')"]
)
def test_a_notebook_is_known_by_its_app(frame: str) -> None:
    """The frame goes, the cells stay."""
    source = f"import marimo\n{frame}\n\n@app.cell\ndef _():\n    x = 1\n    return (x,)\n"
    assert is_marimo(source)
    code, _ = marimo_cells(source)
    assert code.split() == ["x", "=", "1"]
