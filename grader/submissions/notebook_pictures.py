"""The pictures in a notebook: those pasted into its text, and those that its code drew when it was last run.

They are taken for a person to look at beside an answer in words.  A picture in an output proves nothing: what
stands in a file is what somebody put there.
"""

import re
from base64 import b64decode
from binascii import Error
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from grader.model import Picture
from grader.submissions.limits import MAX_DRAWN, MAX_PASTED, MAX_PICTURES
from grader.submissions.notebook_cells import mapping, text_of
from grader.text.bitmaps import LARGEST, bitmap, picture_name
from grader.text.safe import safe

SORTS = ("image/png", "image/jpeg", "image/gif", "image/webp")
_MOST_BASE64 = LARGEST * 3 // 2  # characters, line breaks and all
_NAMED = re.compile(r"attachment:((?:[^\s()<>\"']|\([^\s()<>\"']*+\))++)")
_PASTED = re.compile(r"data:[\w.+-]{1,50}/[\w.+-]{1,50};base64,([A-Za-z0-9+/=]{50,}+)")
_DRAWN = re.compile(
    rb'"image/(?:png|jpeg|gif|webp)"\s*+:\s*+(?:"([^"]*+)"|\[((?:\s*+"[^"]*+"\s*+,?)*+)\s*+\])', re.DOTALL
)


@dataclass
class PictureShelf:
    """The pictures of one submission: as many as there is room for, those pasted and those drawn apart."""

    pictures: tuple[Picture, ...] = ()
    tried: Counter[bool] = field(default_factory=Counter)  # pasted and drawn: each takes time, picture or not

    def named(self, text: str, cell: Mapping[str, Any]) -> str:
        """Return the text of a cell with each of its pictures under a name that no other picture has.

        What is pasted into the text itself is taken from it, whatever it is.
        """
        if "attachment:" in text:
            attached = mapping(cell, "attachments")
            text = _NAMED.sub(lambda match: self._attached(match, attached), text)
        if ";base64," in text:
            text = _PASTED.sub(lambda match: self._taken(match[1], "picture") or "data:,", text)
        return text

    def draw(self, output: bytes, where: str) -> None:
        """Take a picture that stands in an output, as base64."""
        found = self._read(output.decode("ascii", "replace"), drawn=True)
        if found is not None:
            self.pictures += (Picture(safe(where, 600), *found, drawn=True),)

    def _attached(self, match: re.Match[str], attached: Mapping[str, Any]) -> str:
        name = unquote(match[1])
        bundle = mapping(attached, name)
        data = next((text for sort in SORTS if (text := text_of(bundle.get(sort)))), "")
        return (self._taken(data, name) if data else "") or match[0]

    def _taken(self, encoded: str, called: str) -> str:
        found = self._read(encoded, drawn=False)
        if found is None:
            return ""
        name = picture_name(found[1], quote(safe(called, 100)))
        if all(each.name != name for each in self.pictures):
            self.pictures += (Picture(name, *found),)
        return f"attachment:{name}"

    def _read(self, encoded: str, *, drawn: bool) -> tuple[str, bytes] | None:
        """Return of which sort a picture is, and its bytes; None where there is none, or no room for it."""
        self.tried[drawn] += 1
        there = [each for each in self.pictures if each.drawn == drawn]
        if self.tried[drawn] > 5 * MAX_PICTURES or len(there) >= MAX_PICTURES or len(encoded) > _MOST_BASE64:
            return None
        try:
            found = bitmap(b64decode("".join(encoded.split()), validate=True))
        except (Error, ValueError):
            return None
        room = (MAX_DRAWN if drawn else MAX_PASTED) - sum(len(each.data) for each in there)
        return None if found is None or len(found.data) > room else (found.sort, found.data)


def pictures_in(outputs: bytes) -> Iterator[bytes]:
    """Yield the pictures in the outputs of a cell, as the JSON has them, without anything being built."""
    if b'"image/' in outputs:
        for match in _DRAWN.finditer(outputs):
            lines = re.sub(rb'[",]', b"", match[2]) if match[1] is None else match[1]
            yield lines.replace(b"\\n", b"").replace(b"\\/", b"/")
