"""What a value is, in a few words for the student: "a list of texts", "(k, d)", "a number or None"."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from grader.signatures.specs import Kind, Spec
from grader.text.words import listed

PLAIN = {
    Kind.FLOAT: "a number",
    Kind.INT: "a whole number",
    Kind.COMPLEX: "a complex number",
    Kind.BOOL: "True or False",
    Kind.TEXT: "a text",
    Kind.NOTHING: "nothing",
    Kind.FIGURE: "a figure (returned, or left open)",
    Kind.FUNCTION: "a function",
    Kind.ANY: "anything",
}
SEVERAL = {
    Kind.TEXT: "texts",
    Kind.FLOAT: "numbers",
    Kind.INT: "whole numbers",
    Kind.COMPLEX: "complex numbers",
    Kind.BOOL: "True and False",
}


def words(spec: Spec) -> str:
    """Return what a value is: "a list of texts", "(k, d)", "a number or None"."""
    return f"{words(replace(spec, optional=False))} or None" if spec.optional else _words_of(spec)


def _words_of(spec: Spec) -> str:
    match spec.kind:
        case Kind.ARRAY:
            axes = [axis.text.removeprefix("_") or "any" for axis in spec.axes]
            short = f"of {spec.dtype.__name__} " * (spec.dtype is not np.int64)
            numbers = f"whole numbers {short}" * spec.whole + "complex numbers " * spec.complex
            numbers += "True and False " * spec.truths
            what = "tensor " * spec.tensor + f"of {numbers}" * (spec.tensor and bool(numbers))
            return f"{what or numbers}({', '.join(axes)}{',' * (len(axes) == 1)})"
        case Kind.TABLE:
            assert spec.table is not None
            return spec.table.words
        case Kind.PRINTED:
            return "prints a text" + f", of which the {spec.rule} count" * (spec.rule != "exact")
        case Kind.LIST:
            return f"{'an iterator' if spec.made is Iterator else 'a list'}{_of_what(spec.items[0])}"
        case Kind.OBJECT:
            return str(spec.made and spec.made.__name__)
        case Kind.SET:
            return f"a set{_of_what(spec.items[0])}"
        case Kind.DICT:
            key, item = spec.items
            return f"a dict: under {words(key)} {words(item)}"
        case Kind.RECORD:
            return f"a dict of {_keys(spec)}"
        case Kind.TUPLE:
            items = ["anything of yours" if item.kind is Kind.ANY else words(item) for item in spec.items]
            return f"a tuple of {listed(items)}"
    return PLAIN.get(spec.kind, "see above")


def _of_what(item: Spec) -> str:
    """Return what a list or a set holds: " of texts"; of what is held in lists, what each of them is."""
    if item.kind in SEVERAL and not item.optional:
        return f" of {SEVERAL[item.kind]}"
    if item.kind is Kind.OBJECT:
        return f" of {words(item)}"
    return f", each {words(item)}" if item.kind is not Kind.ANY else ""


def _keys(spec: Spec) -> str:
    """Return the keys of a dict with what stands under them; those that may be missing come last."""
    under = {key: f"{key!r} {words(item)}" for key, item in zip(spec.keys, spec.items, strict=True)}
    always = [said for key, said in under.items() if key not in spec.may_lack]
    at_times = [said for key, said in under.items() if key in spec.may_lack]
    return ", ".join(always) + (f"{', ' * bool(always)}and perhaps {', '.join(at_times)}" if at_times else "")
