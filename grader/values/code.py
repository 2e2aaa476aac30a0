"""A value, or a whole program, as Python code that runs when it is pasted."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.values.formula import Formula
from grader.values.frames import Frame
from grader.values.keyed import in_order
from grader.values.methods import PROTOCOL
from grader.values.programs import ITSELF, MADE, Program, ProgramStep, Ref, Refs
from grader.values.tensors import TensorArray

MOST = 64  # entries of an array that is written out
MARK = "   # "  # before a remark
WHOLE, LONGEST = 2000, 50_000  # entries of one that is copied whole, and characters of all of it


def pasted(value: Any) -> str | None:
    """Return any argument as code, whole where a page shortens it; None where nobody would paste it."""
    written = _argument(value, {}, WHOLE) if _is_known(value) else ""
    return written if 0 < len(written) <= LONGEST else None


def _is_known(value: Any) -> bool:
    """Whether all of a value can be written as code."""
    if isinstance(value, dict):
        return all(map(_is_known, (*value, *value.values())))
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(_is_known, value))
    return value is None or isinstance(value, str) or code_of(value, WHOLE) is not None


def code_of(value: Any, most: int = MOST) -> str | None:
    """Return a value as code; None where nobody would paste it, as an array of more than ``most`` entries."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufc" or value.size > most or (value.size == 0 and value.ndim > 1):
            return None
        if value.dtype.kind == "c" and not np.isfinite(value).all():  # Python writes no such number
            return None
        listed = re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value.tolist()))
        kind = (
            ""
            if value.dtype in (np.float64, np.int64, np.complex128, np.bool_) and value.size
            else f", dtype=np.{value.dtype}"
        )
        if type(value) is TensorArray:
            kind = f", dtype=torch.{value.dtype}" if value.dtype.kind in "iub" and not value.size else ""
            return f"torch.tensor({listed.replace('np.', 'torch.')}{kind})"
        return f"np.array({listed}{kind})"
    if isinstance(value, Frame):
        return _table(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (bool, int)) and value.bit_length() <= 64:
        return repr(value)
    if isinstance(value, complex) and np.isfinite(value):
        return repr(value)
    if isinstance(value, float):
        return re.sub(r"\b(nan|inf)\b", r"np.\1", repr(value))
    return None


def _table(frame: Frame) -> str | None:
    """Return a table as code; None where it is large, or has an index or dates."""
    dated = any(each.family in ("date", "span") for each in frame.columns)
    if frame.size > MOST or frame.index or dated:
        return None
    written = []
    for each in frame.columns:
        code = code_of(each.values) if isinstance(each.values, np.ndarray) else repr(each.values)
        written.append(f"{code}" if frame.series else f"{each.name!r}: {code}")
    return f"pd.Series({written[0]})" if frame.series else f"pd.DataFrame({{{', '.join(written)}}})"


def code(
    program: Program, remark: str = "", upto: int | None = None, raised: Mapping[int, str] | None = None
) -> str:
    """Return a program as code, up to a step (all of it where None), with a remark on the last line.

    ``raised`` are the exceptions that steps raise as they should, by their places: the code goes on.
    """
    steps = program.steps if upto is None else program.steps[: upto + 1]
    used = {each.step for step in steps for each in step.refs}
    names: dict[int, str] = {}
    lines = []
    for place, step in enumerate(steps):
        if step.call[0] == "=":
            names[place] = step.call[1:]
            continue
        line = _line(step, names)
        if place in used:
            names[place] = _name(step, set(names.values()))
            line = f"{names[place]} = {line}"
        if place in (raised or {}):
            line = f"with suppress({(raised or {})[place]}): {line}"
        lines.append(line)
    if remark and lines:
        lines[-1] += f"{MARK}{' '.join(remark.split())}"
    return "\n".join(with_imports(lines))


def remarked(text: str, remark: str) -> str:
    """Return code that ends in a remark with another one in its place."""
    return f"{text.rpartition(MARK)[0]}{MARK}{remark}"


def with_imports(lines: Sequence[str]) -> list[str]:
    """Return lines with the imports before them that they need."""
    libraries = {"import numpy as np\n": "np.", "import pandas as pd\n": "pd.", "import torch\n": "torch."}
    libraries["from contextlib import suppress\n"] = "with suppress("
    return [*(said for said, name in libraries.items() if any(name in line for line in lines)), *lines]


def _name(step: ProgramStep, taken: set[str]) -> str:
    """Return a name for what a step makes: "s" for a Stack, and "s2" for the next."""
    word = step.call.lstrip(".@_")
    word = word[0].lower() if step.call[0] not in ".@" and word[:1].isupper() else "result"
    if step.call[0] == MADE:
        word = step.call[1:]
    count = 1
    while (name := word if count == 1 else f"{word}{count}") in taken:
        count += 1
    return name


def _line(step: ProgramStep, names: dict[int, str]) -> str:
    values = [_argument(each, names) for each in step.arguments]
    places = len(values) - len(step.named)
    values[places:] = [f"{name}={value}" for name, value in zip(step.named, values[places:], strict=True)]
    if step.call[0] == MADE or step.call == ITSELF:
        return values[0]
    if step.call[0] == "@":
        return f"{values[0]}.{step.call[1:]}"
    if step.call == "?is":
        return f"{values[0]} is {values[1]}"
    if step.call[0] != ".":
        return f"{step.call.lstrip('?')}({', '.join(values)})"
    if (name := step.call[1:]) in PROTOCOL:
        return PROTOCOL[name][1].format(*values, rest=", ".join(values[1:]), all=", ".join(values))
    return f"{values[0]}.{name}({', '.join(values[1:])})"


def _argument(value: Any, names: dict[int, str], most: int = MOST) -> str:
    if isinstance(value, Refs):
        return _listed([*value.refs], names, most)
    if isinstance(value, Ref):
        return names[value.step] if value.part is None else f"{names[value.step]}[{value.part}]"
    if isinstance(value, (list, tuple)):
        return _listed(value, names, most)
    if isinstance(value, dict):
        items = (
            f"{_argument(key, names, most)}: {_argument(each, names, most)}" for key, each in value.items()
        )
        return f"{{{', '.join(items)}}}"
    if isinstance(value, (set, frozenset)):
        items = (_argument(each, names, most) for each in in_order(value))
        return f"{{{', '.join(items)}}}" if value else "set()"
    if isinstance(value, str):
        return repr(value)
    written = code_of(value, most)
    return written if written is not None else repr(value) if value is None else "..."


def _listed(value: Sequence[Any], names: dict[int, str], most: int) -> str:
    items = ", ".join(_argument(each, names, most) for each in value)
    return f"[{items}]" if isinstance(value, list) else f"({items}{',' * (len(value) == 1)})"
