"""What a law does with objects: it builds and uses those of the student, and none of them is here.

Every step that a law takes is added to one program.  Who tries the law hands over an ``ask`` that runs a
program and returns its answers; where they are known beforehand, for the steps that it takes of right
answers, nothing more is asked until it takes another one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.signatures.conform import conform, returned
from grader.signatures.program_calls import ProgramCall, step_specs
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Spec, lengths_in, marked
from grader.values import stored
from grader.values.compare import OWN
from grader.values.exceptions import StepRaised, both, due
from grader.values.fingerprint import fingerprint
from grader.values.handed import handed, taken
from grader.values.leaves import Strange
from grader.values.programs import Program, ProgramStep, Ref, Refs

Ask = Callable[[str, Program], tuple[Sequence[Any], str]]  # the answers as they came, and why no more
Read = Callable[[Any, Spec], Any]  # raises what is wrong with an answer


def read_plainly(answer: Any, spec: Spec) -> Any:
    """Return an answer as its annotation says."""
    return conform(answer, spec, lengths_in(answer, spec))


class Opaque(Strange):
    """A part of what a plain function returned, which stays where it is: the call that makes it again."""

    function: str
    values: Sequence[Any]
    part: int | None

    def __init__(self, function: str, values: Sequence[Any], part: int | None) -> None:
        super().__init__(OWN.described)
        self.__dict__.update(function=function, values=values, part=part)

    def __eq__(self, other: object) -> bool:
        """Whether the other is a part that nobody compares, too."""
        return isinstance(other, Strange) and other.described == self.described

    __hash__ = object.__hash__


class Failed(Exception):
    """A step failed; the message is a sentence for the student."""


@dataclass(eq=False)
class LawScript:
    """The steps that a law has taken so far, and what is known of their answers."""

    signatures: Mapping[str, Signature]
    ask: Ask
    read: Read = read_plainly
    failed: type[Exception] = Failed  # made of a sentence for the student
    known: Program | None = None  # what is asked of everyone
    name: str = ""  # the function or class of the first step: in its name all of them are asked
    steps: list[ProgramStep] = field(default_factory=list)
    heard: tuple[Sequence[Any], str] | None = None
    raised: dict[int, str] = field(default_factory=dict)  # the declared exceptions that steps raised
    classes: dict[str, Ref] = field(default_factory=dict)  # where these stand themselves
    opaque: dict[int, Ref] = field(default_factory=dict)
    kept: list[Opaque] = field(default_factory=list)  # so that no other has the identity of one

    @property
    def program(self) -> Program:
        """The steps so far."""
        return Program(tuple(self.steps))

    @property
    def calls(self) -> Collection[ProgramCall]:
        """All that a step may be."""
        read = [s.programs.calls for s in self.signatures.values() if isinstance(s, ProgramSignature)]
        return [each for some in read for each in some]

    def function(self, name: str) -> Any:
        """Return what stands for a class or function in the law."""
        signature = self.signatures[name]
        assert isinstance(signature, ProgramSignature)
        if signature.what == "class":
            return ClassInLaw(name, lambda: self)
        return self.making(name, signature)

    def making(self, name: str, signature: ProgramSignature) -> Callable[..., Any]:
        """Return the function by which a law calls a function, or makes an object of a class."""
        call = next(each for each in signature.programs.calls if each.call == name)

        def asked(*given: Any, **named: Any) -> Any:
            return self.take(name, call, given, named)

        asked.__name__ = name
        return asked

    def take(self, name: str, call: ProgramCall, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """Take a step, and return its answer or what stands for the object that it makes."""
        self.name = self.name or name
        arguments = [self._argument(each) for each in (*given, *named.values())]
        self.steps.append(call.step(tuple(arguments), tuple(named)))
        place = len(self.steps) - 1
        answer = self._answer(place)
        if isinstance(answer, StepRaised):
            raise self._as_declared(place, call, answer)
        if None in call.makes and not call.tells:
            return self._thing(call.makes[None], Ref(place))
        if call.makes and not call.tells:
            raise Failed(f"`{call.call}` is called for a part of its result only")
        if call.keep:
            return None
        spec = list(step_specs(self.program, self.calls))[place]
        read = self.read(returned(answer, spec), spec)
        if call.tells:
            things = [self._thing(sort, ref) for ref, sort in call.objects_in(place, read)]
            return read if read is None else things if isinstance(read, list) else things[0]
        return handed(marked(read, spec))

    def look(self, name: str, call: str, *about: Any) -> Any:
        """Take a step that looks at classes and objects, and return its answer."""
        self.name = self.name or name
        refs = tuple(self._class(each.name) if isinstance(each, ClassInLaw) else each for each in about)
        self.steps.append(ProgramStep(call, refs))
        place = len(self.steps) - 1
        answer = self._answer(place)
        return self.read(answer, list(step_specs(self.program, self.calls))[place])

    def _class(self, name: str) -> Ref:
        if name not in self.classes:
            self.steps.append(ProgramStep(f"={name}", (), keep=True))
            self.classes[name] = Ref(len(self.steps) - 1)
        return self.classes[name]

    def _as_declared(self, place: int, call: ProgramCall, raised: StepRaised) -> Exception:
        """Return what a step raises in a law: a law may catch it as the declared exception that it is."""
        said = f"`{call.call.lstrip('.@')}` raised {raised.said}"
        kind = due(raised.kinds, call.raises)
        declared: list[Any] = [n for n in call.raises if kind is not None and n.__name__ == kind.kind]
        if not declared:
            return self.failed(said)
        self.raised[place] = declared[0].__name__
        failed: Any = self.failed
        return both(failed, declared[0])(said)  # type: ignore[no-any-return]

    def _argument(self, value: Any) -> Any:
        if isinstance(value, Thing):
            return value.__dict__["ref"]
        if isinstance(value, (list, tuple)) and value and all(isinstance(each, Thing) for each in value):
            return Refs(tuple(each.__dict__["ref"] for each in value))
        if isinstance(value, Opaque):
            if id(value) not in self.opaque:
                step = ProgramStep(value.function, tuple(value.values), (), keep=True)
                self.steps.append(step)
                self.kept.append(value)
                self.opaque[id(value)] = Ref(len(self.steps) - 1, value.part)
            return self.opaque[id(value)]
        value = value.item() if isinstance(value, np.generic) else taken(value)
        return stored.decode(stored.encode(value))

    def _answer(self, place: int) -> Any:
        if self.known is None or not _begins(self.known, self.steps):
            self.known, self.heard = self.program, None
        if self.heard is None:
            self.heard = self.ask(self.name, self.known)
        answers, why = self.heard
        if place >= len(answers):
            raise self.failed(why)
        return answers[place]

    def _thing(self, sort: str, ref: Ref) -> "Thing":
        methods: dict[str, Any] = {"__hash__": object.__hash__}
        for call in self.calls:
            if call.owner == sort:
                methods[call.call[1:]] = _method(self, call)
        made: Thing = type(sort.partition("(")[0], (Thing,), methods)()
        made.__dict__["ref"] = ref
        return made


class Thing:
    """What stands in a law for an object of the student's."""

    def __getattr__(self, name: str) -> Any:
        """Say what can be asked of it."""
        raise AttributeError(
            f"`{name}` of a {type(self).__name__} is no method with annotations, and no attribute that "
            "stands in its class with a type: a law can ask these alone"
        )


