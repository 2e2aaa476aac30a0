"""Feeds mutilated bytes to everything that reads what a stranger wrote; run by hand, see README.md here.

A reader either returns something sound or raises the one error it names. Anything else that it raises is a
hole: the bytes that did it are printed, and become a line in ``test_regressions.py``.
"""

import argparse
import gzip
import io
import json
import random
import re
import tarfile
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from grader.errors import InputError
from grader.model import Evidence, Submission
from grader.reports import results
from grader.sandbox import messages
from grader.sandbox.worker import source
from grader.submissions.archive import unpack
from grader.submissions.found import File, Found
from grader.submissions.kinds import SOURCES, kind_of_content
from grader.submissions.python_source import decode_module
from grader.submissions.read import submission
from grader.values import stored, wire

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PLACE = Path(tempfile.gettempdir())


# ---- the readers, each with what it promises -----------------------------------------------------------


def responses(data: bytes) -> None:
    """Frames from a worker: plain values or a WireError."""
    try:
        for body in [*(body for _, body in messages.Buffer().feed(data)), data[messages.HEADER.size :]]:
            sent = messages.read_response(body)
            if isinstance(sent, messages.Answered):
                plain(wire.unpack(sent.value))
                wire.bits_of(sent.value)
    except wire.WireError:
        pass


def plain(value: object) -> None:
    """Only what the comparison knows."""
    if isinstance(value, (list, tuple)):
        for each in value:
            plain(each)
    assert value is None or type(value) in (bool, int, float, str, list, tuple, np.ndarray, wire.Strange)
    assert type(value) is not np.ndarray or value.dtype in wire.NAMES


def whole(found: Found) -> Submission:
    """A submission that can be printed, written to a file and sent to a worker."""
    made = submission("ada", "ada", "ada", found, ["1", "2a"])
    assert made.modules or made.problems or made.written
    for each in (*made.problems, *made.notes):
        assert each.message
        assert not OBEYED.search(each.where + each.message)
    for module in made.modules:
        assert all(part.isidentifier() for part in module.name.split("."))
        for cell in module.cells:
            assert not OBEYED.search(cell.name)
            assert not {"\0", "\r"} & set(cell.source)
            cell.source.encode()
    for answer in made.written.values():
        answer.encode()
    return made


def archives(data: bytes) -> None:
    """A zip or a tar: a submission, with problems where it is damaged."""
    whole(unpack(data, "ada.zip"))
    whole(unpack(data, "ada.tar"))


def notebooks(data: bytes) -> None:
    """A notebook: the same, and the sources of its cells are read as a worker reads them."""
    for module in whole(Found.of([File("ada.ipynb", data)], ())).modules:
        for cell in module.cells:
            compiled(cell.source, notebook=True)


def modules(data: bytes) -> None:
    """A module, or a notebook that was exported as one: the same, and every line is where it was."""
    for module in whole(Found.of([File("ada.py", data)], ())).modules:
        for cell in module.cells:
            compiled(cell.source, notebook=module.notebook)
            assert cell.source.count("\n") == decode_module(data).text.count("\n")


def fenced(data: bytes) -> None:
    """A notebook kept as Markdown: the same."""
    for module in whole(Found.of([File("ada.qmd", data)], ())).modules:
        for cell in module.cells:
            compiled(cell.source, notebook=True)
            assert cell.source.count("\n") == decode_module(data).text.count("\n")


def unnamed(data: bytes) -> None:
    """A file whose name says nothing: whatever it is by what is in it."""
    kind = kind_of_content(data)
    if kind in SOURCES:
        whole(Found.of([File("ada", data, kind)], ()))
    else:
        whole(unpack(data, "ada.zip"))


def compiled(text: str, *, notebook: bool) -> None:
    """Statements, and sentences in the place of what is none."""
    for each in source.statements(text, "ada.py", notebook):
        assert isinstance(each, (source.Statement, source.Unreadable))


