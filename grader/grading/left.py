"""How a function is wrong about the arguments that it is to change: as it was, the other way, by too much."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from grader.checks.finding import Finding
from grader.checks.left_changed import AFTER, right_left
from grader.checks.readings import Stopped
from grader.checks.trial import Trial
from grader.examples.draw import Plan
from grader.functions.reply import Failure
from grader.model import Check
from grader.patterns.relation import TELLING, Array
from grader.signatures.conform import conform
from grader.signatures.programs import ProgramSignature
from grader.signatures.specs import Kind, Spec, lengths_in
from grader.text.values import number
from grader.values.compare import agree
from grader.values.programs import ITSELF, MADE, Program
from grader.values.wrong import Wrong

ENOUGH = 20  # of a kit's own examples, which has no answer to new ones
CLOSE = 1e-5  # of the largest entry of a change
ROUNDING = 8  # times the precision of the numbers that change, for what is lost where they are subtracted
SHARE = 1e-3  # of a change, at most, that may be rounding where the change is to tell something

# What `{0}` is, the argument's name, and how the caller's own is changed.
ANOTHER = "`{0} = ...` gives the name to another %s, and `{0}[:] = ...` changes the one that is there"
HINTS = {
    "array": ANOTHER % "array",
    "tensor": ANOTHER % "tensor",
    "list": ANOTHER % "list",
    "arrays": "a line such as `p = p - step` makes a new array, and `p -= step` changes the one in it",
    "dict": "a line such as `p = p - step` makes a new value that is not in the dict: put it under its key",
    "": "a line that gives the name another value changes nothing for whoever calls",
}


@dataclass(frozen=True, eq=False)
class Left:
    """One call: its arguments, what was in one of them before, and what is left there, and should be."""

    args: Mapping[str, Any]
    before: Any
    left: Any
    right: Any
    touched: bool  # whether the call changed it at all

    @property
    def is_to_change(self) -> bool:
        """Whether something else should be in it than was."""
        return not _same(self.before, self.right)


def _same(one: Any, other: Any) -> bool:
    try:
        agree(one, other)
    except Wrong:
        return False
    return True


def wrongly_left(trial: Trial, check: Check, lost: Finding, new: Plan) -> str:
    """Return what is wrong with each change, where it is the same on these inputs and ``new`` ones; or "".

    Of a check that was ``lost`` for something else nothing is said.
    """
    follows = lost.follows or check.target
    programs = isinstance(trial.reference.signatures[check.target], ProgramSignature)
    calls, who = (_looks, "class") if programs else (_calls, "function")
    for argument in check.options["changes"] if programs or lost.message.startswith(AFTER) else ():
        own = calls(trial, check, follows, argument, trial.plan)
        kit = trial.corpora.worked_out.kit
        if len([each for each in own if each.is_to_change]) < (ENOUGH if kit else TELLING):
            continue
        for words, holds in _sayings(_spec(trial, check.target, argument), argument, who, own):
            if not all(map(holds, own)):
                continue
            others = [] if kit else calls(trial, check, follows, argument, new)
            return words.format(len(own)) if all(map(holds, others)) else ""
    return ""


def _calls(trial: Trial, check: Check, follows: str, argument: str, plan: Plan) -> list[Left]:
    """Return what the calls of a plan leave in an argument; nothing, where one of them raises."""
    signature, changes = trial.reference.signatures[check.target], check.options["changes"]
    place, item = list(signature.parameters).index(argument), list(changes).index(argument)
    calls = trial.corpora.direct(check.target, plan)
    trial.prefetch(calls)
    found = []
    for reply, example in zip(trial.replies_to(calls), calls.examples, strict=True):
        if isinstance(reply, Failure):
            if reply.final:
                raise Stopped(reply, check.target, example.values)
            return []
        if place < len(example.values):
            before = example.values[place]
            right = right_left(trial, follows, changes, example).answer[item]
            left = dict(zip(reply.changed, reply.left, strict=True))
            found.append(Left(example.args, before, left.get(place, before), right, place in left))
    return found


def _looks(trial: Trial, check: Check, follows: str, argument: str, plan: Plan) -> list[Left]:
    """Return what methods leave in an argument, where the programs of a plan look at it."""
    signature = trial.reference.signatures[check.target]
    found = []
    for example in trial.corpora.examples(signature, plan):
        program: Program = example.args["program"]
        answers, _ = trial.steps(check.target, program)
        rights = trial.corpora.expected(follows, example).answer
        specs = signature.answer_spec(example.args).items
        for step, spec, answer, right in zip(program.steps, specs, answers, rights, strict=False):
            maker = program.steps[step.refs[0].step] if step.call == ITSELF else step
            if step.call != ITSELF or maker.call != f"{MADE}{argument}":
                continue
            (before,) = maker.arguments
            try:
                left = conform(answer, spec, lengths_in(right, spec))
            except Wrong:
                left = answer
            found.append(Left({}, before, left, right, not _same(left, before)))
    return found


def _spec(trial: Trial, target: str, argument: str) -> Spec:
    """Return what is changed."""
    signature = trial.reference.signatures[target]
    if not isinstance(signature, ProgramSignature):
        return signature.parameters[argument]
    return signature.programs.in_place[argument]


Holds = Callable[[Left], bool]


def _sayings(spec: Spec, argument: str, who: str, calls: Sequence[Left]) -> Iterator[tuple[str, Holds]]:
    """Yield what may be said of these calls, and whether it is true of one."""
    hint = HINTS[_sort(spec)].format(argument)
    yield f"Your {who} leaves `{argument}` as it was: {hint}.", lambda call: not call.touched
    telling = [each for each in map(_change, calls) if each is not None and each.tells]
    if len(telling) < TELLING:
        return
    said = f"On all {{}} inputs, what your {who} changes in `{argument}` is "
    for words, factor in _factors(calls, telling):
        yield f"{said}{words}{'.' * (not words.endswith('?'))}", partial(_is_times, factor)


def _factors(
    calls: Sequence[Left], telling: Sequence["ChangeMade"]
) -> Iterator[tuple[str, Callable[[Left], float]]]:
    yield "the right change with its sign reversed", lambda _: -1.0
    one = float(f"{np.median([each.factor for each in telling]):.4g}")
    if one not in (0.0, 1.0):
        yield f"{number(one)} times the right change", lambda _: one
    names = [n for n, v in calls[0].args.items() if isinstance(v, (int, float)) and not isinstance(v, bool)]
    for name in names:
        for sign, words in ((1.0, ""), (-1.0, ", with its sign reversed")):
            asks = f": is `{name}` left out?"
            yield f"the right change divided by `{name}`{words}{asks}", partial(_power, name, -1, sign)
            yield f"the right change times `{name}`{words}", partial(_power, name, 1, sign)


def _power(name: str, power: int, sign: float, call: Left) -> float:
    value = float(call.args[name])
    return sign * value**power if value else np.nan


def _is_times(factor: Callable[[Left], float], call: Left) -> bool:
    """Whether a call changes its argument so many times as much as is right."""
    change = _change(call)
    with np.errstate(all="ignore"):
        return change is not None and change.is_times(factor(call))


@dataclass(frozen=True, eq=False)
class ChangeMade:
    """What a call adds to an argument's numbers, and should; ``rounding`` may be lost of either."""

    own: Array
    right: Array
    rounding: float

    @property
    def largest(self) -> float:
        """The size of the right change."""
        return float(np.abs(self.right).max(initial=0.0))

    @property
    def tells(self) -> bool:
        """Whether there is more to it than rounding."""
        return self.rounding < SHARE * self.largest

    @property
    def factor(self) -> float:
        """How many times the largest entry of the right change was added."""
        place = int(np.abs(self.right).argmax())
        return float(self.own[place] / self.right[place])

    def is_times(self, factor: float) -> bool:
        """Whether it is so many times the right change."""
        allowed = (CLOSE * self.largest + self.rounding) * max(1.0, abs(factor))
        return bool((np.abs(self.own - factor * self.right) <= allowed).all())


