"""Brightspace: a folder a hand-in, `1234-5678 - Jane Doe - Mar 1, 2026 1230 PM`, or flat with the file's name
behind it, and an `index.html`.

The first number is the student's inside Brightspace; its gradebook files do not have it, so there a student
is found by name.  Who hands in again has one more folder.
"""

import re
import unicodedata
from datetime import datetime

from grader.model import Student
from grader.platforms.download.parts import Part, Reading
from grader.platforms.download.tree import Tree

# "Mar 1, 2026 1230 PM", "1 March, 2026 1230", "01 mars 2026 12 30": as language and country have it.
_WHEN = (
    r"(?:(?P<month>[^\W\d]{3,})\.? (?P<day>\d{1,2})|(?P<first>\d{1,2})\.? (?:de )?(?P<second>[^\W\d]{3,})\.?)"
    r",? (?:de )?(?P<year>\d{4}),? (?P<time>\d{1,2} ?\d{2})(?: (?P<half>[AaPp])\.?[Mm]\.?)?"
)
_FOLDER = re.compile(rf"(?P<id>\d+)-\d+ - (?P<name>.+) - {_WHEN}", re.DOTALL)
_FLAT = re.compile(rf"(?P<id>\d+)-\d+ - (?P<name>.+?) - {_WHEN} - (?P<file>.+)", re.DOTALL)
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
_OWN = "index.html"


def read(tree: Tree, _: str) -> Reading:
    """Return whose each folder is."""
    parts = [part for entry, folder in tree.entries.items() if (part := _part(entry, folder=folder))]
    own = frozenset({_OWN} & set(tree.entries))
    return Reading(tuple(parts), own, marked=bool(own and parts))


def _month(name: str) -> int | None:
    """Return the number of a month, from 1."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = [place for place, starts in enumerate(_MONTHS, start=1) if plain.startswith(starts)]
    return found[0] if found else None


def _part(entry: str, *, folder: bool) -> Part | None:
    match = (_FOLDER if folder else _FLAT).fullmatch(entry)
    month = match and _month(match["month"] or match["second"])
    if match is None or month is None:
        return None
    time = match["time"].replace(" ", "").zfill(4)
    hour = int(time[:2])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].upper() == "P")
    try:
        when = datetime(int(match["year"]), month, int(match["day"] or match["first"]), hour, int(time[2:]))
    except ValueError:
        return None
    student = Student(match["name"], match["id"])
    return Part(entry, match["id"], (student,), "" if folder else match["file"], when.isoformat())
