"""Where an exception is the right answer, and where it is not."""

from collections.abc import Callable, Sequence
from typing import Any

from grader.functions.reply import Failure
from grader.signatures.signature import Signature
from grader.text.values import line
from grader.values.exceptions import Due, both, due, is_due, said_of_a_namesake, told
from grader.values.wrong import Wrong, describe

SHORT = 40  # characters of the arguments of a call that is written with its values


class Crashed(Wrong):
    """A function raised an exception; ``kinds`` are the names of its types, ``said`` what it told."""

    kinds: tuple[str, ...] = ()
    said: str = ""


class NotRaised(Wrong):
    """A function answered, or raised something else, where an exception is due."""


def crashed(name: str, failure: Failure, declared: Sequence[Any]) -> Crashed:
    """Return what the call of a student's function raises here.

    A law can catch it as the declared type that it is: ``except ValueError``.
    """
    message = f"`{name}` raised {failure.message}"
    kind = due(failure.kinds, declared) if declared else None
    types = [each for each in declared if kind is not None and told(each) == kind.kind]
    problem: Crashed = both(Crashed, types[0])(message) if types else Crashed(message)
    problem.kinds, problem.said = failure.kinds, failure.message
    return problem


def answer_or_due(ask: Callable[[], Any], right: Any, signature: Signature, name: str, args: Any) -> Any:
    """Return a student's answer, or ``right`` itself where that is an exception and was raised.

    ``ask`` calls the student's function ``name`` with ``args``, by name.  Raises Crashed for an exception
    where an answer is due, and NotRaised for anything else where an exception is.
    """
    try:
        given = ask()
    except Crashed as problem:
        if not isinstance(right, Due):
            said = f"`{_written(signature, name, args)}` has an answer; it raised {problem.said}"
            raise Crashed(said) from None
        if is_due(problem.kinds, right, signature.raises):
            return right
        came = f"it raised {problem.said}{said_of_a_namesake(problem.kinds, right)}"
        if right.kind in problem.kinds:
            nearest = due(problem.kinds, signature.raises)
            came += f", which is a {nearest.kind} before it is a {right.kind}" if nearest else ""
    except Wrong as wrong:
        if not isinstance(right, Due):
            raise
        came = f"it returned {describe(wrong.got)}"
    else:
        if not isinstance(right, Due):
            return given
        came = f"it returned {describe(given)}"
    raise NotRaised(f"`{_written(signature, name, args)}` should raise {right.kind}; {came}")


def _written(signature: Signature, name: str, args: Any) -> str:
    """Return a call with its values, where they are short, else with the names of its arguments."""
    given = (
        f"{n}={line(v)}" if n in signature.named else line(v)
        for n, v in args.items()
        if n not in signature.typed
    )
    values = ", ".join(given)
    return f"{name}({values})" if len(values) <= SHORT else signature.written(name, args)
