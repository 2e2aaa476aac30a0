"""How a starter begins: with the libraries that the answers work with, and the files that there are."""

import ast
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.kit.modules import parsed

# Which libraries are known by name alone: what of them is used is part of the answer.
LIBRARIES = {
    "numpy": "import numpy as np",
    "pandas": "import pandas as pd",
    "polars": "import polars as pl",
    "torch": "import torch",
    "matplotlib": "from matplotlib import pyplot as plt",
}
NUMPY = LIBRARIES["numpy"]


def libraries(paths: Iterable[Path]) -> list[str]:
    """Return which of the libraries the modules of answers import, in the order above; numpy always."""
    named = {"numpy"}
    for path in paths:
        for node in parsed(path).body:
            if isinstance(node, ast.Import):
                named |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                named.add(node.module.partition(".")[0])
    return [each for each in LIBRARIES if each in named]


def opening(named: Sequence[str], files: Iterable[str] = ()) -> str:
    """Return the imports of a starter, and how each of the assignment's files is read."""
    lines = [LIBRARIES[each] for each in named]
    if told := [f"# {_reading(each, named)}" for each in files]:
        lines += ["", f"# {'This file lies' if len(told) == 1 else 'These files lie'} beside yours:", *told]
    return "\n".join(lines)


def _reading(name: str, named: Sequence[str]) -> str:
    """Return the call that reads a file."""
    end = Path(name).suffix.lower()
    if end in (".csv", ".tsv") and "pandas" in named:
        return f"pd.read_csv({name!r}" + (', sep="\\t")' if end == ".tsv" else ")")
    if end in (".npy", ".npz"):
        return f"np.load({name!r})"
    return f"open({name!r})"
