"""Describe: where and how a function is wrong, where no known mistake names it.

A failed check is tried once more on its own examples, each by itself, and what the failures have in common is
looked for.  Then it is tried on new inputs, and what does not hold there is not said.  A description decides
nothing: verdict, points and evidence stay as they are.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import cast

from grader.checks import kind_of
from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.left_changed import compared_after
from grader.checks.memoised import memoised
from grader.checks.programs import signature_of
from grader.checks.readings import Stopped
from grader.checks.search import nearest, right_row_by_row, wrongs_of
from grader.checks.trial import Trial
from grader.examples.calls import Calls
from grader.examples.draw import Example, Plan
from grader.functions.bounded import can_be_limited
from grader.functions.reply import Answer, Failure
from grader.grading.copies import copies
from grader.grading.decide import unnoted
from grader.grading.left import wrongly_left
from grader.grading.neighbours import others_beside
from grader.grading.of_a_law import of_another
from grader.grading.raised import explained_exception
from grader.grading.state import remembered, remembered_in_a_law
from grader.grading.step_cases import arguments_of, step_cases
from grader.model import Check, Form, Verdict
from grader.patterns.conditions import STORED
from grader.patterns.found import (
    CALLS,
    FUNCTION,
    LAW,
    RAISING,
    Patterns,
    confirmed,
    found,
    of_call,
    sentence,
    wrong_call,
)
from grader.patterns.holding import LACKS_RETURN
from grader.patterns.measures import Measured
from grader.patterns.regions import Region, TruthTable, tabled
from grader.patterns.tried import NOBODYS, Tried
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.values.printed import PrintedText
from grader.values.wrong import Wrong

NEW = 500  # inputs that nobody drew before, on which a description must hold
SEED = -(10**9)  # less a seed it is one that nobody draws with
DRAWN = 2 * SEED  # the same, for those beside the chosen ones
# Programs, of which each has several calls to look at: beside a check's own, and new ones.
PROGRAMS, NEW_PROGRAMS = 200, 300
NEW_ALIKE = 150  # of the new ones where only a relation is to hold: each of them that fails can refute it
# Where figures are drawn, each of which takes as long as a hundred other answers.
NEW_DRAWN, PROGRAMS_DRAWN = 250, 60
FORMS = (Form.ANSWER, Form.STATEMENT)  # what depends on inputs; a value of the student's would be told
# It hangs on a new input; an answer is of a kind nobody thought of.
HARMLESS: tuple[type[BaseException], ...] = (Stopped, Exception)
ENOUGH = 20  # examples; on fewer nothing is looked for


def described(trial: Trial, check: Check, lost: Finding, beside: Sequence[Check]) -> Finding:
    """Add to a lost check a description of what is wrong, if one is found that holds.

    ``beside`` are the checks of its question.
    """
    if not trial.naming or lost.mistake is not None or lost.pattern is not None or check.form not in FORMS:
        return lost
    if lost.verdict not in (Verdict.FAILED, Verdict.RAISED):
        return lost
    pattern = _pattern(trial, check, lost)
    if not pattern and check.form is Form.STATEMENT:
        pattern = of_another(trial, check, beside, _pattern)
        with suppress(*HARMLESS):
            pattern = pattern or remembered_in_a_law(trial, check, lost)
    if not pattern or (pattern.endswith(LACKS_RETURN) and "returns nothing" in lost.message):
        return lost  # it is said already
    said = " ".join(filter(None, (_ended(lost.message), pattern)))
    evidence = lost.evidence
    if evidence is not None and evidence.message and evidence.message == lost.message:
        evidence = replace(evidence, message=said)
    return replace(lost, message=said, pattern=pattern, evidence=evidence)


def _ended(message: str) -> str:
    """Return a message with its full stop, so that another sentence can follow."""
    return message if not message or message.endswith((".", "!", "?")) else f"{message}."


def _pattern(trial: Trial, check: Check, lost: Finding) -> str:
    """Return what an exception means, and where and how it is wrong, as far as that is known."""
    if check.options.get("changes"):  # what is left in an argument may be what is wrong
        left = ""
        with suppress(*HARMLESS):
            own = unnoted(trial, check)
            left = wrongly_left(own, check, lost, _new(own.plan, NEW_ALIKE))
        if left or compared_after(check, trial.reference):  # which is no answer there
            return left
    means = found = ""
    with suppress(*HARMLESS):
        means = _ended(explained_exception(trial, check, lost))
    with suppress(*HARMLESS):
        found = remembered(trial, check, lost) or copies(trial, check, lost)
    if found:
        return found
    with suppress(*HARMLESS):
        found = Description(trial, check, lost).text()
    return " ".join(filter(None, (means, found)))


def _new(plan: Plan, count: int) -> Plan:
    """Return a plan of so many inputs that nobody drew before."""
    return replace(plan, count=count, seed=SEED - plan.seed)


class Description:
    """The search for what one check of one submission shows."""

    def __init__(self, trial: Trial, check: Check, lost: Finding) -> None:
        self.check, self.lost, self.kind = check, lost, kind_of(check)
        self.trial = replace(unnoted(trial, check), follows=lost.follows)
        law = self.kind.law_of(check, trial.reference)
        part = check.options.get("part", "")
        self.asked = law.signature if law else signature_of(trial.reference, check.target, part)
        programs = law is None and isinstance(self.asked, ProgramSignature)
        self.programs = cast("ProgramSignature", self.asked) if programs else None
        self.signature = arguments_of(self.programs) if self.programs else self.asked
        self.shown = lost.evidence.inputs if lost.evidence else {}

    def text(self) -> str:
        """Return the description in words, "" where there is none."""
        what = ("pattern", self.check.id, self.lost.follows, dict(self.shown))
        own = [call for plan in self.plans for call in self._calls(plan)]
        self.trial.prefetch(*own)
        count = memoised(self.trial, what, own, lambda: self.new_count)
        if not count:
            return ""
        kit = self.trial.corpora.worked_out.kit
        new: list[Calls] = [] if kit else self._calls(_new(self.trial.plan, count))
        self.trial.prefetch(*new)
        return memoised(self.trial, (*what, "said"), [*own, *new], self._said)

    @property
    def new_count(self) -> int:
        """On how many new inputs it is to hold what was found; 0 where nothing was."""
        found = self.first[0]
        if not found:
            return 0
        drawn, others = (PROGRAMS_DRAWN, NEW_PROGRAMS) if self.programs else (NEW_DRAWN, NEW)
        count = drawn if self._draws else others
        return count if found.regions else min(count, NEW_ALIKE)

    @cached_property
    def plans(self) -> Sequence[Plan]:
        """Whose examples are looked at: the check's own, and as many as are drawn where these are chosen.

        Chosen ones are as different as can be; what they have in common shows on many more, and so does what
        goes before a wrong answer in a program.
        """
        own = self.trial.plan
        if self.trial.corpora.worked_out.kit:
            return (own,)
        if self.programs:
            count = PROGRAMS_DRAWN if self._draws else PROGRAMS
            return own, replace(own, seed=DRAWN - own.seed, count=count)
        few = len(self.trial.corpora.examples(self.asked, self.kind.plan_of(own) or own)) < own.count
        return (own, replace(own, seed=DRAWN - own.seed)) if few and not self._never_holds else (own,)

    @property
    def _never_holds(self) -> bool:
        """Whether it is a law that fails on all that is asked: there is nothing to say of where."""
        own = self.trial.plan
        return self.check.form is Form.STATEMENT and memoised(
            self.trial,
            ("never holds", self.check.id, self.lost.follows),
            self._calls(own),
            lambda: all(case.failed for case in self.cases(own)[1]),
        )

    @property
    def _draws(self) -> bool:
        asked = self.kind.functions_of(self.check, self.trial.reference)
        return any(self.trial.reference.signatures[name].draws for name in asked)

    @cached_property
    def first(self) -> tuple[Patterns, list[Tried]]:
        """What was found on the examples that are looked at, and these."""
        examples: list[Example] = []
        cases: list[Tried] = []
        for plan in self.plans:
            more, tried = self.cases(plan)
            examples, cases = [*examples, *more], [*cases, *tried]
        call = wrong_call(cases)
        cases = [*of_call(cases, call)]
        if len(cases) < ENOUGH:
            return Patterns(), cases
        table = partial(self._table, examples, cases)
        return replace(found(self.signature, cases, table), call=call), cases

    def held(self) -> Patterns:
        """Return what was found and holds on new inputs."""
        patterns, cases = self.first
        if self.trial.corpora.worked_out.kit:  # no answer to a new input: its own examples must tell enough
            enough = sum(case.failed for case in cases) >= ENOUGH
            return replace(patterns, regions=(), relations=patterns.relations[:1] if enough else ())
        patterns = replace(patterns, regions=self._agreeing(self._by_layout(patterns.regions)))
        return confirmed(self.signature, patterns, self.cases(_new(self.trial.plan, self.new_count))[1])

    def _by_layout(self, regions: Sequence[Region]) -> Sequence[Region]:
        """Leave out what is said of how numbers lie in memory, where the same are wrong row by row, too."""
        others = [each for each in regions if all(part is not STORED for part, _ in each.parts)]
        if len(others) == len(regions) or (tried := self.kind.tried(self.trial, self.check)) is None:
            return regions
        wrong = [example for example, why in wrongs_of(tried) if why is not None]
        return regions if right_row_by_row(nearest(tried), wrong) else others

    def _agreeing(self, regions: Sequence[Region]) -> Sequence[Region]:
        """Return the regions that agree with the input that is shown, a simpler one than most drawn ones."""
        if self.programs or not self.shown or not regions:
            return regions
        right = None
        if self.check.form is Form.ANSWER:
            example = Example(self.shown, (), Mood.PLAIN)
            right = self.trial.corpora.expected(self.lost.follows or self.check.target, example).answer
        shown = Measured(self.signature, self.shown, right)
        return [each for each in regions if each.holds(shown) == each.wrong_inside]

    def _said(self) -> str:
        cases = self.first[1]
        raising = all(case.raised for case in cases if case.failed)
        # Where an exception may be right, "raises" does not say what is wrong.
        manner = RAISING if raising and not self.signature.raises else FUNCTION
        manner = LAW if self.check.form is Form.STATEMENT else CALLS if self.programs else manner
        return sentence(self.held(), cases, self.signature, manner)

    def _calls(self, plan: Plan) -> list[Calls]:
        return self.kind.planned_calls(replace(self.trial, plan=plan), self.check)

    def _table(self, examples: Sequence[Example], cases: Sequence[Tried]) -> TruthTable:
        of = self.lost.follows or self.check.target
        if self.programs:  # where the first wrong answer ends a program, every submission has other cases
            return tabled(self.signature, cases)
        return self.trial.corpora.worked_out.remember(
            ("conditions", self.check.form, of, len(examples)),
            examples[0],
            lambda: tabled(self.signature, cases),
        )

    def cases(self, plan: Plan) -> tuple[list[Example], list[Tried]]:
        """Try the check on all examples of a plan, each by itself."""
        tried = self.kind.tried(replace(self.trial, plan=plan), self.check)
        wrongs = [] if tried is None else wrongs_of(tried)
        examples = [example for example, _ in wrongs]
        if self.programs:
            follows = self.lost.follows
            return examples, step_cases(self.trial, self.programs, self.check.target, follows, wrongs)
        return examples, [self._case(*each) for each in wrongs]

    def _case(self, example: Example, wrong: Exception | None) -> Tried:
        if self.check.form is Form.STATEMENT:
            raised = str(wrong) if isinstance(wrong, Crashed) else ""
            return Tried(example.args, wrong is not None, raw=NOBODYS, raised=raised)
        trial, name = self.trial, self.check.target
        right = trial.corpora.expected(self.lost.follows or name, example).answer
        reply = trial.ask(name, example.values)
        if isinstance(reply, Failure):
            if reply.final:
                raise Stopped(reply, name, example.values)
            return Tried(example.args, wrong is not None, right=right, raised=reply.message)
        assert isinstance(reply, Answer)
        asked = wrong is not None and not trial.corpora.worked_out.kit and can_be_limited()
        others = cache(partial(others_beside, trial, self.lost.follows or name, example)) if asked else dict
        try:
            got = trial.answers(name)(*example.values)
        except Wrong:
            raw = None if isinstance(reply.value, PrintedText) else reply.value
            return Tried(example.args, wrong is not None, None, right, raw, others=others)
        return Tried(example.args, wrong is not None, got, right, others=others)
