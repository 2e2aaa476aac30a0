"""Central differences of a loss, and where a gradient differs from them.

A central difference (f(x+h) − f(x−h))/2h with h = ∛ε·max(1,|x|) is wrong by about h²f‴/6 + ε|f|/h (Nocedal
and Wright, Numerical Optimization, §8.1).  A derivative a and a difference n agree where
|a−n| ≤ 1e-5·max(|a|,|n|) + 1e-8·(1+|f|) + 20·ε|f|/h·√entries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

import numpy as np

from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.draw import Example, Plan
from grader.functions.local import applied
from grader.signatures import parts
from grader.signatures.pick import Mood
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind
from grader.values.compare import LONE, SINGLE, Tolerance
from grader.values.stored import storable
from grader.values.tensors import exact_like
from grader.values.wrong import Wrong

EPSILON = float(np.finfo(float).eps)
STEP = float(np.cbrt(EPSILON))
ENTRIES = 50  # an argument with more entries is tried along a few random directions, not along each entry
DIRECTIONS = 3
USABLE = 20  # with fewer examples away from kinks nothing is decided
# Differences say little on the largest and smallest scales; the comparison with the reference covers those.
MOODS = (Mood.PLAIN, Mood.ONES, Mood.UNEVEN, Mood.TIES, Mood.ORDINARY, Mood.LAYOUT, Mood.LONG)


def around_no_kinks(plan: Plan) -> Plan:
    """Return the plan of the examples on which differences say something: half as many, but enough."""
    return replace(plan, moods=MOODS, count=max(plan.count // 2, 2 * USABLE))


@storable("slopes")
@dataclass(frozen=True)
class Slopes:
    """The slopes of a loss in one argument along some directions (one a row); NaN where there is a kink."""

    directions: np.ndarray
    slopes: np.ndarray
    allowed: float  # the error of a slope that rounding explains


def slopes_of(
    loss: Callable[[list[Sequence[Any]]], list[float]], args: Mapping[str, Any], names: Sequence[str]
) -> list[Slopes]:
    """Take central differences of the loss in each of the named arguments."""
    found = []
    for name in names:
        value = np.asarray(args[name], dtype=np.float64)
        h = STEP * max(1.0, float(np.abs(value).max(initial=0.0)))
        directions = _directions(value.size)
        calls: list[Sequence[Any]] = [tuple(args.values())]
        for direction in directions:
            for step in (h, -h):
                moved = exact_like(args[name], value + step * direction.reshape(value.shape))
                calls.append([moved if n == name else v for n, v in args.items()])
        with np.errstate(all="ignore"):
            at, *losses = loss(calls)
            up, down = np.array(losses[::2]), np.array(losses[1::2])
            forward, backward = (up - at) / h, (at - down) / h
            size = np.maximum(np.abs(forward), np.abs(backward))
            # The two one-sided slopes of a smooth function differ by h·f″, those of a kink by the kink.
            smooth = np.isfinite(size) & (np.abs(forward - backward) <= 1e-3 * np.maximum(1.0, size))
            slopes = np.where(smooth, (up - down) / (2 * h), np.nan)
        rounding = 20 * EPSILON * abs(at) / h * float(np.sqrt(value.size))
        found.append(Slopes(directions, slopes, 1e-8 * (1 + abs(at)) + rounding))
    return found


def _directions(size: int) -> np.ndarray:
    if size <= ENTRIES:
        return np.eye(size)
    random = Random(0)  # noqa: S311  (the same directions for everyone)
    return np.array([[random.choice((-1.0, 1.0)) for _ in range(size)] for _ in range(DIRECTIONS)])


def agree_all(answer: Any, slopes: Sequence[Slopes], tolerance: Tolerance) -> None:
    """Require gradients to have the slopes that were found."""
    keys = [f"key {key!r}" for key in answer] if isinstance(answer, dict) else ()
    if isinstance(answer, dict):
        answer = tuple(answer.values())
    parts = answer if isinstance(answer, tuple) else (answer,)
    for place, (part, found) in enumerate(zip(parts, slopes, strict=True)):
        result = keys[place] if keys else f"result {place + 1}" if len(parts) > 1 else ""
        _agree(np.asarray(part), found, tolerance, result)


def _agree(part: np.ndarray, found: Slopes, tolerance: Tolerance, result: str) -> None:
    """Require a gradient to have the slopes that were found, but at kinks; raise Wrong where they differ."""
    ours = found.directions @ part.ravel()
    used = ~np.isnan(found.slopes)
    theirs = np.where(used, found.slopes, ours)
    size = np.maximum(np.abs(ours), np.abs(theirs))
    if tolerance in (SINGLE, LONE):  # one float32 rounding of the largest entry shows in all of them
        allowed = found.allowed + tolerance.relative * size.max(initial=0.0)
    else:
        allowed = found.allowed + 10 * tolerance.relative * size
    close = np.abs(ours - theirs) <= allowed
    if close.all():
        return
    if len(found.directions) != part.size:
        raise Wrong("the slope along a random direction is not the one of the loss", part)
    first = int(np.argmin(close))
    index = [int(i) for i in np.unravel_index(first, part.shape)]
    where = ", ".join(filter(None, (result, str(index) if index else "")))
    raise Wrong("", part, theirs.reshape(part.shape), where)


def differentiable(signature: Signature) -> list[str]:
    """Return the arguments in which a function may have a derivative."""
    return [
        name
        for name, spec in signature.parameters.items()
        if spec.kind in (Kind.ARRAY, Kind.FLOAT) and spec.dtype is np.float64
    ]


def losses_of(
    trial: Trial, loss: str, function: Callable[..., Any], calls: Sequence[Sequence[Any]]
) -> list[float]:
    """Return the losses that a function gives, which is the student's or the reference's."""
    name, part = parts.split(loss)
    returns = trial.reference.signatures[name].returns
    assert returns is not None
    return [float(parts.pick(applied(function, values), part, returns)) for values in calls]


def right_slopes(
    trial: Trial, signature: Signature, loss: str, names: Sequence[str], example: Example
) -> list[Slopes]:
    """Return the slopes of a loss of the reference, worked out once for everyone."""

    def work() -> list[Slopes]:
        right = partial(losses_of, trial, loss, trial.reference.answers[parts.split(loss)[0]])
        return slopes_of(right, signature.complete(example.args), names)

    return trial.corpora.worked_out.remember(("slopes", loss, names), example, work)


def require_usable(loss: str, slopes: Sequence[Sequence[Slopes]]) -> None:
    """Raise GraderError where too few examples are away from the kinks of a loss."""
    if sum(any(np.isfinite(each.slopes).any() for each in some) for some in slopes) < USABLE:
        raise GraderError(f"fewer than {USABLE} examples of `{loss}` are away from its kinks")
