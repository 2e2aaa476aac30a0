"""What a file is, judged by its name; and which names are nobody's work."""

from enum import Enum, auto

from grader.submissions.limits import MAX_NOTEBOOK, MAX_SOURCE


class Kind(Enum):
    """What can be made of a file."""

    MODULE = auto()
    NOTEBOOK = auto()
    ZIP = auto()
    OTHER_ARCHIVE = auto()  # somebody's work, packed in a way that is not read
    OTHER = auto()  # pictures, data, notes: no business of ours


# Longest first.  Browsers like to add ".txt" or ".json" to what they download; the work inside is the same.
_SUFFIXES = {
    ".ipynb.json": Kind.NOTEBOOK,
    ".ipynb.txt": Kind.NOTEBOOK,
    ".ipynb": Kind.NOTEBOOK,
    ".py.txt": Kind.MODULE,
    ".py": Kind.MODULE,
    ".zip": Kind.ZIP,
    ".tar.bz2": Kind.OTHER_ARCHIVE,
    ".tar.gz": Kind.OTHER_ARCHIVE,
    ".tar.xz": Kind.OTHER_ARCHIVE,
    ".tar": Kind.OTHER_ARCHIVE,
    ".tgz": Kind.OTHER_ARCHIVE,
    ".rar": Kind.OTHER_ARCHIVE,
    ".7z": Kind.OTHER_ARCHIVE,
}

# What code reads: it is handed to the code, and is no work itself.
_DATA = frozenset(
    (
        *(
            ".csv",
            ".tsv",
            ".txt",
            ".dat",
            ".data",
            ".json",
            ".npy",
            ".npz",
            ".mat",
            ".pkl",
            ".pickle",
            ".xml",
        ),
        *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".pgm", ".ppm", ".tif", ".tiff", ".wav", ".gz", ".h5"),
        *(".xls", ".xlsx", ".parquet", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".pt", ".pth"),
    )
)

_NOBODYS_FOLDERS = {"__macosx", "__pycache__", "node_modules", "site-packages"}
GIVEN = ("pyvenv.cfg", "frozen.bin")  # files that mark a folder of packages, and the one of a course's kit
_NOBODYS_SUFFIXES = (".egg-info", ".dist-info")


def kind_and_stem(name: str) -> tuple[Kind, str]:
    """The kind of a file and its name without the suffix."""
    for suffix, kind in _SUFFIXES.items():
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return kind, name[: -len(suffix)]
    return Kind.OTHER, name


def is_data(name: str) -> bool:
    """Whether this is a file that code may read, and nothing that is graded itself."""
    dot = name.rfind(".")
    return kind_and_stem(name)[0] is Kind.OTHER and dot > 0 and name[dot:].lower() in _DATA


def largest(kind: Kind) -> int:
    """Return how many bytes of a module or a notebook are read."""
    return MAX_SOURCE if kind is Kind.MODULE else MAX_NOTEBOOK


def ignored(name: str) -> bool:
    """Whether a program left a file or folder of this name: hidden files, caches, installed packages."""
    folded = name.lower()
    return folded.startswith(".") or folded in _NOBODYS_FOLDERS or folded.endswith(_NOBODYS_SUFFIXES)
