"""What a check works with: the student's functions, the reference, the examples, what was said so far."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from grader.checks.exceptions import Crashed, crashed
from grader.checks.finding import Finding
from grader.checks.readings import Misfit, Stopped
from grader.checks.said import Heard, Hearing, Said
from grader.examples.calls import Calls
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.arguments import Arguments
from grader.functions.functions import Functions
from grader.functions.own_work import paused
from grader.functions.reply import Answer, Failure, Reply
from grader.functions.script import ClassInLaw, LawScript, read_plainly, with_opaque
from grader.model import Verdict
from grader.reference.contents import Reference
from grader.signatures import parts
from grader.signatures.conform import returned
from grader.signatures.programs import ProgramSignature
from grader.signatures.specs import Spec, marked
from grader.values.compare import DOUBLE, LONE, SINGLE, Tolerance
from grader.values.handed import handed, taken
from grader.values.leaves import Strange
from grader.values.numbers import is_single
from grader.values.programs import Program
from grader.values.steps_taken import taken_steps
from grader.values.wrong import Wrong


@dataclass(frozen=True)
class LawTried:
    """The law that is tried on one example: what it did with objects, and how often it made each call."""

    script: LawScript
    times: Counter[Any] = field(default_factory=Counter)


@dataclass
class Trial:
    """One submission before the checks of one question."""

    reference: Reference
    corpora: Corpora
    functions: Functions
    plan: Plan
    written: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[tuple[str, str]] = ()  # what was handed in, by file or cell, where that is known
    shrinking: bool = True  # look for the smallest input that fails
    naming: bool = True  # look for the known mistake behind it
    follows: str = ""  # of several accepted conventions the one to explain by, if it is known
    said: Said = field(default_factory=Said)
    hearing: Hearing = field(default_factory=Hearing)
    law: LawTried | None = None  # if one is

    def missing(self, *names: str) -> Finding | None:
        """Return what to say where one of these functions is not there."""
        absent = next((name for name in names if name not in self.functions.names), None)
        if absent is None:
            return None
        asked = self.reference.signatures.get(absent)  # none has an example of the student's own
        what = "function" if asked is None else asked.what
        why = self.functions.hint(absent) or f"there is no {what} `{absent}`"
        return Finding(Verdict.MISSING, message=why)

    def prefetch(self, *asked: Calls) -> None:
        """Ask for many answers in one go."""
        known, joined = self.said.replies, self.corpora.planned.merge(asked)
        new = [(calls, [i for i, n in enumerate(calls.numbers) if n not in known]) for calls in joined]
        wanted = [(calls.name, [calls.arguments[place] for place in places]) for calls, places in new]
        for (calls, places), replies in zip(new, self.functions.ask_all(wanted), strict=True):
            noted = self.said.asked.setdefault(calls.name, {}) if places else {}
            for place, reply in zip(places, replies, strict=True):
                known[calls.numbers[place]] = reply
                noted[calls.numbers[place]] = calls.arguments[place]
                if reply.final:
                    self.said.last.setdefault(calls.name, calls.arguments[place])
        for calls in asked:
            if calls.direct:
                for reply, example in zip(self.replies_to(calls), calls.examples, strict=True):
                    for place in reply.changed:
                        self.said.changed.setdefault(calls.name, {}).setdefault(place, example)

    def replies_to(self, calls: Calls) -> list[Reply]:
        """Return the replies to calls that were asked beforehand."""
        return [self.said.replies[number] for number in calls.numbers]

    def ask(self, name: str, values: Sequence[Any]) -> Reply:
        """Return the reply to a call, from beforehand if it was asked then."""
        number = self.corpora.planned.number(name, values, self.law.times if self.law else None)
        reply = self.said.replies.get(number) if number is not None else None
        if reply is None and self.hearing.already:
            reply = self.hearing.heard_already(name, self.plain(name, values))
        if reply is None:
            if any(isinstance(value, Strange) for value in values):
                what = "what another function returned: nobody knows what that is"
                raise Wrong(f"`{name}` cannot be given {what}")
            with paused():
                (reply,) = self.functions.ask(name, [self.plain(name, values)])
        self.hearing.add(Heard(name, values, number, reply))
        return reply

    def plain(self, name: str, values: Sequence[Any]) -> Arguments:
        """Return arguments as a student is promised them: Python's numbers, where a law may have NumPy's."""
        numbers = (value.item() if isinstance(value, np.generic) else value for value in values)
        return Arguments.of(numbers, self.reference.signatures[name].names(len(values)))

    @contextmanager
    def once(self, tolerance: Tolerance = DOUBLE, known: Program | None = None) -> Iterator[LawScript]:
        """Try a law once inside the block: where it asks the same again, the function is called again.

        What it does with objects is one program, ``known`` if the reference's own is.
        """
        self.law = LawTried(self._new_script(tolerance, known))
        try:
            yield self.law.script
        finally:
            self.law = None

    def elsewhere(self, name: str, values: Sequence[Any]) -> Reply:
        """Return the reply of the submission's other process, which was not asked all that went before."""
        (reply,) = self.functions.fresh().ask(name, [self.plain(name, values)])
        return reply

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Have nothing asked yet inside the block, in a process of its own."""
        before = self.functions, self.said
        with self.functions.anew() as functions:
            self.functions, self.said = functions, replace(self.said, replies={})
            try:
                yield
            finally:
                self.functions, self.said = before

    def student(self, name: str, tolerance: Tolerance = DOUBLE) -> Callable[..., Any]:
        """Return the student's function as code is handed it: its results are as Python has them.

        It raises what ``answers`` raises.
        """
        ask = self.answers(name, tolerance)
        if isinstance(ask, ClassInLaw):
            return ask
        returns = self.reference.signatures[name].returns
        assert returns is not None
        return lambda *given, **by_name: handed(marked(ask(*given, **by_name), returns))

    def answers(self, name: str, tolerance: Tolerance = DOUBLE, part: str = "") -> Callable[..., Any]:
        """Return the student's function; its results, or that part, conform to the reference's annotation.

        It raises Wrong (also for what conforms to nothing), Crashed or Stopped.
        """
        signature = self.reference.signatures[name]
        opaque = self.reference.opaque[name]

        def ask(*given: Any, **by_name: Any) -> Any:
            values = tuple(map(taken, signature.placed(given, by_name) if by_name else given))
            reply = self.ask(name, values)
            if isinstance(reply, Failure):
                if reply.final:
                    raise Stopped(reply, name, self.said.last.setdefault(name, values))
                raise crashed(name, reply, signature.raises)
            assert signature.returns is not None
            returns = signature.returns
            value, sizes = returned(reply.value, returns), self.corpora.sizes(name, values)
            if signature.loose:  # the reference may have no answer to this call
                sizes = {**signature.bound(value), **sizes}
            try:
                result = parts.read(value, part, returns, sizes)
            except Wrong as wrong:
                said = wrong.message
                if signature.variable:  # nobody returned it
                    said = " found where ".join(said.rsplit(" returned where ", 1))
                raise Misfit(f"`{name}`: {said}", value) from None
            if tolerance in (SINGLE, LONE) and not is_single(result):
                raise Wrong("")
            return with_opaque(opaque, name, values, result) if opaque else result

        def script() -> LawScript:
            return self.law.script if self.law else self._new_script(tolerance)

        def take(*given: Any, **by_name: Any) -> Any:
            return script().function(name)(*given, **by_name)

        if getattr(signature, "what", "") == "class":
            return ClassInLaw(name, script)
        return take if isinstance(signature, ProgramSignature) else ask

    def _new_script(self, tolerance: Tolerance, known: Program | None = None) -> LawScript:
        read = partial(self.read_step, tolerance=tolerance)
        return LawScript(self.reference.signatures, self.steps, read, Crashed, known)

    def steps(self, name: str, program: Program) -> tuple[Sequence[Any], str]:
        """Return the answers to the steps of a program as they came, and why it went no further."""
        return taken_steps(self.run(name, program).value, len(program.steps))

    def run(self, name: str, program: Program) -> Answer:
        """Return the reply to a program; raise Stopped or Crashed where there is none."""
        reply = self.ask(name, (program,))
        if isinstance(reply, Answer):
            return reply
        if reply.final:
            raise Stopped(reply, name, self.said.last.setdefault(name, (program,)))
        raise Crashed(f"`{name}` raised {reply.message}")

    def read_step(self, answer: Any, spec: Spec, tolerance: Tolerance = DOUBLE) -> Any:
        """Return the answer to a step as its annotation says."""
        try:
            read = read_plainly(answer, spec)
        except Wrong as wrong:
            raise Misfit(wrong.message, answer) from None
        if tolerance in (SINGLE, LONE) and not is_single(read):
            raise Wrong("")
        return read
