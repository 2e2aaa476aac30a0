"""Runs a program of calls on a student's functions and classes (inside the worker).

Its objects live in a table of this call, which is empty when it ends: no other program meets them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from grader.sandbox import messages
from grader.sandbox.worker.words import raised
from grader.values import run_program
from grader.values.by_name import NOT_KNOWN, AskedNames
from grader.values.formula import build_argument
from grader.values.programs import PackedProgram, unpacked
from grader.values.wire import Value


def answer(
    functions: Mapping[str, Callable[..., Any]],
    steps: PackedProgram,
    begins: Callable[[int], object],
    asked: AskedNames = NOT_KNOWN,
) -> messages.Answered | messages.Raised:
    """Run the steps; one reply for all of them: their answers, and why it went no further.

    What it says was left changed are values of the program, by their places among all of them.

    ``begins`` hears how many steps have begun.
    """
    left: dict[int, Value] = {}
    try:
        told = run_program.answers(
            functions, unpacked(steps), build_argument, _said, asked, begins, left.__setitem__
        )
        return messages.Answered(told, [*left], [*left.values()])
    except BaseException as problem:  # there is no memory left, or an exception that answers with another one
        return raised(problem)


def _said(problem: BaseException) -> str:
    trouble = raised(problem)
    words = f"{trouble.exception}: {trouble.message}".rstrip(": ")
    return f"{words} ({trouble.where})" if trouble.where else words