@dataclass(frozen=True)
class ClassInLaw:
    """What stands in a law for a class of the student's: it makes objects, has attributes, is a subclass."""

    name: str
    script: Callable[[], LawScript]  # that of the law that is tried

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Make an object."""
        script = self.script()
        signature = script.signatures[self.name]
        assert isinstance(signature, ProgramSignature)
        return script.making(self.name, signature)(*given, **named)

    def __getattr__(self, name: str) -> Any:
        """Return an attribute that stands in the class with its type; raise AttributeError for any other."""
        script = self.script()
        if not any((each.owner, each.call) == (self.name, f"@{name}") for each in script.calls):
            raise AttributeError(
                f"`{self.name}.{name}` is no attribute that stands in the class with a type, as in "
                f"`{name}: int = 3`: a law can ask these alone, and methods of objects"
            )
        return script.look(self.name, f"@{name}", self)

    def __instancecheck__(self, value: object) -> bool:
        """Whether something is an object of the class, or of one that comes from it."""
        if not isinstance(value, Thing):
            return False
        return bool(self.script().look(self.name, "?isinstance", value.__dict__["ref"], self))

    def __subclasscheck__(self, other: object) -> bool:
        """Whether a class of the student's comes from this one."""
        if not isinstance(other, ClassInLaw):
            raise TypeError("in a law, issubclass compares two classes that are its arguments")
        return bool(self.script().look(self.name, "?issubclass", other, self))


def _method(script: LawScript, call: ProgramCall) -> Any:
    def method(*given: Any, **named: Any) -> Any:
        answer = script.take(script.name, call, given, named)
        return iter(answer) if call.call == ".__iter__" else answer

    return property(method) if call.call[0] == "@" else method


def _begins(known: Program, steps: Sequence[ProgramStep]) -> bool:
    """Whether a program begins with these steps."""
    return len(known.steps) >= len(steps) and _bits(known.steps[: len(steps)]) == _bits(steps)


def _bits(steps: Sequence[ProgramStep]) -> Any:
    return fingerprint([Program(tuple(steps))])


def with_opaque(parts: Collection[int | None], name: str, values: Sequence[Any], answer: Any) -> Any:
    """Return an answer with what stands for each part of it that another function takes."""
    if None in parts:
        return Opaque(name, values, None)
    if not isinstance(answer, tuple):
        return answer
    return tuple(Opaque(name, values, n) if n in parts else each for n, each in enumerate(answer))
