"""Text that a stranger wrote, made safe to print.

Names, messages and answers of students end up in terminals, logs and reports.  There an escape sequence
moves the cursor, a direction override lets a line read backwards, a zero-width character hides, and a lone
surrogate stops the encoder.  `safe` shows such characters instead of sending them.
"""

import re

NOT_INSTALLED = (
    "is not installed here, and no file of that name was handed in"  # said by workers, and counted
)

# Controls (C0, DEL, C1), everything that is invisible or changes the direction of what follows, line and
# paragraph separators, blank fillers that look like nothing, lone surrogates, and the two code points XML
# does not allow.  Written out, because the categories of `unicodedata` change with the version of Python; a
# test compares the two.
_FORMLESS = (
    "\x00-\x1f\x7f-\x9f\xad"
    "\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSAFE = re.compile(f"[{_FORMLESS}]")
BLANK = re.compile(rf"[\s\u2800{_FORMLESS}]*")  # nothing to see in it


# The start of what some spreadsheet takes for a formula; the wide forms of the signs count too.  Where the
# comma is the decimal sign, a semicolon starts a new cell.
FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@＝＋－＠]|[\t\r\n])")


# Where an object lies, as Python writes one that has no words of its own: another place in each run.
_ADDRESS = re.compile(r"(?<= at 0x)[0-9a-fA-F]{6,16}(?=>)")


# What Python writes of an object whose class has no words for it, and of functions and methods.
_OBJECT = re.compile(r"<(?:(?:\w{1,100}|<locals>)\.){0,9}(\w{1,100}) object(?= at 0x)")
_AT = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")


def without_addresses(text: str) -> str:
    """Return a text without where objects lie in memory: `<Dog object>`."""
    return _AT.sub("", _OBJECT.sub(r"<\1 object", text)) if " at 0x" in text else text


def safe(text: str, limit: int = 2000, *, keep_newlines: bool = False) -> str:
    r"""`text` with every character that could deceive a reader or a terminal written out, as in `\x1b`.

    With `keep_newlines` line feeds and tabs stay, and all kinds of line ends become line feeds.  The result
    has at most `limit` characters; where something was cut off it ends in an ellipsis.  Where an object lies
    in memory is left out.
    """
    if " at 0x" in text[: 2 * limit]:
        text = _ADDRESS.sub("…", text[: 4 * limit])
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text  # as most texts are
    # Every character gives at least one, so no more than this of an endless text is ever looked at.
    start = text[: 2 * limit + 2] if keep_newlines else text[: limit + 1]
    if keep_newlines:
        start = start.replace("\r\n", "\n").replace("\r", "\n")
    pieces: list[str] = []
    length = 0
    for piece in _pieces(start, keep_newlines=keep_newlines):
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            return _shortened(pieces, limit)
    return "".join(pieces)


def cell_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return safe(FORMULA.sub(r"\1'", text))


def _pieces(text: str, *, keep_newlines: bool) -> list[str]:
    """Harmless runs of characters as they are, and each unsafe character as its escape."""
    pieces: list[str] = []
    end = 0
    for match in _UNSAFE.finditer(text):
        character = match.group()
        if keep_newlines and character in "\n\t":
            continue
        pieces += [text[end : match.start()], _escape(character)]
        end = match.end()
    return [*pieces, text[end:]]


def _escape(character: str) -> str:
    r"""The way Python would write it: `\n`, `\x1b`, `\u202e`, `\U000e0041`."""
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _shortened(pieces: list[str], limit: int) -> str:
    """The pieces cut to the limit, with an ellipsis, and never in the middle of an escape."""
    room = max(limit - 1, 0)
    kept: list[str] = []
    for piece in pieces:
        if len(piece) <= room:
            kept.append(piece)
            room -= len(piece)
            continue
        if not _is_escape(piece):
            kept.append(piece[:room])
        break
    return "".join(kept) + "…" if limit > 0 else ""


def _is_escape(piece: str) -> bool:
    """Whether this piece was written by `_escape`."""
    return re.fullmatch(r"\\(?:[nrt]|x..|u.{4}|U.{8})", piece) is not None
