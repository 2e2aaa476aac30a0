"""The bytes of a module to its text, the way Python would read them.  Nothing is parsed here."""

import re

from grader.submissions.found import UnreadableError, too_large
from grader.submissions.limits import MAX_SOURCE

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
_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def decode_module(data: bytes) -> str:
    """The text of a module, from its declared encoding or UTF-8, with lines that end as Python's do."""
    if len(data) > MAX_SOURCE:
        raise UnreadableError(too_large(MAX_SOURCE))
    refuse_wide_text(data)
    marked = data.startswith(_UTF_8_MARK)
    data = data.removeprefix(_UTF_8_MARK)
    if b"\0" in data:
        raise UnreadableError(
            "This file holds a NUL byte, so it is not Python text: it is of another kind, or was damaged."
            " Save it again as plain text in UTF-8.",
            _line(data, data.index(b"\0")),
        )
    encoding, line = ("utf-8", None) if marked else _declared(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _not_text_in(encoding, data[error.start], line), _line(data, error.start)
        ) from None
    if "\0" in text:
        raise UnreadableError(
            "This file holds a NUL character, so it is not Python text. Save it again as UTF-8."
        )
    return unix_lines(text)


def unix_lines(text: str) -> str:
    """The text with all line ends, of Windows and of old Macs, as Python reads them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_wide_text(data: bytes) -> None:
    """Say so clearly if these bytes are UTF-16 or UTF-32; whatever reads them next would only see rubbish."""
    for mark, name in _WIDE_MARKS.items():
        if data.startswith(mark):
            raise _wide(name)
    # Without a mark: in Latin letters every second byte is zero, and no other.
    for first, second in ((data[:1000:2], data[1:1000:2]), (data[1:1000:2], data[:1000:2])):
        if len(first) > 1 and first.count(0) > 0.8 * len(first) and second.count(0) == 0:
            raise _wide("UTF-16")


def _wide(name: str) -> UnreadableError:
    return UnreadableError(
        f"This file is saved as {name}, which Python does not read. Save it again as UTF-8."
    )


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
    if line is not None:
        return (
            f"The byte 0x{byte:02x} here is not text in {encoding}, the encoding that line {line} declares."
            " Save the file as UTF-8 and delete the declaration."
        )
    return (
        f"The byte 0x{byte:02x} here is not UTF-8, so it cannot be read as text. Save the file as UTF-8, or"
        " declare its encoding in the first line, like this: # -*- coding: latin-1 -*-"
    )


def _line(data: bytes, position: int) -> int:
    """The line that a byte is on, counted from 1."""
    return len(re.findall(rb"\r\n|\r|\n", data[:position])) + 1
