"""Whatever is handed in, a `Submission` comes out."""

import io
import json
import random
import warnings
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model import Submission
from grader.platforms.find import read_one
from grader.text.safe import safe

few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)

NOTEBOOK = nbformat.writes(
    nbformat.v4.new_notebook(
        metadata={
            "language_info": {"name": "python"},
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
        cells=[
            nbformat.v4.new_code_cell("x = 1", outputs=[nbformat.v4.new_output("stream", text="é")]),
            nbformat.v4.new_markdown_cell(
                "# 1a\nBecause.", metadata={"tags": ["1a"], "nbgrader": {"grade_id": "1a"}}
            ),
        ],
    )
)
OLD_NOTEBOOK = json.dumps(
    {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "metadata": {}, "source": "1a"},
                    {
                        "cell_type": "code",
                        "input": ["x = 1"],
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                    },
                ]
            }
        ],
    }
)


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("hw/a.py", "x = 1\n" * 50), ("hw/b/nb.ipynb", NOTEBOOK), ("hw/data.csv", "1")):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


ZIP = _zip()


def check(path: Path, content: bytes) -> Submission:
    """Read it, and see that the result can be printed, encoded and read again."""
    path.write_bytes(content)
    submission = read_one(path, ["1a"])
    submission.path.encode()
    for each in submission.problems:
        assert safe(each.where) == each.where
        assert safe(each.message) == each.message
        assert each.message
    for module in submission.modules:
        assert all(part.isidentifier() for part in module.name.split("."))
        assert safe(module.path) == module.path
        for cell in module.cells:
            cell.source.encode()
            assert safe(cell.name) == cell.name
            assert not {"\0", "\r"} & set(cell.source)
    for answer in submission.written.values():
        answer.encode()
    assert submission.modules or submission.problems or submission.written
    assert read_one(path, ["1a"]) == submission
    return submission


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    """The original with a few bytes changed, taken out, doubled or put in, or its end cut off."""
    chance = random.Random(draw(st.integers(0, 1 << 32)))
    data = bytearray(original)
    for _ in range(draw(st.integers(1, 8))):
        place = chance.randrange(len(data) + 1)
        match draw(st.sampled_from(["change", "remove", "repeat", "insert", "cut"])):
            case "change":
                data[place : place + 1] = bytes([chance.randrange(256)])
            case "remove":
                del data[place : place + chance.randrange(20)]
            case "repeat":
                data[place:place] = data[place : place + chance.randrange(100)]
            case "insert":
                data[place:place] = chance.choice(
                    [b"\0", b"[", b"]", b'"', b"\\", b"\xff", b"{}", b"1e9", b"\\ud800", b"PK\x01\x02"]
                )
            case "cut":
                del data[max(place, len(data) // 2) :]
    return bytes(data)


@pytest.mark.parametrize("name", ["alice.py", "alice.ipynb", "alice.zip"])
@few
@given(content=st.binary(max_size=300))
def test_random_bytes(name: str, content: bytes, tmp_path: Path) -> None:
    """Bytes without any sense are told, under every name."""
    check(tmp_path / name, content)


@few
@given(content=mutated(NOTEBOOK.encode()) | mutated(OLD_NOTEBOOK.encode()))
def test_damaged_notebooks(content: bytes, tmp_path: Path) -> None:
    """A notebook with bytes changed is read as far as possible."""
    check(tmp_path / "alice.ipynb", content)


@few
@given(content=mutated(ZIP))
def test_damaged_zips(content: bytes, tmp_path: Path) -> None:
    """A zip with bytes changed is read as far as possible."""
    check(tmp_path / "alice.zip", content)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree of JSON, as its parent and the key in it."""
    items = (
        list(tree.items())
        if isinstance(tree, dict)
        else list(enumerate(tree))
        if isinstance(tree, list)
        else []
    )
    return [(tree, key) for key, _ in items] + [place for _, value in items for place in _places(value)]


@pytest.mark.parametrize("notebook", [NOTEBOOK, OLD_NOTEBOOK], ids=["new", "old"])
@few
@given(data=st.data())
def test_notebooks_with_wrong_values(notebook: str, data: st.DataObject, tmp_path: Path) -> None:
    """Any value of any type at any place of a notebook is a problem at most."""
    tree = json.loads(notebook)
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(tree)
        if places:
            parent, key = data.draw(st.sampled_from(places))
            parent[key] = data.draw(json_values)
    check(tmp_path / "alice.ipynb", json.dumps(tree).encode())


@few
@given(
    members=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8),
            st.sampled_from(["", ".py", ".ipynb", "/"]),
        ),
        max_size=6,
    )
)
def test_zips_with_any_names(members: list[tuple[str, str]], tmp_path: Path) -> None:
    """Members may be called anything."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w") as archive:
        for name in dict.fromkeys(stem + suffix for stem, suffix in members):
            archive.writestr(zipfile.ZipInfo(name), "x")
    check(tmp_path / "alice.zip", buffer.getvalue())
