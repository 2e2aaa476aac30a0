"""One of what is tried: the mistakes or mutants of a function, a variant, a cheat, a harvest of mistakes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from typing import Any

from grader.audit import cheats
from grader.audit.bench import Bench
from grader.checks import functions_of, kind_of
from grader.checks.trial import Trial
from grader.examples.chosen import FAILING, Chosen
from grader.examples.corpora import Corpora
from grader.examples.draw import Example
from grader.examples.expected import answer, expected
from grader.functions.bounded import Bounded, TooLong, time_limit
from grader.functions.local import Local
from grader.grading import choose
from grader.model import (
    Caught,
    Check,
    FailingCounts,
    Flip,
    Harmed,
    InputsFound,
    Outcome,
    Paid,
    PowerFound,
    Question,
)
from grader.reference.contents import Function, sentence
from grader.reference.places import path_of
from grader.reports.words import sentence as reason
from grader.text.values import line
from grader.text.words import listed
from grader.values.compare import agree


def audit_mistakes(bench: Bench, function: str, seeds: Sequence[int]) -> tuple[list[Caught], list[Flip]]:
    """Try the known mistakes of one function."""
    tried, flips = [], []
    catalogue = bench.reference.mistakes.get(function, ())
    for known in catalogue:
        functions = bench.bounded({**bench.reference.answers, function: known})
        lost: dict[str, float] = {}
        named = None
        for outcome in bench.outcomes(functions, function, bench.job.seed, naming=True):
            if outcome.share < 1:
                lost[outcome.check.id] = outcome.check.points - outcome.earned
                named = named or outcome.mistake
        alike = tuple(other.__name__ for other in catalogue if sentence(other) == sentence(known))
        raises, where = _raises(bench, function, known)
        tried.append(Caught(function, known.__name__, where, lost, named, alike, raises))
        flips += _flips(bench, function, known, functions, seeds)
    return tried, flips


def _raises(bench: Bench, function: str, known: Function) -> tuple[str, str]:
    """Return the exception of a mistake that answers no input, if it is one, and the place to look at."""
    here = known.__code__.co_filename
    said, where = "", _place(known)
    for values in bench.inputs(function):
        try:
            with time_limit(bench.limits.seconds, at_work=True):
                answer(known, values)
        except TooLong:
            return "", _place(known)
        except Exception as problem:
            if not said:
                said = f"{type(problem).__name__}: {problem}".rstrip(": ")
                lines = [n for frame, n in walk_tb(problem.__traceback__) if frame.f_code.co_filename == here]
                where = _place(known, lines[-1] if lines else None)
        else:
            return "", _place(known)
    return said, where


def _flips(
    bench: Bench, function: str, known: Function, functions: Bounded, seeds: Sequence[int]
) -> list[Flip]:
    """Return the checks that catch a mistake under some seeds and miss it under others."""
    if len(seeds) == 1:
        return []
    failing: dict[str, int] = {}
    for seed in seeds:
        for outcome in bench.outcomes(functions, function, seed):
            failing[outcome.check.id] = failing.get(outcome.check.id, 0) + (outcome.share < 1)
    return [
        Flip(check, known.__name__, count, len(seeds))
        for check, count in failing.items()
        if 0 < count < len(seeds)
    ]


def audit_mutants(
    bench: Bench, function: str, start: int = 0, stop: int | None = None, *, explaining: bool = True
) -> list[Caught]:
    """Try mutants of one function, from one to another; the first lost check of each will do.

    What is a convention that the rubric accepts is no mutant.
    """
    right = bench.reference.answers[function]
    seconds = bench.seconds(function)
    tried = []
    for mutant in bench.mutants(function)[start:stop]:
        functions = bench.bounded({**bench.reference.answers, function: mutant.function}, {function: seconds})
        outcomes = bench.outcomes(functions, function, bench.job.seed)
        caught = next((outcome for outcome in outcomes if outcome.share < 1), None)
        if caught is None and _is_accepted(bench, function, mutant.function):
            continue
        lost = {caught.check.id: caught.check.points - caught.earned} if caught else {}
        name = f"{mutant.before} → {mutant.after}"
        named, pattern = (
            _explained(bench, functions, function, caught) if caught and explaining else (None, None)
        )
        place = _place(right, mutant.line)
        tried.append(Caught(function, name, place, lost, named, described=pattern, read=explaining))
    return tried


def _is_accepted(bench: Bench, function: str, mutant: Function) -> bool:
    """Whether a mutant is a convention of another function that is right, too."""
    accepted = bench.accepted.get(function, ())
    return any(_gives_the_same(bench, function, bench.reference.answers[other], mutant) for other in accepted)


def _explained(
    bench: Bench, functions: Bounded, function: str, caught: Outcome
) -> tuple[str | None, str | None]:
    """Return by which name a mutant is known that lost a check, and how it is described."""
    for outcome in bench.outcomes(functions, function, bench.job.seed, naming=True):
        if outcome.check.id == caught.check.id:
            return outcome.mistake, outcome.pattern
    return None, None


def audit_variant(
    bench: Bench, functions: Mapping[str, Function], path: Path, seeds: Sequence[int]
) -> tuple[bool, list[Harmed]]:
    """Try one file of right answers, which may lose a point under no seed; say first whether it was asked."""
    bounded = bench.bounded(functions)
    asked = False
    lost: dict[str, list[Outcome]] = {}
    for seed in seeds:
        for outcome in bench.outcomes(bounded, None, seed, shrinking=True):
            asked = True
            if outcome.share < 1:
                lost.setdefault(outcome.check.id, []).append(outcome)
    return asked, [
        Harmed(str(path), check, *_told(outcomes[0]), len(outcomes), len(seeds))
        for check, outcomes in lost.items()
    ]


def _told(outcome: Outcome) -> tuple[str, str]:
    """Return why points were lost, and the smallest input that shows it."""
    evidence = outcome.evidence
    if evidence is None:
        return reason(outcome), ""
    said = " ".join(dict.fromkeys(filter(None, (reason(outcome), evidence.message))))
    return said, ", ".join(f"{name} = {line(value)}" for name, value in evidence.inputs.items())


def _place(function: Function, line: int | None = None) -> str:
    code = function.__code__
    return f"{path_of(code, function.__module__)}:{line or code.co_firstlineno}"


def audit_power(bench: Bench, check: str) -> PowerFound:
    """Say what a check by chance finds."""
    (question,) = (q for q in bench.job.rubric.assignment.questions if check in [c.id for c in q.checks])
    (tried,) = (each for each in question.checks if each.id == check)
    power = kind_of(tried).power
    assert power is not None
    return PowerFound(check, tuple(power(bench.trial(question), tried)))


# ---- inputs ---------------------------------------------------------------------------------------


def audit_inputs(bench: Bench, question: Question) -> list[InputsFound]:
    """Say what the inputs of a question's checks are there for, and what they show beside 100 as drawn."""
    plan = bench.trial(question).plan
    trial = Trial(bench.reference, Corpora(bench.reference), Local({}), plan)
    found = []
    for key, some in choose.chosen(trial, question.checks).items():
        checks = [check for check in question.checks if choose.key_of(trial, check) == key]
        tried = dict(_wrong_before(bench, trial, checks))
        known = {mistake.__name__ for those in bench.reference.mistakes.values() for mistake in those}
        drawn = trial.corpora.drawn[key]
        found.append(
            InputsFound(
                tuple(check.id for check in checks),
                tuple(
                    (_words(each.example), _why(each, _failed_by(each.example, tried, known)))
                    for each in some
                ),
                sum(each.first for each in some),
                _counted(tried, [each.example for each in some]),
                _counted(tried, drawn),
                len(drawn),
            )
        )
    return found


