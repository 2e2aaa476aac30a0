"""The bytes of a module to its text, the way Python would read them.  Nothing is parsed here."""

import re
from dataclasses import dataclass

from grader.submissions.found import UnreadableError, too_large
from grader.submissions.limits import MAX_SOURCE
from grader.submissions.wide_text import narrowed

# The encodings in which people really keep programs, under the names they use for them.  Not whatever
# Python can decode: "utf-7" or "rot13" make a program that says something else than what a person reads in
# the file.
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "utf-8-sig", "u8", "cp65001"), "utf-8"),
    **dict.fromkeys(("ascii", "us-ascii", "646"), "ascii"),
    **dict.fromkeys(("latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "l1"), "latin-1"),
    **dict.fromkeys(("iso-8859-2", "iso8859-2", "latin-2", "latin2"), "iso8859-2"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15", "latin-9", "latin9"), "iso8859-15"),
    **dict.fromkeys(("windows-1250", "cp1250"), "cp1250"),
    **dict.fromkeys(("windows-1251", "cp1251"), "cp1251"),
    **dict.fromkeys(("windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("mac-roman", "macroman"), "mac-roman"),
    **dict.fromkeys(("koi8-r",), "koi8-r"),
    **dict.fromkeys(("gbk", "cp936", "gb2312"), "gbk"),
    **dict.fromkeys(("gb18030",), "gb18030"),
    **dict.fromkeys(("big5",), "big5"),
    **dict.fromkeys(("shift-jis", "shiftjis", "sjis", "cp932", "ms932"), "cp932"),
    **dict.fromkeys(("euc-jp", "eucjp"), "euc-jp"),
    **dict.fromkeys(("euc-kr", "euckr", "cp949"), "cp949"),
}

_DECLARATION = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_BLANK_OR_COMMENT = re.compile(rb"[ \t\f]*(?:#.*)?")
_UTF_8_MARK = b"\xef\xbb\xbf"
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # what no editor writes


@dataclass(frozen=True)
class Text:
    """What a file says, and what of its encoding was decided for the student: "" for nothing."""

    text: str
    note: str = ""


def decode_module(data: bytes) -> Text:
    """The text of a module, from its declared encoding or UTF-8, with lines that end as Python's do.

    UTF-16, and Latin-1 that nobody declared, are read too: Python would refuse them, but a person reads them.
    """
    if len(data) > MAX_SOURCE:
        raise UnreadableError(too_large(MAX_SOURCE))
    data, wide = narrowed(data)
    marked = data.startswith(_UTF_8_MARK)
    data = data.removeprefix(_UTF_8_MARK)
    if b"\0" in data:
        raise UnreadableError(
            "This file holds a NUL byte, so it is not Python text: it is of another kind, or was damaged."
            " Save it again as plain text in UTF-8.",
            _line(data, data.index(b"\0")),
        )
    encoding, line = ("utf-8", None) if marked or wide else _declared(data)
    try:
        text, note = data.decode(encoding), wide and saved_as(wide)
    except UnicodeDecodeError as error:
        at = _line(data, error.start)
        if _NO_TEXT.search(data):
            raise UnreadableError(_not_text_in(encoding, data[error.start], line), at) from None
        text, note = guessed(data, at)
    if "\0" in text:
        raise UnreadableError(
            "This file holds a NUL character, so it is not Python text. Save it again as UTF-8."
        )
    return Text(unix_lines(text), note)


def guessed(data: bytes, line: int) -> tuple[str, str]:
    """Text that is not in the encoding it should be in, as most screens show it, and a note."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        return text, (
            f"This file is not saved as UTF-8 (line {line}), so it was read as Latin-1: look whether its"
            " accents and umlauts are right, and save it as UTF-8."
        )
    return text, f"This file is in UTF-8, not in what it declares (line {line}), and was read so."


def saved_as(encoding: str) -> str:
    """The note about a file in an encoding that Python does not read."""
    return (
        f"This file is saved as {encoding}, which Python does not read, and was converted. Save it as UTF-8."
    )


def unix_lines(text: str) -> str:
    """The text with all line ends, of Windows and of old Macs, as Python reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared(data: bytes) -> tuple[str, int | None]:
    """The encoding that one of the first two lines declares, and which of them does; else UTF-8."""
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data[:2000], maxsplit=2)[:2], start=1):
        if match := _DECLARATION.match(line):
            name = match[1].decode("ascii", "replace")
            return _known(name, number), number
        if not _BLANK_OR_COMMENT.fullmatch(line):
            break
    return "utf-8", None


def _known(name: str, line: int) -> str:
    """The codec of an encoding on our list."""
    plain = name.lower().replace("_", "-")
    # Emacs adds how lines end: "utf-8-unix".
    plain = re.sub(r"-(?:unix|dos|mac)$", "", plain)
    if plain not in _ENCODINGS:
        raise UnreadableError(
            f"The encoding '{name}' that this line declares is not one that is read here."
            " Save the file as UTF-8 and delete the declaration.",
            line,
        )
    return _ENCODINGS[plain]


def _not_text_in(encoding: str, byte: int, line: int | None) -> str:
    said = f", the encoding that line {line} declares" if line is not None else ""
    return (
        f"The byte 0x{byte:02x} here is not text in {encoding}{said}: this file is of another kind, or was"
        " damaged. Save it again as plain text in UTF-8."
    )


def _line(data: bytes, position: int) -> int:
    """The line that a byte is on, counted from 1."""
    return len(re.findall(rb"\r\n|\r|\n", data[:position])) + 1
