"""Choose: the inputs of a question's checks, by what they show and by what its known mistakes get wrong.

For the checks whose search tries each example by itself: ``matches``, ``law``, ``gradient``.  What a check by
chance, of cost, of programs or of a value asks is not chosen: it is few already, or what matters is its size.
"""

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any

from grader.checks import functions_of, kind_of
from grader.checks.alike import alike
from grader.checks.diagnose import mistaken
from grader.checks.readings import Stopped, wrong_on
from grader.checks.search import Searched
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.chosen import FAILING, OF_ANSWERS, OF_LAWS, Chosen, Criteria, Subject, choose
from grader.examples.corpora import Corpora
from grader.examples.draw import Example
from grader.examples.traits import traits
from grader.functions.bounded import TooLong, time_limit
from grader.functions.local import Local
from grader.grading.decide import planned
from grader.model import Check, Form
from grader.reference.contents import Reference, sentence
from grader.reference.mutants import harmless_mutants
from grader.signatures.programs import ProgramSignature
from grader.values.compare import DOUBLE, NEARLY, tolerating

SECONDS = 5.0  # of a known mistake for one input: one that is still at work is none to choose by


@dataclass(frozen=True)
class WrongBefore:
    """A known mistake or a mutant in the place of the right function, before one check."""

    check: str
    of: str
    name: str


@dataclass(frozen=True)
class MistakePair:
    """Two known mistakes of a function, which an input has to tell apart if either is to be named."""

    of: str
    one: str
    other: str


Fails = Callable[[Example], bool]


def with_chosen(trial: Trial, checks: Sequence[Check]) -> Corpora:
    """Return the corpora of a trial with the chosen examples in the place of all, and what is known of them.

    Where a check cannot be decided on those that are chosen, they stay as they are drawn.
    """
    found, old = chosen(trial, checks), trial.corpora
    drawn = {key: tuple(each.example for each in some) for key, some in found.items()}
    new = Corpora(old.reference, {**old.drawn, **drawn}, old.worked_out, bound=old.bound)
    functions = trial.reference.answers
    for check in checks:
        before = _searched(trial, check, functions)
        if before is not None and _searched(replace(trial, corpora=new), check, functions) is None:
            key = before.signature.key, before.trial.plan.key
            new.drawn[key] = old.examples(before.signature, before.trial.plan)
    return Corpora(old.reference, new.drawn, old.worked_out, bound=old.bound)


def chosen(trial: Trial, checks: Sequence[Check]) -> dict[Any, tuple[Chosen, ...]]:
    """Return what is chosen for the checks of a question, by the keys of signature and plan."""
    reference = trial.reference
    without_alarm = replace(trial.corpora.worked_out, seconds=None)  # there is one of its own
    trial = replace(trial, corpora=replace(trial.corpora, worked_out=without_alarm))
    asked: dict[Any, list[tuple[Check, Searched]]] = {}
    for check in checks:
        there = [reference.signatures.get(name) for name in functions_of(check, reference)]
        if any(each is None or isinstance(each, ProgramSignature) for each in there):
            continue
        searched = _searched(trial, check, reference.answers)
        if searched is not None and _has_a_choice(searched):
            asked.setdefault((searched.signature.key, searched.trial.plan.key), []).append((check, searched))
    compared = {name for each in checks if each.form is Form.ANSWER for name in functions_of(each, reference)}
    caught: set[tuple[str, str]] = set()  # by the laws: there is no need to look far for what fails them
    new: dict[Any, tuple[Chosen, ...]] = {}
    for of_laws in (True, False):
        for key, found in asked.items():
            if of_laws is all(check.form is Form.STATEMENT for check, _ in found):
                new[key] = _chosen(trial, found, compared, caught)
    return {key: new[key] for key in asked}


def key_of(trial: Trial, check: Check) -> Any:
    """Return by what the inputs of a check are known in corpora; None where it searches nothing."""
    searched = _searched(trial, check, trial.reference.answers)
    return None if searched is None else (searched.signature.key, searched.trial.plan.key)


