"""Describe: where and how a function is wrong, where no known mistake names it.

A failed check is tried once more on its own examples, each by itself, and what the failures have in common is
looked for.  Then it is tried on new inputs, and what does not hold there is not said.  A description decides
nothing: verdict, points and evidence stay as they are.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Crashed, Reading, Stopped, Trial, Written
from grader.examples.corpora import Calls
from grader.examples.draw import Example, Plan, answer
from grader.functions.local import Answer, Failure
from grader.grading.decide import planned
from grader.model import Check, Form, Verdict, Visibility
from grader.patterns.cases import Case
from grader.patterns.errors import meaning
from grader.patterns.found import FUNCTION, LAW, RAISING, Patterns, confirmed, found, sentence
from grader.patterns.regions import Table, tabled
from grader.signatures.inputs import Signature
from grader.values.compare import Wrong

NEW = 500  # inputs that nobody drew before, on which a description must hold
SEED = -(10**9)  # less a seed it is one that nobody draws with
FORMS = (Form.ANSWER, Form.STATEMENT)  # what depends on inputs; a value of the student's would be told
ENOUGH = 20  # examples; on fewer nothing is looked for


def described(trial: Trial, check: Check, lost: Finding, beside: Sequence[Check]) -> Finding:
    """Add to a lost check a description of what is wrong, if one is found that holds.

    ``beside`` are the checks of its question.
    """
    if not trial.naming or lost.mistake is not None or check.form not in FORMS:
        return lost
    if lost.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return lost
    pattern = _pattern(trial, check, lost)
    if not pattern and check.form is Form.STATEMENT:
        pattern = _of_another(trial, check, beside)
    if not pattern:
        return lost
    said = " ".join(filter(None, (_ended(lost.message), pattern)))
    evidence = lost.evidence
    if evidence is not None and evidence.message and evidence.message == lost.message:
        evidence = replace(evidence, message=said)
    return replace(lost, message=said, pattern=pattern, evidence=evidence)


def _ended(message: str) -> str:
    """Return a message with its full stop, so that another sentence can follow."""
    return message if not message or message.endswith((".", "!", "?")) else f"{message}."


def _of_another(trial: Trial, check: Check, beside: Sequence[Check]) -> str:
    """Return what another check of the question tells of a function that a law is about.

    What a student is told comes from no input of a hidden check.
    """
    names = kind_of(check).functions_of(check, trial.reference)
    lost_too = Finding(Verdict.FAILED)
    for other in beside:
        seen = other.visibility is Visibility.PUBLIC or check.visibility is Visibility.HIDDEN
        if not seen or other.form is not Form.ANSWER or other.target not in names:
            continue
        if other.target in trial.functions.names and (said := _pattern(trial, other, lost_too)):
            return f"Of `{other.target}` itself: {said[0].lower()}{said[1:]}"
    return ""


def _pattern(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what an exception means, and where and how it is wrong, as far as that is known."""
    raised = lost.message.partition("raised ")[2] if lost.verdict is Verdict.RAISED else ""
    means = _ended(f"Here {said}") if (said := meaning(raised)) else ""
    found = ""
    with suppress(Stopped, Exception):  # it hangs on a new input; an answer is of a kind nobody thought of
        found = Description(trial, check, lost).text()
    return " ".join(filter(None, (means, found)))


class Recorded(Exception):
    """What a check found on each example is known."""


@dataclass
class Probe(Trial):
    """A trial whose search tries one reading on every example, writes down what was wrong, and ends."""

    wrongs: list[tuple[Example, Exception | None]] = field(default_factory=list)

    def search(
        self,
        signature: Signature,
        readings: Sequence[Reading],
        call: Written,  # noqa: ARG002
        what: tuple[Any, ...] = (),  # noqa: ARG002
        asked: Sequence[Calls] = (),  # noqa: ARG002
    ) -> NoReturn:
        """Write down what is wrong on each example; raise Recorded."""
        examples = self.corpora.examples(signature, self.plan)
        reading = self._nearest(readings, examples)
        self.wrongs += [(example, self._wrong(reading, example)) for example in examples]
        raise Recorded


