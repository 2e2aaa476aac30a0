"""A variable that is asked for, as a function without arguments that hands back its value."""

from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from grader.values import wire
from grader.values.plots import shown_by

_NO_VALUES = {
    FunctionType: "a function",
    BuiltinFunctionType: "a function",
    MethodType: "a function",
    type: "a class",
    ModuleType: "a module",
}


class Variable:
    """What a name is bound to; whoever asks again is told the same, also of an iterator."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.packed: tuple[wire.Value, ...] = ()  # the one, once it was asked for

    def __call__(self) -> Any:
        """Return the value as it crosses."""
        if not self.packed:
            self.packed = (wire.pack(shown_by(self.value)),)
        return wire.build(*self.packed)


def no_value(bound: Any) -> str:
    """Say what a name is bound to where that is no value: "a function"; "" for any value.

    A starter's ellipsis is "not written yet".  Types decide, for an object may lie about its class.
    """
    if bound is ...:
        return "not written yet"
    kind = type(bound)
    return next((said for each, said in _NO_VALUES.items() if issubclass(kind, each)), "")
