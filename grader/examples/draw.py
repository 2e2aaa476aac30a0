"""The corpus: inputs drawn once, answered once, the same for every submission; and the shrinker.

Sole owner of Hypothesis and of randomness.  A domain makes whole-number choices and nothing else, so an
example *is* its list of choices.  The corpus takes them from a seeded generator, which gives the same inputs
on every machine (Hypothesis' own draws also depend on which modules happen to be loaded); Hypothesis replays
the choices of an example that fails and shrinks them.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.examples.short_axes import entries, is_large, short_choices
from grader.functions.local import applied, copied
from grader.signatures.inputs import Sizes, draw
from grader.signatures.pick import Mood, Unsuitable
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Key, Signature
from grader.values.exceptions import Due, due, kinds_of
from grader.values.formula import Formula
from grader.values.programs import Program
from grader.values.stored import storable
from grader.values.wire import Frame, build, pack

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, eq=False)
class Example:
    """One set of arguments, and the choices that lead to it."""

    args: Mapping[str, Any]
    choices: tuple[int, ...]
    mood: Mood

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """The arguments by position."""
        return tuple(self.args.values())


@dataclass(frozen=True)
class Plan:
    """How a corpus is drawn: how many examples, from which moods, with axes how long, from which seed."""

    count: int = 100
    seed: int = 0
    sizes: Sizes = field(default_factory=dict)
    moods: tuple[Mood, ...] = tuple(Mood)

    @cached_property
    def key(self) -> Key:
        """What tells it from other plans."""
        return Key((self.count, self.seed, self.moods, tuple(self.sizes.items())))


def corpus(signature: Signature, plan: Plan) -> tuple[Example, ...]:
    """Draw the examples of a signature, simplest mood first; every mood has the same share, and at least one.

    A function without drawn parameters has one example.  Raises Unsupported where hardly any draw satisfies
    the signature's conditions.
    """
    if not signature.parameters:
        return (Example({}, (), plan.moods[0]),)
    examples: list[Example] = []
    for index, mood in enumerate(plan.moods):
        count = max(plan.count, len(plan.moods))
        share = count // len(plan.moods) + (index < count % len(plan.moods))
        examples += islice(drawn(signature, plan, mood), share)
    return tuple(examples)


def drawn(signature: Signature, plan: Plan, mood: Mood, echo: float = 0.0) -> Iterator[Example]:
    """Yield examples of one mood without end, the same ones each time.

    With ``echo``, so often a choice is one that was made between the same bounds before, or else a round
    number: then arguments are equal, entries all the same, ends of ranges met together, which else hardly
    ever happens.
    """
    # A seed of text does not depend on the machine or on what was drawn before.
    text = f"{plan.seed}/{mood}/{','.join(signature.parameters)}{'/echo' * (echo > 0)}"
    source = random.Random(text)  # noqa: S311
    while True:
        yield _attempt(signature, plan.sizes, mood, source, echo)


def _attempt(
    signature: Signature, sizes: Sizes, mood: Mood, source: random.Random, echo: float = 0.0
) -> Example:
    for _ in range(100):
        choices: list[int] = []
        choose = _coincident(source, echo) if echo else source.randint

        def recorded(
            low: int, high: int, made: list[int] = choices, choose: Callable[[int, int], int] = choose
        ) -> int:
            made.append(choose(low, high))
            return made[-1]

        try:
            return Example(draw(signature, sizes, mood, recorded), tuple(choices), mood)
        except Unsuitable:
            continue
    raise Unsupported(
        f"100 draws in the mood {mood} found no arguments that satisfy the conditions: "
        "loosen them, or give a domain that keeps to them in every mood"
    )


ROUND, WIDE = 100, 400  # what is round, where so many numbers are to choose from


def _coincident(source: random.Random, echo: float) -> Callable[[int, int], int]:
    """Return choices of which so many are the one before between the same bounds, and others are round."""
    before: dict[tuple[int, int], int] = {}

    def choose(low: int, high: int) -> int:
        choice = source.randint(low, high)
        if high - low >= WIDE and source.random() < echo / 2:
            choice = min(max(round(choice / ROUND) * ROUND, low), high)
        if (low, high) in before and source.random() < echo:
            choice = before[low, high]
        before[low, high] = choice
        return choice

    return choose


def strategy(signature: Signature, sizes: Sizes, mood: Mood) -> "SearchStrategy[Example]":
    """Return the Hypothesis strategy behind one mood: its draws are an example's choices, one by one."""
    from hypothesis import reject
    from hypothesis import strategies as st

    @st.composite
    def examples(pull: Callable[[Any], Any]) -> Example:
        choices: list[int] = []

        def choose(low: int, high: int) -> int:
            choices.append(pull(st.integers(low, high)))
            return choices[-1]

        try:
            return Example(draw(signature, sizes, mood, choose), tuple(choices), mood)
        except Unsuitable:
            reject()

    return examples()


