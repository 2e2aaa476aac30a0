"""What a class of the reference, or a function of an opaque result, says of the programs it is tried on.

A class with annotated methods is a list of calls: ``__init__``, methods, properties, and what Python writes
with a sign.  Programs of them are drawn as Hypothesis draws those of a state machine: the reference is asked
along, and what it raises on is left out.
"""

import inspect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import FunctionType
from typing import Any, Self
from weakref import WeakKeyDictionary

from grader.signatures.domains import Mood, Pick, Unsuitable
from grader.signatures.inputs import (
    Axis,
    Kind,
    Signature,
    Spec,
    Unsupported,
    draw,
    signature,
    spec,
)
from grader.values.code import code
from grader.values.programs import STEPS, Program, ProgramStep, Ref
from grader.values.run_program import PROTOCOL, taken
from grader.values.wire import build, pack

MORE = 31  # of so many and one times a program goes on
MOST = {Mood.ONES: 3, Mood.PLAIN: 6, Mood.LONG: 24}  # steps, by mood
USUAL = 9
NOTHING = Spec(Kind.NOTHING)


@dataclass(frozen=True)
class MethodCall:
    """One thing that a step may call: what it takes besides objects, which of its places are objects."""

    call: str  # as in ``ProgramStep``
    signature: Signature  # of the arguments that are drawn
    names: tuple[str, ...]  # of all arguments but the object itself, in order
    objects: frozenset[str]  # those that are objects of the class
    returns: Spec
    makes: bool = False  # whether its result is an object of the class

    @property
    def of_object(self) -> bool:
        """Whether it is called on an object."""
        return self.call[0] in ".@"

    @property
    def keep(self) -> bool:
        """Whether nobody is told what it returns."""
        return self.makes or self.returns.kind is Kind.NOTHING


