"""Text in UTF-16 or UTF-32, as Windows PowerShell and old editors save it, to UTF-8."""

import codecs

_MARKS = {  # longest first: one begins like another
    codecs.BOM_UTF32_LE: ("utf-32", "UTF-32"),
    codecs.BOM_UTF32_BE: ("utf-32", "UTF-32"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}


def narrowed(data: bytes) -> tuple[bytes, str]:
    """The same text in UTF-8, and the name of the encoding that it was in; "" for bytes left as they are."""
    for mark, (codec, name) in _MARKS.items():
        if data.startswith(mark):
            return _encoded(data, codec), name
    # Without a mark: in Latin letters every second byte is zero, and no other.
    for zeros, others, codec in (
        (data[:1000:2], data[1:1000:2], "utf-16-be"),
        (data[1:1000:2], data[:1000:2], "utf-16-le"),
    ):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros) and others.count(0) == 0:
            return _encoded(data, codec), "UTF-16"
    return data, ""


def _encoded(data: bytes, codec: str) -> bytes:
    return data.decode(codec, "replace").encode("utf-8")
