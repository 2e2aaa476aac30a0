"""The sentences of all reports: what a check asks, why points were lost, where two answers differ.

They are written once, here, so that a student reads the same in every format.
"""

import re

from grader.model import Check, Evidence, Form, Outcome, Verdict
from grader.reports.score_words import HIDDEN
from grader.text.safe import safe
from grader.text.values import entry, line, telling_digits, words
from grader.text.words import listed
from grader.values.printed import PrintedText

LOOKED = re.compile(r"(\w+)   # this is .*", re.DOTALL)  # the last line, where it looks at a value
SHORT = 48  # characters of a value that still read well in the middle of a sentence

# What is said where the reasons are not for students: what a reader looks for, and what broke.
INSTEAD = {
    Verdict.PENDING: "a person will read this answer",
    Verdict.BROKEN: "this could not be checked, through no fault of yours; no score is given",
    Verdict.SKIPPED: "this was not checked",
}
# What is said where a check left nothing better to say.
BARE = {
    Verdict.FAILED: "the answer is not right",
    Verdict.RAISED: "the function raised an exception",
    Verdict.TIMED_OUT: "the function did not return in time",
    Verdict.OUT_OF_MEMORY: "the function needed more memory than there is",
    Verdict.DIED: "the process ended in the middle of the call",
    Verdict.MISSING: "there is no such function",
    **INSTEAD,
}
# What to do next, where the verdict alone says it.
NEXT = {
    Verdict.RAISED: "Call your function on the input below, and read the last line of what Python prints.",
    Verdict.TIMED_OUT: "Look for a loop that never ends, or for one that does the same work again and again.",
    Verdict.OUT_OF_MEMORY: "Look for an array or a list that grows with every step.",
    Verdict.DIED: "Look for what ends Python itself: exit(), or a function that calls itself without end.",
    Verdict.MISSING: "Define it under exactly this name at the top level of your file.",
}
WALLS = {
    "C": "Submissions are locked in at level C here: what one does may reach beyond its own files.",
    "D": "Submissions are not locked in here (level D): trust the results of your own code only.",
}
INSIDE = ("result", "line", "word", "number")  # how a place begins that something stands in
REMARKS = {"float32": "computed in single precision (float32), which is accepted"}


def title(check: Check) -> str:
    """Return what a check asks, in words: "softmax gives the right values"."""
    if check.kind == HIDDEN:
        return "hidden check"
    return safe(check.title) or f"{safe(check.kind)}: {safe(check.target)}"


def came(outcome: Outcome) -> str:
    """Return how values that came from a check are called: a law calculates with what was returned."""
    if outcome.check.form is Form.STATEMENT:
        return "came out"
    return "value" if outcome.evidence and _is_variable(outcome.check, outcome.evidence) else "returned"


def _is_variable(check: Check, evidence: Evidence) -> bool:
    """Whether a check is about no function: a call has brackets."""
    return check.form is not Form.STATEMENT and evidence.call == check.target


def sentence(outcome: Outcome) -> str:
    """Return the student's line; empty only for a check that was passed without a remark."""
    if outcome.message or outcome.verdict is Verdict.PASSED:
        return safe(outcome.message)
    return finding(outcome) or BARE[outcome.verdict]


def finding(outcome: Outcome) -> str:
    """Return what the evidence shows, in a sentence; empty where there is no evidence."""
    evidence = outcome.evidence
    if evidence is None:
        return ""
    if evidence.message:
        return safe(evidence.message)
    if outcome.verdict is not Verdict.FAILED:
        return BARE.get(outcome.verdict, "")
    return _comparison(outcome.check, evidence)


def remark(outcome: Outcome) -> str:
    """Return what there is to say about a check that was passed, in full words."""
    return "; ".join(REMARKS.get(part, part) for part in safe(outcome.message).split("; "))


def has_values(evidence: Evidence) -> bool:
    """Whether the evidence says what was returned (nothing wrong returns None where None is expected)."""
    return evidence.got is not None or evidence.expected is not None


def tells_values(outcome: Outcome) -> bool:
    """Whether the student's line itself says enough of what was returned and what was expected."""
    evidence = outcome.evidence
    if evidence is None or not is_composed(outcome):
        return False
    if outcome.check.form is Form.VALUE and evidence.expected is not None:
        return False
    return _both(evidence) is not None or tells_entries(evidence)


def tells_entries(evidence: Evidence) -> bool:
    """Whether the values are too large to be shown in full, and the place where they differ says more."""
    return "…" in "".join(shown(evidence)) and _entries(evidence) is not None


def is_composed(outcome: Outcome) -> bool:
    """Whether the student's line was made from what was returned and what was expected."""
    evidence = outcome.evidence
    if evidence is None or outcome.message or evidence.message:
        return False
    return outcome.verdict is Verdict.FAILED and has_values(evidence)


def difference(evidence: Evidence) -> str:
    """Return where two answers first differ, with the two entries where the values are shown shortened."""
    if not evidence.where:
        return ""
    differ = f"they first differ {place(evidence.where)}"
    entries = _entries(evidence) if tells_entries(evidence) else None
    return f"{differ}: {entries[0]} instead of {entries[1]}" if entries else differ


def place(where: str) -> str:
    """Return a place with its preposition: "at [0, 2]", "in result 2 at [1]"."""
    where = safe(where)
    if where.startswith("key "):
        return f"under the {where.replace(', [', ' at [')}"
    if where.startswith("item "):
        return f"over the {where}"
    return f"in {where.replace(', [', ' at [')}" if where.startswith(INSIDE) else f"at {where}"