SHRINKING_CALLS = 300  # more calls have not made a counterexample simpler to read, only dearer
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
    most: float = np.inf  # entries

    def answered(example: Example) -> bool:
        """Answer a question, the first ones from memory: they are the same as before."""
        if len(asked) >= SHRINKING_CALLS or entries(example.values) > most:
            return False
        answer = known[len(asked)] if len(asked) < len(known) else fails(example)
        asked.append((example, answer))
        return answer

    start_of_search = dropped_steps(signature, sizes, failing, answered)
    for choices in short_choices(signature, sizes, failing.mood) if is_large(failing.values) else ():
        shorter = replayed(signature, sizes, failing.mood, choices)
        if shorter is not None and answered(shorter):
            # To Hypothesis a large array, which is one choice, is simpler than a small one.
            start_of_search, most = shorter, entries(shorter.values)
            break
    found = _shrunk(signature, sizes, start_of_search, answered)
    if found is not None:
        found = shortest(found, answered)
    if found is None:
        # No example (the failure did not repeat) or a flaky one: the last that failed is as good as we know.
        return next((example for example, answer in reversed(asked) if answer), failing)
    paths.add(start, asked, found)
    return found


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


def shortest(failing: Example, fails: Callable[[Example], bool]) -> Example:
    """Return a failing program without each step that it fails without and that no other step needs.

    It is no draw any more, so it has no choices; any other example comes back as it is.
    """
    if len(failing.values) != 1 or not isinstance(failing.values[0], Program):
        return failing
    place = len(failing.values[0].steps)
    while (place := place - 1) >= 0:
        program = failing.values[0].without(place)
        if program is not None and program.steps:
            shorter = Example({"program": program}, (), failing.mood)
            if fails(shorter):
                failing = shorter
        place = min(place, len(failing.values[0].steps))
    return failing


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
    examples = strategy(signature, sizes, failing.mood)
    try:
        return find(examples, fails, settings=quiet, database_key=b"failing")
    except HypothesisException:
        return None


# ---- what the reference says ----------------------------------------------------------------------


storable("due")(Due)


@storable("expected")
@dataclass(frozen=True)
class Expected:
    """The right answer, and the noise that any sound way of computing it may show, item by item.

    The noise is how far the answer moves when every input moves by 1e-13 of its array's largest entry (a
    backward error of some 450 roundings: Higham, Accuracy and Stability of Numerical Algorithms, §1.5), plus
    1e-14 of the largest input.  It matters only where terms cancel; elsewhere 1e-6 of the answer is far more.
    """

    answer: Any
    noise: Any


STEP = 1e-9
BACKWARD = 1e-13
SMALLEST = 1e-14
MOVABLE = 1000  # items of a list that are moved
JUMP = 1e-3  # an answer that moves by more than this share of itself, or of the inputs, has jumped


