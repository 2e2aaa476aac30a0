"""Any text as Markdown that does nothing.

Whatever a student wrote stays text: no link, picture or tag, nobody is mentioned, no issue is referred to,
and no fence ends early.
"""

import re
from functools import lru_cache

from grader.text.safe import safe

# What a forge makes a link, a mention, a reference or a picture of, wherever it stands.  In a code span it is
# none, and so it is put into one, as is what a sentence already sets as code.
_ACTIVE = (
    r"`[^`]+`"
    r"|[@＠#!%~&$]+(?=[\w\"{`\[])"  # @user, #12, !12, %milestone, ~label, &epic, $snippet, $formula$
    r"|\$"
    r"|:(?=//|[\w+-]+:)|://"  # https://…, :emoji:
    r"|(?i:\bwww\.)|(?i:\bGH-)(?=\d)"
    r"|(?i:\b(?:mailto|xmpp):)"
    r"|\b[0-9a-f]{7,64}\b"  # a commit
)
_UNITS = re.compile(f"(?:{_ACTIVE})+")
_STARTS = re.compile(r"^(\d*)([.)#+=-])")  # what begins a list, a heading or a rule at the start of a line
_MARKUP = re.compile(r"[\\`*_\[\]|~^]")


@lru_cache(4096)  # most sentences are told to many
def inline(value: str) -> str:
    """Return any text as Markdown that stands in a line and does nothing."""
    shown, parts, end = safe(value), [], 0
    for found in _UNITS.finditer(shown):
        parts += [_escaped(shown[end : found.start()]), _code(found[0])]
        end = found.end()
    return _STARTS.sub(r"\1\\\2", "".join([*parts, _escaped(shown[end:])]).strip())


def _code(units: str) -> str:
    # Two code spans that touch would be one with backticks in it, so a run of units is a single span.
    inside = units.replace("`", "").strip()
    return f"`{inside}`" if inside else ""


def _escaped(plain: str) -> str:
    entities = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\g<0>", entities)


def fenced(content: str) -> str:
    """Return lines as a block of code whose fence is longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{content}\n{fence}"