def result_files(data: bytes) -> None:
    """A results.json: results, or an InputError."""
    with tempfile.TemporaryDirectory(dir=PLACE) as folder:
        Path(folder, "results.json").write_bytes(data)
        try:
            for each in results.read(Path(folder)).submissions:
                results.as_students_see_it(each)
        except InputError:
            pass


def stored_values(data: bytes) -> None:
    """A value that was kept: plain again, or one of the two errors for which the store grades anew."""
    with suppress(msgspec.MsgspecError, wire.WireError):
        stored.decode(data)


# ---- honest examples, of which the mutilated ones are made ---------------------------------------------


def _frames() -> list[bytes]:
    values = [
        1.5,
        None,
        "text",
        True,
        7,
        np.eye(2),
        np.asfortranarray(np.ones((2, 3))),
        [1, (2.0, [np.ones(1)])],
    ]
    replies: list[messages.Response] = [messages.Answered(wire.pack(value), [0]) for value in values]
    replies += [
        messages.Raised("ValueError", "no", "ada.py:3", memory=False),
        messages.Locked("A", ["a note"]),
        messages.Starting(7, "ada.py:1"),
        messages.Loaded(["f"], {"1": "because"}, [messages.Told("ada.py:1", "no", memory=True)]),
    ]
    return [*map(messages.frame, replies), b"".join(map(messages.frame, replies))]


def _notebooks() -> list[bytes]:
    cells = [
        {"cell_type": "code", "source": ["%time x = 1\n", "y = 2"], "outputs": [], "metadata": {}},
        {"cell_type": "markdown", "source": "# 1\nBecause.\n## 2a\nTherefore.", "metadata": {"tags": ["1"]}},
        {"cell_type": "raw", "source": "", "metadata": {}},
    ]
    kernel = {"language_info": {"name": "python"}, "kernelspec": {"language": "python", "name": "python3"}}
    new = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    old_cells = [
        {"cell_type": "heading", "level": 2, "source": "1"},
        {"cell_type": "code", "input": ["x = 1"]},
    ]
    old = {"worksheets": [{"cells": old_cells}], "metadata": {"name": ""}, "nbformat": 3}
    return [json.dumps(each).encode() for each in (new, old)]


def _archives() -> list[bytes]:
    made = []
    for way in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", way) as archive:
            for name, data in (
                ("hw/a.py", b"x = 1\n" * 9),
                ("hw/b/c.ipynb", _notebooks()[0]),
                ("hw/d.csv", b"1"),
            ):
                archive.writestr(zipfile.ZipInfo(name), data)
        made.append(buffer.getvalue())
    return made


def _tars() -> list[bytes]:
    made = []
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
            for name, data in (
                ("hw/a.py", b"x = 1\n" * 9),
                (f"{'b' * 60}/{'c' * 80}.ipynb", _notebooks()[0]),
            ):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        made += [buffer.getvalue(), gzip.compress(buffer.getvalue(), mtime=0)]
    return made


def _results() -> list[bytes]:
    check = {"id": "1.1", "kind": "matches", "target": "f", "title": "f", "visibility": "hidden"}
    check |= {"verdict": "failed", "points": 1, "earned": 0.5, "mistake": None, "message": "no"}
    check |= {
        "evidence": {"message": "m", "call": "f(1)", "inputs": {"x": [1, None]}, "got": 1, "expected": "nan"}
        | {"where": "", "failing": 1, "examples": 2}
    }
    question = {"id": "1", "title": "One", "bonus": False, "score": 0.5, "max_score": 1, "checks": [check]}
    one = {"id": "ada", "path": "ada.py", "score": 0.5, "max_score": 1, "pending": 0, "isolation": "A"}
    one |= {"problems": [{"where": "a", "message": "b"}], "questions": [question], "students": []}
    return [json.dumps({"assignment": "x", "seed": 0, "submissions": [one]}).encode()]


