"""A kind of check as one object: all that the rubric, grading, kits and audits ask of it.

A kind is one module here that makes a `CheckKind`, entered in ``grader.checks.KINDS``.  Reports know nothing
of kinds: what they need stands in ``Check.title`` and ``Check.form``.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import Any

from grader.checks.diagnose import Diagnosis
from grader.checks.finding import Finding
from grader.checks.search import Searched
from grader.checks.trial import Trial
from grader.errors import Mistake
from grader.examples.calls import Calls
from grader.examples.draw import Plan
from grader.model import Check, Form
from grader.reference.contents import Law, Reference


@dataclass(frozen=True)
class Objection:
    """What is wrong with a check, and at which of its keys in the rubric."""

    message: str
    option: str = ""  # the option at fault; "" is the target
    item: int | None = None  # where the option is a list: which of its items


@dataclass(frozen=True)
class Uses:
    """What of the reference a check works with besides the functions that it is about, by name."""

    accepted: tuple[str, ...] = ()  # functions whose answers are right as well
    helpers: tuple[str, ...] = ()  # other functions
    laws: tuple[str, ...] = ()


Objections = Iterator[Objection | Mistake]  # a Mistake stands in the reference, and has its own place


def _target(check: Check, reference: Reference) -> tuple[str, ...]:
    """Return the target, and what makes the objects that it is given."""
    return (check.target, *getattr(reference.signatures.get(check.target), "uses", ()))


def _no_slips(_: Check) -> Collection[str]:
    return ()


def _no_more(_: Check) -> Uses:
    return Uses()


def _as_it_is(plan: Plan) -> Plan | None:
    return plan


def _whole(check: Check) -> Check | None:
    return check


def _nothing(_: Trial, __: Check) -> None:
    pass


def _named(check: Check) -> dict[str, Any]:
    """Return the options as parameters: ``in`` is a word of Python's own, and so no name of one."""
    return {f"{name}_" if iskeyword(name) else name: value for name, value in check.options.items()}


def no_calls(_: Trial, __: Check) -> list[Calls]:
    """Return the calls of a kind that looks at functions without calling them."""
    return []


@dataclass(frozen=True)
class KindSays:
    """What each kind of check says of itself."""

    name: str  # its key in the rubric
    run: Callable[..., Finding]  # (trial, target); its keyword-only parameters are the options in the rubric
    title: Callable[[Check], str]  # the student's line: what is asked, in words
    validate: Callable[[Check, Reference, Collection[str]], Objections]  # with the ids of all questions


@dataclass(frozen=True)
class CheckKind(KindSays):
    """A kind of check; what has a default is as for a check that calls its target on drawn inputs."""

    form: Form = Form.ANSWER  # what it judges: so who decides, and what may be shown
    slips_of: Callable[[Check], Collection[str]] = _no_slips  # the slips that may keep some points
    functions_of: Callable[[Check, Reference], tuple[str, ...]] = _target  # the student's, that it is about
    uses: Callable[[Check], Uses] = _no_more  # what else of the reference it works with
    plan_of: Callable[[Plan], Plan | None] = _as_it_is  # on what it calls its target; None: on nothing drawn
    calls: Callable[[Trial, Check], list[Calls]] | None = None  # None: the target on what is drawn
    released: Callable[[Check], Check | None] = _whole  # what of it goes into a kit; None: nothing
    # (trial, target, and the options of ``run``): what is tried on each example, where one by one is enough.
    searched: Callable[..., Searched] | None = None
    # The known mistake behind a lost one, where it is not told by its answers to single inputs.
    named: Callable[[Trial, Check], Diagnosis | None] | None = None
    power: Callable[[Trial, Check], list[str]] | None = None  # what a check by chance finds, for an audit
    repeats: bool = True  # whether the same call must have the same answer
    freeze: Callable[[Trial, Check], None] = _nothing  # work out what a kit must hold and no other run asks

    @property
    def by_calls(self) -> bool:
        """Whether it asks the functions anything: else no mistake and no mutant shows what it is worth."""
        return self.calls is not no_calls

    def law_of(self, check: Check, reference: Reference) -> Law | None:
        """Return the law of the student's functions that a check states, if it states one."""
        return reference.laws.get(check.target) if self.form is Form.STATEMENT else None

    def planned_calls(self, trial: Trial, check: Check) -> list[Calls]:
        """Return the calls that a check makes of every submission; whatever else it asks crosses singly."""
        if self.calls is not None:
            return self.calls(trial, check)
        plan = self.plan_of(trial.plan)
        return [] if plan is None else [trial.corpora.direct(check.target, plan)]

    def described(self, check: Check) -> Check:
        """Return a check of this kind with what reports need to know of it."""
        return replace(check, title=self.title(check), form=self.form)

    def decide(self, trial: Trial, check: Check) -> Finding:
        """Run a check of this kind."""
        return self.run(trial, check.target, **_named(check))

    def tried(self, trial: Trial, check: Check) -> Searched | None:
        """Return what a check of this kind tries on each example, if that decides it."""
        if self.searched is None:
            return None
        trial = replace(trial, plan=self.plan_of(trial.plan) or trial.plan)
        return self.searched(trial, check.target, **_named(check))

    def names_of(self, check: Check, reference: Reference) -> tuple[str, ...]:
        """Return every function of the reference that a check works with, each once."""
        uses = self.uses(check)
        return tuple(dict.fromkeys((*self.functions_of(check, reference), *uses.accepted, *uses.helpers)))
