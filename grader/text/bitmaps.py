"""Pictures of strangers, checked to be pictures and nothing else: PNG, JPEG, GIF and WebP, small ones.

What is no part of the picture is dropped: texts, places, profiles, animations, and whatever stands behind its
end.  What a browser is handed then is as large as it says, and takes no more memory than that.
"""

import hashlib
import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from grader.model import Picture

LARGEST = 1_500_000  # bytes
SIDE = 4096  # pixels of its width and height
PIXELS = 8_000_000
SCANS = 30  # of one JPEG: each is drawn over the one before


def picture_name(data: bytes, called: str) -> str:
    """Return a name that no other picture has: a text that names another picture is another text.

    It begins with digits alone, for texts that differ in a number are never taken for alike.
    """
    return f"{int(hashlib.sha256(data).hexdigest(), 16) % 10**_DIGITS:0{_DIGITS}}/{called}"


def as_typed(text: str) -> str:
    """Return a text with its pictures called as its author called them."""
    return _NAMED.sub("attachment:", text) if "attachment:" in text else text


_DIGITS = 30
_NAMED = re.compile(rf"attachment:\d{{{_DIGITS}}}/")


class NoPictureError(Exception):
    """These bytes are no picture that is shown."""


@dataclass(frozen=True)
class Bitmap:
    """The bytes of a picture, and of which sort it is: "png", "jpeg", "gif" or "webp"."""

    sort: str
    data: bytes

    @property
    def address(self) -> str:
        """The address that holds the picture itself."""
        return f"data:image/{self.sort};base64,{b64encode(self.data).decode()}"


def addresses(pictures: Iterable[Picture], text: str) -> dict[str, str]:
    """Return the addresses that hold the pictures which are named in a text, by these names."""
    named = (each for each in pictures if not each.drawn and each.name in text)
    return {each.name: Bitmap(each.sort, each.data).address for each in named}


def bitmap(data: bytes) -> Bitmap | None:
    """Return a picture without what is none; None for anything that is not shown."""
    if len(data) > LARGEST:
        return None
    for start, sort, read in _SORTS:
        if start.match(data):
            try:
                return Bitmap(sort, read(data))
            except (NoPictureError, struct.error, IndexError, zlib.error):
                return None
    return None


def _require(holds: bool) -> None:
    if not holds:
        raise NoPictureError


def _require_size(width: int, height: int) -> None:
    _require(0 < width <= SIDE and 0 < height <= SIDE and width * height <= PIXELS)


# ---- PNG ---------------------------------------------------------------------------------------------

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by type of colour
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Of an interlaced picture: where each of seven passes begins and how far it steps, across and down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def _png(data: bytes) -> bytes:
    kept = [_SIGNATURE]
    packed: list[bytes] = []
    raw = 0
    for kind, content, whole in _chunks(data):
        _require((kind == b"IHDR") == (len(kept) == 1))
        if kind == b"IHDR":
            width, height, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", content)
            _require_size(width, height)
            _require(depth in _DEPTHS.get(colour, ()) and not method and not filtering and interlaced < 2)
            raw = _raw(width, height, depth * _CHANNELS[colour], interlaced=bool(interlaced))
        if kind == b"IDAT":
            packed.append(content)
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            kept.append(whole)
        if kind == b"IEND":
            break
    else:
        raise NoPictureError
    _require(_unpacked(b"".join(packed), raw) == raw)
    return b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        _require(end <= len(data))
        kind, content = data[place + 4 : place + 8], data[place + 8 : end - 4]
        _require(struct.unpack(">I", data[end - 4 : end]) == (zlib.crc32(kind + content),))
        yield kind, content, data[place:end]
        place = end


