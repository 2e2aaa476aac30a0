"""What a student begins with: a module and a notebook with every signature, prompt and place for words."""

import inspect
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.checks import functions_of
from grader.kit.opening import NUMPY
from grader.kit.prompt import WIDTH, in_docstring, prompt, wrapped
from grader.kit.skeleton import bases, class_skeleton
from grader.model import Assignment, Question
from grader.reference.contents import Reference, is_class
from grader.signatures.program_calls import ProgramCall
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.text.words import listed

# A cell that no student answers in: nbgrader's mark, which the grader reads, too.
ASKED = {"locked": True, "solution": False, "grade": False, "task": False, "schema_version": 3}


@dataclass(frozen=True)
class StarterQuestion:
    """One question as a student meets it."""

    question: Question
    functions: tuple[str, ...]  # as they are to be written
    written: bool
    prompt: tuple[str, ...] = ()  # the lines of what is to be answered in words


def parts(assignment: Assignment, reference: Reference, heads: Mapping[str, str]) -> list[StarterQuestion]:
    """Return the questions with the functions they ask for, each function once.

    ``heads`` are the arguments of the functions as Python is written, by name.
    """
    seen: set[str] = set()
    found = []
    for question in assignment.questions:
        names: dict[str, None] = {}
        for check in question.checks:
            for name in functions_of(check, reference):
                names.update(dict.fromkeys(n for n in (*_bases(name, reference), name) if n not in seen))
        seen.update(names)
        functions = tuple(_written(name, reference, heads) for name in names)
        in_words = [check for check in question.checks if check.by_person]
        asked = [str(check.options.get("prompt", "")).strip() for check in in_words]
        lines = tuple(line for text in asked if text for line in text.splitlines())
        found.append(StarterQuestion(question, functions, bool(in_words), lines))
    return found


def _bases(name: str, reference: Reference) -> list[str]:
    """Return the classes of the answers that a class comes from."""
    right = reference.answers.get(name)
    if right is None or not is_class(right):
        return []
    return [each.__name__ for each in bases(inspect.unwrap(right)) if each.__name__ in reference.answers]


def module(
    assignment: Assignment, reference: Reference, heads: Mapping[str, str], opening: str = NUMPY
) -> str:
    """Return the starter module; ``opening`` is what it imports."""
    title = _plain(assignment.title)
    pieces = [f'"""{title}{"" if title.endswith(("?", "!", ".")) else "."}"""\n\n{opening}']
    for part in parts(assignment, reference, heads):
        question = part.question
        pieces.append(
            f"# ---- {question.id}  {_plain(question.title)} {'(bonus) ' * question.bonus}".rstrip()
        )
        pieces += part.functions
        if part.written:
            asked = wrapped(_lines_of(part.prompt), "# ", "In words: ") + "\n" if part.prompt else ""
            pieces.append(f'{asked}answer_{question.id} = """\n"""')
    return "\n\n\n".join(pieces) + "\n"


def notebook(
    assignment: Assignment, reference: Reference, heads: Mapping[str, str], opening: str = NUMPY
) -> str:
    """Return the starter notebook: nbformat 4.5, without outputs."""
    cells = [
        _markdown("title", f"# {_plain(assignment.title)}"),
        _code("start", f"{opening}\n\n%load_ext grader"),
    ]
    for part in parts(assignment, reference, heads):
        question = part.question
        bonus = " (bonus)" * question.bonus
        cells.append(_markdown(f"q{question.id}", f"## {question.id} {_plain(question.title)}{bonus}"))
        if part.functions:
            cells.append(_code(f"code{question.id}", "\n\n\n".join(part.functions)))
            cells.append(_code(f"check{question.id}", f"%check {question.id}"))
        if part.prompt:
            cell = _markdown(f"asked{question.id}", "\n".join(part.prompt))
            cells.append({**cell, "metadata": {"nbgrader": {**ASKED, "grade_id": cell["id"]}}})
        if part.written:
            text = f"### Answer {question.id}\n\n"
            cells.append(_markdown(f"answer{question.id}", text))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    data = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _markdown(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _id(name), "metadata": {}, "source": source}


