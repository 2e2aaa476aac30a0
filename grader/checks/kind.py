"""A kind of check as one object: all that the rubric, grading, kits and audits ask of it.

A kind is one module here that makes a `CheckKind`, entered in ``grader.checks.KINDS``.  Reports know nothing
of kinds: what they need stands in ``Check.title`` and ``Check.form``.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.errors import Mistake
from grader.examples.corpora import Calls
from grader.examples.draw import Plan
from grader.model import Check, Form
from grader.reference.load import Law, Reference


@dataclass(frozen=True)
class Objection:
    """What is wrong with a check, and at which of its keys in the rubric."""

    message: str
    option: str = ""  # the option at fault; "" is the target
    item: int | None = None  # where the option is a list: which of its items


Objections = Iterator[Objection | Mistake]  # a Mistake stands in the reference, and has its own place


def _target(check: Check, _: Reference) -> tuple[str, ...]:
    return (check.target,)


def _no_law(_: Check, __: Reference) -> Law | None:
    return None


def _no_names(_: Check) -> tuple[str, ...]:
    return ()


def _as_it_is(plan: Plan) -> Plan | None:
    return plan


def _whole(check: Check) -> Check | None:
    return check


def _nothing(_: Trial, __: Check) -> None:
    pass


@dataclass(frozen=True)
class CheckKind:
    """A kind of check; what has a default is as for a check that calls its target on drawn inputs."""

    name: str  # its key in the rubric
    run: Callable[..., Finding]  # (trial, target); its keyword-only parameters are the options in the rubric
    title: Callable[[Check], str]  # the student's line: what is asked, in words
    validate: Callable[[Check, Reference, Collection[str]], Objections]  # with the ids of all questions
    form: Form = Form.ANSWER  # what it judges: so who decides, and what may be shown
    slips: bool = False  # whether a slip that is known may keep some points
    minds_changes: Callable[[Check], bool] = lambda _: False  # whether arguments must stay as they are
    functions_of: Callable[[Check, Reference], tuple[str, ...]] = _target  # the student's, that it is about
    law_of: Callable[[Check, Reference], Law | None] = _no_law  # the law of these functions that it states
    accepted: Callable[[Check], tuple[str, ...]] = _no_names  # functions of the reference, right as well
    helpers: Callable[[Check], tuple[str, ...]] = _no_names  # others of the reference that it works with
    claims: Callable[[Check], tuple[str, ...]] = _no_names  # laws of the reference that it works with
    plan_of: Callable[[Plan], Plan | None] = _as_it_is  # on what it calls its target; None: on nothing drawn
    calls: Callable[[Trial, Check], list[Calls]] | None = None  # None: the target on what is drawn
    released: Callable[[Check], Check | None] = _whole  # what of it goes into a kit; None: nothing
    freeze: Callable[[Trial, Check], None] = _nothing  # work out what a kit must hold and no other run asks

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
        return self.run(trial, check.target, **check.options)

    def names_of(self, check: Check, reference: Reference) -> tuple[str, ...]:
        """Return every function of the reference that a check works with, each once."""
        names = (*self.functions_of(check, reference), *self.accepted(check), *self.helpers(check))
        return tuple(dict.fromkeys(names))
