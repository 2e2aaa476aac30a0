"""Neighbouring questions, to which a wrong answer may be the right one."""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from grader.checks.trial import Trial
from grader.examples.draw import Example
from grader.examples.expected import answer
from grader.functions.bounded import TooLong, time_limit
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind
from grader.values.tensors import exact_like

SECONDS = 0.2  # for a right answer to a question that nobody drew: there may be none, and no end
NEXT = (("larger", 1), ("smaller", -1))


def neighbours(signature: Signature, values: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield neighbouring questions: two arguments exchanged, a number one more or less, a factor left out."""
    names = list(signature.parameters)[: len(values)]
    kinds = [signature.parameters[name].kind for name in names]
    for i, j in combinations(range(len(values)), 2):
        if kinds[i] == kinds[j]:
            swapped = [*values]
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield f"what would be right if `{names[i]}` and `{names[j]}` were exchanged", swapped
            for one, other in ((i, j), (j, i)):
                again = [*values]
                again[one] = values[other]
                yield f"what would be right if `{names[one]}` were the same as `{names[other]}`", again
    for place, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        changed: list[tuple[str, Any]] = []
        if kind is Kind.INT:
            changed = [
                ("{} were larger by 1", values[place] + 1),
                ("{} were smaller by 1", values[place] - 1),
            ]
        elif kind is Kind.FLOAT:
            changed = [("{} were 1", 1.0), ("{} were 0", 0.0)]
        if kind in (Kind.INT, Kind.FLOAT):
            changed.append(("{0} were −{0}", -values[place]))
        if kind is Kind.ARRAY:
            changed = [(how, exact_like(values[place], each)) for how, each in _arrays_like(values[place])]
        for how, value in changed:
            words = f"what would be right if {how.format(f'`{name}`')}"
            yield words, [*values[:place], value, *values[place + 1 :]]


def _arrays_like(value: np.ndarray) -> Iterator[tuple[str, Any]]:
    """Yield an array with something left out of it, or done to it, in words."""
    yield "{} were full of zeros", 0 * value
    if value.dtype.kind not in "if":
        return
    yield "the minus signs in {} were left out", np.abs(value)
    yield "every entry of {} were larger by 1", value + 1
    norm = float(np.linalg.norm(value)) if value.size else 0.0
    if norm and np.isfinite(norm):
        yield "{} were divided by its norm", value / norm
    rows = {1: "entry", 2: "row"}.get(value.ndim)
    for place, word in ((0, "first"), (-1, "last")):
        if rows and len(value):
            without = value.copy()
            without[place] = 0
            yield f"the {word} {rows} of {{}} were 0", without


def answered(function: Any, values: Sequence[Any]) -> Any:
    """Return the answer to a question that nobody promised has one; None where it has none."""
    try:
        with time_limit(SECONDS, at_work=True), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as of a mean of nothing: it was asked for by nobody
            return answer(function, values)
    except (TooLong, Exception):
        return None


def others_beside(trial: Trial, name: str, example: Example) -> Mapping[str, Callable[[], Any]]:
    """Return what gives right answers to other questions about the same input, each worked out once."""
    reference = trial.reference
    signature = reference.signatures[name]
    questions = [(name, what, values) for what, values in neighbours(signature, example.values)]
    forms = [each.kind for each in signature.parameters.values()]
    for other, its in reference.signatures.items():
        alike = forms == [each.kind for each in its.parameters.values()]
        if alike and other != name and reference.asks_for(other):
            questions.append((other, f"what `{other}` returns", example.values))

    def asked(of: str, what: str, values: Sequence[Any]) -> Any:
        work = partial(answered, reference.answers[of], values)
        return trial.corpora.worked_out.remember(("other", name, what), example, work)

    return {each[1]: partial(asked, *each) for each in questions}
