"""Whether an argument is as it was sent, or was changed by whoever was handed it: by its bits."""

from collections.abc import Callable, Iterator
from typing import Any

from grader.values import wire
from grader.values.formula import build_argument
from grader.values.handed import is_other
from grader.values.tensors import PackedTensor

MAY_HOLD = (*wire.HOLDERS, PackedTensor)


def is_left_changed(value: Any, sent: Any, built: Callable[[Any], Any] = build_argument) -> bool:
    """Whether an argument is not as it was sent any more; ``sent`` is packed, and was ``built`` so."""
    if type(sent) is wire.Array:
        return bool(
            value.tobytes("F" if sent.layout == "F" else "C") != sent.data
            or value.shape != sent.shape
            or wire.NAMES.get(value.dtype) != sent.dtype
        )
    if type(sent) in MAY_HOLD:
        return wire.bits_of(wire.pack(value)) not in _as_sent(sent, built)
    return type(sent) is wire.Frame and is_other(value, sent)


def _as_sent(sent: wire.Value, built: Callable[[Any], Any]) -> Iterator[bytes]:
    """Yield the bits of an argument as it was sent, and with tensors in it as they were handed over."""
    yield wire.bits_of(sent)
    yield wire.bits_of(wire.pack(built(sent)))
