"""What a function leaves in its arguments: as a rule nothing else than it found there.

A rubric may permit a change (``may_change``), or make it part of the answer (``changes``).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from grader.checks.finding import Finding
from grader.checks.kind import Objection, Objections
from grader.checks.readings import CHANGES, Written
from grader.checks.trial import Trial
from grader.checks.validate import returns_something
from grader.errors import suggestion
from grader.examples.draw import Example
from grader.examples.expected import Expected, expected
from grader.functions.local import applied
from grader.functions.reply import Answer
from grader.model import Check, Evidence, Verdict
from grader.reference.contents import Reference
from grader.signatures.conform import conform
from grader.signatures.programs import ProgramSignature
from grader.signatures.specs import Kind
from grader.text.values import entry, line, words
from grader.values.compare import agree
from grader.values.wrong import Wrong

AFTER = "after the call, "  # so begins what is said of what is left wrong

SHORT = 60  # characters of a value in a sentence
NOT_COMPARED = {
    "class": "what methods of `{}` change is compared for the class as a whole: leave out the method's name",
    "function": "`{}` takes or makes objects, and what such a function changes is not compared: return it",
}
CHANGEABLE = (Kind.ARRAY, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.SET, Kind.TABLE)


def changes_an_argument(trial: Trial, target: str, place: int, call: Written, example: Example) -> Finding:
    """Return what is told of right values where the function leaves an argument changed."""
    name = list(trial.reference.signatures[target].parameters)[place]
    said = f"`{target}` changes its argument `{name}`: work on a copy of it"
    return changes_unasked(said, call(example.args), example.args)


def changes_unasked(said: str, written: str, shown: Mapping[str, Any]) -> Finding:
    """Return what is told of right values where ``said`` is of an argument that is left changed."""
    message = f"the values are right, but {said}"
    return Finding(Verdict.FAILED, 0.0, message, Evidence(message, written, shown), CHANGES)


def left_wrong(trial: Trial, target: str, name: str, changes: Sequence[str], example: Example) -> None:
    """Raise Wrong where the student's function leaves other values in these arguments than ``name`` does."""
    reply = trial.ask(target, example.values)
    signature = trial.reference.signatures[target]
    names = list(signature.parameters)
    right = right_left(trial, name, changes, example)
    left = dict(zip(reply.changed, reply.left, strict=True)) if isinstance(reply, Answer) else {}
    for argument, wanted, noise in zip(changes, right.answer, right.noise, strict=True):
        place = names.index(argument)
        if place >= len(example.values):
            continue  # left out: nobody sees what becomes of it
        found = left[place] if place in left else example.values[place]
        try:
            spec = signature.parameters[argument]
            # A table may have other rows and columns than it came with.
            as_it_is = spec.kind is Kind.TABLE
            came = found if as_it_is else conform(found, spec, signature.sizes(example.args))
            agree(came, wanted, noise=noise)
        except Wrong as wrong:
            raise Wrong(_sentence(argument, found, wanted, wrong)) from None


def _sentence(argument: str, found: Any, wanted: Any, wrong: Wrong) -> str:
    if wrong.message:
        return f"{AFTER}`{argument}` is not what it should be: {wrong.message}"
    came, right = line(found), line(wanted)
    if max(len(came), len(right)) > SHORT or came == right:
        one, other = (entry(value, wrong.where) for value in (found, wanted))
        at = f" (it first differs at {wrong.where}: {line(one)} instead of {line(other)})" * (one is not None)
        return f"{AFTER}`{argument}` is {words(found)} that is not the one expected{at}"
    return f"{AFTER}`{argument}` is {came} where {right} is expected"


def right_left(trial: Trial, name: str, changes: Sequence[str], example: Example) -> Expected:
    """Return what the reference's function leaves in these arguments, and the noise of it."""
    places = [list(trial.reference.signatures[name].parameters).index(each) for each in changes]

    def left(*values: Any) -> tuple[Any, ...]:
        applied(trial.reference.answers[name], values)
        return tuple(values[place] if place < len(values) else None for place in places)

    def work() -> Expected:
        return expected(left, example.values)

    return trial.corpora.worked_out.remember(("left", name, *changes), example, work)


def changed_unasked(
    trial: Trial, target: str, permitted: Collection[str], call: Callable[..., str]
) -> Finding | None:
    """Return a finding where a function changes an argument that it may not change."""
    signature = trial.reference.signatures[target]
    if isinstance(signature, ProgramSignature):
        return None  # each program is judged by itself
    names = list(signature.parameters)
    for place, example in trial.said.changed.get(target, {}).items():
        if names[place] not in permitted:
            return changes_an_argument(trial, target, place, call, example)
    return None


def compared_after(check: Check, reference: Reference) -> Sequence[str]:
    """Return the arguments that are compared after a call; what methods change is looked at by programs."""
    programs = isinstance(reference.signatures.get(check.target), ProgramSignature)
    changes: Sequence[str] = () if programs else check.options.get("changes", ())
    return changes


def validate(check: Check, reference: Reference) -> Objections:
    """Object to arguments that are none, or that nobody can change."""
    signature = reference.signatures.get(check.target)
    if signature is None:
        return
    known = signature.parameters
    if isinstance(signature, ProgramSignature):
        known = signature.arguments
        if check.options.get("changes") and (signature.what != "class" or check.options.get("part")):
            yield Objection(NOT_COMPARED[signature.what].format(check.target), "changes")
    for option in ("may_change", "changes"):
        yield from _objections(known, check, option)
    if not check.options.get("changes"):
        yield from returns_something(reference, check.target)


def _objections(parameters: Any, check: Check, option: str) -> Objections:
    for item, name in enumerate(check.options.get(option, ())):
        if name not in parameters:
            close = suggestion(name, parameters)
            yield Objection(f"`{check.target}` has no argument `{name}`{close}", option, item)
        elif parameters[name].kind not in CHANGEABLE:
            what = "what is changed is an array, a list, a dict, a set or a table"
            message = f"nobody can change `{name}`: {what}"
            yield Objection(message, option, item)
