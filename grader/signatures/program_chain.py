"""Objects that hold each other, one in the next: lists of several links, trees of several levels, long paths.

Drawn step by step they would hardly ever be deep, and much is wrong only at the third level.
"""

from collections.abc import Mapping, Sequence

from grader.signatures.program_calls import ProgramCall
from grader.signatures.program_making import ProgramInMaking
from grader.signatures.specs import Kind
from grader.values.programs import Ref
from grader.values.quiet import quiet

LEAST, MOST = 3, 5  # objects, one in the next
NOT = 3  # of so many and one times there is no chain
LAST = 3  # different objects around all others, when a function is asked about each
TRIES = 8  # until what a question is asked about is so


def chain(made: ProgramInMaking, asked: ProgramCall | None) -> None:
    """Put objects into each other, and ask a function about the outermost, and the innermost as well."""
    linking = _links(made.programs.calls)
    if not linking or not made.choose(0, NOT):
        return
    call = linking[made.choose(0, len(linking) - 1)]
    sort = call.owner or call.call
    maker = next(each for each in made.programs.calls if each.call == sort)
    first = inner = made.objects[sort][-1]
    for _ in range(made.choose(LEAST, MOST) - 2):
        new = _linked(made, maker, call, inner, asked)
        if new is None:
            return
        inner = new
    for _ in range(1 if asked is None else made.choose(1, LAST)):
        outermost = _linked(made, maker, call, inner, None)
        if outermost is not None and asked is not None:
            made.step(asked, given=_ends(asked, sort, outermost, first))


def _links(calls: Sequence[ProgramCall]) -> Sequence[ProgramCall]:
    """Return what puts an object into another of its class: ``__init__``, or a method that does no more."""
    return [
        each
        for each in calls
        if (each.call in each.objects.values() and not each.owner)
        or (each.owner in each.objects.values() and not each.makes and each.keep)
    ]


def _linked(
    made: ProgramInMaking, maker: ProgramCall, call: ProgramCall, inner: Ref, asked: ProgramCall | None
) -> Ref | None:
    """Make an object and put another one into it; of what is asked if it is so or not, one that is so."""
    names = [name for name, each in call.objects.items() if each == maker.call]
    for _ in range(TRIES):
        name = names[made.choose(0, len(names) - 1)]
        if not made.step(maker, given={} if call.owner else {name: inner}):
            return None
        new = Ref(len(made.steps) - 1)
        if call.owner:
            return new if made.step(call, about=new, given={name: inner}) else None
        if _is_so(made, asked):
            return new
        made.untake()
    return None


def _is_so(made: ProgramInMaking, asked: ProgramCall | None) -> bool:
    """Whether the answer to a question about the last object alone is True, or the question is another."""
    if asked is None or asked.returns.kind is not Kind.BOOL or len(asked.names) > 1:
        return True
    with quiet():
        return bool(made.programs.functions[asked.call](made.table[-1]))


def _ends(asked: ProgramCall, sort: str, outermost: Ref, first: Ref) -> Mapping[str, Ref]:
    taken = [name for name, each in asked.objects.items() if each == sort]
    return dict(zip(taken, (outermost, first), strict=False))
