"""A class that works with others, before its check, where one of these is wrong itself: each loses its own.

A club whose person is wrong is judged by what it answers itself, and by which of the persons it returns.
What a person answers is judged in the check of persons: in that of the club it is let alone or, where a club
goes wrong with it, not asked.  Less of a club is seen so: it earns its points where enough is left.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from grader.checks.finding import Finding
from grader.checks.readings import Judge, Reading, Stopped, precisions, wrong_on
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.checks.whole import Seen, Whole, program_of
from grader.examples.draw import Example
from grader.model import Verdict
from grader.reference.contents import is_class
from grader.signatures.program_parts import Key
from grader.signatures.programs import ProgramSignature
from grader.text.safe import without_addresses
from grader.text.words import listed
from grader.values.code import code
from grader.values.compare import Tolerance
from grader.values.fingerprint import fingerprint
from grader.values.programs import judges
from grader.values.wrong import Wrong

LEFT = 1 / 3  # of all that tells of a class must still be asked
UNSEEN = "unseen"  # the mistake, by name


def apart(tried: Searched, name: str, finding: Finding, may_change: Collection[str]) -> Finding:
    """Return what is found where nothing is held against a class that its parts alone do wrong.

    ``may_change`` are the arguments that it may leave changed.
    """
    trial, signature = tried.trial, tried.signature
    lost = finding.verdict in (Verdict.FAILED, Verdict.RAISED)
    if not lost or not isinstance(signature, ProgramSignature) or trial.corpora.worked_out.kit:
        return finding
    parts = [each for each in signature.uses if is_class(trial.reference.answers[each])]
    whole = Whole(trial, name, finding.follows or name, signature, parts, may_change)
    wrong = _wrong_by_themselves(whole, tried.examples)
    if not wrong or not all(_costs(trial, key) for key in wrong):
        return finding
    said = listed([f"`{_written(key)}`" for key in sorted(wrong)])
    too = f"{said} {'has' if len(wrong) == 1 else 'have'} wrong answers without `{name}`, too"
    found = finding
    for out in ((), wrong):
        readings = precisions(partial(_judgement, whole, wrong, out))
        found = search(replace(tried, readings=readings, what=()))
        if found.verdict is Verdict.PASSED and enough_is_left(whole, tried.examples, wrong, out):
            return replace(found, message=f"{too}, which costs nothing here")
    if found.verdict is Verdict.PASSED:
        return _saying(finding, f"`{name}` cannot be seen so far: {too}; mend that first", UNSEEN)
    also = "; ".join(filter(None, (found.message, f"{too}: mend that first, and look at this again")))
    return _saying(replace(found, follows=finding.follows, pattern=""), also)


def _saying(finding: Finding, said: str, mistake: str | None = None) -> Finding:
    """Return a finding that says no more than this, and why what it shows is wrong."""
    evidence = finding.evidence and replace(finding.evidence, message=said)
    return replace(finding, message=said, evidence=evidence, mistake=mistake)


def _judgement(whole: Whole, wrong: Collection[Key], out: Collection[Key], tolerance: Tolerance) -> Judge:
    """Judge a class with its wrong parts let alone, or without what is ``out`` (see ``_asked``)."""
    judged = whole.signature.programs.judged

    def judge(example: Example) -> None:
        seen = whole.seen(example)
        asked = seen and _asked(whole, seen, out)
        if not seen or not asked:
            return
        spared = wrong if asked is seen.whole and not out else ()
        steps, which = program_of(asked).steps, whole.keys(asked)
        others = (n for n in range(len(steps)) if judged and not judges(steps, n, judged))
        whole.judge(asked, tolerance, {*others, *(n for n, key in enumerate(which) if key in spared)})
        if not judged and not out:
            _leaves_alone(whole, seen, wrong)

    return judge


def _asked(whole: Whole, seen: Seen, out: Collection[Key]) -> Example | None:
    """Return what a class is asked on an example: where its parts go wrong, nothing of these that is out.

    None where nothing can be asked so, for it needs objects that cannot be made.
    """
    if not out or whole.parts_right(seen):
        return seen.whole
    owners = {owner for owner, _ in out}
    made = {key for key in whole.keys(seen.whole) if key and key[0] in owners}
    silent = {key for key in made if not whole.calls[key].shows and not whole.shown_right(seen, key, out)}
    asked = whole.without(seen.whole, {*out, *silent})  # of what tells nothing nobody knows if it is right
    return None if any(key in out for key in whole.keys(asked)) else asked


def _leaves_alone(whole: Whole, seen: Seen, wrong: Collection[Key]) -> None:
    """Require that a class does nothing to its parts that it should not, as far as wrong ones tell."""
    which = whole.keys(seen.whole)
    if not any(key in wrong and n in seen.places for n, key in enumerate(which)):
        return
    due, due_alone = whole.right(seen.whole), whole.right(seen.alone)
    came, _ = whole.trial.steps(whole.name, program_of(seen.whole))
    came_alone, _ = whole.trial.steps(whole.name, program_of(seen.alone))
    for place, key in enumerate(which[: len(came)]):
        there = seen.places.get(place, len(came_alone))
        if key is None and not _same(came[place], due[place]):
            return  # it goes another way from here, which may be for a wrong part
        known = key in wrong and there < len(came_alone)
        if known and _same(due[place], due_alone[there]) and not _same(came[place], came_alone[there]):
            wrong_here = Wrong("", came[place], came_alone[there])
            wrong_here.step = place
            remark = f"this is another answer than without `{whole.name}`"
            wrong_here.written = partial(code, program_of(seen.whole), remark, place)
            raise wrong_here


def _wrong_by_themselves(whole: Whole, examples: Sequence[Example]) -> Collection[Key]:
    """Return the calls of parts that are wrong where nothing is asked but parts."""
    wrong: set[Key] = set()
    there = [seen.asked for each in examples if whole.parts and (seen := whole.seen(each)) is not None]
    while True:
        asked = [whole.without(each, wrong) for each in there]
        try:
            found = _first_wrong(precisions(partial(_plainly, whole, wrong)), asked)
        except Stopped:
            return ()
        places = [whole.keys(each)[said.step] for each, said in found if said.step is not None]
        new = {key for key in places if key is not None} - wrong
        if not new:
            return wrong
        wrong |= new


def _plainly(whole: Whole, wrong: Collection[Key], tolerance: Tolerance) -> Judge:
    def judge(example: Example) -> None:
        whole.judge(example, tolerance, [n for n, key in enumerate(whole.keys(example)) if key in wrong])

    return judge


def _first_wrong(readings: Sequence[Reading], examples: Sequence[Example]) -> list[tuple[Example, Wrong]]:
    """Return what is wrong on examples, by the reading by which the fewest are."""
    tried = []
    for reading in readings:
        tried.append([(e, wrong) for e in examples if (wrong := wrong_on(reading, e)) is not None])
        if not tried[-1]:
            break
    return min(tried, key=len)


def enough_is_left(
    whole: Whole, examples: Sequence[Example], wrong: Collection[Key], out: Collection[Key]
) -> bool:
    """Whether enough of all that tells of a class is still asked, where some calls are let alone, or out.

    That is what parts answer that a class made or changed; and, of parts that it hands out, that it sees what
    is done to them.
    """
    there = [seen for each in examples if (seen := whole.seen(each)) is not None]
    all_of_it = [(seen, seen.whole, False) for seen in there]
    left = [(seen, asked, not out) for seen in there if (asked := _asked(whole, seen, out)) is not None]
    told, left_over = (_tells(whole, each, wrong) for each in (all_of_it, left))
    return all(some >= LEFT * before for some, before in zip(left_over, told, strict=True))


def _tells(
    whole: Whole, asked: Sequence[tuple[Seen, Example, bool]], wrong: Collection[Key]
) -> Sequence[int]:
    """Count what tells of a class: programs, answers of parts that it made or changed, and effects of parts.

    Of each program come what is asked of it, and whether wrong calls are not judged.
    """
    answers = [
        key
        for seen, example, spared in asked
        for key in _telling(whole, seen)
        if key not in wrong or (example is seen.whole and not spared)
    ]
    matter = sum(_parts_matter(whole, each) for _, each, _ in asked) if whole.hands_out else 0
    return len(asked), len(answers), matter


def _telling(whole: Whole, seen: Seen) -> list[Key]:
    """Return the calls of parts whose answers are others than without the class, one by one."""
    if whole.signature.programs.judged:
        return []
    due, due_alone = whole.right(seen.whole), whole.right(seen.alone)
    shown = [(n, k) for n, k in enumerate(whole.keys(seen.whole)) if k and whole.calls[k].shows]
    return [k for n, k in shown if n not in seen.places or not _same(due[n], due_alone[seen.places[n]])]


def _parts_matter(whole: Whole, example: Example) -> bool:
    """Whether a class would answer something else if nothing were done to its parts.

    A function keeps nothing that could be out of date: of it, whether what tells nothing were not done.
    """
    keeps = whole.signature.what == "class"
    methods = {key for key in whole.keys(example) if key and key[0] and (keeps or not whole.calls[key].shows)}
    return bool(methods) and _own(whole, example) != _own(whole, whole.without(example, methods))


def _own(whole: Whole, example: Example) -> Any:
    """Return the right answers of a class itself, as what tells them from others."""
    due, which = whole.right(example), whole.keys(example)
    return fingerprint([each for each, key in zip(due, which, strict=False) if key is None])


def _same(one: Any, other: Any) -> bool:
    """Whether two answers are the same, wherever the objects lie that are written in them."""
    texts = (without_addresses(each) if isinstance(each, str) else each for each in (one, other))
    return len({fingerprint([each]) for each in texts}) == 1


def _costs(trial: Trial, key: Key) -> bool:
    """Whether a wrong call of a part is judged in a check of its own: else it would cost nothing at all."""
    return bool({key[0] or key[1], _written(key)} & trial.reference.judged)


def _written(key: Key) -> str:
    """Return a call as it stands in a sentence: Person.birthday, Person.__init__."""
    owner, call = key
    return f"{owner}.{call.lstrip('.@')}" if owner else f"{call}.__init__"
