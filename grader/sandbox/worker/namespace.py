"""What stands in a module before its first statement, and is read from it after its last (in the worker)."""

import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.sandbox import messages
from grader.sandbox.worker import choice
from grader.sandbox.worker.notebook import Notebook
from grader.sandbox.worker.stand_ins import PYTHON_2, Absent
from grader.values import wire

ANSWERS = 100_000  # characters of all answers in words
ANSWER = re.compile(
    r"(?:answers?|ans|antwort(?:en)?|r[eé]ponses?|respuestas?|rispost[ae])_*(\w*)", re.IGNORECASE
)
DATABRICKS = re.compile(r"\b(dbutils|spark)\.")
OLD_NAME = re.compile(r"(?<![\w.'\"`#])(" + "|".join(PYTHON_2) + r")\s*\(")


def prepare(
    namespace: dict[str, Any], file: messages.SourceFile, get_ipython: Callable[[], Notebook]
) -> Iterator[str]:
    """Put into a namespace what is there before the first statement; yield a note for what was decided."""
    namespace["get_ipython"] = get_ipython
    if file.notebook:
        namespace["display"] = namespace["displayHTML"] = lambda *_, **__: None
        for name in {match[1] for piece in file.pieces for match in DATABRICKS.finditer(piece.source)}:
            namespace[name] = Absent(name, f"`{name}` is there in Databricks alone")
    for name in {match[1] for piece in file.pieces for match in OLD_NAME.finditer(piece.source)}:
        whole = "\n".join(piece.source for piece in file.pieces)
        if not re.search(rf"\b(import|def|as|,)\s+{name}\b|\b{name}\s*=[^=]", whole):
            namespace[name] = PYTHON_2[name]
            meant = PYTHON_2[name].__name__
            yield f"`{name}` is Python 2; it was read as `{meant}`"


def answers_of(modules: Mapping[str, types.ModuleType]) -> dict[str, str]:
    """Return the answers in words that stand in variables ``answer_...`` and the like, cut to size."""
    answers: dict[str, str] = {}
    room = ANSWERS
    for module in modules.values():
        for name, value in list(vars(module).items()):
            for question, text in _answers_in(name, value):
                # A starter's, which is empty, stands in nobody's way.
                if room > 0 and (str.strip(text) or question not in answers):
                    answer = wire.text(text, min(20_000, room))
                    answers[wire.text(question, 100)] = answer
                    room -= len(answer)
    return answers


def _answers_in(name: object, value: object) -> Iterator[tuple[str, str]]:
    """Yield what may be an answer in words, and the question that its name names: nothing of it is run."""
    match = ANSWER.fullmatch(name) if type(name) is str else None
    if match is None:
        return
    if type(value) is str:
        yield match[1], value
    elif type(value) in (list, tuple) and all(type(each) is str for each in value):  # type: ignore[attr-defined]
        yield match[1], "\n".join(value)  # type: ignore[arg-type]
    elif type(value) is dict and not match[1]:
        yield from ((k, text) for k, text in value.items() if type(k) is type(text) is str)
    elif type(value) is types.FunctionType:
        yield (
            match[1],
            max((each for each in value.__code__.co_consts if type(each) is str), key=len, default=""),
        )


def parameters_of(function: Any) -> list[str]:
    """Return the names of a function's arguments; none, where they are not plain."""
    code = choice.code_of(function)
    if code is None or not isinstance(function, types.FunctionType) or code.co_flags & 0b1100:
        return []
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return [wire.text(name, 100) for name in names[:30]]
