"""A class as a student finds it: its methods with their prompts, and no bodies."""

import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from grader.values.run_program import PROTOCOL

WIDTH = 90  # of a prompt, in characters
PLAIN = (bool, int, float, str, type(None))  # defaults that are written out


def class_skeleton(right: type) -> str:
    """Return a class with its docstrings, and methods that are to be written."""
    pieces = [f"class {right.__name__}:\n{_docstring(right)}".rstrip()]
    for name, member in vars(right).items():
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and (name in PROTOCOL or name == "__init__" or name[0] != "_"):
            head = f"def {name}({', '.join(_arguments(function))}):\n{_docstring(function)}"
            decorated = "@property\n" * isinstance(member, property) + head
            body = '    raise NotImplementedError("not written yet")'
            pieces.append(textwrap.indent(f"{decorated}{body}", "    "))
    return "\n\n".join(pieces)


def _docstring(of: Any) -> str:
    said = inspect.getdoc(of) if of.__doc__ else ""
    first = " ".join((said or "").split("\n\n")[0].split()).replace("\\", "\\\\").replace('"""', "'''")
    if len(first) <= WIDTH:
        return f'    """{first}"""\n' if first else ""
    return textwrap.indent("\n".join(textwrap.wrap(f'"""{first}', WIDTH)) + '\n"""\n', "    ")


def _arguments(function: Any) -> Iterator[str]:
    named = False
    for name, each in inspect.signature(function).parameters.items():
        if each.kind is each.KEYWORD_ONLY and not named:
            named = True
            yield "*"
        default = repr(each.default) if isinstance(each.default, PLAIN) else "..."
        yield name if each.default is each.empty else f"{name}={default}"