def _raw(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """Return how many bytes a picture has, unpacked: each row begins with one for its filter."""
    total = 0
    for x, y, across, down in _PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -((x - width) // across), -((y - height) // down)
        total += rows * (1 + -(-columns * bits // 8)) if columns > 0 and rows > 0 else 0
    return total


def _unpacked(packed: bytes, most: int) -> int:
    """Return how many bytes these unpack to, a piece at a time; counted no further than beyond ``most``."""
    unpacker, found, rest = zlib.decompressobj(), 0, packed
    while found <= most:
        piece = len(unpacker.decompress(rest, 1 << 18))
        found, rest = found + piece, unpacker.unconsumed_tail
        if not piece and not rest:
            break
    return found


# ---- JPEG --------------------------------------------------------------------------------------------

_MARK = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # what is none inside of the data of a scan


def _jpeg(data: bytes) -> bytes:
    kept = [data[:2]]
    place, scans, size = 2, 0, (0, 0)
    while True:
        _require(data[place] == 0xFF)
        kind, (length,) = data[place + 1], struct.unpack_from(">H", data, place + 2)
        _require(length >= 2 and place + 2 + length <= len(data))
        segment = data[place : place + 2 + length]
        place += 2 + length
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", segment, 5)
            _require(size in ((0, 0), (width, height)))
            _require_size(width, height)
            size = (width, height)
        # Of what programs add, only how the picture is laid out and coloured belongs to it.
        if not (0xE1 <= kind <= 0xED or kind in (0xEF, 0xFE)):
            kept.append(segment)
        elif kind == 0xE1:
            kept.append(_turned(segment))
        if kind != 0xDA:
            continue
        scans += 1
        _require(size != (0, 0) and scans <= SCANS)
        end = _MARK.search(data, place)
        if end is None:
            raise NoPictureError
        kept.append(data[place : end.start()])
        place = end.end() - 2
        if end[1] == b"\xd9":
            return b"".join([*kept, b"\xff\xd9"])


def _turned(segment: bytes) -> bytes:
    """Return how a photograph is to be turned, of all that a camera tells; nothing where it does not say."""
    told = segment[10:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(told[:4])
    if segment[4:10] != b"Exif\0\0" or order is None:
        return b""
    try:
        (first,) = struct.unpack_from(f"{order}I", told, 4)
        (count,) = struct.unpack_from(f"{order}H", told, first)
        for place in range(first + 2, first + 2 + 12 * min(count, 100), 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", told, place)
            if tag == 0x0112 and 1 <= value <= 8:
                entry = struct.pack(">HHIHHI", tag, 3, 1, value, 0, 0)
                return b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\1" + entry
    except struct.error:
        pass
    return b""


# ---- GIF ---------------------------------------------------------------------------------------------


def _gif(data: bytes) -> bytes:
    """Return the first picture of a GIF."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    _require_size(width, height)
    place = 13 + _table(flags)
    kept = [data[:place]]
    while True:
        kind = data[place]
        if kind == 0x21:
            end = _after_blocks(data, place + 2)
            if data[place + 1] == 0xF9:  # which colour is none
                kept.append(data[place:end])
            place = end
            continue
        _require(kind == 0x2C)
        x, y, columns, rows, flags = struct.unpack_from("<HHHHB", data, place + 1)
        _require(columns > 0 and rows > 0 and x + columns <= width and y + rows <= height)
        end = _after_blocks(data, place + 11 + _table(flags))
        return b"".join([*kept, data[place:end], b"\x3b"])


def _table(flags: int) -> int:
    """Return how many bytes of colours follow."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, place: int) -> int:
    while length := data[place]:
        place += 1 + length
    return place + 1


# ---- WebP --------------------------------------------------------------------------------------------


def _webp(data: bytes) -> bytes:
    """Return a WebP that does not move, without what it tells of its origin."""
    end = 8 + int.from_bytes(data[4:8], "little")
    _require(end <= len(data))
    kept: list[bytes] = []
    place, seen = 12, False
    while place + 8 <= end and not seen:
        kind, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content = data[place + 8 : place + 8 + length]
        _require(len(content) == length and place + 8 + length <= end)
        if kind == b"VP8X":
            _require(not kept and length == 10 and not content[0] & 0x02)
            _require_size(
                1 + int.from_bytes(content[4:7], "little"), 1 + int.from_bytes(content[7:10], "little")
            )
            content = bytes([content[0] & 0x10]) + content[1:]
        elif kind == b"VP8 ":
            _require(content[3:6] == b"\x9d\x01\x2a")
            width, height = struct.unpack_from("<HH", content, 6)
            _require_size(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"VP8L":
            bits = int.from_bytes(content[1:5], "little")
            _require(content[0] == 0x2F)
            _require_size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        seen = kind in (b"VP8 ", b"VP8L")
        if seen or kind in (b"VP8X", b"ALPH"):
            kept.append(kind + struct.pack("<I", length) + content + b"\0" * (length % 2))
        place += 8 + length + length % 2
    _require(seen)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


_SORTS: tuple[tuple[re.Pattern[bytes], str, Callable[[bytes], bytes]], ...] = (
    (re.compile(re.escape(_SIGNATURE)), "png", _png),
    (re.compile(rb"\xff\xd8\xff"), "jpeg", _jpeg),
    (re.compile(rb"GIF8[79]a"), "gif", _gif),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp", _webp),
)
