"""What an audit found: a summary for the terminal, and the kill matrix as a page."""

from collections.abc import Iterator
from itertools import groupby

from grader.model import Assignment, Audit, Harmed, InputsFound, Paid
from grader.reports.html import page, resource
from grader.text.safe import safe


def summary(audit: Audit) -> str:
    """Return the audit in plain lines: what was tried, and everything that fell short with where to look."""
    caught = len(audit.mistakes) - len(audit.escaped)
    named = sum(bool(c.lost) and c.named in c.expected for c in audit.mistakes)
    harmed = len({harm.variant for harm in audit.harmed})
    lost = len(audit.mutants) - len(audit.survivors)
    lines = [
        f"{len(audit.mistakes)} known mistakes: {caught} lose points, {named} are named as themselves",
        f"{len(audit.mutants)} mechanical mutants: {lost} lose points{_explained(audit)}",
        f"{audit.variants} correct variants under {audit.seeds} seeds: {harmed} lose points",
        f"checks that change their mind with the seed: {len({flip.check for flip in audit.flips})}",
        f"checks that never decide anything: {len(audit.idle)}",
        _bought(audit),
    ]
    for power in audit.powers:
        lines += ["", f"{power.check}, which is by chance:", *(f"  {line}" for line in power.lines)]
    if audit.inputs:
        lines += ["", "Inputs that are chosen, and what known mistakes and mutants fail on:"]
        lines += [f"  {_of_inputs(found)}" for found in audit.inputs]
    for title, found in _shortcomings(audit):
        if found:
            lines += ["", title, *(f"  {line}" for line in found)]
    lines += ["", "The rubric holds." if audit.good else "The rubric falls short; see above."]
    return "\n".join(lines)


def _shortcomings(audit: Audit) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Known mistakes that keep full marks; add a check or an input that tells them from the right answer:",
        [f"{c.where}: {c.name} (of {c.function})" for c in audit.escaped],
    )
    yield (
        "Known mistakes not named as themselves; two with the same answers need the same sentence:",
        [
            f"{c.where}: {c.name} (of {c.function}) is taken for {c.named or 'nothing known'}"
            for c in audit.misnamed
        ],
    )
    yield (
        "Known mistakes that never answer; no submission can be recognised as one:",
        [
            f"{c.where}: `{c.name}` (of {c.function}) raises {safe(c.raises)} on every input"
            for c in audit.mute
        ],
    )
    yield (
        "Mutants that keep full marks; end the line in `# equivalent: why` where the answer is the same:",
        [f"{c.where}: {c.name}" for c in audit.survivors],
    )
    yield (
        "Correct variants that lose points; a right answer must never lose one:",
        [_harm(harm) for harm in audit.harmed],
    )
    yield (
        "Checks that change their mind with the seed; give them inputs on which the slip always shows:",
        [f"{f.check}: fails {f.subject} under {f.failing} of {f.seeds} seeds" for f in audit.flips],
    )
    yield (
        "More than a hundredth of the points for no work; move points to checks that it fails:",
        [_cheap(paid) for paid in audit.cheap],
    )
    yield (
        "Checks that no mistake and no mutant fails, so that they may lose no points; add one that does:",
        [f"line {check.line}: {check.id} ({check.points:g} points)" for check in audit.idle],
    )


def _of_inputs(found: InputsFound) -> str:
    """Return how many inputs some checks have, what for, and what they show beside those that are drawn."""
    ours, drawn, count = found.chosen, found.drawn, len(found.reasons)
    tried = ours.often + ours.seldom + ours.never
    return (
        f"{', '.join(found.checks)}: {count}, {found.first} of them the first of a mood; "
        f"of {tried} wrong functions {ours.often} fail on three or more, {ours.never} on none "
        f"({found.count} as drawn: {drawn.often} and {drawn.never})"
    )


def _explained(audit: Audit) -> str:
    """Return what students who wrote a mutant would read of it."""
    if audit.explained is None or not any(audit.explained):
        return ""
    named, described, neither = audit.explained
    return f": {named} named, {described} described, {neither} neither"


def _bought(audit: Audit) -> str:
    """Return what no work earns at most, and what the best known mistakes earn together."""
    best = max(audit.cheats, key=lambda paid: paid.total, default=None)
    most = f"{best.total:.3g} ({best.cheat})" if best and best.total else "0"
    return (
        f"{len(audit.cheats)} submissions without work: at most {most} of {audit.max_score:g} points; "
        f"with one known mistake in every function: {audit.harvest:.3g}"
    )


def _cheap(paid: Paid) -> str:
    checks = sorted(paid.points, key=lambda check: -paid.points[check])
    told = ", ".join(f"{check} ({paid.points[check]:.3g})" for check in checks)
    return f"{paid.cheat}: {paid.total:.3g} points, from {told}"


def _harm(harm: Harmed) -> str:
    at = f" at {harm.inputs}" if harm.inputs else ""
    often = f" (under {harm.failing} of {harm.seeds} seeds)" if harm.failing < harm.seeds else ""
    return f"{harm.variant}: {harm.check}{at}: {harm.message}{often}"


def kill_matrix(assignment: Assignment, audit: Audit) -> str:
    """Return a page with a table for each function: its known mistakes down, the checks about it across."""
    functions = []
    for function, group in groupby(audit.mistakes, key=lambda caught: caught.function):
        mistakes = list(group)
        functions.append((function, sorted({check for each in mistakes for check in each.lost}), mistakes))
    return page(
        "audit.html",
        f"{assignment.title}: audit",
        resource("audit.css"),
        assignment=assignment.title,
        summary=summary(audit),
        functions=functions,
        inputs=audit.inputs,
    )
