"""`safe` lets nothing through that could deceive a reader, a terminal or an encoder."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.text.safe import safe, without_addresses

_ALWAYS_ESCAPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, invisible formats, surrogates, line separators


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, with accents: é, 漢字, λ ≥ 0, and a smile 🙂", None),
        ("<b>&amp;</b> =1+1 [link](x) 100% \\n", None),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("bell\a null\0 delete\x7f", r"bell\x07 null\x00 delete\x7f"),
        ("\x9b31m", r"\x9b31m"),
        ("one\ntwo\ttabbed\r", r"one\ntwo\ttabbed\r"),
        ("safe\u202egnp.exe", r"safe\u202egnp.exe"),
        ("a\u2066b\u2069c\u061cd", r"a\u2066b\u2069c\u061cd"),
        ("zero\u200bwidth\ufeff\u2060", r"zero\u200bwidth\ufeff\u2060"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("blank\u3164\u115f", r"blank\u3164\u115f"),
        ("half\ud800 a character\udcff", r"half\ud800 a character\udcff"),
        ("<hw.Dog object at 0x7fc1d55f2910>, 0x7fc1d55f2910", "<hw.Dog object at 0x…>, 0x7fc1d55f2910"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("not for XML \ufffe\uffff", r"not for XML \ufffe\uffff"),
    ],
)
def test_unsafe_characters_are_written_out_and_others_left_alone(text: str, shown: str | None) -> None:
    """What could deceive is shown as Python would write it; everything else is untouched."""
    assert safe(text) == (text if shown is None else shown)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[<hw.Dog object at 0x7fc1d55f2910>]", "[<Dog object>]"),
        ("<hw.f.<locals>.Dog object at 0x7fc1d55f2910>", "<Dog object>"),
        ("<bound method Dog.bark of <hw.Dog object at 0xf2910>>", "<bound method Dog.bark of <Dog object>>"),
        ("<function bark at 0x7fc1d55f2910>", "<function bark>"),
        ("at 0x7fc1d55f2910, a number", None),
    ],
)
def test_where_an_object_lies_is_left_out(text: str, left: str | None) -> None:
    """It is another place in each process; a number that stands by itself is none."""
    assert without_addresses(text) == (text if left is None else left)


def test_every_character_of_an_unsafe_category_is_escaped() -> None:
    """No control, invisible, surrogate or separator of this Python's Unicode is missing from the list."""
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in _ALWAYS_ESCAPED and safe(chr(code)) == chr(code)
    ]
    assert missed == []


def test_letters_marks_digits_and_symbols_are_left_alone() -> None:
    """Nothing that people read is escaped, apart from fillers that look like nothing."""
    escaped = {
        chr(code)
        for code in range(0xE0000)
        if unicodedata.category(chr(code)) not in _ALWAYS_ESCAPED | {"Cn", "Co"}
        and safe(chr(code)) != chr(code)
    }
    assert escaped == set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")


def test_lines_and_tabs_stay_where_they_are_wanted() -> None:
    """With `keep_newlines` a text keeps its lines and tabs, and only those controls."""
    assert safe("a\n\tb\x1b[0m", keep_newlines=True) == "a\n\tb\\x1b[0m"
    assert safe("a\r\nb\rc\n", keep_newlines=True) == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcd\x1b", 6, "abcd…"),
        ("abcd\x1b", 8, "abcd\\x1b"),
        ("\x1b\x1b\x1b", 9, "\\x1b\\x1b…"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
        ("", 0, ""),
        ("a\r\n" * 5, 4, "a\na…"),
    ],
)
def test_a_long_text_is_shortened(text: str, limit: int, shown: str) -> None:
    """The result keeps to the limit, says that something is missing, and never cuts an escape in two."""
    assert safe(text, limit, keep_newlines="\r" in text) == shown


def test_a_huge_text_costs_no_more_than_its_beginning() -> None:
    """Only the part that can be shown is looked at."""
    assert safe("\x1b" * 50_000_000, 9) == "\\x1b\\x1b…"


def test_the_usual_limit_is_two_thousand_characters() -> None:
    """Without a limit of its own a text is cut at 2000."""
    assert len(safe("x" * 3000)) == 2000
    assert safe("x" * 3000).endswith("x…")


@given(st.text(st.characters()), st.integers(0, 50), st.booleans())
def test_safe_text_is_safe(text: str, limit: int, keep_newlines: bool) -> None:
    """Whatever goes in, what comes out can be encoded, is short enough, and is safe already."""
    shown = safe(text, limit, keep_newlines=keep_newlines)
    shown.encode()
    assert len(shown) <= limit
    assert safe(shown, limit, keep_newlines=keep_newlines) == shown
    assert (
        keep_newlines
        or shown.isprintable()
        or not any(unicodedata.category(character) in _ALWAYS_ESCAPED for character in shown)
    )
