"""The shrinker: the simplest example on which something still holds.

Sole owner of Hypothesis, which replays the choices of an example that fails and makes them fewer and smaller.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from grader.examples.short_axes import entries, is_large, short_choices
from grader.signatures.inputs import Sizes, draw
from grader.signatures.pick import Mood, Unsuitable
from grader.signatures.program_calls import ProgramCall, called
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values.programs import Program

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


from grader.examples.draw import Example, chosen_by
from grader.examples.fewer_steps import shortest


def strategy(
    signature: Signature, sizes: Sizes, mood: Mood, begun: Callable[[], None] = lambda: None
) -> "SearchStrategy[Example]":
    """Return the Hypothesis strategy behind one mood: its draws are an example's choices, one by one.

    ``begun`` is called as each begins, also where it leads to no example.
    """
    from hypothesis import reject
    from hypothesis import strategies as st

    @st.composite
    def examples(pull: Callable[[Any], Any]) -> Example:
        begun()
        try:
            return chosen_by(signature, sizes, mood, lambda low, high: int(pull(st.integers(low, high))))
        except Unsuitable:
            reject()

    return examples()


class Enough(BaseException):
    """So much was tried.  Not an Exception: Hypothesis would take it for an answer."""


SHRINKING_CALLS = 300  # more calls have not made a counterexample simpler to read, only dearer
# Nor have more draws: of a long program most lead to none, and each stands for many thoughts.
SHRINKING_DRAWS = 400
REMEMBERED = 2000  # questions of the shrinker that are remembered


@dataclass(frozen=True)
class Step:
    """A question of the shrinker, and by its answer the next one or, at the end, the example it found."""

    example: Example
    after: "dict[bool, Step | Example]" = field(default_factory=dict)


@dataclass
class Paths:
    """What was asked while shrinking for earlier submissions, as a tree for each start.

    The shrinker asks next what the answers so far lead it to, so the same answers lead to the same example:
    walking down costs the calls alone, and gives just what shrinking anew would give.
    """

    starts: "dict[Any, Step | Example]" = field(default_factory=dict)
    size: int = 0

    def walk(self, start: Any, fails: Callable[[Example], bool]) -> tuple[list[bool], Example | None]:
        """Return the answers as far as the questions are known, and the example at the end if it is."""
        answers: list[bool] = []
        step = self.starts.get(start)
        while isinstance(step, Step):
            answers.append(fails(step.example))
            step = step.after.get(answers[-1])
        return answers, step

    def add(self, start: Any, asked: Sequence[tuple[Example, bool]], found: Example) -> None:
        """Remember where a series of questions and answers led."""
        if self.size + len(asked) > REMEMBERED:
            return
        table: dict[Any, Step | Example] = self.starts
        key = start
        for example, answer in asked:
            step = table.setdefault(key, Step(example))
            if not isinstance(step, Step):
                return
            table, key = step.after, answer
        table[key] = found
        self.size += len(asked)


def shrink(
    signature: Signature,
    sizes: Sizes,
    failing: Example,
    fails: Callable[[Example], bool],
    paths: Paths | None = None,
) -> Example:
    """Return the simplest example Hypothesis finds on which ``fails`` still holds, starting from one.

    Stays in the mood of the failing example: the corpus lists the simplest moods first, and small whole
    numbers read better than the shorter list of choices another mood may have.  Deterministic: the bound is a
    number of calls, not of seconds.  BaseException from ``fails`` (a time-out, a dead worker) passes through,
    which ends the shrinking.
    """
    paths = paths if paths is not None else Paths()
    start = (signature.key, tuple(sizes.items()), failing.mood, failing.choices)
    known, found = paths.walk(start, fails)
    if found is not None:
        return found
    asked: list[tuple[Example, bool]] = []

    def answered(example: Example) -> bool:
        """Answer a question, the first ones from memory: they are the same as before."""
        if len(asked) >= SHRINKING_CALLS:
            raise Enough
        answer = known[len(asked)] if len(asked) < len(known) else fails(example)
        asked.append((example, answer))
        return answer

    simplest = None if _put_together(signature) else _simplest(signature, sizes, failing.mood)
    if simplest is not None and answered(simplest):
        found = simplest  # as where a function is wrong everywhere: nothing is simpler
    else:
        found = _smallest(signature, sizes, failing, answered)
    if found is None:
        # No example (the failure did not repeat), a flaky one, or enough was tried: the last that failed.
        found = next((example for example, answer in reversed(asked) if answer), failing)
        return shortest(found, fails)  # which asks a few times for each step
    paths.add(start, asked, found)
    return found


def _smallest(
    signature: Signature, sizes: Sizes, failing: Example, answered: Callable[[Example], bool]
) -> Example | None:
    """Return what shrinking leads to; None where it ends before, or the failure does not repeat."""
    fails = answered
    with suppress(Enough):
        if _put_together(signature):
            return with_simple_values(signature, sizes, shortest(failing, fails), fails)
        start = dropped_steps(signature, sizes, failing, fails)
        shorter = _shorter(signature, sizes, failing, fails) if is_large(failing.values) else None
        if shorter is not None:
            # To Hypothesis a large array, which is one choice, is simpler than a small one.
            start, most = shorter, entries(shorter.values)
            fails = lambda each: entries(each.values) <= most and answered(each)  # noqa: E731
        shrunk = _shrunk(signature, sizes, start, fails)
        return None if shrunk is None else shortest(shrunk, fails)
    return None


def _shorter(
    signature: Signature, sizes: Sizes, failing: Example, fails: Callable[[Example], bool]
) -> Example | None:
    """Return the first example with shorter axes that fails, too, if one does."""
    replays = (
        replayed(signature, sizes, failing.mood, choices)
        for choices in short_choices(signature, sizes, failing.mood)
    )
    return next((each for each in replays if each is not None and fails(each)), None)


def _simplest(signature: Signature, sizes: Sizes, mood: Mood) -> Example | None:
    """Return the example behind the choices that all shrinking leads to; None where they lead to none."""
    try:
        return chosen_by(signature, sizes, mood, lambda low, high: min(max(low, 0), high))
    except Unsuitable:
        return None


def dropped_steps(
    signature: Signature, sizes: Sizes, failing: Example, fails: Callable[[Example], bool]
) -> Example:
    """Return a failing program without the steps that it fails without; any other example as it is."""
    if len(failing.values) != 1 or not isinstance(failing.values[0], Program):
        return failing
    place = len(failing.values[0].spans) - 2  # the last span is how many choices the program took
    while place >= 0:
        choices, spans = failing.choices, failing.values[0].spans
        after = failing.mood is Mood.LAYOUT  # one choice more
        first = len(choices) - after - spans[-1]
        start, stop = (first + each for each in spans[place])
        shorter = replayed(signature, sizes, failing.mood, (*choices[:start], *choices[stop:]))
        if shorter is not None and fails(shorter):
            failing = shorter
        place = min(place, len(failing.values[0].spans) - 1) - 1
    return failing


def _put_together(signature: Signature) -> bool:
    """Whether programs are put together in one go: no fewer choices lead to a part of one."""
    return isinstance(signature, ProgramSignature) and bool(signature.programs.parts)


def with_simple_values(
    signature: Signature, sizes: Sizes, failing: Example, fails: Callable[[Example], bool]
) -> Example:
    """Return a failing program with the simplest arguments of each step with which it fails still."""
    assert isinstance(signature, ProgramSignature)
    for place in range(len(failing.values[0].steps)):
        program: Program = failing.values[0]
        call, step = [*called(program, signature.programs.calls)][place], program.steps[place]
        simplest = {} if call is None else _simplest_of(call, sizes, failing.mood)
        names = [""] * (call is not None and bool(call.owner)) + [*(call.names if call else ())]
        values = tuple(simplest.get(n, v) for n, v in zip(names, step.arguments, strict=False))
        if values != step.arguments and len(values) == len(step.arguments) and not step.named:
            steps = (*program.steps[:place], replace(step, arguments=values), *program.steps[place + 1 :])
            simpler = Example({"program": Program(steps)}, (), failing.mood)
            failing = simpler if fails(simpler) else failing
    return failing


def _simplest_of(call: ProgramCall, sizes: Sizes, mood: Mood) -> Mapping[str, Any]:
    """Return the simplest arguments of a call, by name; none where they depend on other steps."""
    if call.signature.axes:
        return {}
    with suppress(Unsuitable):
        return draw(call.signature, sizes, mood, lambda low, high: min(max(low, 0), high))
    return {}


def replayed(signature: Signature, sizes: Sizes, mood: Mood, choices: Sequence[int]) -> Example | None:
    """Return the example behind some choices; None where they lead to none."""
    left = iter(choices)

    def choose(low: int, high: int) -> int:
        choice = next(left, low)
        if not low <= choice <= high:
            raise Unsuitable
        return choice

    try:
        return Example(draw(signature, sizes, mood, choose), tuple(choices), mood)
    except Unsuitable:
        return None


def _shrunk(
    signature: Signature, sizes: Sizes, failing: Example, fails: Callable[[Example], bool]
) -> Example | None:
    from hypothesis import Phase, Verbosity, find, settings
    from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes
    from hypothesis.errors import HypothesisException

    # Hypothesis takes what it finds under a primary key for minimal already; a secondary key is only a start.
    database = InMemoryExampleDatabase()
    database.save(b"failing.secondary", choices_to_bytes(failing.choices))
    quiet = settings(
        settings(derandomize=True),  # inherited: given beside a database, Hypothesis refuses it
        database=database,
        deadline=None,
        phases=[Phase.reuse, Phase.shrink],
        verbosity=Verbosity.quiet,
        max_examples=10,
    )
    drawn = count(1)

    def begun() -> None:
        if next(drawn) > SHRINKING_DRAWS:
            raise Enough

    examples = strategy(signature, sizes, failing.mood, begun)
    try:
        return find(examples, fails, settings=quiet, database_key=b"failing")
    except HypothesisException:
        return None