def _code(name: str, source: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": _id(name), "metadata": {}, "source": source}
    return {**cell, "execution_count": None, "outputs": []}


def _id(name: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in name)[:64]


def _written(name: str, reference: Reference, heads: Mapping[str, str]) -> str:
    if is_class(reference.answers[name]):
        signature = reference.signatures[name]
        assert isinstance(signature, ProgramSignature)
        shapes = {n.lstrip("."): _shapes_of_method(each) for n, each in signature.method_calls.items()}
        return class_skeleton(inspect.unwrap(reference.answers[name]), shapes)
    return _function(name, reference, heads[name])


def _function(name: str, reference: Reference, arguments: str) -> str:
    """Return a function as the student finds it: signature, prompt, shapes, and no body."""
    signature = reference.signatures[name]
    said = prompt(inspect.getdoc(reference.answers[name]) or "")
    if signature.variable:
        return _variable(name, said, signature)
    asked = wrapped(in_docstring(said), "    ", '"""')
    shapes = textwrap.fill(_shapes(signature), WIDTH, initial_indent="    ", subsequent_indent="    ")
    head = f"def {name}({arguments}):"
    return f'{head}\n{asked}\n\n{shapes}\n    """\n    raise NotImplementedError("not written yet")'


def _variable(name: str, said: Sequence[str], signature: Signature) -> str:
    """Return a variable as the student finds it: what it is to hold, and no value."""
    assert signature.returns is not None
    words = "a figure" if signature.returns.kind is Kind.FIGURE else _words(signature.returns)
    what = f"{name}: {words}" + ". " * bool(said and said[0])
    return f"{wrapped(_lines_of(said or ['']), '# ', what)}\n{name} = ..."


def _lines_of(text: Iterable[str]) -> list[str]:
    """Return lines that end no comment, whatever some program takes for the end of a line."""
    return [" ".join(each.splitlines()) for each in text]


def _shapes(signature: Signature) -> str:
    """Return what goes in and what comes out: "W (k, d), x (d,) → (k,)"."""
    if isinstance(signature, ProgramSignature):
        return _shapes_of_call(signature)
    handed = (each for each in signature.parameters.values() if each.kind is not Kind.TYPED)
    specs = dict(zip(signature.asked, handed, strict=False))
    given = ", ".join(f"{name} {'each ' * name.startswith('*')}{_words(s)}" for name, s in specs.items())
    asks = "what is typed, by `input()`"
    given = ", ".join(filter(None, (given, asks))) if signature.typed else given
    assert signature.returns is not None
    return f"{given or 'nothing'} → {_words(signature.returns)}{_or_raises(signature.raises)}"


def _shapes_of_call(signature: ProgramSignature) -> str:
    """Return what a function takes and gives that is asked with objects or returns a function."""
    calls = {each.call: each for each in signature.programs.calls}
    call = calls[signature.programs.name]
    given = _given(call)
    returned = calls.get(".__call__")
    if returned is not None and returned.owner in call.makes.values():
        takes = ", ".join(map(_words, returned.signature.parameters.values())) or "nothing"
        gives = f"a function: {takes} → {_words(returned.returns)}"
    else:
        gives = _gives(call)
    return f"{given or 'nothing'} → {gives}{_or_raises(call.raises)}"


def _shapes_of_method(call: ProgramCall) -> str:
    """Return what a method takes and gives; of ``__init__`` what it takes."""
    given = _given(call)
    if not call.owner:
        return f"{given}{_or_raises(call.raises)}".removeprefix(", or ")
    return f"{given} → {_gives(call)}{_or_raises(call.raises)}".lstrip()


def _given(call: ProgramCall) -> str:
    """Return the arguments of a call that are asked for, with what each is."""
    specs = {n.partition("[")[0]: each for n, each in reversed([*call.signature.parameters.items()])}
    several = {n.partition("[")[0] for n in call.signature.several}
    said = []
    for name in call.names:
        what = _object(call, name) if name in call.objects else _words(specs[name])
        said.append(f"*{name} each {what}" if name in several else f"{name} {what}")
    return ", ".join(said)


def _object(call: ProgramCall, name: str) -> str:
    """Return what an argument is that is an object, or a list of them."""
    what = _sort(call.objects[name])
    return f"{'a list of ' * (name in call.lists)}{what}{' or None' * (name in call.nullable)}"


def _gives(call: ProgramCall) -> str:
    if call.tells:
        return _words(call.returns)
    return ", ".join(map(_sort, call.makes.values())) or _words(call.returns)


def _or_raises(raises: Sequence[type[BaseException]]) -> str:
    return "".join(f", or raises {each.__name__}" for each in raises)


def _sort(sort: str) -> str:
    return f"(from {sort.partition('[')[0]})" if "[" in sort else sort


def _words(spec: Spec) -> str:
    return f"{_words(replace(spec, optional=False))} or None" if spec.optional else _words_of(spec)


def _words_of(spec: Spec) -> str:
    match spec.kind:
        case Kind.ARRAY:
            axes = [axis.text.removeprefix("_") or "any" for axis in spec.axes]
            short = f"of {spec.dtype.__name__} " * (spec.dtype is not np.int64)
            numbers = f"whole numbers {short}" * spec.whole + "complex numbers " * spec.complex
            numbers += "True and False " * spec.truths
            what = "tensor " * spec.tensor + f"of {numbers}" * (spec.tensor and bool(numbers))
            return f"{what or numbers}({', '.join(axes)}{',' * (len(axes) == 1)})"
        case Kind.FLOAT:
            return "a number"
        case Kind.INT:
            return "a whole number"
        case Kind.COMPLEX:
            return "a complex number"
        case Kind.BOOL:
            return "True or False"
        case Kind.TEXT:
            return "a text"
        case Kind.NOTHING:
            return "nothing"
        case Kind.FIGURE:
            return "a figure (returned, or left open)"
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
            return f"a dict: under {_words(key)} {_words(item)}"
        case Kind.RECORD:
            return f"a dict of {_keys(spec)}"
        case Kind.TUPLE:
            items = ["anything of yours" if item.kind is Kind.ANY else _words(item) for item in spec.items]
            return f"a tuple of {listed(items)}"
        case Kind.FUNCTION:
            return "a function"
        case Kind.ANY:
            return "anything"
    return "see above"


SEVERAL = {
    Kind.TEXT: "texts",
    Kind.FLOAT: "numbers",
    Kind.INT: "whole numbers",
    Kind.COMPLEX: "complex numbers",
    Kind.BOOL: "True and False",
}


def _of_what(item: Spec) -> str:
    """Return what a list or a set holds: " of texts"; of what is held in lists, what each of them is."""
    if item.kind in SEVERAL and not item.optional:
        return f" of {SEVERAL[item.kind]}"
    if item.kind is Kind.OBJECT:
        return f" of {_words(item)}"
    return f", each {_words(item)}" if item.kind is not Kind.ANY else ""


def _keys(spec: Spec) -> str:
    """Return the keys of a dict with what stands under them; those that may be missing come last."""
    under = {key: f"{key!r} {_words(item)}" for key, item in zip(spec.keys, spec.items, strict=True)}
    always = [said for key, said in under.items() if key not in spec.may_lack]
    at_times = [said for key, said in under.items() if key in spec.may_lack]
    return ", ".join(always) + (f"{', ' * bool(always)}and perhaps {', '.join(at_times)}" if at_times else "")


def _plain(title: str) -> str:
    """Return a title that ends no comment and no docstring."""
    return " ".join(title.replace('"""', "'''").replace("\\", "/").split())
