"""Arguments that methods change in place, as an optimizer does with its parameters.

Each is made by a step of its own, handed to one call after the other, and looked at in the end: what is in it
is an answer then, like any other.
"""

from collections.abc import Collection
from dataclasses import replace

from grader.signatures.program_calls import ProgramCall
from grader.signatures.programs import ProgramSignature, program_signature
from grader.signatures.signature import Signature
from grader.values.programs import ITSELF, MADE


def with_in_place(signature: ProgramSignature, names: Collection[str]) -> ProgramSignature:
    """Return what is tried on a class whose methods change their arguments of these names."""
    programs = signature.programs
    specs = {n: s for call in programs.calls for n, s in call.signature.parameters.items() if n in names}
    makers = tuple(
        ProgramCall(f"{MADE}{n}", Signature({n: s}, None), (n,), makes={None: f"{MADE}{n}"})
        for n, s in specs.items()
    )
    looks = (
        ProgramCall(ITSELF, Signature({}, None), owner=f"{MADE}{n}", returns=s) for n, s in specs.items()
    )
    calls = (*makers, *(_handed(each, names) for each in programs.calls), *looks)
    changed = replace(programs, calls=calls, forced=programs.forced + len(makers))
    return program_signature(changed.that_end(), signature.what, signature.uses)


def _handed(call: ProgramCall, names: Collection[str]) -> ProgramCall:
    """Return a call that is handed what other steps made in the place of these arguments."""
    asked = call.signature
    given = {n: s for n, s in asked.parameters.items() if n in names}
    if not given:
        return call
    drawn = replace(
        asked,
        parameters={n: s for n, s in asked.parameters.items() if n not in given},
        defaults={n: v for n, v in asked.defaults.items() if n not in given},
        named=tuple(n for n in asked.named if n not in given),
        solved={},
    )
    objects = {**call.objects, **{n: f"{MADE}{n}" for n in given}}
    optional = call.optional | (given.keys() & asked.defaults.keys())
    return replace(call, signature=drawn, objects=objects, optional=optional, in_place=given)
