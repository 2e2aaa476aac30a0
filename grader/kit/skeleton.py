"""A class as a student finds it: its base, attributes and methods with their prompts, and no bodies."""

import builtins
import inspect
import sys
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from grader.kit.opening import LIBRARIES
from grader.kit.prompt import in_docstring, prompt, wrapped
from grader.signatures.refusals import written
from grader.values.methods import PROTOCOL

WIDTH = 90  # of a prompt, in characters
PLAIN = (bool, int, float, str, type(None))  # defaults that are written out


def class_skeleton(right: type, shapes: Mapping[str, str]) -> str:
    """Return a class with its docstrings, and methods that are to be written.

    ``shapes`` says of methods by name what goes in and comes out.
    """
    own = bases(right)
    known = [
        each.__name__ if each in own or _is_builtin(each) else name_in_library(each)
        for each in right.__bases__
        if each in own or _is_builtin(each) or name_in_library(each)
    ]
    behind = f"({', '.join(known)})" if known else ""
    pieces = [f"class {right.__name__}{behind}:\n{_docstring(right)}".rstrip()]
    if attributes := list(_attributes(right)):
        pieces.append("\n".join(attributes))
    for name, member in vars(right).items():
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and (name in PROTOCOL or name == "__init__" or name[0] != "_"):
            told = _docstring(function, shapes.get(name, ""))
            head = f"def {name}({', '.join(_arguments(function))}):\n{told}"
            decorated = "@property\n" * isinstance(member, property) + head
            body = '    raise NotImplementedError("not written yet")'
            pieces.append(textwrap.indent(f"{decorated}{body}", "    "))
    return "\n\n".join(pieces if len(pieces) > 1 or right.__doc__ else [*pieces, "    pass"])


def bases(right: type) -> list[type]:
    """Return the classes of the same reference that a class comes from, the first one first."""
    return [each for each in right.__mro__[:0:-1] if each.__module__.startswith("_reference_")]


def _is_builtin(right: type) -> bool:
    return right is not object and vars(builtins).get(right.__name__) is right


def name_in_library(right: type) -> str:
    """Return how a starter's imports call a library's class, "torch.nn.Module"; "" where none does."""
    root, *below = right.__module__.split(".")
    if LIBRARIES.get(root) != f"import {root}":
        return ""
    for count in range(len(below) + 1):  # the shortest name is the public one
        module = ".".join([root, *below[:count]])
        if getattr(sys.modules.get(module), right.__name__, None) is right:
            return f"{module}.{right.__name__}"
    return ""


def _attributes(right: type) -> Iterator[str]:
    """Yield the attributes that stand in a class with their types; a value may be what is asked for."""
    for name, hint in inspect.get_annotations(right, eval_str=True).items():
        if name.startswith("_") or isinstance(vars(right).get(name), property):
            continue
        bare = getattr(hint, "__origin__", hint) if hasattr(hint, "__metadata__") else hint
        sort = bare.__name__ if inspect.isclass(bare) and _is_builtin(bare) else repr(written(bare))
        yield f"    {name}: {sort}" + " = ..." * (name in vars(right))


def _docstring(of: Any, shapes: str = "") -> str:
    said = prompt(inspect.getdoc(of) or "") if of.__doc__ else []
    if shapes:
        said = [*said, *([""] if any(said) else []), shapes]
    if not any(said):
        return ""
    text = wrapped(in_docstring(said), "    ", '"""')
    return f'{text}\n    """\n' if "\n" in text or text.endswith('"') else f'{text}"""\n'


def _arguments(function: Any) -> Iterator[str]:
    named = False
    for name, each in inspect.signature(function).parameters.items():
        if each.kind is each.VAR_POSITIONAL:
            named = True
            yield f"*{name}"
            continue
        if each.kind is each.KEYWORD_ONLY and not named:
            named = True
            yield "*"
        default = repr(each.default) if isinstance(each.default, PLAIN) else "..."
        yield name if each.default is each.empty else f"{name}={default}"
