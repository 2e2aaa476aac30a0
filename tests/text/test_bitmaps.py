"""A picture of a stranger is a picture and nothing else, or it is not shown."""

import base64
import io
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from to_mark import chunk, png

from grader.text.bitmaps import LARGEST, bitmap

Image = pytest.importorskip("PIL.Image")
EVIL = b"<script>alert(1)</script>"
MODES = {"PNG": ("RGBA", "RGB", "L", "P", "1", "I;16", "LA"), "GIF": ("P",), "JPEG": ("RGB", "L", "CMYK")}
MODES["WEBP"] = ("RGBA", "RGB")


def drawn(form: str, mode: str = "RGB", size: tuple[int, int] = (37, 23), **how: object) -> bytes:
    """A picture as a program writes it."""
    image = Image.new("RGB", size)
    image.putdata([(x * 7 % 256, x * 3 % 256, x % 256) for x in range(size[0] * size[1])])
    if mode == "I;16":
        image = image.convert("L").convert("I").convert("I;16") if hasattr(image, "convert") else image
    elif mode != "RGB":
        image = image.convert(mode)
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGBA").tobytes()


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, each in MODES.items() for mode in each])
def test_pictures_come_through_as_they_were(form: str, mode: str) -> None:
    """Every sort and every way to keep colours: the same pixels."""
    data = drawn(form, mode)
    found = bitmap(data)
    assert found is not None
    assert found.sort == form.lower()
    assert pixels(found.data) == pixels(data)


@pytest.mark.parametrize(
    ("form", "how"),
    [
        ("JPEG", {"progressive": True}),
        ("JPEG", {"quality": 95, "subsampling": 0, "restart_marker_blocks": 1}),
        ("WEBP", {"lossless": True}),
        ("GIF", {"interlace": 1}),
    ],
)
def test_other_ways_to_write_a_picture(form: str, how: dict) -> None:
    """In several scans, without loss, interlaced."""
    data = drawn(form, **how)
    found = bitmap(data)
    assert found is not None
    assert pixels(found.data) == pixels(data)


def test_what_is_no_part_of_the_picture_is_dropped() -> None:
    """Texts, comments, where it was taken, and what stands behind its end."""
    place = Image.Exif()
    place[0x010E] = EVIL.decode()
    hidden = {
        "PNG": drawn("PNG", exif=place),
        "JPEG": drawn("JPEG", exif=place, comment=EVIL),
        "GIF": drawn("GIF", comment=EVIL),
        "WEBP": drawn("WEBP", exif=place),
    }
    text = chunk(b"tEXt", b"Comment\0" + EVIL)
    hidden["PNG"] = hidden["PNG"][:33] + text + hidden["PNG"][33:]
    for form, data in hidden.items():
        assert EVIL in data, form
        found = bitmap(data + EVIL)
        assert found is not None, form
        assert EVIL not in found.data
        assert pixels(found.data) == pixels(data)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_stands_upright(order: str) -> None:
    """How it is to be turned is kept, of all that a camera tells."""
    place = Image.Exif()
    place.endian = order
    place[0x0112], place[0x010E] = 6, EVIL.decode()
    found = bitmap(drawn("JPEG", exif=place))
    assert found is not None
    kept = Image.open(io.BytesIO(found.data)).getexif()
    assert dict(kept) == {0x0112: 6}


def test_what_moves_stands_still() -> None:
    """The first picture of a GIF, of fifty; a WebP that moves is not shown."""
    frames = [Image.new("RGB", (9, 9), (number * 5, 0, 0)) for number in range(50)]
    for form in ("GIF", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=10)
        found = bitmap(out.getvalue())
        if form == "WEBP":
            assert found is None
        else:
            assert found is not None
            assert Image.open(io.BytesIO(found.data)).n_frames == 1


def interlaced(width: int, height: int) -> bytes:
    """A black interlaced picture, made by hand."""
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    rows = b""
    for x, y, across, down in passes:
        columns, count = len(range(x, width, across)), len(range(y, height, down))
        rows += (b"\0" + b"\0" * columns) * count if columns else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (8, 8), (33, 17)])
def test_interlaced_pictures_are_measured_pass_by_pass(size: tuple[int, int]) -> None:
    """As browsers unpack them."""
    found = bitmap(interlaced(*size))
    assert found is not None
    assert Image.open(io.BytesIO(found.data)).size == size


def bomb() -> bytes:
    """A small picture whose data unpack to 200 MB."""
    packed = zlib.compress(bytes(200_000_000), 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n" + EVIL,
        base64.b64decode(png(30_000, 30_000)),
        base64.b64decode(png(4000, 4000)),
        base64.b64decode(png(0, 5)),
        base64.b64decode(png(5, 5)),  # its data are those of two by two
        base64.b64decode(png())[:-20],
        base64.b64decode(png()).replace(b"IDAT", b"IDAX"),
        b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x02\x00\x02" + bytes(20),
        b"GIF89a" + bytes(3) + EVIL,
        b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b"\x2c",
        b"RIFF\xff\xff\xff\x7fWEBPVP8 ",
        b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8L" + struct.pack("<I", 9) + bytes(9),
        bytes(LARGEST + 1),
    ],
)
def test_what_is_no_picture_is_not_shown(data: bytes) -> None:
    """Of another sort, cut off, of no size, of any size, not as large as it says."""
    assert bitmap(data) is None


def test_bombs_take_no_time() -> None:
    """What unpacks to more than it says, and a JPEG of ten thousand scans."""
    plain = drawn("JPEG")
    scan = plain.index(b"\xff\xda")
    many = plain[:scan] + plain[scan:-2] * 10_000 + b"\xff\xd9"
    start = time.process_time()
    assert bitmap(bomb()) is None
    assert bitmap(many[:LARGEST]) is None
    assert time.process_time() - start < 3


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(MODES)), st.data())
def test_any_damage_is_no_error(form: str, data: st.DataObject) -> None:
    """Bytes that were changed, cut and put in: a picture or none."""
    content = bytearray(drawn(form))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from("xcia")):
            case "x":
                content[place] = data.draw(st.integers(0, 255))
            case "c":
                del content[place : place + data.draw(st.integers(1, 50))]
            case "i":
                content[place:place] = data.draw(st.binary(max_size=20))
        if not content:
            break
    found = bitmap(bytes(content))
    assert found is None or found.sort in ("png", "jpeg", "gif", "webp")
