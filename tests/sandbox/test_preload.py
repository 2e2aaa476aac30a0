"""What a submission imports decides what is imported before it, and how long its functions may take."""

from typing import Any

import pytest

from grader.model import Cell, Module, Submission
from grader.sandbox.preload import compiles


@pytest.mark.parametrize(
    ("source", "is_so"),
    [
        ("from numba import njit\n", True),
        ("import numpy as np, numba as nb\n", True),
        ("    import jax.numpy as jnp\n", True),
        ("# numba is not used\nx = 'import numba'\n", False),
        ("import number\n", False),
    ],
)
def test_what_has_functions_compiled_is_known_by_its_imports(source: str, is_so: bool) -> None:
    """Each kind of arguments costs its compiler seconds that are not the student's."""
    module = Module("hw", "hw.py", (Cell("hw.py", source),))
    assert compiles(Submission("", "", (module,), {}, (), "")) is is_so


def test_what_has_functions_compiled_has_more_time(load: Any) -> None:
    """As the message says, should even that not be enough."""
    assert load("def f(x): return x\n", seconds=10).clock.seconds == 10
    assert load("import numba\ndef f(x): return x\n", seconds=10).clock.seconds == 40
