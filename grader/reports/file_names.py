"""File names for pages: safe on every file system, one for each id, whatever the id is."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 60
# Names that Windows keeps for devices, whatever follows the first dot.
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


def file_names(ids: Sequence[str]) -> dict[str, str]:
    """Return a name without ending for each of some different ids.

    An id that is a safe name is its own; any other is what is left of it and a hash of the whole.  No two
    names differ in upper and lower case alone.
    """
    stems = {id_: _stem(id_) for id_ in ids}
    folded = Counter(stem.casefold() for stem in stems.values())
    names = {id_: stem for id_, stem in stems.items() if stem == id_ and folded[stem.casefold()] == 1}
    taken = {name.casefold() for name in names.values()}
    for id_ in sorted(set(stems) - set(names)):
        digest = hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()
        name = next(
            name
            for length in (8, 16, 32, 64)
            if (name := f"{stems[id_][: 90 - length]}-{digest[:length]}").casefold() not in taken
        )
        names[id_] = name
        taken.add(name.casefold())
    return {id_: names[id_] for id_ in ids}


def _stem(id_: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9_.-]+", "-", id_[:200])[:LONGEST].strip(".-") or "student"
    return f"_{stem}" if stem.partition(".")[0].lower() in DEVICES else stem
