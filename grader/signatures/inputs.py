"""The signature is the schema: from a function's annotations to the inputs it is tried on.

``Float[ndarray, "k d"]`` gives shape and type, ``Annotated[..., domain]`` the values.  Axes of one name have
one length, and an axis may be sums over names: a valid convolution takes ``"h+i-1 w+j-1"`` and ``"i j"``.
"""

import ast
import collections.abc
import inspect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from pathlib import PurePath
from types import UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import numpy as np

from grader.signatures.domains import Choose, Domain, Mood, Pick, Unsuitable, Where, reals
from grader.signatures.fitting import fitted
from grader.signatures.printing import Printed, rule_of
from grader.signatures.raises import Raises, without_raises
from grader.signatures.tables import Schema, drawn
from grader.values.code import code_of
from grader.values.compare import Wrong, describe
from grader.values.dataframes import library_of
from grader.values.formula import Formula
from grader.values.frames import Frame
from grader.values.handed import handed
from grader.values.leaves import Seeded, comes_from
from grader.values.printed import Rule
from grader.values.wire import pack


class Unsupported(Exception):
    """An annotation that says nothing we can draw or check; the message says what to write instead."""


class Kind(StrEnum):
    """What a value is."""

    ARRAY = "array"
    FLOAT = "float"
    INT = "int"
    COMPLEX = "complex"
    BOOL = "bool"
    TUPLE = "tuple"
    LIST = "list"
    DICT = "dict"
    RECORD = "dict of these keys"
    SET = "set"
    TEXT = "text"
    ANY = "any"
    GENERATOR = "generator"  # of random numbers
    FUNCTION = "function"  # an argument alone: a formula
    NOTHING = "nothing"  # no result
    PROGRAM = "program"  # calls, one after the other
    STEPS = "steps"  # the answers to these
    PRINTED = "printed"
    TABLE = "table"
    FIGURE = "figure"


NEED_A_DOMAIN = (
    Kind.LIST,
    Kind.DICT,
    Kind.SET,
    Kind.TEXT,
    Kind.ANY,
    Kind.FUNCTION,
)  # nobody can draw these without being told how


CATALOGUE = 'Annotated[Callable[[float], float], Formulas("lambda x: x**2 - a", a=Within(1, 3))]'
PRINTS = "Printed stands for the whole result of a function that prints and returns nothing"


@dataclass(frozen=True)
class Axis:
    """The length of one axis: a number, a name, or arithmetic over names."""

    text: str
    names: frozenset[str]

    @property
    def many(self) -> bool:
        """Whether this stands for any number of axes: ``*shape``, the same ones wherever it is written."""
        return self.text.startswith("*")

    def length(self, sizes: Mapping[str, int]) -> int:
        """Return the length for these sizes; raise KeyError for a name that has none."""
        if self.text in self.names:
            return sizes[self.text]
        return _evaluate(_tree(self.text), sizes)


@cache
def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _evaluate(node: ast.expr, sizes: Mapping[str, int]) -> int:
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=name):
            return sizes[name]
        case ast.BinOp(left=left, op=operation, right=right):
            a, b = _evaluate(left, sizes), _evaluate(right, sizes)
            match operation:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
    raise Unsupported("an axis is a name, a whole number, or names joined by + - *")


def axis(text: str) -> Axis:
    """Read one axis of a jaxtyping shape; raise Unsupported where it is not a plain length."""
    if text.startswith("*") and text[1:].isidentifier():
        return Axis(text, frozenset())
    try:
        tree = _tree(text)
    except SyntaxError:
        raise Unsupported(
            f"the axis {text!r} is not a name, a whole number, or names joined by + - *"
        ) from None
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    _evaluate(tree, dict.fromkeys(names, 1))
    return Axis(text, names)


