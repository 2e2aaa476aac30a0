"""A description: a region and a relation, put together and held against new inputs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from grader.patterns.dicts import dicts_relations
from grader.patterns.entries import entry_relations
from grader.patterns.fitted import nearly
from grader.patterns.history import HISTORY, quoted
from grader.patterns.holding import holding_relations
from grader.patterns.measures import Measured
from grader.patterns.order_of_results import reordered
from grader.patterns.regions import Region, TruthTable, regions
from grader.patterns.relation import TELLING, Relation, close, numeric
from grader.patterns.relations import relations
from grader.patterns.tables import tables_relations
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature
from grader.text.words import listed

NEW = 5  # new inputs that fail: fewer confirm nothing
NEW_RIGHT = 60  # new inputs on the side where it is right
NEARLY_ALL = 0.95  # of the other side, where it was wrong on all that were tried before
RELATIONS = 3  # that are held against new inputs


@dataclass(frozen=True, eq=False)
class Patterns:
    """What was found on the examples, the best of each kind first; not yet confirmed."""

    regions: Sequence[Region] = ()
    relations: Sequence[Relation] = ()
    part: int | None = None  # which of several results it is about, where one alone is wrong
    call: str = ""  # the one of a program whose answer is the first to be wrong, where it asks several

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.regions or self.relations or self.call)


def found(signature: Signature, cases: Sequence[Tried], table: Callable[[], TruthTable]) -> Patterns:
    """Look for what all failures have in common, and where they lie; ``table`` is made if it can tell."""
    failed = np.array([case.failed for case in cases])
    part = wrong_part(cases)
    wrong = [_reduced(case, part) for case in cases if case.failed]
    how = _how_wrong(signature, wrong) or _or_nan(signature, wrong) or _some_parts(signature, wrong)
    return Patterns([*regions(table, failed)], how[:RELATIONS], part)


def _how_wrong(signature: Signature, wrong: Sequence[Tried]) -> list[Relation]:
    """Return what holds in all of these failures, of the most telling sort that has any."""
    return (
        [*reordered(wrong)]
        or [*relations(signature, wrong)]
        or [*holding_relations(wrong)]
        or [*dicts_relations(wrong)]
        or [*tables_relations(wrong)]
        or [*entry_relations(wrong)][:1]
        or [*nearly(wrong)]
    )


def _or_nan(signature: Signature, wrong: Sequence[Tried]) -> list[Relation]:
    """Return what holds of the answers that are no nan, where some are nothing else."""
    rest = [case for case in wrong if not _is_nan(case)]
    if len(rest) == len(wrong):
        return []
    found = [each for each in relations(signature, rest) if each.whole]
    return [
        Relation(f"{each.words}, or nan", lambda case, h=each.holds: _is_nan(case) or h(case))
        for each in found
    ]


def _is_nan(case: Tried) -> bool:
    got = numeric(case.got)
    return got is not None and got.size > 0 and bool(np.isnan(got).all())


def _some_parts(signature: Signature, wrong: Sequence[Tried]) -> list[Relation]:
    """Return which of several results are wrong, where one at least is always right; and how."""
    parts = set().union(*map(_wrong_parts, wrong)) if len(wrong) >= TELLING else set()
    places = sorted(part for part in parts if part is not None)
    if parts == {None}:
        return [*_one_part(wrong)]
    if None in parts or not 1 < len(places) < len(wrong[0].right):
        return []
    each_alone = [_reduced(case, part) for case in wrong for part in places if part in _wrong_parts(case)]
    how = next((each for each in relations(signature, each_alone) if each.whole), None)

    def holds(case: Tried) -> bool:
        wrong_ones = _wrong_parts(case)
        return wrong_ones <= parts and (
            how is None or all(how.holds(_reduced(case, part)) for part in wrong_ones)
        )

    said = (
        f"the results {listed([str(place + 1) for place in places])} of {{0}} are wrong, and the others right"
    )
    return [Relation(said + (f": each is {how.words}" if how else ""), holds, whole=False)]


def confirmed(signature: Signature, patterns: Patterns, new: Sequence[Tried]) -> Patterns:
    """Return what holds on new inputs, too: of each kind the best."""
    if patterns.call and not (patterns.call == wrong_call(new) and sum(case.failed for case in new) >= NEW):
        return Patterns()
    new = of_call(new, patterns.call)
    where = [region for region in patterns.regions if stands(region, signature, new)][:1]
    failed = [case for case in new if case.failed]
    how = [each for each in patterns.relations if len(failed) >= NEW and fits(each, patterns.part, failed)][
        :1
    ]
    return Patterns(where, how, patterns.part, patterns.call)


def true_of(patterns: Patterns, signature: Signature, inputs: Sequence[Tried]) -> bool:
    """Whether all that a description says is true of other inputs, however few lie on a side."""
    failed = [case for case in inputs if case.failed]
    if failed and patterns.call and patterns.call != wrong_call(inputs):
        return False
    return not any(any(_sides(each, signature, inputs)[0]) for each in patterns.regions) and all(
        fits(each, patterns.part, failed) for each in patterns.relations
    )


def stands(region: Region, signature: Signature, cases: Sequence[Tried]) -> bool:
    """Whether a region is confirmed by these inputs: right wherever it says so, and wrong as often."""
    right, wrong = _sides(region, signature, cases)
    if len(right) < NEW_RIGHT or len(wrong) < NEW or any(right):
        return False
    if region.exact and sum(wrong) < NEARLY_ALL * len(wrong):
        return False
    return _told_apart(region, signature, cases)


def _sides(region: Region, signature: Signature, cases: Sequence[Tried]) -> tuple[list[bool], list[bool]]:
    """Return which inputs fail, of those where it is said to be right, and of the others."""
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for case in cases:
        sides[region.holds(Measured(signature, case.args, case.right)) != region.wrong_inside].append(
            case.failed
        )
    return sides[True], sides[False]


def _told_apart(region: Region, signature: Signature, cases: Sequence[Tried]) -> bool:
    """Whether each of several conditions makes a difference of its own on these inputs."""
    if len(region.parts) < 2:
        return True
    taken = [Measured(signature, case.args, case.right) for case in cases]
    without = [replace(region, parts=(part,)) for part in region.parts]
    return all(sum(each.holds(one) != region.holds(one) for one in taken) >= NEW for each in without)


def fits(relation: Relation, part: int | None, failed: Sequence[Tried]) -> bool:
    """Whether a relation holds in all of these failures, and the other results are right."""
    return all(
        (part is None or _wrong_parts(case) <= {part}) and relation.holds(_reduced(case, part))
        for case in failed
    )


# ---- programs --------------------------------------------------------------------------------------------


def wrong_call(cases: Sequence[Tried]) -> str:
    """Return what is called where a program has its first wrong answer, if it is one of several; else ""."""
    wrong, right = (_calls_of(cases, failed=failed) for failed in (True, False))
    return next(iter(wrong)) if len(wrong) == 1 and right - wrong else ""


def _calls_of(cases: Sequence[Tried], *, failed: bool) -> set[str]:
    """Return what is called in some cases of programs."""
    return {case.args[HISTORY].now.name for case in cases if HISTORY in case.args and case.failed is failed}


def of_call(cases: Sequence[Tried], call: str) -> Sequence[Tried]:
    """Return the cases of one call of programs; all of them where it is ""."""
    return [case for case in cases if case.args[HISTORY].now.name == call] if call else cases


# ---- several results -------------------------------------------------------------------------------------


def wrong_part(cases: Sequence[Tried]) -> int | None:
    """Return which of several results is wrong in all failures, where it is one alone."""
    wrong: set[int | None] = set()
    for case in cases:
        if case.failed:
            wrong |= _wrong_parts(case)
    return next(iter(wrong)) if len(wrong) == 1 else None


def _wrong_parts(case: Tried) -> set[int | None]:
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


def _reduced(case: Tried, part: int | None) -> Tried:
    """Return a case with one of several results in place of all of them."""
    if part is None or not isinstance(case.got, tuple) or not isinstance(case.right, tuple):
        return case
    if not part < min(len(case.got), len(case.right)):
        return case
    return replace(case, got=case.got[part], right=case.right[part])


def _one_part(wrong: Sequence[Tried]) -> Iterator[Relation]:
    """Yield which of several results came alone."""
    for place in range(len(wrong[0].right) if isinstance(wrong[0].right, tuple) else 0):
        one = Relation(f"result {place + 1} alone, without the others", partial(_is_part, place))
        if all(map(one.holds, wrong)):
            yield one


def _is_part(place: int, case: Tried) -> bool:
    got = numeric(case.got if case.got is not None else case.raw)
    right = numeric(case.right[place]) if isinstance(case.right, tuple) else None
    return got is not None and right is not None and close(got, right)


# ---- in words --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """How it is said that a check holds, and that it fails, on some inputs."""

    right: str
    wrong: str
    before: str = ""
    inputs: str = "inputs"


FUNCTION = Wording("right", "wrong")
RAISING = Wording("right", "raises")
LAW = Wording("holds", "fails", "It ")
CALLS = Wording("right", "wrong", inputs="calls")


def always_one_of(call: str) -> str:
    """Return how it is said that one call of several is the first that is wrong."""
    return f"always one of {quoted(call)}"


def sentence(patterns: Patterns, cases: Sequence[Tried], signature: Signature, manner: Wording) -> str:
    """Return the description in words, with the counts of these cases; "" where there is nothing to say."""
    said = [f"The first wrong answer is {always_one_of(patterns.call)}."] if patterns.call else []
    said += [_where(region, cases, signature, manner) for region in patterns.regions[:1]]
    said += [_how(relation, patterns, cases, manner) for relation in patterns.relations[:1]]
    return " ".join(said)


def _where(region: Region, cases: Sequence[Tried], signature: Signature, manner: Wording) -> str:
    right, wrong = _sides(region, signature, cases)
    often = f"all {len(wrong)}" if all(wrong) else f"{sum(wrong)} of the {len(wrong)}"
    if region.wrong_inside:
        told = f"{manner.wrong} only where {region.words}: on {often} such {manner.inputs}"
        said = f"{manner.before}{told}, and {manner.right} on all {len(right)} others."
    else:
        told = f"{manner.right} on all {len(right)} {manner.inputs} where {region.words}"
        said = f"{manner.before}{told}, and {manner.wrong} on {often} others."
    return f"{said[0].upper()}{said[1:]}"


def _how(relation: Relation, patterns: Patterns, cases: Sequence[Tried], manner: Wording) -> str:
    answer = "your answer" if patterns.part is None else f"result {patterns.part + 1} of your answer"
    if manner is CALLS:
        where = "Each time"
        answer = answer.replace("your answer", "the first wrong answer")
    elif all(case.failed for case in cases):
        where = f"On all {len(cases)} inputs"
    elif patterns.regions:
        where = "Where it is wrong"
    else:
        where = f"On all {sum(case.failed for case in cases)} inputs where it is wrong, of {len(cases)}"
    said = relation.words.replace("{0}", answer) if not relation.whole else f"{answer} is {relation.words}"
    alone = ", and the other results are right" if patterns.part is not None else ""
    return f"{where}, {said}{alone}{'.' * (not said.endswith('?'))}"
