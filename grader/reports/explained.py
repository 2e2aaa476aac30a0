"""Why points of a check were lost, in the pieces that Markdown and HTML both show."""

from dataclasses import dataclass

from grader.model import Evidence
from grader.reports.view import CheckView
from grader.reports.words import BARE, came, difference, frequency, has_values, next_step, opening, remark


@dataclass(frozen=True)
class Explained:
    """What stands under a check; empty texts are left out."""

    quiet: str = ""  # all there is to say of a check that cost nothing: what was remarked, or why it waits
    mistake: str = ""  # the name of a known one, as words
    opening: str = ""  # the student's line
    more: str = ""  # a second one
    step: str = ""  # what to do next
    notes: str = ""  # where two answers first differ, and how often the check fails
    came: str = ""  # "returned" or "came out", where there are values
    evidence: Evidence | None = None


def explained(check: CheckView) -> Explained:
    """Return what is told of a check beside its points; nothing of one that is withheld."""
    outcome = check.outcome
    if check.withheld:
        return Explained()
    if check.state.name == "passed":
        return Explained(quiet=remark(outcome) if outcome.message else "")
    if check.state.name != "failed":
        return Explained(quiet=BARE[outcome.verdict])
    evidence, more, notes, called = outcome.evidence, "", "", ""
    if evidence is not None:
        values = has_values(evidence)
        if outcome.message and evidence.message not in ("", outcome.message):
            more = evidence.message
        notes = "; ".join(filter(None, [difference(evidence) if values else "", frequency(evidence)]))
        if values:
            called = came(outcome)
    mistake = (outcome.mistake or "").replace("_", " ")
    return Explained("", mistake, opening(outcome), more, next_step(outcome), notes, called, evidence)


def sentence_of(words: str) -> str:
    """Return some words as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}."
