"""The calls that a program may consist of, and what the steps of one tell of the lengths of axes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from grader.signatures.axes import Axis
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, RaisingSpec, Spec
from grader.values.programs import MADE, USED, Program, ProgramStep, RaisingStep, Ref

Sizes = dict[str, int]
NOTHING = Spec(Kind.NOTHING)
UNKNOWN = Spec(Kind.ANY)
EACH = -1  # in the place of a part: each entry of a list


@dataclass(frozen=True)
class ProgramCall:
    """One thing that a step may call: what it takes besides objects, which of its places are objects.

    A sort of objects is named by what makes them: "Stack", "fit()" a function that ``fit`` returns, and
    "forward[1]" the second of its results.
    """

    call: str  # as in ``ProgramStep``
    signature: Signature  # of the arguments that are drawn
    names: tuple[str, ...] = ()  # of all arguments but the object itself, in order
    owner: str = ""  # the sort of object that it is called on
    objects: Mapping[str, str] = field(default_factory=dict)  # the sorts of arguments that are objects
    returns: Spec = NOTHING
    makes: Mapping[int | None, str] = field(default_factory=dict)  # the sorts of (parts of) its result
    optional: frozenset[str] = frozenset()  # which of the objects may be left out
    raises: tuple[type[BaseException], ...] = ()  # the exceptions that are answers
    nullable: frozenset[str] = frozenset()  # in the place of which objects None may stand
    lists: frozenset[str] = frozenset()  # which of them are lists of objects
    in_place: Mapping[str, Spec] = field(default_factory=dict)  # those that are no objects, but changed so

    def step(self, arguments: tuple[Any, ...], named: tuple[str, ...]) -> ProgramStep:
        """Return a step that makes this call."""
        kind = RaisingStep if self.raises else ProgramStep
        sort = "" if self.call in self.makes.values() else next(iter(self.makes.values()), "")
        made = "function" if sort.endswith("()") else sort if "[" not in sort else ""
        return kind(self.call, arguments, named, self.keep, made, EACH in self.makes)

    @property
    def constructs(self) -> bool:
        """Whether it is a class that makes its own objects."""
        return not self.owner and self.call in self.makes.values()

    @property
    def shows(self) -> bool:
        """Whether what it answers tells something by itself: a value, or that it raised."""
        return bool(self.raises) or not self.keep

    @property
    def tells(self) -> bool:
        """Whether it is told that an object is there that it returns, or how many are."""
        return Kind.OBJECT in (self.returns.kind, *(each.kind for each in self.returns.items))

    @property
    def keep(self) -> bool:
        """Whether nobody is told what it returns."""
        return bool(self.makes and not self.tells) or self.returns.kind is Kind.NOTHING

    def objects_in(self, place: int, result: Any) -> list[tuple[Ref, str]]:
        """Return the objects in a result of the reference at this step, each with its sort."""
        if self.tells and (result is None or (EACH in self.makes and type(result) is not list)):
            return []
        parts = range(len(result)) if EACH in self.makes else self.makes
        return [(Ref(place, part), self.makes.get(part, self.makes.get(EACH, ""))) for part in parts]


def known_sizes(call: ProgramCall, refs: Iterable[Ref], sizes: Mapping[Ref, Sizes]) -> Sizes:
    """Return the lengths of axes that the objects of a step tell: an axis has one for an object."""
    found: Sizes = {}
    for ref in reversed(list(refs)):
        found |= sizes.get(ref, {})
    return {n: length for n, length in found.items() if n not in call.signature.parameters}


def remember_sizes(
    call: ProgramCall, place: int, step: ProgramStep, sizes: dict[Ref, Sizes], told: Mapping[str, int]
) -> Sizes:
    """Note the lengths of axes that a step tells for the objects it is about; return all that are known."""
    refs = step.refs
    given = step.arguments[bool(call.owner) :]
    values = {n: v for n, v in zip(call.names, given, strict=False) if not isinstance(v, USED)}
    own = call.signature.sizes(values)
    if call.call[0] == MADE:  # how many parts it holds, under its name: others may have to be as long
        own = {**own, **{n: len(v) for n, v in values.items() if isinstance(v, list)}}
    known = {**told, **known_sizes(call, refs, sizes), **own}
    lasting = {n: length for n, length in known.items() if n not in call.signature.parameters}
    if call.owner:
        sizes.setdefault(refs[0], {}).update(lasting)
    for part in call.makes:
        sizes[Ref(place, part)] = {**known, **lasting}
    return known


def called(program: Program, calls: Collection[ProgramCall]) -> Iterator[ProgramCall | None]:
    """Yield which of these calls each step of a program makes; None for a look at classes and objects."""
    by_name = {(each.owner, each.call): each for each in calls}
    sorts: dict[Ref, str] = {}
    for place, step in enumerate(program.steps):
        if step.call[0] == "=":  # a class itself, which has the attributes that stand in it
            sorts[Ref(place)] = step.call[1:]
        first = step.arguments[0] if step.call[0] in ".@" else None
        owner = _sort_of(first, sorts) if isinstance(first, Ref) else ""
        call = by_name.get((owner, step.call))
        sorts |= {Ref(place, part): sort for part, sort in call.makes.items()} if call else {}
        yield call


def step_specs(program: Program, calls: Collection[ProgramCall]) -> Iterator[Spec]:
    """Yield what each step of a program answers, with every length of an axis that is known."""
    sizes: dict[Ref, Sizes] = {}
    for place, (step, call) in enumerate(zip(program.steps, called(program, calls), strict=True)):
        if call is None:
            yield NOTHING if step.keep else UNKNOWN
            continue
        known = remember_sizes(call, place, step, sizes, {})
        yield RaisingSpec.of(NOTHING if step.keep else settled(call.returns, known), call.raises)


def _sort_of(ref: Ref, sorts: Mapping[Ref, str]) -> str:
    """Return the sort of an object; that of an entry of a list is that of each."""
    return sorts.get(ref, "") or sorts.get(Ref(ref.step, EACH), "")


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
