"""Values as code is handed them: those of ours that Python has another form for."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.values.dataframes import as_pandas, library_of
from grader.values.printed import PrintedText
from grader.values.tensors import TensorArray, as_tensor, taken_tensor
from grader.values.wire import Frame, bits_of, pack

OURS = (list, tuple, dict, PrintedText, Frame, TensorArray)
PLAIN = frozenset(
    (bool, int, float, complex, str, np.ndarray, np.float64, list, tuple, dict, Frame, type(None))
)


def handed(value: Any, *, exact: bool = True) -> Any:
    """Return a value as code is handed it: a table as a DataFrame, a printed text as a text.

    Of that without what counts nowhere.  With ``exact`` tensors are of double precision, else as torch makes
    them.
    """
    if type(value) is PrintedText:
        return "\n".join(value.lines)
    if type(value) is Frame:
        return as_pandas(value)
    if type(value) is TensorArray:
        return as_tensor(value, exact=exact)
    if type(value) in (list, tuple) and any(type(each) in OURS for each in value):
        return type(value)(handed(each, exact=exact) for each in value)
    if isinstance(value, tuple) and hasattr(value, "_make"):  # one with names
        return value._make(handed(each, exact=exact) for each in value)
    if type(value) is dict and any(type(each) in OURS for each in value.values()):
        return {key: handed(each, exact=exact) for key, each in value.items()}
    return value


def all_handed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments, by name, as code is handed them."""
    return {name: handed(value) for name, value in values.items()}


def taken(value: Any) -> Any:
    """Return what code hands us: a table as one of ours, a tensor as an array that is handed on as one."""
    if type(value) in PLAIN:
        return value
    return pack(value) if library_of(type(value)) else taken_tensor(value)


def is_other(value: Any, frame: Frame) -> bool:
    """Whether a table that was handed to code holds something else now."""
    # What pandas makes of a column, such as an empty one, may be called otherwise than it was.
    packed = pack(value)
    return packed != frame and bits_of(packed) != bits_of(pack(as_pandas(frame)))
