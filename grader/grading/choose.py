"""Choose: the inputs of a question's checks, by what its known mistakes and mutants get wrong.

For the checks whose search tries each example by itself: ``matches``, ``law``, ``gradient``.  What a check by
chance, of cost, of programs or of a value asks is not chosen: it is few already, or what matters is its size.
"""

import ast
import inspect
import textwrap
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, NoReturn

from grader.checks import functions_of, kind_of
from grader.checks.trial import Reading, Stopped, Trial, Written, wrong_on
from grader.errors import GraderError
from grader.examples.chosen import Chosen, Wanted, choose
from grader.examples.corpora import Calls, Corpora
from grader.examples.draw import Example, Plan
from grader.examples.traits import traits
from grader.functions.bounded import TooLong, time_limit
from grader.functions.local import Local
from grader.grading.decide import planned
from grader.model import Check, Form
from grader.reference.contents import Function, Reference
from grader.reference.mutants import mutants
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values.compare import DOUBLE

SECONDS = 5.0  # of a mutant for one input: one that is still at work is none to choose by
ENDLESS = {"count", "cycle", "repeat", "iter"}  # names in a function whose mutants may never end


class SearchKnown(Exception):
    """What a check searches is known."""


@dataclass(frozen=True)
class Searched:
    """What one check tries: readings of each example of a plan."""

    signature: Signature
    plan: Plan
    readings: Sequence[Reading]


@dataclass
class Prospect(Trial):
    """A trial that asks nothing beforehand, and whose search only says what it would try."""

    found: list[Searched] = field(default_factory=list)

    def prefetch(self, *asked: Calls) -> None:
        """Ask nothing."""

    def search(
        self,
        signature: Signature,
        readings: Sequence[Reading],
        call: Written,  # noqa: ARG002
        what: tuple[Any, ...] = (),  # noqa: ARG002
        asked: Sequence[Calls] = (),  # noqa: ARG002
    ) -> NoReturn:
        """Write down what would be tried; raise SearchKnown."""
        self.found.append(Searched(signature, self.plan, readings))
        raise SearchKnown


@dataclass(frozen=True)
class Subject:
    """A wrong function in the place of a right one, before one check."""

    check: str
    of: str
    name: str


Fails = Callable[[Example], bool]


def chosen(trial: Trial, checks: Sequence[Check]) -> dict[Any, tuple[Chosen, ...]]:
    """Return what is chosen for the checks of a question, by the keys of signature and plan.

    ``trial`` has the corpora with what is drawn and known already.
    """
    reference = trial.reference
    trial = replace(trial, corpora=replace(trial.corpora, seconds=None))  # it has an alarm of its own
    asked: dict[Any, list[tuple[Check, Searched]]] = {}
    for check in checks:
        there = [reference.signatures.get(name) for name in functions_of(check, reference)]
        if any(each is None or isinstance(each, ProgramSignature) for each in there):
            continue
        searched = _searched(trial, check, reference.answers)
        if searched is not None and _has_a_choice(searched):
            asked.setdefault((searched.signature.key, searched.plan.key), []).append((check, searched))
    return {key: _chosen(trial, found) for key, found in asked.items()}


def with_chosen(trial: Trial, checks: Sequence[Check]) -> Corpora:
    """Return the corpora of a trial with the chosen examples in the place of all, and what is known of them.

    Where a check cannot be decided on those that are chosen, they stay as they are drawn.
    """
    found, old = chosen(trial, checks), trial.corpora
    drawn = {key: tuple(each.example for each in some) for key, some in found.items()}
    new = Corpora(old.reference, {**old.drawn, **drawn}, old.known, bound=old.bound, seconds=old.seconds)
    functions = trial.reference.answers
    for check in checks:
        before = _searched(trial, check, functions)
        if before is not None and _searched(replace(trial, corpora=new), check, functions) is None:
            key = before.signature.key, before.plan.key
            new.drawn[key] = old.examples(before.signature, before.plan)
    return Corpora(old.reference, new.drawn, old.known, bound=old.bound, seconds=old.seconds)


def _has_a_choice(searched: Searched) -> bool:
    """Whether more is asked for than two of each mood."""
    return bool(searched.signature.parameters) and searched.plan.count > 2 * len(searched.plan.moods)


def _searched(trial: Trial, check: Check, functions: Any) -> Searched | None:
    """Return what a check would try of these functions; None where it searches nothing."""
    probe = Prospect(
        trial.reference, trial.corpora, Local(functions), trial.plan, shrinking=False, naming=False, found=[]
    )
    with suppress(SearchKnown, Exception):  # whatever is wrong with it is told by the preflight
        kind_of(check).decide(planned(probe, check), check)
    return probe.found[0] if probe.found else None


def _chosen(trial: Trial, found: Sequence[tuple[Check, Searched]]) -> tuple[Chosen, ...]:
    reference, (_, first) = trial.reference, found[0]
    tried: dict[Subject, Fails] = {}
    right: list[Fails] = []
    for check, searched in found:
        right.append(_fails(searched))
        for name in functions_of(check, reference):
            for what, function in wrong_functions(reference, name):
                there = _searched(trial, check, {**reference.answers, name: function})
                if there is not None:
                    tried[Subject(check.id, name, what)] = _fails(there)
    dead: set[Any] = set()

    def kills(subject: Any, example: Example) -> bool:
        if subject in dead:
            return False
        try:
            with time_limit(SECONDS, at_work=True):
                return tried[subject](example)
        except (TooLong, Stopped, SystemExit):
            dead.add(subject)
            return False
        except GraderError:  # the reference has no answer to it
            return False

    def fits(example: Example) -> bool:
        """Whether right answers are right on it: what rounding alone decides is no input to ask."""
        try:
            with time_limit(SECONDS, at_work=True):
                return not any(fails(example) for fails in right)
        except (TooLong, GraderError):
            return False

    plan = replace(first.plan, count=max(each.plan.count for _, each in found))
    known = trial.corpora.drawn.get((first.signature.key, first.plan.key), ())
    # A law says something of a function, not all: of what it does not see it never will.
    laws = {check.id for check, _ in found if check.form is Form.STATEMENT}
    hopeless = frozenset(each for each in tried if each.check in laws)
    asked = Wanted(fits, kills, partial(traits, first.signature), hopeless)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return choose(first.signature, plan, known, list(tried), asked)


def _fails(searched: Searched) -> Fails:
    """Return whether an example is wrong by every convention."""
    readings = [each for each in searched.readings if each.tolerance == DOUBLE] or searched.readings[:1]

    def fails(example: Example) -> bool:
        return all(wrong_on(each, example) is not None for each in readings)

    return fails


def wrong_functions(reference: Reference, name: str) -> Iterator[tuple[str, Function]]:
    """Yield the known mistakes and the mutants of a function, each with its name."""
    for each in reference.mistakes.get(name, ()):
        yield each.__name__, each
    yield from _mutants(reference.answers[name])


@cache
def _mutants(function: Function) -> tuple[tuple[str, Function], ...]:
    if _may_not_end(function):
        return ()
    return tuple((f"{each.before} → {each.after}", each.function) for each in mutants(function))


def _may_not_end(function: Function) -> bool:
    """Whether a small change may make a function run for ever; when it is stopped is up to the machine."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return True
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return any(isinstance(node, ast.While) for node in ast.walk(tree)) or bool(names & ENDLESS)
