"""A gradebook file as a table, whatever it is separated by.

What a system needs to find its own students again, and what it compares, is kept to the letter; names and
other free text are made harmless for the spreadsheet that somebody may open the file in.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from grader.errors import InputError
from grader.text.safe import cell_text, safe

MAX_BYTES = 50_000_000
SPREADSHEET = "cp1252"  # what spreadsheet programs save in where nobody asked for more
_NUMBER = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*%?\s*")
_DECIMAL_COMMA = re.compile(r"\s*-?\d+,\d+\s*")
_DECIMAL_POINT = re.compile(r"\s*-?\d+\.\d+\s*")

Row = Sequence[str]


# ---- the file ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """The rows of a file, all as long as the header, and how they were written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    quoted: bool = False  # every cell in quotes

    def column(self, name: str) -> int | None:
        """Return where a column is, if there is one of this name."""
        return next((place for place, each in enumerate(self.header) if each.strip() == name), None)

    def text(self) -> str:
        """Return the file."""
        out = io.StringIO()
        writer = csv.writer(
            out,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
            lineterminator="\r\n",
        )
        writer.writerows([self.header, *self.rows])
        return out.getvalue()


def decoded(data: bytes) -> tuple[str, str]:
    """Return a file as text and the encoding to write it in; raise InputError for what is no text."""
    if len(data) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, so it is no gradebook")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    for each in (encoding, SPREADSHEET):
        try:
            return data.decode(each), each
        except UnicodeDecodeError:
            continue
    raise InputError(
        "it is no text in UTF-8, UTF-16 or Windows' own encoding; export it again from the course system"
    )


def encoded(text: str, encoding: str) -> tuple[bytes, str]:
    """Return a file in its encoding, or in UTF-8 where that has no sign for something; and which it is.

    Raises InputError where there is text that no encoding has.
    """
    for each in (encoding, "utf-8-sig"):  # with a mark, by which spreadsheet programs know it
        try:
            return text.encode(each), each
        except UnicodeEncodeError as problem:
            odd = problem.object[problem.start : problem.end]
    raise InputError(f"{safe(odd, 20)} is no text; give another title with --column TITLE")


def parsed(text: str) -> Sheet:
    """Return the table of a file; raise InputError for what is none."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    before = csv.field_size_limit(MAX_BYTES)  # some hold what students typed
    try:
        delimiter = max(",;\t", key=lambda each: _cells(first, each))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise InputError(f"it is no table: {problem}") from None
    finally:
        csv.field_size_limit(before)
    if not rows or len(rows[0]) < 2:
        raise InputError("it is no table: there is no header with columns")
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[width:]):
            raise InputError(f"row {number} has {len(row)} cells, but the header has {width}")
    filled = [tuple((row + [""] * width)[:width]) for row in rows]
    return Sheet(filled[0], tuple(filled[1:]), delimiter, quoted=first.startswith('"'))


def _cells(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def columns(table: Sheet) -> str:
    """Return the names of the columns for a sentence."""
    return ", ".join(safe(name, 60) for name in table.header[:30]) + (", …" if len(table.header) > 30 else "")


def harmless(row: Row, keep: Collection[int]) -> tuple[str, ...]:
    """Return a row in which no cell but those of the system itself can be taken for a formula."""
    return tuple(cell if place in keep else cell_text(cell) for place, cell in enumerate(row))


# ---- its numbers -------------------------------------------------------------------------------------


def number(score: float, *, comma: bool = False) -> str:
    """Return a score with at most two digits after the point, which is as many as these systems keep."""
    rounded = Decimal(repr(float(score))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = format(rounded, "f").rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def decimal_comma(cells: Collection[str]) -> bool:
    """Say whether the numbers in these cells are written with a comma."""
    with_comma = any(_DECIMAL_COMMA.fullmatch(cell) for cell in cells)
    return with_comma and not any(_DECIMAL_POINT.fullmatch(cell) for cell in cells)


def is_number(cell: str) -> bool:
    """Say whether a cell is a number."""
    return _NUMBER.fullmatch(cell) is not None


def value(cell: str) -> float | None:
    """Return the number in a cell, if there is one."""
    return float(cell.strip().rstrip("% ").replace(",", ".")) if is_number(cell) else None