def _change(call: Left) -> ChangeMade | None:
    """Return what a call changes in the numbers of its argument; None where it has more, or fewer."""
    before, left, right = ([*_arrays(value)] for value in (call.before, call.left, call.right))
    shapes = [[each.shape for each in some] for some in (before, left, right)]
    if not before or shapes[0] != shapes[1] or shapes[0] != shapes[2]:
        return None
    single = any(each.dtype == np.float32 for each in left)
    old, new, due = (
        np.concatenate([each.astype(float).ravel() for each in e]) for e in (before, left, right)
    )
    if not (np.isfinite(new).all() and np.isfinite(due).all()):
        return None
    largest = max(float(np.abs(each).max(initial=0.0)) for each in (old, new, due))
    precision = float(np.finfo(np.float32 if single else np.float64).eps)
    return ChangeMade(new - old, due - old, ROUNDING * precision * largest)


def _arrays(value: Any) -> Iterator[Array]:
    """Yield the real numbers in an argument, wherever they stand."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _arrays(each)
    elif isinstance(value, dict):
        for key in sorted(value, key=repr):
            yield from _arrays(value[key])
    elif isinstance(value, (int, float, np.ndarray, np.generic)) and np.asarray(value).dtype.kind in "iuf":
        yield np.asarray(value)


def _sort(spec: Spec) -> str:
    """Return what is changed: an array, a tensor, a list, a dict, arrays in another; "" for all else."""
    if spec.kind in (Kind.DICT, Kind.RECORD):
        return "dict"
    if spec.kind is Kind.ARRAY:
        return "tensor" if spec.any_tensor else "array"
    if any(each.kind is Kind.ARRAY for each in spec.items):
        return "arrays"
    return "list" if spec.kind is Kind.LIST else ""
