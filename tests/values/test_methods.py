"""What Python calls by a sign: how it is called, and how that is written."""

from typing import Any

import pytest

from grader.values.methods import PROTOCOL

TYPED = {"bool": True, "float": 1.5, "int": 3, "complex": 1j, "str": "s", "repr": "r", "contains": True}
STATEMENTS = {"__setitem__", "__delitem__", "__call__", "__len__", "__format__", "__iter__"}


def _answering(name: str) -> Any:
    return lambda self, *given: TYPED.get(name.strip("_"), (name, *given))


Everything = type("Everything", (), {each: _answering(each) for each in PROTOCOL})


@pytest.mark.parametrize("name", sorted(PROTOCOL.keys() - STATEMENTS))
def test_what_is_written_does_what_is_called(name: str) -> None:
    """A line that is shown asks the method that a step asks, and no other."""
    call, written = PROTOCOL[name]
    one = Everything()
    given = (-7,) if "{1}" in written else ()
    line = written.format("one", *given, all="one")
    shown = eval(line, {"one": one, "list": lambda each: each, "reversed": reversed})
    assert call(one, *given) == shown == _answering(name)(one, *given)
