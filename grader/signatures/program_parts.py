"""What of a program is about the other classes that one works with: of a club, about its members.

The class or function that is asked for is the whole, those others are its parts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from grader.signatures.program_calls import ProgramCall, called
from grader.signatures.program_domain import Programs
from grader.signatures.program_making import new
from grader.values.programs import STEPS, USED, Program, ProgramStep, Ref, Refs
from grader.values.quiet import quiet
from grader.values.run_program import taken, told_by
from grader.values.tensors import in_double_precision

Key = tuple[str, str]  # the sort of object that a call is about, "" where it makes one; and the call


def same_objects(programs: Programs, program: Program) -> list[int]:
    """Return for each step, as far as the reference goes, which was the first to return that very object.

    It is -1 for a step that raised, or returned None.
    """
    table: list[Any] = []
    raised = object()
    with quiet(), in_double_precision(needed=programs.hands_tensors):
        for step in program.steps:
            try:
                table.append(told_by(step, partial(taken, programs.functions, table, step, new))[0])
            except Exception:
                if not step.may_raise:
                    break
                table.append(raised)
    known = [id(each) for each in table]  # of objects that are all there
    return [-1 if each is raised or each is None else known.index(id(each)) for each in table]


def keys(program: Program, calls: Collection[ProgramCall], parts: Collection[str]) -> list[Key | None]:
    """Return for each step that makes or asks a part which call it is; None for any other."""
    made = called(program, calls)
    return [(each.owner, each.call) if each and (each.owner or each.call) in parts else None for each in made]


def looked_at(
    program: Program, calls: Collection[ProgramCall], parts: Collection[str], same: Sequence[int]
) -> Program:
    """Return the program with looks at which part it is that the whole returned: this one, and not that one.

    ``same`` are the ``same_objects`` of it.  What the whole made itself
    is none of them.
    """
    steps: list[ProgramStep] = []
    moved: dict[int, int] = {}
    made: dict[str, list[int]] = {}  # the parts that the program itself makes, by their sort
    for place, (step, call) in enumerate(zip(program.steps, called(program, calls), strict=True)):
        steps.append(_renumbered(step, moved))
        moved[place] = len(steps) - 1
        if call is None or call.owner in parts or same[place] < 0:
            continue
        if call.call in parts:
            made.setdefault(call.call, []).append(place)
            continue
        there = made.get(call.makes.get(None, ""), [])
        if same[place] in there and len(program.steps) + len(steps) - place + 1 <= STEPS:
            other = there[there.index(same[place]) - 1]
            both = dict.fromkeys((same[place], other))
            steps += [ProgramStep("?is", (Ref(moved[place]), Ref(moved[each]))) for each in both]
    return Program(tuple(steps))


def alone(
    program: Program, calls: Collection[ProgramCall], parts: Collection[str], same: Sequence[int]
) -> tuple[Program, Mapping[int, int]]:
    """Return what a program does with its parts, on these themselves and without the whole; and its places.

    What is asked of a part that the whole returned is asked of that part, as long as the program made it.
    """
    steps: list[ProgramStep] = []
    places: dict[int, int] = {}
    for place, (step, key) in enumerate(zip(program.steps, keys(program, calls, parts), strict=True)):
        if key is not None and all(each.part is None and same[each.step] in places for each in step.refs):
            steps.append(_renumbered(step, {each.step: places[same[each.step]] for each in step.refs}))
            places[place] = len(steps) - 1
    return Program(tuple(steps)), places


def asked_at_the_end(
    program: Program, calls: Collection[ProgramCall], parts: Collection[str], same: Sequence[int]
) -> Program:
    """Return a program with all that its parts can be asked without arguments at its end: else a wrong state

    that nobody asks about would look right.
    """
    steps = list(program.steps)
    for place, call in enumerate(called(program, calls)):
        sort = call.makes.get(None, "") if call else ""
        for each in calls if sort in parts and same[place] == place else ():
            if each.owner == sort and each.shows and not each.names and len(steps) < STEPS:
                steps.append(each.step((Ref(place),), ()))
    return Program(tuple(steps))


def dropped(program: Program, calls: Collection[ProgramCall], out: Collection[Key]) -> Program:
    """Return a program without the calls of parts in ``out``, but those whose result a later step uses."""
    parts = {owner or call for owner, call in out}
    which = keys(program, calls, parts)
    for place in reversed(range(len(which))):
        if which[place] in out:
            program = program.without(place) or program
    return program


def _renumbered(step: ProgramStep, moved: Mapping[int, int]) -> ProgramStep:
    def there(ref: Ref) -> Ref:
        return replace(ref, step=moved[ref.step])

    def renumbered(argument: Any) -> Any:
        return Refs(tuple(map(there, argument.refs))) if isinstance(argument, Refs) else there(argument)

    arguments = (renumbered(each) if isinstance(each, USED) else each for each in step.arguments)
    return replace(step, arguments=tuple(arguments))
