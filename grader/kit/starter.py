"""What a student begins with: a module and a notebook with every signature, prompt and place for words."""

import inspect
import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks import functions_of
from grader.kit.opening import NUMPY
from grader.kit.prompt import WIDTH, in_docstring, prompt, wrapped
from grader.kit.shapes import shapes, shapes_of_method
from grader.kit.skeleton import bases, class_skeleton
from grader.kit.spec_words import words
from grader.model import Assignment, Question
from grader.reference.contents import Reference, is_class
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind

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
        in_and_out = {n.lstrip("."): shapes_of_method(each) for n, each in signature.method_calls.items()}
        return class_skeleton(inspect.unwrap(reference.answers[name]), in_and_out)
    return _function(name, reference, heads[name])


def _function(name: str, reference: Reference, arguments: str) -> str:
    """Return a function as the student finds it: signature, prompt, shapes, and no body."""
    signature = reference.signatures[name]
    said = prompt(inspect.getdoc(reference.answers[name]) or "")
    if signature.variable:
        return _variable(name, said, signature)
    asked = wrapped(in_docstring(said), "    ", '"""')
    in_and_out = textwrap.fill(shapes(signature), WIDTH, initial_indent="    ", subsequent_indent="    ")
    head = f"def {name}({arguments}):"
    return f'{head}\n{asked}\n\n{in_and_out}\n    """\n    raise NotImplementedError("not written yet")'


def _variable(name: str, said: Sequence[str], signature: Signature) -> str:
    """Return a variable as the student finds it: what it is to hold, and no value."""
    assert signature.returns is not None
    asked = "a figure" if signature.returns.kind is Kind.FIGURE else words(signature.returns)
    what = f"{name}: {asked}" + ". " * bool(said and said[0])
    return f"{wrapped(_lines_of(said or ['']), '# ', what)}\n{name} = ..."


def _lines_of(text: Iterable[str]) -> list[str]:
    """Return lines that end no comment, whatever some program takes for the end of a line."""
    return [" ".join(each.splitlines()) for each in text]


def _plain(title: str) -> str:
    """Return a title that ends no comment and no docstring."""
    return " ".join(title.replace('"""', "'''").replace("\\", "/").split())
