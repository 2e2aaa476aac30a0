"""What costs no work: functions that know nothing of the question, and what a rubric pays for them.

A cheat is a whole submission that answers every question in one lazy way.  A right answer is never one: where
laziness happens to be right, for a value of 0 say, it cannot be told from an honest answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from inspect import isclass, unwrap
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.functions.local import applied
from grader.reference.contents import Reference
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.signatures.tables import filled
from grader.values.figures import Drawing
from grader.values.handed import handed
from grader.values.numbers import numbers
from grader.values.printed import PrintedText
from grader.values.programs import Program
from grader.values.wrong import Wrong

Function = Callable[..., Any]
Inputs = Callable[[str], Iterator[Sequence[Any]]]  # by function

OTHERS = "the answers of another function"
CONSTANTS = {"zeros": 0.0, "ones": 1.0, "the number 0.5": 0.5, "minus ones": -1.0}
# An answer that depends only on the shapes of the arguments: a number that it is full of.
SHAPES: Mapping[str, Callable[[Sequence[int], int], float]] = {
    "the number of entries of the input": lambda given, _: float(sum(given)),
    "equal shares": lambda _, wanted: 1.0 / max(wanted, 1),
}
NAMES = (
    *CONSTANTS,
    "the input itself",
    "the last input",
    "linear functions",
    "half the squares of the input",
    "the first answer for every input",
    *SHAPES,
    "noise",
)


def cheat(name: str, reference: Reference, asked: Sequence[str], inputs: Inputs) -> Mapping[str, Function]:
    """Return the submission of one of ``NAMES``; functions that it has nothing for are missing."""
    found: dict[str, Function] = {}
    for function in asked:
        signature = reference.signatures[function]
        if isinstance(signature, ProgramSignature):
            if name in CONSTANTS:
                found[function] = _constant_steps(signature, CONSTANTS[name])
        elif name in CONSTANTS:
            found[function] = _constant(signature, CONSTANTS[name])
        elif name == "noise":
            found[function] = _noise(signature)
        elif name in SHAPES:
            found[function] = _by_shape(signature, SHAPES[name])
        elif name == "the input itself":
            found[function] = _argument(signature, 0)
        elif name == "the last input":
            found[function] = _argument(signature, -1)
        elif name == "linear functions":
            found[function] = _linear(signature)
        elif name == "half the squares of the input":
            found[function] = _squares(signature)
        elif signature.parameters:  # of a function without arguments the first answer is the right one
            found[function] = _first(reference.answers[function], signature, inputs(function))
    return found


def others(reference: Reference, function: str, accepted: Sequence[str]) -> Iterator[str]:
    """Yield the functions with other answers of the same kind to the same arguments."""
    signature = reference.signatures[function]
    for name, other in reference.signatures.items():
        alike = list(map(_form, other.parameters.values())) == list(map(_form, signature.parameters.values()))
        same = other.returns is not None and signature.returns is not None
        another = name != function and name not in accepted and not _inherits(reference, name, function)
        if another and signature.parameters and alike and same:
            yield name


def _inherits(reference: Reference, name: str, function: str) -> bool:
    """Whether one of two classes comes from the other, and so has right methods of it: that is work."""
    one, other = (unwrap(reference.answers[each]) for each in (name, function))
    return isclass(one) and isclass(other) and (issubclass(one, other) or issubclass(other, one))


def _form(spec: Spec) -> tuple[Any, ...]:
    return spec.kind, len(spec.axes), spec.whole, tuple(map(_form, spec.items))


def _constant(signature: Signature, number: float) -> Function:
    """Return a function whose results are full of one number."""

    def constant(*values: Any) -> Any:
        assert signature.returns is not None
        return _full(signature.returns, _sizes(signature, values), number)

    return constant


def _constant_steps(signature: ProgramSignature, number: float) -> Function:
    """Return what answers every step of a program with results full of one number."""

    def constant(program: Program) -> list[Any]:
        steps = signature.answer_spec({"program": program}).items
        return [None if each.kind is Kind.NOTHING else _full(each, {}, number) for each in steps]

    constant.takes_programs = True  # type: ignore[attr-defined]
    return constant


def _by_shape(signature: Signature, number: Callable[[Sequence[int], int], float]) -> Function:
    """Return a function whose results are full of a number that shapes decide."""

    def by_shape(*values: Any) -> Any:
        assert signature.returns is not None
        sizes = _sizes(signature, values)
        form = _full(signature.returns, sizes, 0.0)
        wanted = np.size(form[0] if isinstance(form, tuple) and form else form)
        return _full(signature.returns, sizes, number([np.size(value) for value in values], wanted))

    return by_shape


def _noise(signature: Signature) -> Function:
    """Return a function whose results are full of next to nothing, of which no two are the same."""

    def noise(*values: Any) -> Any:
        assert signature.returns is not None
        return _full(signature.returns, _sizes(signature, values), 1e-13 * float(np.sin(_total(values))))

    return noise


def _argument(signature: Signature, place: int) -> Function:
    """Return a function that hands back an argument: one of the right form, if there is one."""

    def argument(*values: Any) -> Any:
        assert signature.returns is not None
        sizes = _sizes(signature, values)
        form = _full(signature.returns, sizes, 0.0)
        fitting = [value for value in values if np.shape(value) == _shape(form)]
        chosen = (fitting or [form])[place]
        return tuple(chosen for _ in form) if isinstance(form, tuple) else chosen

    return argument


def _linear(signature: Signature) -> Function:
    """Return the sum of all arguments, for a result that is one number, and else the slope of that: ones."""

    def linear(*values: Any) -> Any:
        assert signature.returns is not None
        if not signature.returns.number:
            return _full(signature.returns, _sizes(signature, values), 1.0)
        return _total(values)

    return linear


def _squares(signature: Signature) -> Function:
    """Return half the sum of all squares, for a result that is one number, and else the slopes: arguments."""

    def squares(*values: Any) -> Any:
        assert signature.returns is not None
        if signature.returns.number:
            return _total_of_squares(values)
        form = _full(signature.returns, _sizes(signature, values), 0.0)
        items, left, found = form if isinstance(form, tuple) else (form,), list(values), []
        for item in items:
            place = next((n for n, each in enumerate(left) if np.shape(each) == np.shape(item)), None)
            found.append(item if place is None else left.pop(place))
        return tuple(found) if isinstance(form, tuple) else found[0]

    return squares


def _total(values: Sequence[Any]) -> float:
    """Return the sum of all numbers in arguments."""
    total = 0.0
    for value in values:
        with suppress(Wrong):
            total += float(numbers(value).sum())
    return total


def _total_of_squares(values: Sequence[Any]) -> float:
    total = 0.0
    for value in values:
        with suppress(Wrong):
            total += float(np.square(numbers(value)).sum()) / 2
    return total


def _first(right: Function, signature: Signature, inputs: Iterator[Sequence[Any]]) -> Function:
    """Return a function that has learnt one answer, and gives as much of it as has the right form."""
    answer = next(_answers(right, signature, inputs), None)

    def first(*values: Any) -> Any:
        assert signature.returns is not None
        form = _full(signature.returns, _sizes(signature, values), 0.0)
        if isinstance(form, np.ndarray) and isinstance(answer, np.ndarray) and form.size and answer.size:
            return np.resize(answer, form.shape)
        return answer

    return first


def _answers(right: Function, signature: Signature, inputs: Iterator[Sequence[Any]]) -> Iterator[Any]:
    """Yield the right answers to inputs that have one: what is declared may be raised on others."""
    for values in inputs:
        with suppress(*signature.raises):
            yield applied(right, values)


def _sizes(signature: Signature, values: Sequence[Any]) -> Mapping[str, int]:
    return signature.sizes(dict(zip(signature.parameters, values, strict=False)))


def _shape(form: Any) -> tuple[int, ...]:
    return np.shape(form[0] if isinstance(form, tuple) and form else form)


def _full(spec: Spec, sizes: Mapping[str, int], number: float) -> Any:
    """Return a value of this form full of one number."""
    match spec.kind:
        case Kind.TUPLE:
            return tuple(_full(item, sizes, number) for item in spec.items)
        case Kind.LIST:
            return []
        case Kind.DICT:
            return {}
        case Kind.SET:
            return set()
        case Kind.RECORD:
            return {k: _full(item, sizes, number) for k, item in zip(spec.keys, spec.items, strict=True)}
        case Kind.NOTHING:
            return None
        case Kind.TEXT:
            return ""
        case Kind.FIGURE:
            return Drawing("", [])
        case Kind.TABLE:
            assert spec.table is not None
            return handed(filled(spec.table, spec.axes[0].length(sizes) if spec.axes else 1, number))
        case Kind.PRINTED:
            return PrintedText("")
        case Kind.OBJECT:
            return True
        case Kind.BOOL:
            return bool(number > 0)
        case Kind.INT:
            return int(np.nan_to_num(number))
        case Kind.FLOAT | Kind.ANY:
            return number
    try:
        return np.full(spec.shape(sizes), number)
    except KeyError:
        raise GraderError("an axis of the result is not known from the arguments") from None