def _stored() -> list[bytes]:
    evidence = Evidence("m", "f(x)", {"x": np.ones(2)}, 1.0, np.float32(2), "there", 1, 2)
    return [stored.encode([("failed", 0.5, "m", None, evidence), {"a": (1, np.eye(2))}, "x", 1.5])]


MODULES = [
    b"# coding: latin-1\nimport numpy as np\ndef f(x):\n    return x ** 2  # \xe9\nclass C: pass\n",
    "\ufefffrom __future__ import annotations\nx = f'{1!r:>{3}}'\nmatch x:\n    case _: pass\n".encode(),
    (
        b'"""a\n\nAutomatically generated by Colab.\n"""\n\n"""# 1\nwhy\n"""\n'
        b"# Commented out IPython magic to ensure Python compatibility.\n# %%time\n# x = 1\n"
    ),
    b"# %% [markdown]\n# # 1\n# why\n# %%\nx = 1\n# %% [markdown] tags=['2a']\n'''\ntext\n'''\n# %run a.py\n",
    b"# Databricks notebook source\n# MAGIC %md\n# MAGIC # 1\n# COMMAND ----------\n# MAGIC x\n",
    (
        b"import marimo\napp = marimo.App()\n@app.cell\ndef _(x):\n    mo.md('''# 1''')\n    return (x,)\n"
        b"@app.function\ndef f(): pass\nif __name__ == '__main__':\n    app.run()\n"
    ),
    b"# In[1]:\n\nx = 1\n\n# # 1\n# why\n",
    b"try:\n    x = (1,\n         2)\nexcept* ValueError: '''text'''\nasync def g(): await h()\n",
]


@dataclass(frozen=True)
class Target:
    """A reader, honest examples, and pieces that mean something to it."""

    read: Callable[[bytes], None]
    examples: list[bytes]
    pieces: list[bytes]


JSON = [
    b"[",
    b"]",
    b"{",
    b"}",
    b'"',
    b"\\",
    b"\\ud800",
    b"1e999",
    b"-",
    b"null",
    b"NaN",
    b"[" * 2000,
    b"\xff",
    b"\0",
]
PACKED = [
    b"\xc0",
    b"\xc1",
    b"\xdd\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\x91" * 2000,
    b"\xcb\x7f\xf8" + bytes(6),
]
PACKED += [
    b"\xa5array",
    b"\xa5items",
    b"\xa5other",
    b"\xa8answered",
    b"\xd9\xff",
    b"\xcf" + b"\xff" * 8,
    b"\xd4\x00",
]
ZIP = [
    b"PK\1\2",
    b"PK\3\4",
    b"PK\5\6",
    b"PK\6\6",
    b"PK\6\7",
    b"\xff" * 4,
    bytes(4),
    b"../",
    b"\x7fELF",
    b"\1\0\x10\0",
]
PYTHON = [
    b"(",
    b")" * 9,
    b"(" * 500,
    b"'''",
    b"\\\n",
    b"\t",
    b"\f",
    b"\0",
    b"# coding: utf-7\n",
    b"\xff",
    b"\r",
    b"lambda:",
]
FENCED = [
    b"---\ntitle: x\n---\n# 1\nwhy\n```{python}\n#| echo: false\nx = 1\n```\n~~~{r}\nx <- 1\n~~~\n",
    b"# 1\n```{code-cell} ipython3\n:tags: [a]\n\nx = 1\n```\n````{code-cell}\n---\na: b\n---\ny = 2\n````",
]
FENCES = [b"```", b"~~~", b"```{python}", b"```{code-cell}", b"---\n", b"\n", b":a:", b"{" * 500, b"}", b"\r"]
SCRIPT = [
    b"# %%",
    b"[markdown]",
    b"# MAGIC",
    b"# COMMAND ----------",
    b"@app.cell\n",
    b"def _(",
    b"):\n",
    b"return",
    b"mo.md(",
    b"# In[1]:\n",
    b"# ",
    b"#\n",
    b"\xff\xfe",
]
TAR = [
    b"ustar\x00",
    b"ustar  ",
    b"x",
    b"L",
    b"g",
    b"0000000",
    b"7777777",
    b"\x80" + bytes(10) + b"\xff",
    b"99 path=",
    bytes(512),
]
TARGETS = {
    "responses": Target(responses, _frames(), PACKED),
    "archives": Target(archives, _archives(), ZIP),
    "notebooks": Target(notebooks, _notebooks(), JSON),
    "modules": Target(modules, MODULES, PYTHON + SCRIPT),
    "fenced": Target(fenced, FENCED, PYTHON + FENCES),
    "tars": Target(archives, _tars(), TAR),
    "unnamed": Target(unnamed, [*MODULES, *FENCED, *_notebooks(), *_tars(), *_archives()], ZIP + TAR),
    "results": Target(result_files, _results(), JSON),
    "stored": Target(stored_values, _stored(), PACKED),
}


