"""What may be changed at will and run: functions that do nothing but calculate, and end."""

import itertools
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.reference.calculates import only_calculates
from grader.reference.mutants import harmless_mutants

SLACK = 1e-9
HERE = Path(__file__)


def scaled(x: Any, t: float) -> Any:
    """Numbers, a constant and another function."""
    return np.sign(x) * halved(np.abs(x) - t).clip(min=SLACK) + math.pi


def halved(x: Any) -> Any:
    """Half of it, by a list."""
    return sum([x / 4 for _ in range(2)])


def rotated(x: Any) -> Any:
    """It calls itself."""
    return rotated(x[1:]) if len(x) > 3 else x


@pytest.mark.parametrize("function", [scaled, halved, rotated])
def test_a_function_of_numbers_only_calculates(function: Callable[..., Any]) -> None:
    """Also by way of others, and where it calls itself."""
    assert only_calculates(function)
    assert list(harmless_mutants(function))


def deletes(name: str) -> None:
    """Another folder if the name is changed."""
    shutil.rmtree(name)


def reads(name: str) -> Any:
    """A file of numbers."""
    return np.load(name)


def writes(x: Any) -> Any:
    """By a method of what it is given."""
    return x.tofile("numbers")


def by_path(x: Any) -> Any:
    """A path that the module knows."""
    return len(HERE.name) * x


def opens(x: Any) -> Any:
    """A builtin that is not for numbers."""
    return open(x)  # noqa: PTH123


def inside(x: Any) -> Any:
    """What begins with an underscore leads anywhere."""
    return x.__class__.__base__.__subclasses__()


def imports(x: Any) -> Any:
    """Who knows what."""
    import os

    return os.name * x


def calls_one_that_deletes(x: Any) -> Any:
    """It is as bad as what it calls."""
    deletes("numbers")
    return x


def until(x: Any) -> Any:
    """A small change, and it never ends."""
    while x > 1:
        x = x / 2
    return x


def endless(x: Any) -> Any:
    """The same without the word."""
    return next(n for n in itertools.count() if n > x)


@pytest.mark.parametrize(
    "function",
    [deletes, reads, writes, by_path, opens, inside, imports, calls_one_that_deletes, until, endless],
)
def test_what_could_touch_a_file_or_never_end_is_not_changed(function: Callable[..., Any]) -> None:
    """Mutants of it would run where a rubric is prepared."""
    assert not only_calculates(function)
    assert not list(harmless_mutants(function))


def test_what_has_no_source_is_not_changed() -> None:
    """Nobody knows what it does."""
    namespace: dict[str, Any] = {"__name__": __name__}
    exec("def made(x):\n    return x", namespace)
    assert not only_calculates(namespace["made"])