@dataclass(frozen=True)
class Spec:
    """What one annotation says of a value."""

    kind: Kind
    axes: tuple[Axis, ...] = ()
    whole: bool = False  # whole numbers
    complex: bool = False  # complex numbers
    items: tuple["Spec", ...] = ()  # of a tuple, or under these keys; that of a list or set; key and value
    keys: tuple[str, ...] = ()  # of a TypedDict
    may_lack: frozenset[str] = frozenset()  # those that need not be there
    made: type | None = None  # of a NamedTuple
    optional: bool = False  # whether it may be None
    domain: Domain = reals
    conditions: tuple[Where, ...] = ()
    raises: tuple[type[BaseException], ...] = ()  # of a result: the exceptions that are answers, too
    rule: Rule = "exact"  # by which a printed text is compared
    table: Schema | None = None  # what the columns of a table hold

    @property
    def dtype(self) -> type[np.number]:
        """How an array holds its numbers."""
        return np.int64 if self.whole else np.complex128 if self.complex else np.float64

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Return the shape of an array for these sizes.

        Of ``*shape`` these are ``*shape`` (how many axes there are), ``*shape.0``, ``*shape.1`` ….
        """
        lengths: list[int] = []
        for each in self.axes:
            if each.many:
                lengths += [sizes[f"{each.text}.{place}"] for place in range(sizes[each.text])]
            else:
                lengths.append(each.length(sizes))
        return tuple(lengths)

    def axes_inside(self) -> tuple[Axis, ...]:
        """Return the axes of an array, or of all arrays in a tuple."""
        return self.axes + tuple(each for item in self.items for each in item.axes_inside())

    @cached_property
    def own(self) -> frozenset[str]:
        """The axes that are as long as an answer has them, where no argument tells: ``_steps``."""
        return frozenset(
            n for each in self.axes_inside() for n in _names(each) if n.lstrip("*").startswith("_")
        )

    def shapes(self, value: Any) -> "list[Shaped]":
        """Return the axes and the shape of an array, or of all arrays in a tuple."""
        if self.kind is Kind.ARRAY:
            try:
                return [(self.axes, np.shape(value))]
            except ValueError:  # rows of several lengths
                return []
        if isinstance(value, dict) and self.kind in (Kind.DICT, Kind.RECORD):
            under = dict(zip(self.keys, self.items, strict=False))
            parts = ((under.get(key, self.items[-1]), each) for key, each in value.items())
            return [each for item, part in parts for each in item.shapes(part)]
        if self.kind is Kind.TABLE and isinstance(value, Frame):
            return [(self.axes, (value.length,))]
        if self.kind is not Kind.TUPLE or not isinstance(value, (tuple, list)):
            return []
        return [each for item, part in zip(self.items, value, strict=False) for each in item.shapes(part)]


Shaped = tuple[tuple[Axis, ...], tuple[int, ...]]  # the axes of an array, and its shape


def spec(annotation: Any) -> Spec:
    """Read an annotation; raise Unsupported with what to write instead."""
    if get_origin(annotation) is Annotated:
        base, *extras = get_args(annotation)
        if base is Printed:
            raise Unsupported(PRINTS)
        read = _table(base, extras.pop(0)) if isinstance(extras[0], Schema) else spec(base)
        conditions = tuple(extra for extra in extras if isinstance(extra, Where))
        domains = [extra for extra in extras if callable(extra) and not isinstance(extra, (Where, type))]
        if len(domains) + len(conditions) != len(extras) or len(domains) > 1:
            wanted = "one domain (a function of a Pick, such as Within(0, 1)) and any Where(...)"
            raise Unsupported(f"Annotated takes {wanted}, not {', '.join(map(repr, extras))}")
        domain = domains[0] if domains else read.domain
        return replace(read, domain=domain, conditions=read.conditions + conditions)
    if get_origin(annotation) in (Union, UnionType):
        (*kinds,) = (each for each in get_args(annotation) if each is not type(None))
        if len(kinds) == 1 and len(get_args(annotation)) == 2 and kinds[0] is not Any:
            return replace(spec(kinds[0]), optional=True)
    if annotation is float:
        return Spec(Kind.FLOAT)
    if annotation is complex:
        return Spec(Kind.COMPLEX, complex=True)
    if annotation is int:
        return Spec(Kind.INT, whole=True)
    if annotation is bool:
        return Spec(Kind.BOOL)
    if get_origin(annotation) is tuple and Ellipsis not in get_args(annotation):
        return Spec(Kind.TUPLE, items=tuple(spec(item) for item in get_args(annotation)))
    if getattr(annotation, "array_type", None) is np.ndarray:
        numbers = next((each for each in ("float64", "int64", "complex128") if each in annotation.dtypes), "")
        if not numbers:
            wanted = "Float[ndarray, ...], Int[ndarray, ...] or Complex[ndarray, ...]"
            raise Unsupported(f"{annotation.__name__}: arrays are {wanted}")
        axes = tuple(axis(text) for text in annotation.dim_str.split())
        return Spec(Kind.ARRAY, axes, whole=numbers == "int64", complex=numbers == "complex128")
    if annotation is str:
        return Spec(Kind.TEXT)
    if annotation is list or get_origin(annotation) is list:
        return Spec(Kind.LIST, items=(spec(*get_args(annotation) or (Any,)),))
    if annotation is np.random.Generator:
        return Spec(Kind.GENERATOR)
    if annotation is Any:
        return Spec(Kind.ANY)
    if get_origin(annotation) is collections.abc.Callable:
        return Spec(Kind.FUNCTION)
    if (container := _container(annotation)) is not None:
        return container
    if annotation is Printed:
        raise Unsupported(PRINTS)
    if _is_figure(annotation):
        raise Unsupported("a figure is the whole result of a function, and no argument")
    raise Unsupported(f"{_written(annotation)} {_instead(annotation)}")


GONE_THROUGH = (
    *(collections.abc.Iterable, collections.abc.Iterator, collections.abc.Generator),
    *(collections.abc.Sequence, collections.abc.Collection),
)


def _container(annotation: Any) -> Spec | None:
    """Read what holds other values; None where this is none that is understood."""
    kind, inside = get_origin(annotation) or annotation, get_args(annotation)
    if is_typeddict(kind):
        hints = {n: _unwrapped(each) for n, each in get_type_hints(kind, include_extras=True).items()}
        may_lack = frozenset(kind.__optional_keys__)
        return Spec(Kind.RECORD, items=tuple(map(spec, hints.values())), keys=tuple(hints), may_lack=may_lack)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind, include_extras=True)
        if hints.keys() != set(kind._fields):
            raise Unsupported(f"{kind.__name__} has fields without types: make it a typing.NamedTuple")
        return Spec(Kind.TUPLE, items=tuple(spec(hints[name]) for name in kind._fields), made=kind)
    if kind in (dict, collections.abc.Mapping) and len(inside) == 2:
        key, item = map(spec, inside)
        if key.kind not in (Kind.TEXT, Kind.INT, Kind.FLOAT, Kind.BOOL) or key.optional:
            raise Unsupported(f"the keys of a dict are str, int, float or bool, not {_written(inside[0])}")
        return Spec(Kind.DICT, items=(key, item))
    if kind in (set, frozenset) and len(inside) == 1:
        item = spec(inside[0])
        if item.kind in (Kind.ARRAY, Kind.LIST, Kind.DICT, Kind.RECORD, Kind.ANY):
            raise Unsupported(f"a set holds numbers, texts or tuples of them, not {_written(inside[0])}")
        return Spec(Kind.SET, items=(item,))
    if kind in GONE_THROUGH and inside:
        return Spec(Kind.LIST, items=(spec(inside[0]),))
    return None


def _unwrapped(annotation: Any) -> Any:
    """Return what stands in Required[...] or NotRequired[...]."""
    return get_args(annotation)[0] if get_origin(annotation) in (Required, NotRequired) else annotation


def _lacks_a_domain(read: Spec) -> bool:
    """Whether nobody can draw this without being told how."""
    if read.domain is not reals:
        return False
    parts = read.items if read.kind in (Kind.TUPLE, Kind.RECORD) else ()
    return read.kind in NEED_A_DOMAIN or any(map(_lacks_a_domain, parts))


ROWS = "rows"  # the axis of a table that names none: its number of rows


def _table(base: Any, schema: Schema) -> Spec:
    """Read the annotation of a table."""
    if not _is_table(base):
        raise Unsupported(f"Table[...] begins with DataFrame or Series, not {_written(base)}")
    try:
        schema.check()
    except ValueError as slip:
        raise Unsupported(str(slip)) from None
    return Spec(Kind.TABLE, (axis(schema.rows or ROWS),), table=schema)


def _is_figure(kind: Any) -> bool:
    return isinstance(kind, type) and comes_from(kind, "matplotlib.figure", "Figure")


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and library_of(kind) is not None


def _any_rows(read: Spec) -> Spec:
    """Return what is said of a result: a table that names no axis may have any number of rows."""
    items = tuple(map(_any_rows, read.items))
    open_ = read.table is not None and not read.table.rows
    return replace(read, axes=(), items=items) if open_ else replace(read, items=items) if items else read


def result(annotation: Any) -> Spec:
    """Read the annotation of a result: it may declare exceptions; raise Unsupported as ``spec`` does."""
    try:
        annotation, raises = without_raises(annotation)
    except TypeError as slip:
        raise Unsupported(str(slip)) from None
    read = _shown(annotation) or _any_rows(spec(annotation))
    return replace(read, raises=raises) if raises else read


def _shown(annotation: Any) -> Spec | None:
    """Return what is said of a printed or drawn result; None where the annotation speaks of none."""
    if annotation is Printed:
        return Spec(Kind.PRINTED)
    if _is_figure(annotation):
        return Spec(Kind.FIGURE)
    if get_origin(annotation) is not Annotated or get_args(annotation)[0] is not Printed:
        return None
    try:
        return Spec(Kind.PRINTED, rule=rule_of(list(get_args(annotation)[1:])))
    except TypeError as slip:
        raise Unsupported(str(slip)) from None


def _written(annotation: Any) -> str:
    """Return an annotation as it is written, near enough."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).removeprefix("typing.")


