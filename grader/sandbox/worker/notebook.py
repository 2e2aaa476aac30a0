"""What notebooks have besides Python: ``get_ipython()``, ``_``, ``Out``, ``await`` (inside the worker)."""

import os
import shlex
import sys
import types
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from grader.sandbox.worker.adapted import adapt_asyncio
from grader.sandbox.worker.magics import OTHERS, WRITE, is_python

# Runs a file of the hand-in with its arguments, its names into a namespace; or, if so it is said, in it.
Run = Callable[[list[str], dict[str, Any], bool], None]
PYLAB = (
    "import numpy, numpy as np\nfrom numpy import *\n",
    "import matplotlib\nfrom matplotlib import pylab, pyplot, pyplot as plt, mlab\nfrom pylab import *\n",
)


class Notebook:
    """What ``get_ipython()`` returns: it runs what is this notebook's Python, and nothing else."""

    def __init__(self, namespace: dict[str, Any], run: Run) -> None:
        self.user_ns, self._run = namespace, run

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> Any:
        """Run what stands behind ``%time`` and ``%run``, import for ``%pylab``; ignore other magics."""
        if name == "run":
            words = shlex.split(line)
            place = next((n for n, word in enumerate(words) if not word.startswith("-")), None)
            return None if place is None else self._run(words[place:], self.user_ns, "-i" in words[:place])
        if name == "cd" and line.strip():
            return os.chdir(line.strip().strip("'\""))
        if name == "pylab":
            for source in PYLAB:
                exec(source, self.user_ns)  # noqa: S102
        if name != "time":
            return None
        try:
            expression = compile(line, "%time", "eval")
        except SyntaxError:
            return exec(line, self.user_ns)  # noqa: S102
        return eval(expression, self.user_ns)  # noqa: S307

    def magic(self, line: str) -> Any:
        """Do the same for a magic in one text."""
        name, _, rest = line.partition(" ")
        return self.run_line_magic(name.lstrip("%"), rest)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Write the cell below ``%%writefile``, run that of another magic if it is Python."""
        if name in WRITE:
            words = [word for word in shlex.split(line) if word != "-a"]
            with Path(words[-1]).open("a" if "-a" in shlex.split(line) else "w", encoding="utf-8") as file:
                file.write(cell)
        elif name not in OTHERS and is_python(cell):
            exec(cell, self.user_ns)  # noqa: S102

    def getoutput(self, *_: object, **__: object) -> list[str]:
        """Return what a shell command printed: nothing, for it was not run."""
        return []

    def captured(self) -> types.SimpleNamespace:
        """Return what ``%%capture`` keeps: nothing, for prints are shown nowhere."""
        return types.SimpleNamespace(stdout="", stderr="", outputs=[], show=lambda: None)

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class Nothing:
    """What a notebook's shell has besides, such as ``events.register`` for plots: it does nothing."""

    def __call__(self, *_: object, **__: object) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()


class Shown:
    """Keeps the value of a cell's last line, as notebooks do: ``_``, ``__``, ``Out[3]``, ``_3``."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.kept: dict[int, Any] = {}
        self.sources = [""]
        self.ours: Any = None  # what is in ``_``, unless the student put something there
        namespace.update(Out=self.kept, In=self.sources, _oh=self.kept, _ih=self.sources, _="", __="", ___="")
        self.ours = namespace["_"]

    def __call__(self, value: Any) -> None:
        """Take a value."""
        if value is None:
            return
        number, names = len(self.sources) - 1, self.namespace
        self.kept[number] = names[f"_{number}"] = value
        if names.get("_") is self.ours:
            names.update(_=value, __=names.get("_"), ___=names.get("__"))
            self.ours = value


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Wait for a coroutine."""
    import asyncio

    adapt_asyncio()
    return asyncio.run(coroutine)


def provide(get_ipython: Callable[[], Notebook]) -> None:
    """Let ``from IPython import get_ipython`` find ours, if anything of IPython was imported."""
    for name in ("IPython", "IPython.core.getipython", "IPython.core.interactiveshell"):
        if (module := sys.modules.get(name)) is not None:
            module.get_ipython = get_ipython  # type: ignore[attr-defined]
