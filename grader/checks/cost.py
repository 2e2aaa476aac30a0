"""``cost``: how the work of a function grows with the size of its input, in steps that are counted.

Steps are instructions that Python carries out (``grader.values.counting``), never seconds: the same on every
machine, however busy it is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from grader.checks.diagnose import Diagnosis
from grader.checks.finding import Finding
from grader.checks.growing import BOUNDS, Counts, added, allowed, padded, too_many
from grader.checks.kind import CheckKind, Objection, Objections, Uses
from grader.checks.trial import Trial
from grader.checks.validate import function_there, same_arguments, same_result
from grader.errors import GraderError, suggestion
from grader.examples.draw import Example
from grader.functions.arguments import Arguments
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Check, Evidence, Growth, Verdict
from grader.reference.contents import Reference, sentence
from grader.reference.mistakes import Known
from grader.signatures.conform import conform
from grader.signatures.pick import Mood
from grader.signatures.specs import Kind
from grader.text.values import entry, line
from grader.values.compare import NEARLY, SINGLE, agree, tolerating
from grader.values.counting import EVADED, count_words
from grader.values.exceptions import Due
from grader.values.numbers import is_single
from grader.values.wrong import Wrong, describe

SIZES = (
    16,
    32,
    64,
    128,
    256,
)  # the last not for n**2; below Python's 1000 calls in one another, for who calls himself n times
MOODS = (Mood.ORDINARY, Mood.TIES, Mood.EDGE, Mood.LARGE)  # of each size one input; the dearest counts
EARLY = 4.0  # times what is allowed at a size: larger ones would tell nothing more
ALIKE = 0.35  # how far the powers lie apart with which the steps of the same mistake grow
ENTRIES = 70_000  # of all arguments of one input: larger sizes are left out


def cost(trial: Trial, target: str, *, in_: str, at_most: str, accept: Sequence[str] = ()) -> Finding:
    """Count the steps at growing sizes of ``in``; they may grow as ``at_most`` does, and SLACK times that.

    Only right answers count: a function that does nothing is quick.  ``accept`` names reference functions of
    other conventions that are right too; one must hold of all answers.
    """
    if missing := trial.missing(target):
        return missing
    counts: Counts = {}
    rights = Rights(trial, target, [target, *accept])
    for size, example, reply in _heard(trial, trial.functions, target, in_, at_most):
        if isinstance(reply, Failure):
            raised = f"`{target}` raised {reply.message}"
            message = raised if reply.verdict is Verdict.RAISED else reply.message
            return _lost(trial, target, example, message, reply.verdict)
        if reply.steps == EVADED:
            return _lost(trial, target, example, EVADES.format(target))
        counts[size] = max(counts.get(size, 0), reply.steps)
        if too_many(counts, at_most, EARLY):
            break
        if wrong := rights.wrong(example, reply):
            said = f"only right answers count, and at {in_} = {size} this one is wrong: {wrong}"
            return _lost(trial, target, example, said)
    if not counts:
        raise GraderError(f"`{target}` raises on every input whose steps would be counted")
    if not any(counts.values()):
        _require_counting()
    if too_many(counts, at_most):
        most = tuple(allowed(counts, at_most, size) for size in counts)
        growth = Growth(in_, tuple(counts), tuple(counts.values()), most)
        message = _told(target, at_most, in_, counts, f"up to {most[-1]:,.0f} would do")
        evidence = Evidence(message, plot=growth if len(counts) > 1 else None)
        return Finding(Verdict.FAILED, message=message, evidence=evidence)
    if padded(counts, at_most):
        each = ", ".join(f"{more:,}" for more in added(counts))
        message = _told(target, at_most, in_, counts, f"what each size adds grows too fast: {each}")
        return Finding(Verdict.FAILED, message=message, evidence=Evidence(message))
    return Finding(Verdict.PASSED, 1.0)


EVADES = "what `{}` does was not all counted: it switches the counting off, or works where it is not seen"


def _require_counting() -> None:
    """Raise GraderError where this Python tells of no steps: then nobody's are counted."""
    (reply,) = Local({"f": lambda n: sum(i for i in range(n))}).ask("f", [Arguments((9,)).handed("counted")])
    if not isinstance(reply, Answer) or not reply.steps:
        raise GraderError("this version of Python does not tell of the steps that it takes")


def _told(target: str, at_most: str, of: str, counts: Counts, why: str) -> str:
    """Return the counts of each size, and what is too much of them."""
    steps = [f"{count_words(n)} at {size}" for size, n in counts.items()]
    where = f" (n = {of})" * (of != "n")
    grows = "not at all" if at_most == "constant" else f"as {at_most} at most"
    return f"the steps of `{target}` should grow {grows}{where}: {', '.join(steps)}; {why}"


def _lost(
    trial: Trial, target: str, example: Example, message: str, verdict: Verdict = Verdict.FAILED
) -> Finding:
    call = trial.reference.signatures[target].written(target, example.args)
    return Finding(verdict, message=message, evidence=Evidence(message, call, example.args))


@dataclass
class Rights:
    """The functions of the reference that an answer may be right by, as far as all answers so far were."""

    trial: Trial
    target: str
    names: Sequence[str]

    def wrong(self, example: Example, reply: Answer) -> str:
        """Return what is wrong with one more answer, by the first of those that are left; "" for nothing."""
        found = {name: self._wrong(name, example, reply) for name in self.names}
        self.names = [name for name in self.names if not found[name]] or self.names
        return found[self.names[0]]

    def _wrong(self, name: str, example: Example, reply: Answer) -> str:
        right = self.trial.corpora.expected(name, example)
        returns = self.trial.reference.signatures[self.target].returns
        assert returns is not None
        try:
            value = conform(reply.value, returns, self.trial.corpora.sizes(self.target, example.values))
            with tolerating(SINGLE if is_single(value) else NEARLY), np.errstate(all="ignore"):
                agree(value, right.answer, noise=right.noise)
        except Wrong as wrong:
            return wrong.message or _difference(wrong)
        return ""