def _instead(annotation: Any) -> str:
    """Return why an annotation is refused, and what to write in its place."""
    kind = get_origin(annotation) or annotation
    if kind is Raises or any(get_origin(each) is Raises for each in get_args(annotation)):
        return "stands in no argument and no part of a result: write it beside the whole result"
    if kind in (Union, UnionType):
        return "is one of several types, which is not understood: write the one that it is"
    kinds = kind.__mro__ if isinstance(kind, type) else ()
    if kind is collections.abc.Callable:
        return "is not understood: write what it takes and returns, as in Callable[[float], float]"
    if tuple in kinds:
        return "is not understood: write tuple[...] with the type of each part, or list[...] for any number"
    if set in kinds or frozenset in kinds:
        return "does not say what it holds: write set[str], set[int] or the like"
    if any(issubclass(each, collections.abc.Mapping) for each in kinds):
        return "does not say what it holds: write dict[str, float] or the like, or a TypedDict"
    if PurePath in kinds:
        return (
            "cannot cross to a submission: write str, with a domain that picks the name of one of the "
            "assignment's `files`, or hand over the text that the file holds"
        )
    if any(each is collections.abc.Iterable for each in kinds) or kind in (range, bytes):
        return "is not understood: write list[...]; whatever can be gone through is read as one"
    if _is_table(kind):
        said = '"float"' if kind.__name__ == "Series" else '"name: str", "height: float"'
        return f"says nothing of its columns: write Table[{kind.__name__}, {said}]"
    return (
        'is not understood; write Float[ndarray, "n d"], Int[ndarray, ...], Complex[ndarray, ...], '
        "float, int, complex, bool, str, list[...], dict[str, ...], set[...] or a tuple of them, "
        "with Annotated[..., domain] for its values"
    )


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
    # The lengths of the axes for the shapes that were met, which are few.
    solved: dict[Any, dict[str, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def what(self) -> str:
        """What is asked for: a function, a variable, or a class."""
        return "variable" if self.variable else "function"

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

        def late(name: str, p: Spec) -> bool:
            named = {each for each in getattr(p.domain, "__dict__", {}).values() if isinstance(each, str)}
            return p.kind is not Kind.INT or (name not in lengths and bool(named & others))

        return tuple(sorted(self.parameters, key=lambda name: late(name, self.parameters[name])))

    @property
    def axes(self) -> tuple[str, ...]:
        """The free axes in order of appearance: those that are not an argument's value."""
        found: dict[str, None] = {}
        for parameter in self.parameters.values():
            for each in parameter.axes_inside():
                found.update(dict.fromkeys(sorted(each.names - self.parameters.keys())))
                found.update({each.text: None} if each.many else {})
        return tuple(found)

    @property
    def raises(self) -> tuple[type[BaseException], ...]:
        """The exceptions that are answers, too."""
        return self.returns.raises if self.returns is not None else ()

    def complete(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call with the defaults of those that it leaves out."""
        names = (n for n in self.parameters if n in args or n not in self.several)
        return {n: args[n] if n in args else self.defaults[n] for n in names}

    @property
    def asked(self) -> list[str]:
        """The arguments as they are asked for: "x", "*numbers"."""
        return list(dict.fromkeys(f"*{n.split('[')[0]}" if n in self.several else n for n in self.parameters))

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
            values = {name: code_of(value) or name for name, value in args.items()}
            given = (f"{n}={v}" if n in self.named else v for n, v in values.items())
            return f"{function}({', '.join(given)})"
        given = (f"{name}={name}" if name in self.named else name for name in self.parameters if name in args)
        return f"{function}({', '.join(given)})"

    def sizes(self, args: Mapping[str, Any]) -> dict[str, int]:
        """Return the lengths of the axes that the arguments of a call tell.

        Named axes are read off, axes such as h+i-1 are solved for their one unknown name.
        """
        key = tuple(
            None
            if args.get(name) is None
            else int(args[name])
            if p.kind is Kind.INT
            else tuple(shape for _, shape in p.shapes(args[name]))
            for name, p in self.parameters.items()
            if p.kind in (Kind.ARRAY, Kind.INT, Kind.TUPLE, Kind.DICT, Kind.RECORD, Kind.TABLE)
        )
        if key not in self.solved:
            known = {**self.defaults, **args}
            whole = {name: known[name] for name, p in self.parameters.items() if p.kind is Kind.INT}
            # A default may be None, or in a student kit an ellipsis.
            sizes = {name: int(value) for name, value in whole.items() if value not in (None, ...)}
            shapes = (p.shapes(args[name]) for name, p in self.parameters.items() if name in args)
            self.solved[key] = _solve((each for some in shapes for each in some), sizes)
        return self.solved[key]

    @cached_property
    def loose(self) -> frozenset[str]:
        """The axes of the result that no argument tells: a right answer does."""
        told = {name for p in self.parameters.values() for each in p.axes_inside() for name in _names(each)}
        axes = self.returns.axes_inside() if self.returns is not None else ()
        return frozenset(name for each in axes for name in _names(each)) - told - self.parameters.keys()

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


def lengths_in(answer: Any, spec: Spec) -> dict[str, int]:
    """Return the lengths of the axes that an answer tells, where they differ the first."""
    shapes = reversed(spec.shapes(answer))
    return _solve(
        ((axes, shape) for axes, shape in shapes if len(axes) == len(shape) or any(a.many for a in axes)), {}
    )


def _names(each: Axis) -> frozenset[str]:
    return frozenset((each.text,)) if each.many else each.names


def _solve(shapes: Iterable[Shaped], sizes: dict[str, int]) -> dict[str, int]:
    """Add to some lengths those that the shapes of arrays tell."""
    to_solve = []
    for axes, shape in shapes:
        for place, (each, length) in enumerate(zip(axes, shape, strict=False)):
            if each.many:
                sizes |= _many(each.text, shape[place:])
            elif each.text in each.names:
                sizes[each.text] = length
            else:
                to_solve.append((each, length))
    for _ in to_solve:
        for each, length in to_solve:
            unknown = each.names - sizes.keys()
            if len(unknown) == 1:
                (name,) = unknown
                at_zero, at_one = (each.length({**sizes, name: value}) for value in (0, 1))
                if at_one != at_zero:
                    sizes[name] = (length - at_zero) // (at_one - at_zero)
    return sizes


def _many(text: str, lengths: Sequence[int]) -> dict[str, int]:
    return {text: len(lengths), **{f"{text}.{place}": length for place, length in enumerate(lengths)}}


def signature(function: Callable[..., Any]) -> Signature:
    """Read a function's signature: parameters with annotations are drawn, the others are student functions.

    Raises Unsupported, naming the parameter.
    """
    try:
        hints = inspect.get_annotations(function, eval_str=True)
    except Exception as problem:  # an annotation in quotes is evaluated only now
        raise Unsupported(f"its annotations cannot be read ({type(problem).__name__}: {problem})") from None
    parameters: dict[str, Spec] = {}
    defaults: dict[str, Any] = {}
    named: list[str] = []
    several: list[str] = []  # of `*numbers`, the first of which are drawn
    for name, parameter in inspect.signature(function).parameters.items():
        try:
            if parameter.kind is parameter.VAR_KEYWORD:
                raise Unsupported("calls with any names cannot be drawn: write the names, with defaults")
            if name not in hints:
                continue
            read = _argument(hints[name])
            if parameter.kind is parameter.VAR_POSITIONAL:
                if defaults:
                    raise Unsupported("an argument before it has a default: name those behind it instead")
                several = [f"{name}[{place}]" for place in range(MOST_ARGUMENTS)]
                parameters |= dict.fromkeys(several, read)
                defaults |= dict.fromkeys(several)
                continue
            parameters[name] = read
            if parameter.kind is parameter.KEYWORD_ONLY:
                if several:
                    raise Unsupported("it is named, behind any number of others: that cannot be drawn")
                named.append(name)
            if parameter.default is not parameter.empty:
                defaults[name] = parameter.default
            elif defaults:
                raise Unsupported("it has no default, and one before it has: those with a default come last")
        except Unsupported as problem:
            bare = parameter.replace(annotation=parameter.empty, default=parameter.empty)
            raise Unsupported(f"the argument `{bare}`: {problem}") from None
    try:
        returns = result(hints["return"]) if hints.get("return") is not None else None
    except Unsupported as problem:
        raise Unsupported(f"the result: {problem}") from None
    if returns is not None and returns.kind is Kind.GENERATOR:
        raise Unsupported("the result: a Generator is handed over and never comes back: return what it draws")
    return Signature(parameters, returns, defaults, tuple(named), several=frozenset(several))


def _argument(annotation: Any) -> Spec:
    """Read the annotation of an argument; raise Unsupported where it is one of results alone."""
    read, origin = spec(annotation), get_origin(annotation)
    if read.kind is Kind.FUNCTION and read.domain is reals:
        raise Unsupported(f"a function needs a catalogue: {CATALOGUE}")
    if _lacks_a_domain(read):
        raise Unsupported("an argument that is no number needs a domain: Annotated[..., domain]")
    if read.made is not None:
        raise Unsupported("a named tuple is for results: hand over a tuple, or its fields one by one")
    if origin in (collections.abc.Iterator, collections.abc.Generator):
        raise Unsupported("an iterator is for results: hand over list[...]")
    return read


def student_parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the student functions that a law is about: its parameters without annotation."""
    hints = inspect.get_annotations(function, eval_str=True)
    return tuple(name for name in inspect.signature(function).parameters if name not in hints)


Sizes = Mapping[str, tuple[int, int]]
USUAL_SIZES = (1, 4)
LONG_SIZES = (6, 7)  # where the rubric says nothing: a slip may show beyond a few rows only
MOST_ARGUMENTS = 4  # of `*numbers`
MOST_AXES = 3  # of ``*shape``
SEEDS = 9999  # the last seed of a generator that is handed over


def draw(
    signature: Signature,
    sizes: Sizes,
    mood: Mood,
    choose: Choose,
    known: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return one set of arguments by name.

    ``sizes`` gives the shortest and longest length of an axis (default 1 to 4), or the least and the largest
    of a whole number, in place of its domain; ``known`` are lengths that are no longer free.  Raises
    Unsuitable where the choices lead to arguments that the signature excludes.
    """
    given = list(signature.parameters)
    if optional := len(signature.defaults):
        given = given[: len(given) - optional + choose(0, optional)]
    free = signature.axes if not known else tuple(each for each in signature.axes if each not in known)
    lengths = {**(known or {}), **_lengths(free, sizes, mood, choose)}
    values: dict[str, Any] = {n: default for n, default in signature.defaults.items() if n not in given}
    waiting: list[tuple[str, Where]] = []
    for name in signature.order:
        if name not in given:
            continue
        parameter = signature.parameters[name]
        if parameter.kind is Kind.PROGRAM:  # whose calls have axes of their own
            pick = Pick(choose, mood, (), whole=False, sizes={}, values=sizes)
            values[name] = parameter.domain(pick)
            continue
        if parameter.kind is Kind.INT and name in sizes:
            values[name] = choose(*sizes[name])
        else:
            values[name] = _value(parameter, mood, choose, {**lengths, **_whole(values)}, values)
        waiting += [(name, where) for where in signature.parameters[name].conditions]
        for each in [each for each in waiting if values.keys() >= set(each[1].names)]:
            waiting.remove(each)
            held = each[1].condition(*(handed(values[about]) for about in each[1].names))
            if isinstance(held, np.ndarray) and held.ndim:
                raise ValueError(f"the condition on `{each[0]}` is an array: end it in .all() or .any()")
            if not held:
                raise Unsuitable
    for name, where in waiting:
        unknown = min(set(where.names) - values.keys())
        raise ValueError(f"the condition on `{name}` names {unknown!r}, which is no argument")
    arguments = {name: values[name] for name in given}
    if mood is Mood.LAYOUT:
        stored = (np.asfortranarray, _every_other)[choose(0, 1)]
        return {n: stored(v) if isinstance(v, np.ndarray) and v.ndim else v for n, v in arguments.items()}
    return arguments


def _whole(values: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in values.items() if isinstance(value, int)}


def _lengths(names: tuple[str, ...], sizes: Sizes, mood: Mood, choose: Choose) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for name in names:
        low, high = sizes.get(name, USUAL_SIZES)
        if name.startswith("*"):
            count = 2 if mood is Mood.PLAIN else choose(1, MOST_AXES)
            lengths |= _many(name, [low if mood is Mood.ONES else choose(low, high) for _ in range(count)])
            continue
        match mood:
            case Mood.ONES:
                lengths[name] = low
            case Mood.LONG:
                lengths[name] = high if name in sizes else choose(*LONG_SIZES)
            case Mood.EDGE:
                lengths[name] = (low, high)[choose(0, 1)]
            case Mood.UNEVEN:
                unused = [n for n in range(low, high + 1) if n not in lengths.values()]
                lengths[name] = unused[choose(0, len(unused) - 1)] if unused else choose(low, high)
            case _:
                lengths[name] = choose(low, high)
    return lengths


def _value(
    parameter: Spec, mood: Mood, choose: Choose, sizes: Mapping[str, int], values: Mapping[str, Any]
) -> Any:
    if parameter.optional and choose(0, 3) == 0:
        return None
    if parameter.kind is Kind.RECORD and parameter.domain is reals:
        pairs = zip(parameter.keys, parameter.items, strict=True)
        there = ((key, item) for key, item in pairs if key not in parameter.may_lack or choose(0, 1))
        return {key: _value(item, mood, choose, sizes, values) for key, item in there}
    if parameter.kind is Kind.TUPLE and parameter.domain is reals:
        return tuple(_value(item, mood, choose, sizes, values) for item in parameter.items)
    shape = parameter.shape(sizes)
    if any(length < 0 for length in shape):
        raise Unsuitable
    if parameter.kind is Kind.BOOL:
        return bool(choose(0, 1))
    if parameter.kind is Kind.GENERATOR:
        return Seeded(choose(0, SEEDS))
    pick = Pick(choose, mood, shape, parameter.whole, sizes, values)
    if parameter.table is not None:
        return _drawn_table(parameter, parameter.table, pick)
    value = parameter.domain(pick)
    if parameter.complex and not np.iscomplexobj(value):  # a domain of real numbers is one for both parts
        value = np.asarray(value) + 1j * np.asarray(parameter.domain(pick))
    match parameter.kind:
        case Kind.FLOAT:
            return float(value)
        case Kind.INT:
            return int(value)
        case Kind.COMPLEX:
            return complex(value)
        case Kind.ARRAY:
            if np.iscomplexobj(value) and not parameter.complex:
                raise ValueError("a domain returned complex numbers where real ones were asked for")
            array = np.asarray(value, dtype=parameter.dtype)
            if array.shape != shape:
                raise ValueError(f"a domain returned shape {array.shape} where {shape} was asked for")
            return array
    return value


def _drawn_table(parameter: Spec, schema: Schema, pick: Pick) -> Frame:
    """Return a table as its schema says, or one that a domain of the instructor's makes."""
    if parameter.domain is reals:
        return drawn(schema, pick)
    made = pack(parameter.domain(pick))
    if not isinstance(made, Frame):
        raise ValueError(f"a domain returned {describe(made)} where a table was asked for")
    try:
        return fitted(made, schema)
    except Wrong as wrong:
        raise ValueError(f"a domain returned another table than is annotated: {wrong.message}") from None


def _every_other(array: np.ndarray) -> np.ndarray:
    """Return the same values as every second entry of a larger array: a view with gaps."""
    store = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)
    store[..., ::2] = array
    return store[..., ::2]
