"""Brightspace: a folder a hand-in, `1234-5678 - Jane Doe - Mar 1, 2026 1230 PM`, or flat with the file's name
behind it, and an `index.html`.

The first number is the student's inside Brightspace; its gradebook files do not have it, so there a student
is found by name.  Who hands in again has one more folder.  A date that we cannot read is a date all the same:
it only does not say which of two is the later.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import datetime

from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree

# "Mar 1, 2026 1230 PM", "1 March, 2026 1230", "01 mars 2026 12 h 30": as language and country have it.
_WHEN = (
    r"(?:(?P<month>[^\W\d]{3,})\.? (?P<day>\d{1,2})|(?P<first>\d{1,2})\.? (?:de )?(?P<second>[^\W\d]{3,})\.?)"
    r",? (?:de )?(?P<year>\d{4}),? (?P<time>\d{1,2}(?: h)? ?\d{2})(?: (?P<half>[AaPp])\.?[Mm]\.?)?"
)
# Anything with a year in it: in a language or an order that we do not know.
_UNREAD = r"(?P<unread>(?:(?! - ).)*(?<!\d)20\d\d(?!\d)(?:(?! - ).)*)"
_DIGITS = 6  # at least, of a date with a year and a time


def _forms(when: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a folder is called, and how a file that stands in none."""
    owner = r"(?P<id>\d+)-\d+ - (?P<name>.+"
    return (
        re.compile(rf"{owner}) - {when}", re.DOTALL),
        re.compile(rf"{owner}?) - {when} - (?P<file>.+)", re.DOTALL),
    )


_KNOWN, _OTHER = _forms(_WHEN), _forms(_UNREAD)
# How the months begin in English, German, French, Spanish, Portuguese, Italian and Dutch, without accents.
_MONTHS = (
    *(
        ("jan", "ene", "gen"),
        ("feb", "fev"),
        ("mar", "mrt", "maa"),
        ("apr", "avr", "abr"),
        ("may", "mai", "mag", "mei"),
    ),
    *(
        ("jun", "juin", "giu"),
        ("jul", "juil", "lug"),
        ("aug", "aou", "ago"),
        ("sep", "set"),
        ("oct", "okt", "out", "ott"),
    ),
    *(("nov",), ("dec", "dez", "dic")),
)
_OTHERS = ("marr",)  # November in Finnish
_OWN = "index.html"


def read(tree: Tree, _: str) -> Listing:
    """Return whose each folder is."""
    parts = [part for entry, folder in tree.entries.items() if (part := _part(entry, folder=folder))]
    own = frozenset({_OWN} & set(tree.entries))
    return Listing(tuple(parts), own, marked=bool(own and parts))


def feedback_name(entry: str, page: str) -> str | None:
    """Return how *Add Feedback Files* knows whose a page is: by the folder, or the front of a file's name."""
    if _part(entry, folder=True) is not None:
        return f"{entry}/{page}"
    part = _part(entry, folder=False)
    return f"{entry.removesuffix(part.file)}{page}" if part is not None else None


def _month(name: str) -> int | None:
    """Return the number of a month, from 1."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = [place for place, starts in enumerate(_MONTHS, start=1) if plain.startswith(starts)]
    return found[0] if found and not plain.startswith(_OTHERS) else None


def _part(entry: str, *, folder: bool) -> Part | None:
    form = 0 if folder else 1
    match = _KNOWN[form].fullmatch(entry)
    when = match and _when(match)
    if when is None:
        match = _OTHER[form].fullmatch(entry)
        if match is not None and sum(map(str.isdigit, match["unread"])) < _DIGITS:
            match = None
    if match is None:
        return None
    student, file = Student(match["name"], match["id"]), "" if folder else match["file"]
    unread = match["unread"] if when is None else ""
    at = when.isoformat() if when else ""
    return Part(entry, match["id"], (student,), file, at, unread=unread, at=at)


def _when(match: re.Match[str]) -> datetime | None:
    month = _month(match["month"] or match["second"])
    time = re.sub(r"\D", "", match["time"]).zfill(4)
    hour = int(time[:2])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].upper() == "P")
    with suppress(ValueError):  # there is no such day
        if month is not None:
            return datetime(
                int(match["year"]), month, int(match["day"] or match["first"]), hour, int(time[2:])
            )
    return None
