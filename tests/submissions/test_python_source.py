"""Bytes of a module to text, as Python would read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions.found import UnreadableError
from grader.submissions.python_source import Text, decode_module


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("λ = 'é'\n".encode(), "λ = 'é'\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbf# coding: latin-1\nx = '\xc3\xa9'\n", "# coding: latin-1\nx = 'é'\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"if x:\n\ty = 1\f\n", "if x:\n\ty = 1\f\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        (
            b"#!/usr/bin/python\r# vim: set fileencoding=cp1252 :\rx = '\x80'\r",
            "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '€'\n",
        ),
        (b"\n# coding: ISO_8859_1-unix\nx = '\xe9'\n", "\n# coding: ISO_8859_1-unix\nx = 'é'\n"),
        (b"# coding: utf_8\nx = '\xc3\xa9'\n", "# coding: utf_8\nx = 'é'\n"),
        (b"# coding: gbk\nx = '\xc4\xe3'\n", "# coding: gbk\nx = '你'\n"),
        ("x = 1\n# coding: latin-1\ny = 'é'\n".encode(), "x = 1\n# coding: latin-1\ny = 'é'\n"),
        ("\n\n# coding: latin-1\ny = 'é'\n".encode(), "\n\n# coding: latin-1\ny = 'é'\n"),
        (b"x = 'coding: rot13'\n", "x = 'coding: rot13'\n"),
        (b"", ""),
    ],
)
def test_a_module_is_read_as_python_reads_it(data: bytes, text: str) -> None:
    """Byte-order mark, declared encoding and all line ends are understood; tabs and form feeds stay."""
    assert decode_module(data) == Text(text)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (
            b"x = 1\ny = '\xe9\x01'\n",
            2,
            (
                "The byte 0xe9 here is not text in utf-8: this file is of another kind, or was damaged."
                " Save it again as plain text in UTF-8."
            ),
        ),
        (
            b"# coding: ascii\r\n\r\nx = '\xe9\x7f'\r\n",
            3,
            (
                "The byte 0xe9 here is not text in ascii, the encoding that line 1 declares: this file is of"
                " another kind, or was damaged. Save it again as plain text in UTF-8."
            ),
        ),
        (
            b"#\n# coding: utf-7\nx = 1\n",
            2,
            (
                "The encoding 'utf-7' that this line declares is not one that is read here."
                " Save the file as UTF-8 and delete the declaration."
            ),
        ),
        (
            b"x = 1\nz = '\0'\n",
            2,
            (
                "This file holds a NUL byte, so it is not Python text: it is of another kind, or was damaged."
                " Save it again as plain text in UTF-8."
            ),
        ),
        (
            b"x" * 5_000_001,
            None,
            (
                "This file is larger than 5 MB, so it is not read."
                " Hand in code without data, and clear the outputs of notebooks."
            ),
        ),
    ],
)
def test_what_is_not_text_is_explained(data: bytes, line: int | None, message: str) -> None:
    """What cannot be read is refused with the line, the reason and the way out."""
    with pytest.raises(UnreadableError) as refused:
        decode_module(data)
    assert (refused.value.line, refused.value.message) == (line, message)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_is_read_with_a_note(encoding: str) -> None:
    """PowerShell's `>` writes UTF-16; with its mark or without, the text is the same."""
    name = encoding[:6].upper()
    assert decode_module("import numpy as np  # é\r\n".encode(encoding)) == Text(
        "import numpy as np  # é\n",
        f"This file is saved as {name}, which Python does not read, and was converted. Save it as UTF-8.",
    )


LATIN = (
    "This file is not saved as UTF-8 (line 2), so it was read as Latin-1: look whether its accents and"
    " umlauts are right, and save it as UTF-8."
)


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (
            b"x = 1\ny = '\xe9\x80'\n",
            "x = 1\ny = 'é€'\n",
            LATIN,
        ),
        (
            b"# coding: utf-8\n# \x81\xe4\n",
            "# coding: utf-8\n# \x81ä\n",
            LATIN,
        ),
        (
            "# coding: ascii\n# é\n".encode(),
            "# coding: ascii\n# é\n",
            "This file is in UTF-8, not in what it declares (line 2), and was read so.",
        ),
    ],
)
def test_text_in_another_encoding_is_read_with_a_note(data: bytes, text: str, note: str) -> None:
    """An umlaut in a comment costs nobody all the points."""
    assert decode_module(data) == Text(text, note)


@pytest.mark.parametrize(
    "name",
    [
        "rot13",
        "rot_13",
        "utf-7",
        "unicode_escape",
        "raw-unicode-escape",
        "hex",
        "zlib",
        "idna",
        "punycode",
        "utf-16",
        "mbcs",
        "nonsense",
    ],
)
def test_only_real_encodings_of_text_are_known(name: str) -> None:
    """A codec that would make another program out of the same text is never used."""
    with pytest.raises(UnreadableError, match=f"^The encoding '{name}' that this line declares"):
        decode_module(f"# coding: {name}\n".encode())


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Nothing but a refusal with a sentence comes out of bytes that are no text."""
    try:
        text = decode_module(data).text
    except UnreadableError as error:
        assert error.message.endswith((".", "-*-"))
    else:
        text.encode()
        assert not {"\0", "\r"} & set(text)