def _difference(wrong: Wrong) -> str:
    got, right = (entry(value, wrong.where) for value in (wrong.got, wrong.expected))
    if not wrong.where or got is None or right is None:
        return f"{describe(wrong.got)} came out where {describe(wrong.expected)} is right"
    return f"{line(got)} came out at {wrong.where} where {line(right)} is right"


# ---- inputs of one size --------------------------------------------------------------------------------


def _examples(trial: Trial, target: str, in_: str, at_most: str) -> Iterator[tuple[int, Sequence[Example]]]:
    """Yield the sizes, as far as an input is not too large, and the inputs of each."""
    signature = trial.reference.signatures[target]
    for size in SIZES[: -1 if at_most == "n**2" else None]:
        sizes = {**trial.plan.sizes, in_: (size, size)}
        plan = replace(trial.plan, count=len(MOODS), moods=MOODS, sizes=sizes)
        examples = trial.corpora.examples(signature, plan)
        if sum(np.size(value) for value in examples[0].values) > ENTRIES:
            return
        yield size, examples


def _heard(
    trial: Trial, functions: Functions, target: str, in_: str, at_most: str
) -> Iterator[tuple[int, Example, Reply]]:
    """Ask for the answers to inputs of growing sizes, one by one, and have the steps counted."""
    signature = trial.reference.signatures[target]
    for size, examples in _examples(trial, target, in_, at_most):
        for example in examples:
            if signature.raises and isinstance(trial.corpora.expected(target, example).answer, Due):
                continue  # it has no answer whose steps could be counted
            arguments = Arguments.of(example.values, signature.names(len(example.values))).handed("counted")
            (reply,) = functions.ask(target, [arguments])
            yield size, example, reply


# ---- the kind ----------------------------------------------------------------------------------------


def _in(check: Check) -> str:
    return str(check.options.get("in", "n"))


def _accepted(check: Check) -> tuple[str, ...]:
    return tuple(check.options.get("accept", ()))


def _title(check: Check) -> str:
    at_most = check.options.get("at_most", "")
    if at_most == "constant":
        return f"{check.target} takes as many steps whatever {_in(check)} is: no loop over it"
    written = re.sub(r"\bn\b", _in(check), at_most)
    return f"{check.target} takes a number of steps that grows as {written} at most"


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    at_most = check.options.get("at_most", "")
    if at_most and at_most not in BOUNDS:
        yield Objection(f"`{at_most}` is no bound; one of {', '.join(BOUNDS)} is wanted", "at_most")
    for item, name in enumerate(_accepted(check)):
        yield from same_arguments(check, reference, "accept", name, item)
        yield from same_result(check, reference, name, item)
    signature, size = reference.signatures.get(check.target), check.options.get("in", "")
    if signature is None or not size:
        return
    whole = [name for name, spec in signature.parameters.items() if spec.kind is Kind.INT]
    sizes = [*(axis for axis in signature.axes if axis.isidentifier()), *whole]
    if size not in sizes:
        close = suggestion(size, sizes)
        message = f"`{check.target}` has no axis and no whole number `{size}`{close}"
        if not sizes:
            message += '; write an array with its axis, Float[ndarray, "n"]: lists have none'
        yield Objection(message, "in")
    elif size in signature.defaults:
        yield Objection(f"`{size}` has a default, and calls leave it out: its size cannot grow", "in")


def _freeze(trial: Trial, check: Check) -> None:
    for _, examples in _examples(trial, check.target, _in(check), check.options["at_most"]):
        for example in examples:
            for name in (check.target, *_accepted(check)):
                trial.corpora.expected(name, example)


def _named(trial: Trial, check: Check) -> Diagnosis | None:
    """Return the mistake with right answers whose steps grow most nearly as the student's, if one does."""
    known_ones = trial.reference.mistakes.get(check.target, ())
    theirs = _growth(trial, trial.functions, check) if known_ones else None
    nearest: tuple[float, Diagnosis | None] = (ALIKE, None)
    for known in known_ones if theirs is not None else ():
        growth = _growth(trial, Local({check.target: known}), check)
        if growth is not None and theirs is not None and (far := abs(growth - theirs)) < nearest[0]:
            mark: Known = known.__known_mistake__  # type: ignore[attr-defined]
            nearest = far, Diagnosis(known.__name__, sentence(known), mark.credit)
    return nearest[1]


def _growth(trial: Trial, functions: Functions, check: Check) -> float | None:
    """Return the power of the size with which steps grow; None where few enough, or of wrong answers."""
    counts: Counts = {}
    at_most = check.options["at_most"]
    rights = Rights(trial, check.target, [check.target, *_accepted(check)])
    for size, example, reply in _heard(trial, functions, check.target, _in(check), at_most):
        if isinstance(reply, Failure) or reply.steps == EVADED:
            return None
        counts[size] = max(counts.get(size, 0), reply.steps)
        if too_many(counts, at_most, EARLY):
            break
        if rights.wrong(example, reply):
            return None
    first, last = min(counts), max(counts)
    if not too_many(counts, at_most) or first == last:
        return None
    return log(counts[last] / max(counts[first], 1)) / log(last / first)


KIND = CheckKind(
    "cost",
    cost,
    title=_title,
    validate=_validate,
    calls=lambda _, __: [],  # sizes grow only as long as they are worth it
    uses=lambda check: Uses(accepted=_accepted(check)),
    freeze=_freeze,
    named=_named,
)
