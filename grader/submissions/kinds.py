"""What a file is, by its name and by what is in it; and which names are nobody's work."""

import re
from enum import Enum, auto
from functools import lru_cache

from grader.submissions.limits import MAX_NOTEBOOK, MAX_SOURCE
from grader.submissions.wide_text import narrowed


class FileKind(Enum):
    """What can be made of a file."""

    MODULE = auto()
    NOTEBOOK = auto()
    FENCED = auto()  # a notebook kept as Markdown: Quarto, R Markdown, MyST
    ZIP = auto()
    TAR = auto()
    OTHER_ARCHIVE = auto()  # somebody's work, packed in a way that is not read
    UNSURE = auto()  # the name tells nothing: what is in it decides, where nothing else is handed in
    OTHER = auto()  # pictures, data, reports: no business of ours


SOURCES = (FileKind.MODULE, FileKind.NOTEBOOK, FileKind.FENCED)
ARCHIVES = (FileKind.ZIP, FileKind.TAR)

# Longest first.  Browsers like to add ".txt" or ".json" to what they download; the work inside is the same.
_SUFFIXES = {
    ".ipynb.json": FileKind.NOTEBOOK,
    ".ipynb.txt": FileKind.NOTEBOOK,
    ".ipynb.gz": FileKind.TAR,  # packed alone
    ".ipynb": FileKind.NOTEBOOK,
    ".py.txt": FileKind.MODULE,
    ".py.gz": FileKind.TAR,
    ".py": FileKind.MODULE,
    ".qmd": FileKind.FENCED,
    ".rmd": FileKind.FENCED,
    ".zip": FileKind.ZIP,
    ".tar.gz": FileKind.TAR,
    ".tgz": FileKind.TAR,
    ".tar.bz2": FileKind.OTHER_ARCHIVE,
    ".tar.xz": FileKind.OTHER_ARCHIVE,
    ".tar": FileKind.TAR,
    ".rar": FileKind.OTHER_ARCHIVE,
    ".7z": FileKind.OTHER_ARCHIVE,
}
_OTHER = re.compile(
    r".+\.(?:pdf|docx?|odt|rtf|pages|tex|bib|html?|rst|csv|tsv|xlsx?|ods|pptx?|xml|ya?ml|toml|log"
    r"|png|jpe?g|gif|svg|heic|bmp|webp|mp[34]|mov|np[yz]|pth?|pkl|pickle|h5|mat|pyc|so|dll|exe)"
)
_NUMBERED = re.compile(r"(.+?)[ _]?(\(\d{1,3}\))")  # "hw.py (1)": the browser's second download

# What code reads: it is handed to the code, and is no work itself.
_DATA = re.compile(
    r".+\.(?:csv|tsv|txt|md|markdown|rst|tex|org|dat|data|json|np[yz]|mat|pkl|pickle|xml|png|jpe?g|gif|bmp|p[gp]m|tiff?|wav|gz|h5|xlsx?"
    r"|parquet|ya?ml|toml|ini|cfg|pth?)"
)

_NOBODYS = {"__macosx", "__pycache__", "node_modules", "site-packages", "thumbs.db", "desktop.ini", "icon\r"}
GIVEN = ("pyvenv.cfg", "frozen.bin")  # files that mark a folder of packages, and the one of a course's kit
_NOBODYS_SUFFIXES = (".egg-info", ".dist-info")


@lru_cache(maxsize=1024)  # each name is asked for a dozen times on its way
def kind_and_stem(name: str) -> tuple[FileKind, str]:
    """The kind of a file and its name without the suffix; `hw (1)` for both `hw (1).py` and `hw.py (1)`."""
    folder, slash, file = name.rpartition("/")
    numbered = _NUMBERED.fullmatch(file) if file.endswith(")") else None
    plain, number = (numbered[1], f" {numbered[2]}") if numbered else (file, "")
    folded = plain.lower()
    for suffix, kind in _SUFFIXES.items():
        if folded.endswith(suffix) and len(plain) > len(suffix):
            return kind, folder + slash + plain[: -len(suffix)] + number
    return FileKind.OTHER if _OTHER.fullmatch(folded) else FileKind.UNSURE, name


