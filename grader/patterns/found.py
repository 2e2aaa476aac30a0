"""A description: a region and a relation, put together and held against new inputs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.patterns.cases import Case
from grader.patterns.entries import entry_relations
from grader.patterns.measures import Measured
from grader.patterns.regions import Region, Table, regions
from grader.patterns.relations import Relation, close, numeric, relations
from grader.signatures.inputs import Signature

NEW = 5  # new inputs on a side of a region, and new failures of a relation: fewer confirm nothing
RELATIONS = 3  # that are held against new inputs


@dataclass(frozen=True, eq=False)
class Patterns:
    """What was found on the examples, the best of each kind first; not yet confirmed."""

    regions: Sequence[Region] = ()
    relations: Sequence[Relation] = ()
    part: int | None = None  # which of several results it is about, where one alone is wrong

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.regions or self.relations)


def found(signature: Signature, cases: Sequence[Case], table: Table) -> Patterns:
    """Look for what all failures have in common, and where they lie."""
    failed = np.array([case.failed for case in cases])
    part = wrong_part(cases)
    wrong = [_reduced(case, part) for case in cases if case.failed]
    how = [*relations(signature, wrong)][:RELATIONS] or [*entry_relations(wrong)][:1]
    return Patterns([*regions(table, failed)], how, part)


def confirmed(signature: Signature, patterns: Patterns, new: Sequence[Case]) -> Patterns:
    """Return what holds on new inputs, too: of each kind the best."""
    where = [region for region in patterns.regions if stands(region, signature, new)][:1]
    failed = [case for case in new if case.failed]
    how = [each for each in patterns.relations if len(failed) >= NEW and fits(each, patterns.part, failed)][
        :1
    ]
    return Patterns(where, how, patterns.part)


def true_of(patterns: Patterns, signature: Signature, inputs: Sequence[Case]) -> bool:
    """Whether all that a description says is true of other inputs, however few lie on a side."""
    failed = [case for case in inputs if case.failed]
    return all(stands(each, signature, inputs, 0) for each in patterns.regions) and all(
        fits(each, patterns.part, failed) for each in patterns.relations
    )


def stands(region: Region, signature: Signature, cases: Sequence[Case], fewest: int = NEW) -> bool:
    """Whether all that is said of a region is true of these inputs, with so many on either side."""
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for case in cases:
        sides[region.holds(Measured(signature, case.args))].append(case.failed)
    if min(map(len, sides.values())) < fewest:
        return False
    inside = all(failed == region.wrong_inside for failed in sides[True])
    return (
        inside
        and _told_apart(region, signature, cases, fewest)
        and (not region.exact or all(failed != region.wrong_inside for failed in sides[False]))
    )


def _told_apart(region: Region, signature: Signature, cases: Sequence[Case], fewest: int) -> bool:
    """Whether each of several conditions makes a difference of its own on these inputs."""
    if len(region.parts) < 2:
        return True
    taken = [Measured(signature, case.args) for case in cases]
    without = [replace(region, parts=(part,)) for part in region.parts]
    return all(sum(each.holds(one) != region.holds(one) for one in taken) >= fewest for each in without)


def fits(relation: Relation, part: int | None, failed: Sequence[Case]) -> bool:
    """Whether a relation holds in all of these failures, and the other results are right."""
    return all(
        (part is None or _wrong_parts(case) <= {part}) and relation.holds(_reduced(case, part))
        for case in failed
    )


# ---- several results -------------------------------------------------------------------------------------


def wrong_part(cases: Sequence[Case]) -> int | None:
    """Return which of several results is wrong in all failures, where it is one alone."""
    wrong: set[int | None] = set()
    for case in cases:
        if case.failed:
            wrong |= _wrong_parts(case)
    return next(iter(wrong)) if len(wrong) == 1 else None


def _wrong_parts(case: Case) -> set[int | None]:
    """Return which of several results are wrong; None stands for what cannot be told."""
    got, right = case.got, case.right
    if not isinstance(right, tuple) or not isinstance(got, tuple) or len(got) != len(right):
        return {None}
    wrong: set[int | None] = set()
    for place, pair in enumerate(zip(got, right, strict=True)):
        one, other = map(numeric, pair)
        if one is None or other is None or not close(one, other):
            wrong.add(place)
    return wrong


def _reduced(case: Case, part: int | None) -> Case:
    """Return a case with one of several results in place of all of them."""
    if part is None or not isinstance(case.got, tuple) or not isinstance(case.right, tuple):
        return case
    if not part < min(len(case.got), len(case.right)):
        return case
    return replace(case, got=case.got[part], right=case.right[part])


# ---- in words --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Manner:
    """How it is said that a check holds, and that it fails, on some inputs."""

    right: str
    wrong: str
    before: str = ""


FUNCTION = Manner("right", "wrong")
RAISING = Manner("right", "raises an exception")
LAW = Manner("holds", "fails", "It ")


def sentence(patterns: Patterns, cases: Sequence[Case], signature: Signature, manner: Manner) -> str:
    """Return the description in words, with the counts of these cases; "" where there is nothing to say."""
    said = [_where(region, cases, signature, manner) for region in patterns.regions[:1]]
    said += [_how(relation, patterns, cases) for relation in patterns.relations[:1]]
    return " ".join(said)


def _where(region: Region, cases: Sequence[Case], signature: Signature, manner: Manner) -> str:
    inside = [case.failed for case in cases if region.holds(Measured(signature, case.args))]
    outside = len(cases) - len(inside)
    wrong_outside = sum(case.failed for case in cases) - sum(inside)
    one, other = (manner.wrong, manner.right) if region.wrong_inside else (manner.right, manner.wrong)
    alike = outside - wrong_outside if region.wrong_inside else wrong_outside
    rest = f"all {outside} others" if region.exact else f"{alike} of the {outside} others"
    head = f"{manner.before}{one} on all {len(inside)} inputs where {region.words}"
    return f"{head[0].upper()}{head[1:]}, {other} on {rest}."


def _how(relation: Relation, patterns: Patterns, cases: Sequence[Case]) -> str:
    failing = sum(case.failed for case in cases)
    answer = "your answer" if patterns.part is None else f"result {patterns.part + 1} of your answer"
    if failing == len(cases):
        where = f"On all {failing} inputs"
    elif patterns.regions:
        where = "Where it is wrong"
    else:
        where = f"On all {failing} inputs where it is wrong, of {len(cases)}"
    said = relation.words.replace("{0}", answer) if not relation.whole else f"{answer} is {relation.words}"
    alone = ", and the other results are right" if patterns.part is not None else ""
    return f"{where}, {said}{alone}."