def _wrong_before(
    bench: Bench, trial: Trial, checks: Sequence[Check]
) -> Iterator[tuple[tuple[str, str, str], choose.Fails]]:
    """Yield the known mistakes and mutants of the functions of checks, and on what each fails."""
    for check in checks:
        for of in functions_of(check, bench.reference):
            for name, function in choose.wrong_functions(bench.reference, of):
                fails = choose.fails_before(trial, check, of, function)
                if fails is not None:
                    yield (check.id, of, name), fails


def _counted(tried: Mapping[Any, choose.Fails], examples: Sequence[Example]) -> FailingCounts:
    """Count who fails on three examples, as far as that; on fewer; and on none."""
    fails = choose.failing(tried)
    often = [sum(1 for _ in islice((e for e in examples if fails(each, e)), FAILING)) for each in tried]
    return FailingCounts(
        often.count(FAILING), len(often) - often.count(FAILING) - often.count(0), often.count(0)
    )


def _failed_by(
    example: Example, tried: Mapping[tuple[str, str, str], choose.Fails], known: Collection[str]
) -> list[str]:
    """Return the known mistakes that fail on an example, in words."""
    fails = choose.failing(tried)
    found = [f"{name} of {of}" for _, of, name in tried if name in known and fails((_, of, name), example)]
    return list(dict.fromkeys(found))


