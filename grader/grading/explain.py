"""Explain: the mistake behind a lost check, where it is one that we know."""

import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from grader.checks import error_carried_forward, kind_of
from grader.checks.diagnose import diagnose
from grader.checks.finding import Finding
from grader.checks.left_changed import compared_after
from grader.checks.readings import CHANGES, Stopped
from grader.checks.trial import Trial
from grader.examples.calls import Calls
from grader.examples.draw import Plan
from grader.grading import frozen
from grader.grading.decide import decide, planned, unnoted
from grader.grading.describe import described
from grader.model import Check, Verdict, Visibility

FAULT = "{} was lost and could not be explained ({}): this is a fault of the grader, and costs no points"
NOBODYS = frozen.SEED - 2  # less a seed it is one that nobody draws with: below 0, and that of no kit


def explained(trial: Trial, check: Check, found: Finding, beside: Sequence[Check]) -> Finding:
    """Name the mistake behind a lost check, or else describe it from the inputs it fails on.

    Neither decides anything: whatever fails in them of ours is told, and leaves the check as it is.
    """
    for explain in (_named, described):
        try:
            found = explain(trial, check, found, beside)
        except Stopped:  # it says so itself where that is asked
            pass
        except Exception as problem:
            warnings.warn(FAULT.format(check.id, type(problem).__name__), stacklevel=2)
    return found


def _named(trial: Trial, check: Check, found: Finding, beside: Sequence[Check]) -> Finding:
    """Name the mistake behind a lost check, if one of the functions it is about makes one that we know."""
    if not trial.naming or found.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return found
    if found.mistake == CHANGES:
        return replace(found, share=check.credit.get(CHANGES, 0.0))
    if found.mistake not in (None, error_carried_forward.NAME):
        return found
    there = unnoted(trial, check)
    kind = kind_of(check)
    law, changes = kind.law_of(check, trial.reference), compared_after(check, trial.reference)
    if kind.named is not None:
        with suppress(Stopped, Exception):  # as below
            if (known := kind.named(there, check)) is not None:
                return replace(found, share=known.credit, message=known.message, mistake=known.mistake)
    for name in kind.functions_of(check, trial.reference):
        if name not in trial.functions.names:
            continue
        for follows in dict.fromkeys((found.follows or name, name, *kind.uses(check).accepted)):
            try:
                tried = tried_on(trial, check, name, beside)  # for a kit there may be none
                known = diagnose(there, name, law, tried, follows, changes)
            except (Stopped, Exception):
                # It hangs on an input of another check; a kit has no answer to it; or an answer is of a kind
                # that nobody thought of.  A name decides nothing, and its want stops nobody's grading.
                known = None
            if known is None:
                continue
            credit = check.credit.get(known.mistake, 0.0) if known.slip else known.credit
            if credit >= found.share:
                if follows != (found.follows or name):  # what is shown is the mistake, too
                    found = decide(replace(trial, follows=follows), check)
                return replace(found, share=credit, message=known.message, mistake=known.mistake)
    return found


def tried_on(trial: Trial, check: Check, name: str, beside: Sequence[Check]) -> Calls:
    """Return the calls of a function on which its mistake is looked for, for one check that it lost.

    What a student is told comes from no input of a hidden check.  So for a public check they are those of a
    public check of the question, the one that asks the function most; or, where there are laws only, inputs
    that no check has.
    """
    own = planned(trial, check).plan
    if check.visibility is Visibility.HIDDEN:
        return trial.corpora.direct(name, own)
    public = [each for each in (check, *beside) if each.visibility is Visibility.PUBLIC]
    plans = [plan for each in public if (plan := _plan_of(trial, each, name)) is not None]
    nobodys = replace(own, seed=NOBODYS - own.seed)
    return trial.corpora.direct(name, max(plans, key=lambda plan: plan.count, default=nobodys))


def _plan_of(trial: Trial, check: Check, name: str) -> Plan | None:
    """Return the plan of the examples with which a check calls a function as they are, if it does."""
    return kind_of(check).plan_of(planned(trial, check).plan) if check.target == name else None
