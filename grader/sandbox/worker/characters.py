"""Characters that get into programs unseen, from PDFs, chats and word processors (inside the worker).

Python refuses them.  What a person does not see, or sees as a space, means one thing and is mended; of quotes
and signs that only look like Python's it is said what to write.
"""

import ast
import re
import sys
import unicodedata
from dataclasses import dataclass

SPACES = dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F)), " ") | {
    "\u3000": "  "
}
UNSEEN = dict.fromkeys(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x1A)), ""
)
MENDED = SPACES | UNSEEN
LOOKS_LIKE = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′´", "'"),
    **dict.fromkeys("−–—‐‑", "-"),
    **dict.fromkeys("×∗·⋅", "*"),
    **dict(zip("÷≤≥≠…", ("/", "<=", ">=", "!=", "..."), strict=True)),
}
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
NEWER = {  # what a line looks like that only later versions can read
    (3, 12): re.compile(r"^\s*(?:type \w+ *(?:\[.*\] *)?=|(?:async )?def \w+ *\[|class \w+ *\[)"),
    (3, 14): re.compile(r"(?:^|[\s(\[{=,])(?:t|tr|rt)[\"']", re.IGNORECASE),
}
PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
IN_TEXT = re.compile(r"f-string(?:: expecting '}'|: unmatched| expression part cannot include)")
# Comments and texts, in which every character stays; what nothing closes goes on to the end.
_TEXTS = (
    r"#[^\n]*+|\"\"\"(?:[^\\\"]|\\.|\"(?!\"\"))*+(?:\"\"\"|\Z)|'''(?:[^\\']|\\.|'(?!''))*+(?:'''|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
)
_ODD = re.compile(
    rf"(?P<text>{_TEXTS})|[{''.join(MENDED)}]|^[\u2028\u2029]|[\u2028\u2029]$", re.DOTALL | re.M
)


@dataclass(frozen=True)
class Mended:
    """A source without such characters, and the first that was mended."""

    source: str
    line: int
    note: str


def mended(source: str) -> Mended | None:
    """Return a source that Python refuses as it looks to a person; None, where nothing is to be mended."""
    found = [match for match in _ODD.finditer(source) if match["text"] is None]
    if not found:
        return None
    new = _ODD.sub(lambda match: match[0] if match["text"] is not None else MENDED.get(match[0], ""), source)
    start, character = found[0].start(), found[0][0]
    done = "read as a space" if character in SPACES else "left out"
    more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
    column = start - source.rfind("\n", 0, start)
    note = f"the {_called(character)} in column {column}, which Python does not read, was {done}{more}"
    return Mended(new, source.count("\n", 0, start) + 1, note)


def without_prompts(source: str) -> Mended | None:
    """Return a session copied from a console as the program in it; None where it holds more than a program.

    What was printed between the prompts is no Python as a rule, and then it is not sure what is meant.
    """
    lines = source.split("\n")
    prompted = [place for place, line in enumerate(lines) if PROMPT.match(line)]
    if not any(lines[place].startswith(">>>") for place in prompted):
        return None
    plain = "\n".join(PROMPT.sub("", line) for line in lines)
    try:
        ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    note = "the prompts of a console (>>> and ...), which were copied along with the code, were left out"
    return Mended(plain, prompted[0] + 1, note)


def _called(character: str) -> str:
    name = unicodedata.name(character, "").lower() or "character"
    return f"{name} (U+{ord(character):04X})"


def what_to_write(problem: SyntaxError) -> str:
    """Say what to write for the character that a line was refused for; "" if it is about something else."""
    place = (problem.offset or 1) - 1
    character = (problem.text or "")[place : place + 1]
    if not character.isascii() and "character" in str(problem.msg):
        plain = LOOKS_LIKE.get(character) or unicodedata.normalize("NFKC", character)
        if plain and plain != character and plain.isascii():
            return f"{character} (U+{ord(character):04X}) in column {place + 1} is no Python: write {plain}"
    if isinstance(problem, TabError):
        return "tabs indent this line and spaces those around it, or the other way round: use spaces"
    line = (problem.text or "").rstrip()
    return leftover(line) or _newer(line, str(problem.msg))


def _newer(line: str, message: str) -> str:
    """Say which Python a line needs that is newer than the one that runs here; "" if it may be of any."""
    for version, looks in NEWER.items():
        if sys.version_info < version and looks.search(line):
            return f"this needs Python {version[0]}.{version[1]}, and it is {HERE} that runs here"
    if sys.version_info < (3, 12) and IN_TEXT.match(message):
        return (
            f"{message}; the same quotes again, backslashes and comments within its braces need Python 3.12,"
            f" and it is {HERE} that runs here"
        )
    return ""


def leftover(line: str) -> str:
    """Name what is no Python but was copied along with it."""
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "this is a mark of git's, of a merge that is not finished: delete it and one of the versions"
    if line.startswith(("```", "~~~")):
        return "this is a fence of Markdown: delete the line"
    if line.startswith((">>> ", "... ", "In [")):
        return "a prompt was copied along with the code: delete it from every line"
    if re.match(r" *\d+[ :|]+[A-Za-z_@#\"']", line):
        return "a line's number was copied along with the code: delete it from every line"
    return ""
