"""The signature is the schema: from a function's annotations to the inputs it is tried on.

``Float[ndarray, "k d"]`` gives shape and type, ``Annotated[..., domain]`` the values.  Axes of one name have
one length, and an axis may be sums over names: a valid convolution takes ``"h+i-1 w+j-1"`` and ``"i j"``.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.signatures.annotations import argument, result
from grader.signatures.axes import names_of, solve
from grader.signatures.formulas import require_beside
from grader.signatures.printing import keyboard_of
from grader.signatures.refusals import Unsupported
from grader.signatures.specs import Kind, Spec, lengths_in
from grader.values.code import code_of
from grader.values.formula import Formula

MOST_ARGUMENTS = 4  # of `*numbers`
TYPED = "typed"  # the name of what is typed at the keyboard


class Key(tuple[Any, ...]):
    """A tuple that works out its hash once."""

    @cached_property
    def hashed(self) -> int:
        """The hash of the tuple."""
        return super().__hash__()

    def __hash__(self) -> int:
        """Return the hash of the tuple."""
        return self.hashed


@dataclass(frozen=True)
class Signature:
    """The drawn parameters of a function, in order, and what it returns (None where it does not say).

    A call has the first so many arguments: the last ones may be left out where they have a default.
    """

    parameters: Mapping[str, Spec]
    returns: Spec | None
    defaults: Mapping[str, Any] = field(default_factory=dict)  # of the last parameters
    named: tuple[str, ...] = ()  # the last parameters that a call must name
    variable: bool = False  # whether this is no function but a name, asked for by its value
    several: frozenset[str] = frozenset()  # the last parameters, where one stands for any number
    raises: tuple[type[BaseException], ...] = ()  # the exceptions that are answers, too
    # The lengths of the axes for the shapes that were met, which are few.
    solved: dict[Any, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def what(self) -> str:
        """What is asked for: a function, a variable, or a class."""
        return "variable" if self.variable else "function"

    @property
    def draws(self) -> bool:
        """Whether figures come out."""
        return self.returns is not None and self.returns.kind is Kind.FIGURE

    @property
    def hands_tensors(self) -> bool:
        """Whether an argument is a tensor, or holds one."""
        return any(each.any_tensor for each in self.parameters.values())

    @cached_property
    def key(self) -> Key:
        """The parameters: functions with the same ones share their examples."""
        return Key((*self.parameters.items(), repr(dict(self.defaults)), self.named))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The parameters in the order in which they are drawn.

        A whole number comes first, whatever its place: it may be the length of an axis, such as a window's.
        One that is none may have a domain that names other arguments; then it has its own place.
        """
        lengths = {name for p in self.parameters.values() for each in p.axes_inside() for name in each.names}
        others = {name for name, p in self.parameters.items() if p.kind is not Kind.INT}

        def late(name: str, p: Spec) -> int:
            if p.kind is Kind.TYPED:  # what is typed may depend on all that is handed over
                return 2
            named = {each for each in getattr(p.domain, "__dict__", {}).values() if isinstance(each, str)}
            return p.kind is not Kind.INT or (name not in lengths and bool(named & others))

        return tuple(sorted(self.parameters, key=lambda name: late(name, self.parameters[name])))

    @property
    def axes(self) -> tuple[str, ...]:
        """The free axes in order of appearance: those that are not an argument's value."""
        found: dict[str, None] = {}
        for each in (axis for parameter in self.parameters.values() for axis in parameter.axes_inside()):
            found |= dict.fromkeys([*sorted(each.names - self.parameters.keys()), *[each.text] * each.many])
        return tuple(found)

    @property
    def lists(self) -> tuple[str, ...]:
        """The arguments that hold any number of parts, and how many is drawn."""
        return tuple(name for name, each in self.parameters.items() if each.drawn_by_parts)

    @property
    def sized(self) -> tuple[str, ...]:
        """The axes, and the lists, whose lengths a rubric may set."""
        return (*self.axes, *self.lists)

    def complete(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call with the defaults of those that it leaves out."""
        names = (n for n in self.parameters if n in args or n not in self.several)
        return {n: args[n] if n in args else self.defaults[n] for n in names}

    @property
    def asked(self) -> list[str]:
        """The arguments as they are asked for: "x", "*numbers"."""
        names = (n for n in self.parameters if n not in self.typed)
        return list(dict.fromkeys(f"*{n.split('[')[0]}" if n in self.several else n for n in names))

    @cached_property
    def typed(self) -> frozenset[str]:
        """What is typed during a call and not handed over, which is the first of the parameters if any is."""
        return frozenset(name for name, each in self.parameters.items() if each.kind is Kind.TYPED)

    def argument_names(self, function: str) -> Mapping[str, Sequence[str]]:
        """The names under which its arguments are asked for, by call; those of any number have none."""
        return {function: [n for n in self.parameters if n not in self.typed and n not in self.several]}

    def by_name(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return the arguments of a call by their names."""
        return dict(zip(self.parameters, values, strict=False))

    def names(self, count: int) -> tuple[str, ...]:
        """Return which of so many arguments a call must name: the last ones."""
        return self.named[: max(0, count - len(self.parameters) + len(self.named))]

    def placed(self, values: Sequence[Any], named: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the arguments of a call by their places; raise TypeError for what this function lacks."""
        names = list(self.parameters)
        if wrong := [name for name in named if name not in names[len(values) :]]:
            raise TypeError(f"there is no argument {wrong[0]!r}, or it is given twice")
        last = max((names.index(name) + 1 for name in named), default=0)
        between = names[len(values) : last]
        if lacking := [name for name in between if name not in named and name not in self.defaults]:
            raise TypeError(f"the argument {lacking[0]!r} is missing")
        return (*values, *(named[name] if name in named else self.defaults[name] for name in between))

    def written(self, function: str, args: Collection[str]) -> str:
        """Return a call as it is written, with these arguments: "sample(n, seed=seed)".

        One that is given a function stands there with its values: "bisect(lambda x: x - 1, 0, 2)".
        """
        if self.variable:
            return function
        if isinstance(args, Mapping) and any(isinstance(value, Formula) for value in args.values()):
            given = {name: value for name, value in args.items() if name not in self.typed}
            values = {name: code_of(value) or name for name, value in given.items()}
            said = (f"{n}={v}" if n in self.named else v for n, v in values.items())
            return f"{function}({', '.join(said)})"
        there = (name for name in self.parameters if name in args and name not in self.typed)
        return f"{function}({', '.join(f'{n}={n}' if n in self.named else n for n in there)})"

    @cached_property
    def shaping(self) -> Sequence[tuple[str, Spec]]:
        """The parameters that may tell lengths of axes."""
        kinds = (Kind.ARRAY, Kind.INT, Kind.TUPLE, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.TABLE)
        return [(name, p) for name, p in self.parameters.items() if p.kind in kinds]

    def sizes(self, args: Mapping[str, Any]) -> dict[str, int]:
        """Return the lengths of the axes that the arguments of a call tell.

        Named axes are read off, axes such as h+i-1 are solved for their one unknown name.
        """
        key = tuple(
            None
            if args.get(name) is None
            else int(args[name])
            if p.kind is Kind.INT
            else tuple([shape for _, shape in p.shapes(args[name])])
            for name, p in self.shaping
        )
        if key not in self.solved:
            known = {**self.defaults, **args}
            whole = {name: known[name] for name, p in self.parameters.items() if p.kind is Kind.INT}
            # A default may be None, or in a student kit an ellipsis.
            sizes = {name: int(value) for name, value in whole.items() if value not in (None, ...)}
            shapes = (p.shapes(args[name]) for name, p in self.parameters.items() if name in args)
            self.solved[key] = solve((each for some in shapes for each in some), sizes)
        return self.solved[key]

    @cached_property
    def loose(self) -> frozenset[str]:
        """The axes of the result that no argument tells: a right answer does."""
        told = {name for p in self.parameters.values() for each in p.axes_inside() for name in names_of(each)}
        axes = self.returns.axes_inside() if self.returns is not None else ()
        return frozenset(name for each in axes for name in names_of(each)) - told - self.parameters.keys()

    def answer_spec(self, args: Mapping[str, Any]) -> Spec:
        """Return what a call with these arguments returns."""
        del args
        assert self.returns is not None
        return self.returns

    def shown(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments of a call as they are shown beside it."""
        return args

    def bound(self, answer: Any) -> dict[str, int]:
        """Return the lengths of the axes that only an answer tells."""
        found = lengths_in(answer, self.returns) if self.returns is not None else {}
        own = self.returns.own if self.returns is not None else ()
        told = ((name, length, name.partition(".")[0]) for name, length in found.items())
        return {name: length for name, length, axis in told if axis in self.loose and axis not in own}


def signature(function: Callable[..., Any]) -> Signature:
    """Read a function's signature: parameters with annotations are drawn, the others are student functions.

    Raises Unsupported, naming the parameter.
    """
    try:
        hints = inspect.get_annotations(function, eval_str=True)
    except Exception as problem:  # an annotation in quotes is evaluated only now
        raise Unsupported(f"its annotations cannot be read ({type(problem).__name__}: {problem})") from None
    found = _Parameters()
    returned = hints.get("return")
    try:
        if (typed := keyboard_of(returned)) is not None:
            found.specs[TYPED] = Spec(Kind.TYPED, domain=typed.lines)
    except TypeError:  # told below
        pass
    for name, parameter in inspect.signature(function).parameters.items():
        try:
            if parameter.kind is parameter.VAR_KEYWORD:
                raise Unsupported("calls with any names cannot be drawn: write the names, with defaults")
            if name in hints:
                found.add(name, parameter, argument(hints[name]))
        except Unsupported as problem:
            bare = parameter.replace(annotation=parameter.empty, default=parameter.empty)
            raise Unsupported(f"the argument `{bare}`: {problem}") from None
    try:
        returns, raises = result(returned) if returned is not None else (None, ())
    except Unsupported as problem:
        raise Unsupported(f"the result: {problem}") from None
    if returns is not None and returns.kind is Kind.GENERATOR:
        raise Unsupported("the result: a Generator is handed over and never comes back: return what it draws")
    _require_lengths(found.specs, returns)
    require_beside({name: each.domain for name, each in found.specs.items()})
    named, several = tuple(found.named), frozenset(found.several)
    return Signature(found.specs, returns, found.defaults, named, several=several, raises=raises)


def _require_lengths(parameters: Mapping[str, Spec], returns: Spec | None) -> None:
    """Require an axis with the name of an argument to be as long as that says: a whole number."""
    no_lengths = {name for name, p in parameters.items() if p.kind is not Kind.INT}
    for each in (*parameters.values(), *([returns] if returns is not None else [])):
        for name in sorted({name for a in each.axes_inside() for name in a.names} & no_lengths):
            raise Unsupported(
                f"the axis `{name}` is called like an argument that is no whole number: rename it"
            )


@dataclass
class _Parameters:
    """The drawn parameters of a function that were read so far."""

    specs: dict[str, Spec] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)  # of `*numbers`, the first of which are drawn

    def add(self, name: str, parameter: inspect.Parameter, read: Spec) -> None:
        """Add a parameter; raise Unsupported where calls could not be drawn."""
        if name in self.specs:
            raise Unsupported("what is typed at the keyboard goes by this name: rename it")
        if parameter.kind is parameter.VAR_POSITIONAL:
            if self.defaults:
                raise Unsupported("an argument before it has a default: name those behind it instead")
            self.several = [f"{name}[{place}]" for place in range(MOST_ARGUMENTS)]
            self.specs |= dict.fromkeys(self.several, read)
            self.defaults |= dict.fromkeys(self.several)
            return
        self.specs[name] = read
        if parameter.kind is parameter.KEYWORD_ONLY:
            if self.several:
                raise Unsupported("it is named, behind any number of others: that cannot be drawn")
            self.named.append(name)
        if parameter.default is not parameter.empty:
            self.defaults[name] = parameter.default
        elif self.defaults:
            raise Unsupported("it has no default, and one before it has: those with a default come last")


def student_parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the student functions that a law is about: its parameters without annotation."""
    hints = inspect.get_annotations(function, eval_str=True)
    return tuple(name for name in inspect.signature(function).parameters if name not in hints)
