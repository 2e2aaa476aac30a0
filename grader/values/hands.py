"""How the arguments of a call are handed over: as a careless caller would, too, where a call is repeated."""

from typing import Any, Literal

import numpy as np

from grader.values.leaves import Seeded, is_tensor

# "new": new arrays; "reused": the arrays of earlier calls with these values in them, where they fit;
# "kept": the very arguments of the call before, as it left them; "read-only": arrays nobody can write to.
# "counted": new arrays, and the steps of the call are counted.
Manner = Literal["new", "reused", "kept", "read-only", "counted"]


class Hands:
    """Hands arguments to one function, call after call."""

    def __init__(self) -> None:
        self.arrays: dict[Any, np.ndarray] = {}
        self.last: list[Any] | None = None

    def over(self, values: list[Any], manner: Manner) -> list[Any]:
        """Return the arguments of a call in its manner; ``values`` are new ones, which nobody else has."""
        for place, value in enumerate(values):
            if type(value) is Seeded:
                values[place] = value.generator()
        if manner == "kept" and self.last is not None:
            pairs = zip(values, self.last, strict=True)
            return [new if _is_used_up(new) else old for new, old in pairs]
        if manner == "reused":
            values = [self._reused(place, value) for place, value in enumerate(values)]
        elif manner == "read-only":
            for value in values:
                if type(value) is np.ndarray:
                    value.setflags(write=False)
        self.last = values if manner == "reused" else None  # nobody keeps what is not asked for again
        return values

    def _reused(self, place: int, value: Any) -> Any:
        """Return an array that was handed over at this place before, with these values, or the value."""
        if type(value) is not np.ndarray:
            return value
        form = (value.shape, value.dtype, value.strides)
        old = self.arrays.setdefault((place, *form), value)
        if old is value:
            return value
        # Whoever it was handed to may have changed its form, or forbidden everyone to write.
        if (old.shape, old.dtype, old.strides) != form or not old.flags.writeable:
            self.arrays[place, *form] = value
            return value
        np.copyto(old, value)
        return old


def _is_used_up(value: Any) -> bool:
    """Whether an argument is another after a call: what was drawn is gone; a tensor keeps its gradient."""
    if isinstance(value, dict):
        return any(map(_is_used_up, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_is_used_up, value))
    return isinstance(value, np.random.Generator) or is_tensor(type(value))