def frequency(evidence: Evidence) -> str:
    """Return how often the check failed; empty where it was tried only once or the count is not known."""
    if evidence.examples < 2 or evidence.failing < 1:
        return ""
    if evidence.failing >= evidence.examples:
        return f"fails on all {evidence.examples} inputs"
    return f"fails on {evidence.failing} of {evidence.examples} inputs"


def program_lines(evidence: Evidence) -> str:
    """Return the program that shows what is wrong, line by line; empty where it is a single call."""
    lines = map(safe, evidence.program)
    # No line of Python begins so, but the commands that a CI service looks for in what is printed do.
    return "\n".join(f"# {line}" if line.lstrip().startswith(("::", "##")) else line for line in lines)


def shown(evidence: Evidence) -> tuple[str, str]:
    """Return what came and what was expected, each on one line, with digits enough to tell them apart."""
    digits = telling_digits(evidence.got, evidence.expected, evidence.where)
    return line(evidence.got, digits), line(evidence.expected, digits)


def opening(outcome: Outcome) -> str:
    """Return the student's line where the values stand beside it and need not be in it as well."""
    if is_composed(outcome) and outcome.evidence is not None and outcome.evidence.expected is not None:
        return f"{_functions(outcome.check, outcome.evidence)} gives another answer than the one expected."
    return sentence(outcome)


def next_step(outcome: Outcome) -> str:
    """Return what a student might do about a lost check; empty where the sentence says it already."""
    if outcome.verdict is Verdict.MISSING and outcome.check.by_person:
        return "Write the answer where the assignment asks for it."
    if outcome.verdict is not Verdict.FAILED:
        return NEXT.get(outcome.verdict, "")
    evidence = outcome.evidence
    if outcome.mistake or evidence is None or not evidence.inputs or outcome.check.form is Form.EXAMPLE:
        return ""
    if outcome.check.form is Form.STATEMENT:
        return "This should hold for every input. Work it out by hand for the one below."
    return "Follow your function through the input below by hand, and see at which step it goes another way."


def isolation(level: str) -> str:
    """Return what there is to say about the walls around a submission; empty where they were good."""
    return WALLS.get(level, "")


# ---- what came where something else was expected ----------------------------------------------------


def _comparison(check: Check, evidence: Evidence) -> str:
    if not has_values(evidence):
        subject = _functions(check, evidence)
        if check.form is Form.STATEMENT:
            return "This does not hold." if evidence.program else f"With your {subject}, this does not hold."
        return f"{subject} did not give the right answer."
    if check.form is Form.VALUE:  # the right answer would be the answer: it is never part of a sentence
        got, what = line(evidence.got), words(evidence.got)
        got = got if len(got) <= SHORT else what
        if _is_variable(check, evidence) and got != what:
            got += f" ({what})"
        return f"{_came(check, evidence, got)}, which is not the right value."
    both = _both(evidence)
    if both is not None:
        if check.form is Form.STATEMENT and both[0] == both[1] and "nan" in both[0]:
            return f"{_came(check, evidence, both[0])} on both sides, and nan is equal to nothing."
        several = both[0].count(",") or evidence.where.startswith(INSIDE)
        differ = f"; {difference(evidence)}" if evidence.where and several else ""
        return f"{_came(check, evidence, both[0])} where {both[1]} was expected{differ}."
    entries = _entries(evidence)
    if evidence.where and entries:
        got, expected = entries
        return f"{_came(check, evidence, f'{got} {place(evidence.where)}')} where {expected} was expected."
    got, expected = words(evidence.got), words(evidence.expected)
    if got == expected:
        return f"{_came(check, evidence, got)} that is not the one expected."
    return f"{_came(check, evidence, got)} where {expected} was expected."


def _both(evidence: Evidence) -> tuple[str, str] | None:
    """Return what came and what was expected, if both fit into a sentence."""
    if hasattr(evidence.expected, "shown") and not isinstance(evidence.expected, PrintedText):
        return None
    got, expected = shown(evidence)
    return (got, expected) if max(len(got), len(expected)) <= SHORT else None


def _entries(evidence: Evidence) -> tuple[str, str] | None:
    """Return the two numbers that differ, if the place says which they are."""
    got, expected = entry(evidence.got, evidence.where), entry(evidence.expected, evidence.where)
    digits = telling_digits(got, expected)
    came, right = line(got, digits), line(expected, digits)
    both = (evidence.got, evidence.expected)
    if evidence.where and all(
        hasattr(each, "cell") for each in both
    ):  # of a table: nothing stands for missing
        came, right = ("missing" if text == "None" else text for text in (came, right))
        got, expected = came, right
    known = got is not None and expected is not None
    return (came, right) if known and max(len(came), len(right)) <= SHORT else None


def _came(check: Check, evidence: Evidence, what: str) -> str:
    # A law puts the student's answers into an equation; what comes out there was returned by nobody.
    if check.form is Form.STATEMENT and not evidence.program:
        return f"With your {_functions(check, evidence)}, {what} came out"
    if evidence.program and (looked := LOOKED.fullmatch(evidence.program[-1])):
        return f"In the end `{safe(looked[1])}` is {what}"
    verb = "is" if _is_variable(check, evidence) else _verb(evidence)
    return f"{_functions(check, evidence)} {verb} {what}"


def _verb(evidence: Evidence) -> str:
    return "printed" if isinstance(evidence.got, PrintedText) else "returned"


def _functions(check: Check, evidence: Evidence) -> str:
    """Return the call, or for a law the functions it is about."""
    if evidence.program:
        return "The last step"
    if check.form is not Form.STATEMENT:
        return safe(evidence.call) or safe(check.target)
    names = evidence.call.partition(" at ")[0].removesuffix("()")
    return listed(safe(names).split(", ")) or "functions"