class Description:
    """The search for what one check of one submission shows."""

    def __init__(self, trial: Trial, check: Check, lost: Finding) -> None:
        self.check, self.lost, self.kind = check, lost, kind_of(check)
        # What is met here and nowhere else decides nothing: it is not noted for the checks to come.
        self.trial = replace(planned(trial, check), changed={}, last={}, follows=lost.follows)
        law = self.kind.law_of(check, trial.reference)
        self.signature = law.signature if law else trial.reference.signatures[check.target]

    def text(self) -> str:
        """Return the description in words, "" where there is none."""
        what = ("pattern", self.check.id, self.lost.follows)
        own = self._calls(self.trial.plan)
        self.trial.prefetch(*own)
        if not self.trial.memoised(what, own, lambda: bool(self.first[0])):
            return ""
        new: list[Calls] = [] if self.trial.corpora.kit else self._calls(self.new)
        self.trial.prefetch(*new)
        return self.trial.memoised((*what, "said"), [*own, *new], self._said)

    @property
    def new(self) -> Plan:
        """What the new inputs are drawn by."""
        return replace(self.trial.plan, count=NEW, seed=SEED - self.trial.plan.seed)

    @cached_property
    def first(self) -> tuple[Patterns, list[Case]]:
        """What was found on the check's own examples, and these."""
        examples, cases = self.cases(self.trial.plan)
        if len(cases) < ENOUGH:
            return Patterns(), cases
        return found(self.signature, cases, self._table(examples)), cases

    def held(self) -> Patterns:
        """Return what was found and holds on new inputs."""
        patterns, cases = self.first
        if self.trial.corpora.kit:  # which has no answer to a new input: its own examples must tell enough
            enough = sum(case.failed for case in cases) >= ENOUGH
            return replace(patterns, regions=(), relations=patterns.relations[:1] if enough else ())
        return confirmed(self.signature, patterns, self.cases(self.new)[1])

    def _said(self) -> str:
        cases = self.first[1]
        manner = RAISING if all(case.raised for case in cases if case.failed) else FUNCTION
        manner = LAW if self.check.form is Form.STATEMENT else manner
        return sentence(self.held(), cases, self.signature, manner)

    def _calls(self, plan: Plan) -> list[Calls]:
        return self.kind.planned_calls(replace(self.trial, plan=plan), self.check)

    def _table(self, examples: Sequence[Example]) -> Table:
        args = [example.args for example in examples]
        return self.trial.corpora.remember(
            ("conditions", len(examples)), examples[0], lambda: tabled(self.signature, args)
        )

    def cases(self, plan: Plan) -> tuple[list[Example], list[Case]]:
        """Try the check on all examples of a plan, each by itself."""
        probe = Probe(**{**vars(self.trial), "plan": plan})
        with suppress(Recorded):
            self.kind.decide(probe, self.check)
        return [example for example, _ in probe.wrongs], [self._case(*each) for each in probe.wrongs]

    def _case(self, example: Example, wrong: Exception | None) -> Case:
        if self.check.form is Form.STATEMENT:
            return Case(
                example.args, wrong is not None, raised=str(wrong) if isinstance(wrong, Crashed) else ""
            )
        trial, name = self.trial, self.check.target
        reply = trial.ask(name, example.values)
        if isinstance(reply, Failure):
            if reply.final:
                raise Stopped(reply, name, example.values)
            return Case(example.args, wrong is not None, raised=reply.message)
        assert isinstance(reply, Answer)
        right = trial.corpora.expected(self.lost.follows or name, example).answer
        others = self._others(example) if wrong is not None and not trial.corpora.kit else {}
        try:
            got = trial.student(name)(*example.values)
        except Wrong:
            return Case(example.args, wrong is not None, None, right, reply.value, others=others)
        return Case(example.args, wrong is not None, got, right, others=others)

    def _others(self, example: Example) -> dict[str, Any]:
        """Return right answers to other questions about the same input: with two arguments exchanged, say."""
        reference, name = self.trial.reference, self.lost.follows or self.check.target
        signature, values = reference.signatures[name], list(example.values)

        def work() -> dict[str, Any]:
            found: dict[str, Any] = {}
            names = list(signature.parameters)
            forms = [
                (s.kind, np.shape(v)) for s, v in zip(signature.parameters.values(), values, strict=False)
            ]
            for i in range(len(values)):
                for j in range(i):
                    if forms[i][0] == forms[j][0]:
                        swapped = [*values]
                        swapped[i], swapped[j] = swapped[j], swapped[i]
                        what = f"the right one for `{names[j]}` and `{names[i]}` exchanged"
                        found[what] = _answered(reference.answers[name], swapped)
            for other, its in reference.signatures.items():
                same = [s.kind for s in its.parameters.values()] == [
                    s.kind for s in signature.parameters.values()
                ]
                if other != name and same and reference.asks_for(other):
                    found[f"what `{other}` returns"] = _answered(reference.answers[other], values)
            return {what: each for what, each in found.items() if each is not None}

        return self.trial.corpora.remember(("others", name), example, work)


def _answered(function: Any, values: Sequence[Any]) -> Any:
    """Return the answer to a question that nobody promised has one; None where it has none."""
    try:
        return answer(function, values)
    except Exception:
        return None
