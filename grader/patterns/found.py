"""A description: a region, a relation and an exception's meaning, put together and held against new inputs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.patterns.cases import Case
from grader.patterns.entries import entry_relations
from grader.patterns.errors import meaning
from grader.patterns.measures import Measured
from grader.patterns.regions import FEWEST, Region, Table, regions
from grader.patterns.relations import TELLING, Relation, relations
from grader.signatures.inputs import Signature

NEW = 5  # new inputs on a side of a region: fewer do not confirm it
RELATIONS = 3  # that are held against new inputs


@dataclass(frozen=True, eq=False)
class Patterns:
    """What was found on the examples, the best of each kind first; not yet confirmed."""

    regions: Sequence[Region] = ()
    relations: Sequence[Relation] = ()
    part: str = ""  # which of several results it is about: "result 2"
    means: str = ""  # of the exception

    def __bool__(self) -> bool:
        return bool(self.regions or self.relations or self.means)


def found(signature: Signature, cases: Sequence[Case], table: Table, raised: str) -> Patterns:
    """Look for what all failures have in common, and where they lie."""
    failed = np.array([case.failed for case in cases])
    part, told = one_part(cases)
    wrong = [case for case in told if case.failed]
    how = [*relations(signature, wrong)][:RELATIONS] or [*entry_relations(wrong)][:1]
    return Patterns([*regions(table, failed)], how, part, meaning(raised))


def one_part(cases: Sequence[Case]) -> tuple[str, list[Case]]:
    """Return the one of several results that is wrong, if it is one, and the cases reduced to it."""
    from dataclasses import replace

    first = next((case for case in cases if isinstance(case.right, tuple)), None)
    if first is None:
        return "", list(cases)
    from grader.patterns.relations import close, numeric

    wrong: set[int] = set()
    for case in cases:
        if not case.failed:
            continue
        if not isinstance(case.got, tuple) or len(case.got) != len(first.right):
            return "", list(cases)
        for place, (got, right) in enumerate(zip(case.got, case.right, strict=True)):
            one, other = numeric(got), numeric(right)
            if one is None or other is None or not close(one, other):
                wrong.add(place)
    if len(wrong) != 1:
        return "", list(cases)
    (place,) = wrong
    reduced = [
        replace(case, got=case.got[place], right=case.right[place])
        if isinstance(case.got, tuple) and len(case.got) == len(first.right)
        else case
        for case in cases
    ]
    return f"result {place + 1}", reduced


def confirmed(signature: Signature, patterns: Patterns, new: Sequence[Case]) -> Patterns:
    """Return what holds on new inputs, too: of each kind the best."""
    failed = [case for case in new if case.failed]
    where: Sequence[Region] = ()
    taken = [(Measured(signature, case.args), case.failed) for case in new]
    for region in patterns.regions:
        if stands(region, taken):
            where = (region,)
            break
    how: Sequence[Relation] = ()
    told = _parts_of(patterns.part, failed)
    for relation in patterns.relations:
        if len(failed) >= NEW and told is not None and all(map(relation.holds, told)):
            how = (relation,)
            break
    return Patterns(where, how, patterns.part, patterns.means)


def _parts_of(part: str, cases: Sequence[Case]) -> Sequence[Case] | None:
    """Return new cases reduced to the result that a description is about; None where others are wrong, too."""
    if not part:
        return cases
    if not cases:
        return None
    which, reduced = one_part(cases)
    return reduced if which == part else None


def stands(region: Region, taken: Sequence[tuple[Measured, bool]], fewest: int = NEW) -> bool:
    """Whether all that is said of a region holds on these inputs, of which each failed or not."""
    inside = [failed for one, failed in taken if region.holds(one)]
    outside = [failed for one, failed in taken if not region.holds(one)]
    if min(len(inside), len(outside)) < fewest:
        return False
    if any(failed != region.wrong_inside for failed in inside):
        return False
    return not region.exact or all(failed != region.wrong_inside for failed in outside)


# ---- in words --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Manner:
    """How it is said that a check holds and fails on inputs."""

    right: str = "Right"
    wrong: str = "wrong"
    answer: str = "your answer"


def sentence(patterns: Patterns, cases: Sequence[Case], signature: Signature, manner: Manner) -> str:
    """Return the description in words, with the counts of these cases; "" where there is nothing to say."""
    said = [f"Here {patterns.means}."] if patterns.means else []
    if patterns.regions:
        said.append(_where(patterns.regions[0], cases, signature, manner))
    if patterns.relations:
        said.append(_how(patterns.relations[0], patterns, cases, manner))
    return " ".join(said)


def _where(region: Region, cases: Sequence[Case], signature: Signature, manner: Manner) -> str:
    inside = [case.failed for case in cases if region.holds(Measured(signature, case.args))]
    outside = len(cases) - len(inside)
    others_failed = sum(case.failed for case in cases) - sum(inside)
    what, other = (manner.wrong, manner.right) if region.wrong_inside else (manner.right, manner.wrong)
    what = what[0].upper() + what[1:]
    other = other[0].lower() + other[1:]
    head = f"{what} on all {len(inside)} inputs where {region.words}"
    if region.exact:
        return f"{head}, {other} on all {outside} others."
    alike = others_failed if not region.wrong_inside else outside - others_failed
    return f"{head}, {other} on {alike} of the {outside} others."


def _how(relation: Relation, patterns: Patterns, cases: Sequence[Case], manner: Manner) -> str:
    failing = sum(case.failed for case in cases)
    answer = manner.answer
    if patterns.part:
        answer = f"{patterns.part} of {manner.answer}"
    if failing == len(cases):
        where = f"On all {failing} inputs"
    elif patterns.regions:
        where = "Where it is wrong"
    else:
        where = f"On all {failing} of {len(cases)} inputs where it is wrong"
    if not relation.whole:
        return f"{where}, {relation.words.replace('your answer', answer)}."
    alone = f", and result {patterns.part[-1]} alone is wrong" if patterns.part else ""
    return f"{where}, {answer} is {relation.words}{alone}."


__all__ = ["FEWEST", "TELLING", "Manner", "Patterns", "confirmed", "found", "sentence", "stands"]


def true_of(patterns: Patterns, signature: Signature, new: Sequence[Case]) -> bool:
    """Whether all that a description says is true of other inputs, however few lie on a side."""
    taken: list[tuple[Measured, bool]] = [(Measured(signature, case.args), case.failed) for case in new]
    if any(not stands(region, taken, 0) for region in patterns.regions):
        return False
    failed = [case for case in new if case.failed]
    told = _parts_of(patterns.part, failed)
    return not patterns.relations or (
        told is not None and all(relation.holds(case) for relation in patterns.relations for case in told)
    )


def _iter(_: Mapping[str, Any]) -> Iterator[None]:  # pragma: no cover
    yield None