def _words(example: Example) -> str:
    return ", ".join(f"{name} = {line(value)}" for name, value in example.args.items())


def _why(chosen: Chosen, failing: Sequence[str]) -> str:
    """Return what an input is there for, and which known mistakes fail on it."""
    said = [f"is the first that is {chosen.example.mood}"] * chosen.first
    others = [each for each in chosen.fails if isinstance(each, choose.WrongBefore)]
    said += [f"fails {listed(list(dict.fromkeys(failing)))}"] * bool(failing)
    wrong = [f"{each.name} of {each.of}" for each in others if f"{each.name} of {each.of}" not in failing]
    said += [f"fails the mutants {listed(list(dict.fromkeys(wrong)))}"] * bool(wrong)
    pairs = [each for each in chosen.fails if isinstance(each, choose.MistakePair)]
    said += [f"tells {pair.one} from {pair.other}" for pair in pairs]
    said += [f"shows that {listed(list(chosen.traits))}"] * bool(chosen.traits)
    return "; ".join(said) or "differs from all others, or shows together what they show singly"


# ---- what is no work -------------------------------------------------------------------------------


def _gives_the_same(bench: Bench, function: str, right: Function, given: Function) -> bool:
    """Whether two functions give the same answers to what one is asked, as one with loops and one without."""
    try:
        for values in bench.inputs(function):
            wanted = expected(right, values)
            agree(answer(given, values), wanted.answer, noise=wanted.noise)
    except Exception:  # another answer, or none
        return False
    return True


def audit_cheat(bench: Bench, name: str) -> Paid:
    """Try a submission that does no work."""
    names = bench.asked
    if name == cheats.OTHERS:
        points: dict[str, float] = {}
        taken: list[str] = []
        for function in names:
            tried: list[tuple[dict[str, float], str]] = [({}, "")]
            for other in cheats.others(bench.reference, function, bench.accepted.get(function, ())):
                right, given = (bench.reference.answers[name] for name in (function, other))
                if _gives_the_same(bench, function, right, given):
                    continue
                answers = bench.bounded({function: bench.reference.answers[other]})
                paid = (o for o in bench.outcomes(answers, function, bench.job.seed) if o.share == 1)
                tried.append(({outcome.check.id: outcome.earned for outcome in paid}, other))
            earned, other = max(tried, key=lambda each: sum(each[0].values()))
            points |= earned
            taken += [f"`{other}` for `{function}`"] if earned else []
        return Paid(f"{name} ({', '.join(taken)})" if taken else name, points)
    functions = cheats.cheat(name, bench.reference, names, bench.inputs)
    return Paid(name, bench.paid(bench.bounded(functions), naming=False))


def audit_harvest(bench: Bench, chosen: Mapping[str, str]) -> float:
    """Return what a submission earns that makes one known mistake in every function."""
    mistakes = {
        function: next(m for m in bench.reference.mistakes[function] if m.__name__ == name)
        for function, name in chosen.items()
    }
    return sum(bench.paid(bench.bounded(mistakes), naming=True).values())