def answer(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Ask the reference, on copies, so that nothing it does can touch the inputs.

    Its answer is read as a student's is: a named tuple is a tuple, NumPy's True is True.
    """
    with np.errstate(all="ignore"):
        return build(pack(applied(function, [*map(copied, values)])))


def expected(
    function: Callable[..., Any], values: Sequence[Any], raises: tuple[type[BaseException], ...] = ()
) -> Expected:
    """Ask the reference, and how far its answer moves with the inputs; of ``raises`` each is an answer."""
    try:
        right = answer(function, values)
    except tuple(raises) as problem:
        return Expected(due(kinds_of(problem), raises), 0.0)
    with np.errstate(all="ignore"):
        largest = largest_of(values)
        noise = _map(lambda _: SMALLEST * largest, right)
        if not any(map(_holds_real, inside(values))):
            return Expected(right, noise)
        for sign in (1.0, -1.0):
            try:
                moved = answer(function, [_moved(v, sign) for v in values])
            except (ArithmeticError, ValueError, IndexError, *raises):  # type: ignore[misc]
                continue  # the moved inputs left the domain: nothing to learn here
            noise = _map(partial(_more_noise, largest), noise, right, moved)
    return Expected(right, noise)


def largest_of(values: Sequence[Any]) -> float:
    """Return the size of the largest real number among arguments."""
    return max(map(_largest, inside(values)), default=0.0)


def inside(values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of arguments: those of a program are in its steps."""
    return values[0].values if len(values) == 1 and isinstance(values[0], Program) else values


def _largest(value: Any) -> float:
    if isinstance(value, (tuple, list)):
        return largest_of(value)
    if isinstance(value, dict):
        return largest_of(tuple(value.values()))
    if isinstance(value, Frame):
        return value.largest
    return float(np.abs(value).max(initial=0.0)) if _is_real(value) else 0.0


def _is_real(value: Any) -> bool:
    """Whether these are numbers that can be moved a little: real or complex ones."""
    return isinstance(value, (float, complex)) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc")


def _holds_real(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_real, value.values()))
    return any(map(_holds_real, value)) if isinstance(value, (tuple, list)) else _is_real(value)


def _moved(value: Any, sign: float) -> Any:
    """Move every real entry by ±1e-9 of the largest, neighbours in opposite directions."""
    if isinstance(value, Program):
        return value.mapped(lambda each: each if type(each) is Formula else _moved(each, sign))
    if type(value) in (tuple, list) and len(value) <= MOVABLE:
        return type(value)(_moved(each, sign) for each in value)
    if isinstance(value, dict):
        return {key: _moved(each, sign) for key, each in value.items()}
    if isinstance(value, (float, complex)):
        return value + sign * STEP * abs(value)
    if not _is_real(value):
        return copied(value)
    alternating = np.where(np.arange(value.size).reshape(value.shape) % 2, -sign, sign)
    return value + alternating * STEP * np.abs(value).max(initial=0.0)


def _more_noise(largest: float, noise: float, answer: Any, moved: Any) -> float:
    if not _is_numeric(answer) or not _is_numeric(moved) or np.shape(answer) != np.shape(moved):
        return noise
    change = np.abs(np.asarray(moved) - np.asarray(answer))
    most = float(change[np.isfinite(change)].max(initial=0.0))
    size = np.abs(np.asarray(answer))
    if most > JUMP * max(float(size[np.isfinite(size)].max(initial=0.0)), largest):
        return noise  # a step function: a rank that changes is no rounding
    return noise + most * (BACKWARD / STEP) / 2


def _is_numeric(value: Any) -> bool:
    return _is_real(value) or (isinstance(value, np.ndarray) and value.dtype.kind in "iu")


def _map(function: Callable[..., Any], first: Any, *others: Any) -> Any:
    """Apply a function to each item; what has another length than the first says nothing of it."""
    if isinstance(first, dict):
        if any(not isinstance(each, dict) or each.keys() != first.keys() for each in others):
            return first
        return {key: _map(function, first[key], *(each[key] for each in others)) for key in first}
    if not isinstance(first, (tuple, list)):
        return function(first, *others)
    if any(not isinstance(each, (tuple, list)) or len(each) != len(first) for each in others):
        return first
    return type(first)(_map(function, *items) for items in zip(first, *others, strict=True))
