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
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from grader.model import Picture
from grader.submissions.limits import MAX_DRAWN, MAX_PASTED, MAX_PICTURES, MAX_TRIED
from grader.submissions.notebook_cells import mapping, text_of
from grader.text.bitmaps import LARGEST, Bitmap, bitmap, picture_name
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
            found: dict[str, str] = {}  # each is looked at once, however often it is named

            def name(match: re.Match[str]) -> str:
                if match[1] not in found:
                    found[match[1]] = self._attached(unquote(match[1]), attached)
                return found[match[1]] or match[0]

            text = _NAMED.sub(name, text)
        if ";base64," in text:
            text = _PASTED.sub(lambda match: self._pasted(match[1], "picture") or "data:,", text)
        return text

    def draw(self, output: bytes, where: str) -> None:
        """Take a picture that stands in an output, as base64."""
        found = self._read(output.decode("ascii", "replace"), drawn=True)
        if found is not None:
            self._put(Picture(safe(where, 600), found.sort, found.data, drawn=True), MAX_DRAWN)

    def _attached(self, name: str, attached: Mapping[str, Any]) -> str:
        bundle = mapping(attached, name)
        data = next((text for sort in SORTS if (text := text_of(bundle.get(sort)))), "")
        return self._pasted(data, name) if data else ""

    def _pasted(self, encoded: str, called: str) -> str:
        """Return how a text names a picture; "" where it is none that is shown."""
        found = self._read(encoded, drawn=False)
        if found is None:
            return ""
        name = picture_name(found.data, quote(safe(called, 100)))
        there = any(each.name == name for each in self.pictures)
        there = there or self._put(Picture(name, found.sort, found.data), MAX_PASTED)
        return f"attachment:{name}" if there else ""

    def _put(self, picture: Picture, most: int) -> bool:
        """Keep a picture, if there is room; say whether there was."""
        there = [len(each.data) for each in self.pictures if each.drawn == picture.drawn]
        if len(there) >= MAX_PICTURES or sum(there) + len(picture.data) > most:
            return False
        self.pictures += (picture,)
        return True

    def _read(self, encoded: str, *, drawn: bool) -> Bitmap | None:
        """Return a picture; None where there is none, or too many were looked at."""
        self.tried[drawn] += 1
        if self.tried[drawn] > MAX_TRIED or len(encoded) > _MOST_BASE64:
            return None
        try:
            return bitmap(b64decode("".join(encoded.split()), validate=True))
        except (Error, ValueError):
            return None


def pictures_in(outputs: bytes) -> Iterator[bytes]:
    """Yield the pictures in the outputs of a cell, as the JSON has them, without anything being built."""
    if b'"image/' in outputs:
        for match in islice(_DRAWN.finditer(outputs), MAX_TRIED):
            lines = re.sub(rb'[",]', b"", match[2]) if match[1] is None else match[1]
            yield lines.replace(b"\\n", b"").replace(b"\\/", b"/")
