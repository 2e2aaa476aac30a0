"""Letters of formulas in bold, double-struck, script and other hands, as characters of their own.

Browsers know no other way: to most, an attribute says nothing, and a vector looks as its entries do.
"""

import unicodedata
from functools import lru_cache

HANDS = {
    "bold": ("BOLD",),
    "italic": ("ITALIC",),
    "bold-italic": ("BOLD ITALIC", "BOLD"),  # of digits there are none that lean
    "double-struck": ("DOUBLE-STRUCK",),
    "script": ("SCRIPT",),
    "bold-script": ("BOLD SCRIPT",),
    "fraktur": ("FRAKTUR", "BLACK-LETTER"),
    "bold-fraktur": ("BOLD FRAKTUR",),
    "sans-serif": ("SANS-SERIF",),
    "bold-sans-serif": ("SANS-SERIF BOLD",),
    "monospace": ("MONOSPACE",),
}


def in_hand(text: str, hand: str) -> str:
    """Return a text in a hand, one of MathML's `mathvariant`; what has no such letter stays as it is."""
    return "".join(_letter(each, hand) for each in text) if hand in HANDS else text


@lru_cache(2000)
def _letter(character: str, hand: str) -> str:
    name = unicodedata.name(character, "")
    for start in ("LATIN ", "GREEK "):
        name = name.removeprefix(start)
    plain = name.replace(" LETTER ", " ")
    for word in HANDS[hand]:
        for full in (f"MATHEMATICAL {word} {plain}", f"{word} {plain}"):  # some were there before the others
            try:
                return unicodedata.lookup(full)
            except KeyError:
                continue
    return character