# ---- how they are mutilated ------------------------------------------------------------------------------


def mutilated(target: Target, chance: random.Random) -> bytes:
    """An honest example, or halves of two, with a few places changed; now and then bytes without sense."""
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(200))
    data = bytearray(chance.choice(target.examples))
    if chance.random() < 0.1:
        other = chance.choice(target.examples)
        data[chance.randrange(len(data)) :] = other[chance.randrange(len(other)) :]
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[place : place + 1] = chance.randbytes(1)
            case 1 if place < len(data):
                data[place] ^= 1 << chance.randrange(8)
            case 2:
                del data[place : place + chance.randrange(1, 20)]
            case 3:
                data[place:place] = data[place : place + chance.randrange(100)]
            case 4:
                data[place : place + chance.choice((0, 4))] = chance.choice(target.pieces)
            case _ if chance.random() < 0.2:
                del data[place:]
    return bytes(data)


def by_chance(target: Target, inputs: int, seed: int) -> None:
    """Try so many inputs of this seed."""
    for number in range(inputs):
        attempt(target, mutilated(target, random.Random(f"{seed} {number}")))


def by_hypothesis(target: Target, inputs: int, seed: int) -> None:
    """Have Hypothesis find and shrink them."""
    import hypothesis
    from hypothesis import strategies as st

    made = st.builds(lambda start: mutilated(target, random.Random(start)), st.integers(0, 1 << 64))
    settings = hypothesis.settings(
        max_examples=inputs, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    hypothesis.seed(seed)(settings(hypothesis.given(st.binary(max_size=400) | made)(target.read)))()


def by_coverage(name: str, inputs: int, seed: int) -> None:
    """Have atheris look for inputs that reach new branches; it ends the process when it is done."""
    import atheris

    atheris.instrument_all()
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, each in enumerate(TARGETS[name].examples):
        (corpus / str(number)).write_bytes(each)
    options = [f"-runs={inputs}", f"-seed={seed + 1}", "-max_len=4096", "-rss_limit_mb=2048", "-timeout=10"]
    atheris.Setup(["fuzz", *options, "-print_final_stats=1", str(corpus)], TARGETS[name].read)
    atheris.Fuzz()


def attempt(target: Target, data: bytes) -> None:
    """Read bytes; print them where a promise is broken."""
    try:
        target.read(data)
    except BaseException:
        print(f"{target.read.__name__}: {data!r}", flush=True)  # noqa: T201
        raise


def main() -> None:
    """Read the arguments and try."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all by default"
    )
    parser.add_argument("--by", choices=["chance", "hypothesis", "coverage"], default="chance")
    parser.add_argument("--inputs", type=int, default=10_000, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    for name in chosen.targets or TARGETS:
        begun = time.monotonic()
        if chosen.by == "coverage":
            by_coverage(name, chosen.inputs, chosen.seed)
        else:
            run = by_chance if chosen.by == "chance" else by_hypothesis
            run(TARGETS[name], chosen.inputs, chosen.seed)
        print(f"{name}: {chosen.inputs:,} inputs, {time.monotonic() - begun:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