def is_data(name: str) -> bool:
    """Whether this is a file that code may read, and nothing that is graded itself."""
    return (
        kind_and_stem(name)[0] in (FileKind.OTHER, FileKind.UNSURE)
        and _DATA.fullmatch(name.lower()) is not None
    )


def largest(kind: FileKind) -> int:
    """Return how many bytes of a module or a notebook are read."""
    return MAX_SOURCE if kind in (FileKind.MODULE, FileKind.FENCED) else MAX_NOTEBOOK


def ignored(name: str) -> bool:
    """Whether a program left a file or folder of this name: hidden files, caches, installed packages."""
    folded = name.lower()
    return folded.startswith((".", "~$")) or folded in _NOBODYS or folded.endswith(_NOBODYS_SUFFIXES)


def nameless(name: str) -> bool:
    """Whether a file that is graded has a name of dots alone, as `..py`: no program leaves such a one."""
    return kind_and_stem(f".{name}")[0] in (*SOURCES, *ARCHIVES) and not kind_and_stem(f".{name}")[1].strip(
        "."
    )


# ---- beside the submissions of a class --------------------------------------------------------------

_COURSES = re.compile(
    r".*\.(?:csv|tsv|xlsx?|ods|json|ya?ml|toml|ini|cfg|xml|log|sqlite|db|lock|sh|bat|ps1|css|js)"
    r"|(?:readme|licen[sc]e|copying|changelog|instructions|rubric|gradebook|grades|requirements|makefile"
    r"|dockerfile|index)(?:\.\w+)?"
)


def is_the_courses(name: str) -> bool:
    """Whether a file beside submissions is the course's by its name: a gradebook, settings, a README."""
    python = kind_and_stem(name)[0] not in (FileKind.UNSURE, FileKind.OTHER)
    return not python and _COURSES.fullmatch(name.lower()) is not None


# ---- by what is in it -------------------------------------------------------------------------------

_STRANGERS = {
    b"{\\rtf": "a text with formats (RTF), as TextEdit and WordPad save it,",
    b"<!doctype html": "a web page",
    b"<html": "a web page",
    b"%pdf": "a PDF",
    b"rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"pk\x03\x04": "a zip or an Office document",
    b"\x1f\x8b": "a gzipped file",
}


def other_kind(data: bytes) -> str:
    """What a file is that is surely no text of a program, in words; "" for all others."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((what for mark, what in _STRANGERS.items() if start.startswith(mark)), "")


_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/")  # a report is a zip too
_MARKS = {b"PK\x03\x04": FileKind.ZIP, b"PK\x05\x06": FileKind.ZIP, b"\x1f\x8b": FileKind.TAR}
_OTHERS = (b"<", b"{", b"\\", b"%PDF", b"%!PS", b"Rar!", b"7z\xbc\xaf")  # markup, data, reports, archives
_NOTEBOOK = re.compile(rb'"(?:cells|worksheets|nbformat)"\s*+:')
_FENCE = re.compile(r"^(?:```|~~~)\{(?:code-cell\}|python\b)", re.MULTILINE)
_PLAIN_FENCE = re.compile(r"^(?:```|~~~) ?(?:python3?|py)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_PYTHON = re.compile(
    r"^(?:(?:async )?def \w+\(|class \w+(?:\([^()\n]*\))?:|from [\w.]+ import [\w(*]"
    r"|import (?:numpy|torch|math|scipy|pandas|matplotlib|random|sys|os)\b(?! \w* ?\w*;))",
    re.MULTILINE,
)


def kind_of_content(data: bytes) -> FileKind:
    """What a file is, whatever its name says; OTHER for what is not surely something that is graded."""
    for mark, kind in _MARKS.items():
        if data.startswith(mark):
            return FileKind.OTHER if any(each in data[:4000] for each in _OFFICE) else kind
    if data[257:262] == b"ustar":
        return FileKind.TAR
    text, _ = narrowed(data)
    start = text[:2000].lstrip(b" \t\r\n")
    if start.startswith(b"{") and _NOTEBOOK.search(text):
        return FileKind.NOTEBOOK
    if b"\0" in text or start.startswith(_OTHERS):
        return FileKind.OTHER
    words = text[:MAX_SOURCE].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    python = _PYTHON.search(words) is not None
    if _FENCE.search(words) or (python and _PLAIN_FENCE.search(words)):
        return FileKind.FENCED
    return FileKind.MODULE if python else FileKind.OTHER