def wrong_functions(
    reference: Reference, of: str, *, mutated: bool = True
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the known mistakes of a function, each with its name, and its harmless mutants."""
    yield from ((each.__name__, each) for each in reference.mistakes.get(of, ()))
    if mutated:
        mutants = harmless_mutants(reference.answers[of])
        yield from ((f"{each.before} → {each.after}", each.function) for each in mutants)


def fails_before(trial: Trial, check: Check, of: str, wrong: Callable[..., Any]) -> Fails | None:
    """Return on what a wrong function in the place of a right one fails; None where that says nothing."""
    there = _searched(trial, check, {**trial.reference.answers, of: wrong})
    return None if there is None else _fails(there)


def failing(tried: Mapping[Any, Fails]) -> Callable[[Subject, Example], bool]:
    """Return whether a wrong function fails on an example; one that does not end fails on none later.

    It is tried once on each: who chooses comes back to those that are kept.
    """
    dead: set[Any] = set()
    known: dict[tuple[Any, Example], bool] = {}

    def tries(subject: Any, example: Example) -> bool:
        try:
            with time_limit(SECONDS, at_work=True):
                return tried[subject](example)
        except (TooLong, Stopped, SystemExit):
            dead.add(subject)
        except GraderError:  # the reference has no answer to it
            pass
        return False

    def fails(subject: Any, example: Example) -> bool:
        if subject in dead:
            return False
        if (subject, example) not in known:
            known[subject, example] = tries(subject, example)
        return known[subject, example]

    return fails


def _has_a_choice(searched: Searched) -> bool:
    """Whether more is asked for than two of each mood."""
    return bool(searched.signature.parameters) and searched.trial.plan.count > 2 * len(
        searched.trial.plan.moods
    )


def _searched(trial: Trial, check: Check, functions: Any) -> Searched | None:
    """Return what a check would try of these functions; None where it searches nothing."""
    before = Trial(trial.reference, trial.corpora, Local(functions), trial.plan)
    with suppress(Exception):  # whatever is wrong with it is told by the preflight
        return kind_of(check).tried(planned(before, check), check)
    return None


def _chosen(
    trial: Trial,
    found: Sequence[tuple[Check, Searched]],
    compared: Collection[str],
    caught: set[tuple[str, str]],
) -> tuple[Chosen, ...]:
    """Choose for the checks of one signature; of functions that are ``compared`` laws need not tell all.

    ``caught`` are wrong functions that laws catch, by the right one's name and theirs; more are added.
    """
    _, first = found[0]
    tried: dict[Any, Fails] = {}
    for check, _ in found:
        tried |= _wrong_before(trial, check, compared)
        tried |= _told_apart(trial, check)
    right = [_fails(searched) for _, searched in found]

    def fits(example: Example) -> bool:
        """Whether right answers are right on it: what rounding alone decides is no input to ask."""
        try:
            with time_limit(SECONDS, at_work=True):
                return not any(fails(example) for fails in right)
        except (TooLong, GraderError):
            return False

    plan = replace(first.trial.plan, count=max(each.trial.plan.count for _, each in found))
    wanted = {each: 1 if isinstance(each, MistakePair) else FAILING for each in tried}
    laws = {check.id for check, _ in found if check.form is Form.STATEMENT}
    # A law says something of a function, as does one part of a result: what they do not see they never will.
    some = laws | {check.id for check, _ in found if check.options.get("part")}
    pairs = {each for each in tried if isinstance(each, MistakePair)}
    wrongs = {each for each in tried if isinstance(each, WrongBefore)}
    near = pairs | {w for w in wrongs if w.check in some or (w.of, w.name) in caught}
    unseen = pairs | {w for w in wrongs if w.check in some and w.of in compared}
    asked = Criteria(fits, partial(traits, first.signature), failing(tried), near, unseen)
    usual = OF_LAWS if len(laws) == len(found) else OF_ANSWERS
    by_traits = max(usual, *(check.examples or 0 for check, _ in found))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        new = choose(first.signature, plan, wanted, asked, by_traits)
        if len(laws) == len(found):
            caught |= {(w.of, w.name) for w in wrongs if any(asked.fails(w, one.example) for one in new)}
    return new


def _wrong_before(trial: Trial, check: Check, compared: Collection[str]) -> dict[WrongBefore, Fails]:
    """Return the known mistakes that a check is about, and on what each fails.

    Mutants, too: before checks that compare answers, or where no check of the question does.
    """
    found: dict[WrongBefore, Fails] = {}
    for of in functions_of(check, trial.reference):
        mutated = check.form is Form.ANSWER or of not in compared
        for name, function in wrong_functions(trial.reference, of, mutated=mutated):
            if (fails := fails_before(trial, check, of, function)) is not None:
                found[WrongBefore(check.id, of, name)] = fails
    return found


def _told_apart(trial: Trial, check: Check) -> dict[MistakePair, Fails]:
    """Return the pairs of known mistakes of a function whose values are asked, and where they differ."""
    found: dict[MistakePair, Fails] = {}
    if check.form is Form.ANSWER:
        for one, other in combinations(trial.reference.mistakes.get(check.target, ()), 2):
            if sentence(one) != sentence(other):
                pair = MistakePair(check.target, one.__name__, other.__name__)
                found[pair] = partial(_differ, trial, check.target, one, other)
    return found


def _differ(
    trial: Trial, name: str, one: Callable[..., Any], other: Callable[..., Any], example: Example
) -> bool:
    """Whether two known mistakes of a function are told apart by their answers to an example."""
    signature = trial.reference.signatures[name]
    first, second = (mistaken(trial, known, signature, example) for known in (one, other))
    with tolerating(NEARLY):
        return not alike(first, second, trial.corpora.expected(name, example).noise)


def _fails(searched: Searched) -> Fails:
    """Return whether an example is wrong by every convention."""
    readings = [each for each in searched.readings if each.tolerance == DOUBLE] or searched.readings[:1]

    def fails(example: Example) -> bool:
        return all(wrong_on(each, example) is not None for each in readings)

    return fails