@dataclass(frozen=True, eq=False)
class Programs:
    """A domain: programs of the calls of one class.  The first call makes an object."""

    name: str
    right: type
    calls: tuple[MethodCall, ...]

    def __call__(self, pick: Pick) -> Program:
        """Pick steps one by one, as the reference takes them."""
        made = Made(self, pick)
        if not made.add(0, ()):
            raise Unsuitable
        while len(made.steps) < min(MOST.get(pick.mood, USUAL), STEPS) and made.choose(0, MORE):
            # Another object is half as likely as each method: it shows what objects share, and little else.
            which = made.choose(0, 2 * (len(self.calls) - 1))
            made.step(self.calls[(which // 2 + 1) % len(self.calls)])
        return Program(tuple(made.steps), (*made.spans, made.count))

    def by_call(self, call: str) -> MethodCall:
        """Return what a step calls."""
        return next(each for each in self.calls if each.call == call)


class Made:
    """A program in the making, with the reference's own objects beside it."""

    def __init__(self, programs: Programs, pick: Pick) -> None:
        self.programs, self.pick = programs, pick
        self.steps: list[ProgramStep] = []
        self.spans: list[tuple[int, int]] = []  # of the choices behind each step but the first
        self.table: list[Any] = []
        self.objects: list[int] = []  # the steps that made one
        self.count = 0  # choices so far

    def choose(self, low: int, high: int) -> int:
        """Choose, and count."""
        self.count += 1
        return self.pick.choose(low, high)

    def step(self, call: MethodCall) -> None:
        """Draw the arguments of a step and take it."""
        start = self.count - 2  # that it goes on, and with which
        target: tuple[Any, ...] = ()
        if call.of_object:
            target = (self._object(),)
        if self.add(self.programs.calls.index(call), target):
            self.spans.append((start, self.count))

    def _object(self) -> Ref:
        return Ref(self.objects[-1 - self.choose(0, len(self.objects) - 1)])

    def add(self, which: int, target: tuple[Any, ...]) -> bool:
        """Add a step, unless the reference raises on it; say whether it was added."""
        call = self.programs.calls[which]
        drawn = draw(call.signature, {}, self.pick.mood, self.choose, self.pick.sizes)
        given = {
            n: self._object() if n in call.objects else drawn[n]
            for n in call.names
            if n in {*drawn, *call.objects}
        }
        named = tuple(name for name in given if name in call.signature.named)
        step = ProgramStep(call.call, (*target, *given.values()), named, call.keep)
        try:
            self.table.append(self._taken(step))
        except Exception:
            before, self.table = self.steps, []
            for each in before:  # what raised may have changed an object
                self.table.append(self._taken(each))
            return False
        if call.makes:
            self.objects.append(len(self.steps))
        self.steps.append(step)
        return True

    def _taken(self, step: ProgramStep) -> Any:
        result = taken({self.programs.name: self.programs.right}, self.table, step, _new)
        if not step.keep:
            pack(result)  # an iterator may raise only when somebody goes through it
        return result


def _new(value: Any) -> Any:
    return build(pack(value))


@dataclass(frozen=True)
class ProgramSignature(Signature):
    """The signature of what is tried on programs: its one argument is the program."""

    programs: Programs = field(kw_only=True)
    read: WeakKeyDictionary[Program, Spec] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False, kw_only=True
    )

    @property
    def what(self) -> str:
        """What is asked for: a class."""
        return "class"

    def answer_spec(self, args: Mapping[str, Any]) -> Spec:
        """Return what the answers of a program's steps are, one by one, with every length that is known."""
        program = args["program"]
        if program not in self.read:
            calls = [self.programs.by_call(step.call) for step in program.steps]
            sizes = [_sizes(call, step) for call, step in zip(calls, program.steps, strict=True)]
            shared: dict[str, int] = {}
            for call, known in zip(calls, sizes, strict=True):
                shared.update(
                    {n: length for n, length in known.items() if n not in call.signature.parameters}
                )
            items = tuple(
                NOTHING if call.keep else settled(call.returns, {**shared, **own})
                for call, own in zip(calls, sizes, strict=True)
            )
            self.read[program] = Spec(Kind.STEPS, items=items)
        return self.read[program]

    def written(self, function: str, args: Collection[str]) -> str:
        """Return the program as code that runs."""
        del function
        return code(args["program"]) if isinstance(args, Mapping) else ""

    def shown(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return nothing: the code holds its values."""
        del args
        return {}


def _sizes(call: MethodCall, step: ProgramStep) -> dict[str, int]:
    """Return the lengths of axes that the arguments of a step tell."""
    given = step.arguments[call.of_object :]
    known = {n: v for n, v in zip(call.names, given, strict=False) if not isinstance(v, Ref)}
    return call.signature.sizes(known)


def settled(spec: Spec, sizes: Mapping[str, int]) -> Spec:
    """Return a result with the axes whose lengths are known as numbers."""
    axes: list[Axis] = []
    for each in spec.axes:
        try:
            lengths = replace(spec, axes=(each,)).shape(sizes)
        except KeyError:
            axes.append(each)
        else:
            axes += [Axis(str(length), frozenset()) for length in lengths]
    return replace(spec, axes=tuple(axes), items=tuple(settled(item, sizes) for item in spec.items))


# ---- reading a class -------------------------------------------------------------------------------


def class_signature(right: type) -> ProgramSignature:
    """Read what a class says of its programs; raise Unsupported, naming the method."""
    calls = [_init(right)]
    for name, member in _members(right).items():
        if isinstance(member, (staticmethod, classmethod)):
            raise Unsupported(
                f"`{name}` is called on no object, and only methods are asked: write a function"
            )
        try:
            if isinstance(member, property):
                calls.append(_call(right, f"@{name}", member.fget))
            elif inspect.isfunction(member) and not (name in PROTOCOL and "return" not in _hints(member)):
                calls.append(_call(right, f".{name}", member))
        except Unsupported as problem:
            raise Unsupported(f"`{name}`: {problem}") from None
    calls += list(_attributes(right))
    if len(calls) < 2:
        raise Unsupported("nothing of it can be asked: its methods have no annotations")
    drawn = tuple(spec for call in calls for spec in call.signature.parameters.values())
    programs = Programs(right.__name__, right, tuple(calls))
    steps = Spec(Kind.PROGRAM, items=drawn, domain=programs)
    return ProgramSignature({"program": steps}, Spec(Kind.STEPS), programs=programs)


def _members(right: type) -> dict[str, Any]:
    """Return what a class and those it comes from define under names that are asked for."""
    found: dict[str, Any] = {}
    for each in reversed(right.__mro__[:-1]):
        found.update(vars(each))
    return {n: v for n, v in found.items() if n in PROTOCOL or not n.startswith("_")}


def _attributes(right: type) -> Iterator[MethodCall]:
    """Yield the attributes that stand in the class with their types."""
    for name, hint in inspect.get_annotations(right, eval_str=True).items():
        if not name.startswith("_") and not isinstance(vars(right).get(name), property):
            try:
                yield MethodCall(f"@{name}", Signature({}, None), (), frozenset(), spec(hint))
            except Unsupported as problem:
                raise Unsupported(f"the attribute `{name}`: {problem}") from None


def _init(right: type) -> MethodCall:
    if not inspect.isfunction(right.__init__):  # type: ignore[misc]
        return MethodCall(right.__name__, Signature({}, None), (), frozenset(), NOTHING, makes=True)
    try:
        return replace(_call(right, right.__name__, right.__init__), makes=True)  # type: ignore[misc]
    except Unsupported as problem:
        raise Unsupported(f"`__init__`: {problem}") from None


def _hints(function: Any) -> Mapping[str, Any]:
    try:
        return inspect.get_annotations(function, eval_str=True)
    except Exception as problem:
        raise Unsupported(f"its annotations cannot be read ({type(problem).__name__}: {problem})") from None


def _call(right: type, call: str, function: Any) -> MethodCall:
    """Read one method."""
    hints = _hints(function)
    names = tuple(inspect.signature(function).parameters)[1:]
    if lacking := [name for name in names if name not in hints]:
        raise Unsupported(f"the argument `{lacking[0]}` has no annotation")
    if "return" not in hints and call[0] in ".@":
        raise Unsupported("the result has no annotation; write `-> None` where there is none")
    is_object = {name for name, hint in hints.items() if hint is right or hint is Self}
    bare = FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    bare.__kwdefaults__ = function.__kwdefaults__
    bare.__annotations__ = {n: hint for n, hint in hints.items() if n not in is_object and n != "return"}
    makes, returned = "return" in is_object, hints.get("return")
    try:
        returns = NOTHING if makes or returned is None else spec(returned)
    except Unsupported as problem:
        raise Unsupported(f"the result: {problem}") from None
    return MethodCall(call, signature(bare), names, frozenset(is_object - {"return"}), returns, makes)
