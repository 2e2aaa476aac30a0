"""What is the same for every submission: the examples, the right answers, and the calls made anyway."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.examples.calls import Calls, PlannedCalls
from grader.examples.draw import Example, Plan, corpus
from grader.examples.expected import Expected, answer, expected
from grader.examples.memo import Memo
from grader.examples.shrink import Paths
from grader.examples.worked_out import WorkedOut
from grader.functions.script import LawScript, Opaque, with_opaque
from grader.reference.contents import Reference
from grader.signatures.conform import conform, holds_own
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import marked
from grader.values import stored
from grader.values.compare import OWN
from grader.values.exceptions import Due
from grader.values.fingerprint import fingerprint
from grader.values.handed import handed, taken
from grader.values.programs import Program
from grader.values.run_here import run_among
from grader.values.steps_taken import taken_steps
from grader.values.wrong import Wrong

BOUND = 10_000  # calls whose result has axes that no argument tells
_WHY = (
    "a part of a result that is annotated Any, and what that is the student alone decides: "
    "annotate it as numbers, arrays, texts, lists or tuples, or leave it out"
)
HANDED_ON = f"the law `{{law}}` hands `{{name}}` {_WHY}"
LOOKED_INTO = f"the law `{{law}}` looks into {_WHY}"


@dataclass
class Corpora:
    """Examples and the reference's answers to them: made once, the same for every submission."""

    reference: Reference
    drawn: dict[Any, tuple[Example, ...]] = field(default_factory=dict)
    worked_out: WorkedOut = field(default_factory=WorkedOut)
    # The lengths that only a right answer tells, by the call.
    bound: dict[tuple[str, tuple[Any, ...]], Mapping[str, int]] = field(default_factory=dict)
    planned: PlannedCalls = field(default_factory=PlannedCalls)
    memo: Memo = field(default_factory=Memo)
    paths: Paths = field(default_factory=Paths)  # of the shrinker
    # The known mistakes of a function, each with its answers to the examples.
    catalogues: dict[Any, Sequence[tuple[Callable[..., Any], list[Any]]]] = field(default_factory=dict)

    def examples(self, signature: Signature, plan: Plan) -> tuple[Example, ...]:
        """Return the corpus of a signature."""
        key = signature.key, plan.key
        if key not in self.drawn:
            self.drawn[key] = corpus(signature, plan)
        return self.drawn[key]

    def simpler(self, signature: Signature, plan: Plan, mood: Mood) -> Iterator[Example]:
        """Yield examples of simpler moods than this one, as they are drawn: more than are chosen."""
        moods = plan.moods[: plan.moods.index(mood)]
        if isinstance(signature, ProgramSignature):  # in some there may be none
            there = {each.mood for each in self.examples(signature, plan)}
            moods = tuple(each for each in moods if each in there)
        yield from corpus(signature, replace(plan, moods=moods)) if moods else ()

    def expected(self, name: str, example: Example) -> Expected:
        """Return the reference's answer to an example, as its annotation says."""

        def work() -> Expected:
            # A kit's functions raise because they are empty.
            raises = () if self.worked_out.kit else self.reference.signatures[name].raises
            found = expected(self.reference.answers[name], example.values, raises)
            if isinstance(found.answer, Due):
                return found
            return replace(found, answer=self._conformed(name, example.values, found.answer))

        found: Expected = self.worked_out.remember(name, example, work)
        if self.reference.signatures[name].loose:
            self._bind(name, example.values, found.answer)
        return found

    def _conformed(self, name: str, values: Sequence[Any], right: Any) -> Any:
        """Return the reference's answer to a call as its annotation says."""
        signature = self.reference.signatures[name]
        if signature.loose:
            self._bind(name, values, right)
        with suppress(Wrong):  # that it is of another kind is found out when it is tried
            return conform(right, signature.answer_spec(signature.by_name(values)), self.sizes(name, values))
        return right

    def sizes(self, name: str, values: Sequence[Any]) -> Mapping[str, int]:
        """Return the lengths of the axes of a call and of what it should return.

        The arguments tell them, or else the reference's own answer: never that of a student.
        """
        signature = self.reference.signatures[name]
        sizes = signature.sizes(signature.by_name(values))
        if not signature.loose:
            return sizes
        key = name, fingerprint(values)
        if key not in self.bound:
            try:
                self._bind(name, values, answer(self.reference.answers[name], values))
            except Exception:  # it has no answer to what a law asks with a wrong answer in hand
                self._bind(name, values, None)
        return {**sizes, **self.bound[key]}

    def _bind(self, name: str, values: Sequence[Any], right: Any) -> None:
        """Remember the lengths that only the right answer to a call tells."""
        if len(self.bound) >= BOUND:
            self.bound.clear()
        self.bound[name, fingerprint(values)] = self.reference.signatures[name].bound(right)

    def asked(self, law: str, example: Example) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Return what a law asks of each function on an example: recorded once, with the right answers."""
        stated = self.reference.laws[law]

        def work() -> dict[str, list[Sequence[Any]]]:
            asked: dict[str, list[Sequence[Any]]] = {name: [] for name in stated.of}

            script = LawScript(self.reference.signatures, self._run)

            def recorded(name: str) -> Callable[..., Any]:
                signature = self.reference.signatures[name]
                if isinstance(signature, ProgramSignature):
                    return script.function(name)  # type: ignore[no-any-return]

                def asked_for(*given: Any, **by_name: Any) -> Any:
                    values = tuple(map(taken, signature.placed(given, by_name)))
                    if holds_own(values):
                        raise GraderError(HANDED_ON.format(law=law, name=name))
                    values = stored.decode(stored.encode(values))  # copies, stored the same way
                    asked[name].append(values)
                    right = self._conformed(name, values, answer(self.reference.answers[name], values))
                    right = with_opaque(self.reference.opaque[name], name, values, right)
                    assert signature.returns is not None
                    return handed(marked(right, signature.returns))

                return asked_for

            # Whether the law holds of the reference at all is found out when that is tried.
            try:
                with np.errstate(all="ignore"), suppress(Wrong, AssertionError):
                    functions = {name: recorded(name) for name in stated.of}
                    stated.tried(functions, example.args)
            except (TypeError, AttributeError) as problem:
                if any(repr(each.__name__) in str(problem) for each in (type(OWN), Opaque)):
                    raise GraderError(LOOKED_INTO.format(law=law)) from problem
                raise
            if script.steps:
                asked[script.name].append((script.program,))
            return asked

        return self.worked_out.remember(("asked", law), example, work, f"the law `{law}` cannot be tried")

    def programs(self, law: str, example: Example) -> Iterator[Program]:
        """Yield the program of what a law does with objects of the reference, if it has any."""
        for calls in self.asked(law, example).values():
            yield from (values[0] for values in calls if values and isinstance(values[0], Program))

    def _run(self, name: str, program: Program) -> tuple[Sequence[Any], str]:
        # A law may hand the objects of one to another, whose own programs know the class only: each is there.
        runs = partial(run_among, self.reference.answers, name)
        return taken_steps(answer(runs, (program,)), len(program.steps))

    def direct(self, name: str, plan: Plan, signature: Signature | None = None) -> Calls:
        """Return the calls of a function with the examples themselves; ``signature``: that of a method."""
        examples = self.examples(signature or self.reference.signatures[name], plan)
        return self.planned.of(
            "",
            self.reference.signatures[name],
            name,
            examples,
            lambda: [(each.values, each) for each in examples],
        )

    def of_law(self, law: str, plan: Plan) -> list[Calls]:
        """Return what a law asks each of its functions on its examples."""
        stated = self.reference.laws[law]
        examples = self.examples(stated.signature, plan)

        def calls(name: str) -> list[tuple[Sequence[Any], Example]]:
            return [(values, each) for each in examples for values in self.asked(law, each)[name]]

        return [
            self.planned.of(law, self.reference.signatures[name], name, examples, partial(calls, name))
            for name in stated.of
        ]
