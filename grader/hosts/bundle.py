"""What a platform is given: the grader, the assignment, and what starts them, in one zip.

The libraries are not in it; ``requirements.txt`` names them in the versions that are installed here.  torch
is among them only where the reference folder speaks of it.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import requires, version
from pathlib import Path

import grader
from grader.errors import InputError
from grader.libraries import distributions
from grader.pipeline import prepare

TEXTS = Path(__file__).parent / "texts"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same assignment, the same bytes
LEFT_OUT = {"__pycache__", "variants"}
NEEDED = ("hypothesis", "ipython", "jaxtyping", "msgspec", "nbformat", "numpy", "pandas", "pyyaml", "rich")
STARTED = {
    "gradescope": {"setup.sh": "setup.sh", "run_autograder": "run_autograder"},
    "classroom50": {"autograder.py": "autograder.py"},
}
LARGEST = {"gradescope": 100_000_000, "classroom50": 10_000_000}  # bytes


def bundle(platform: str, rubric: Path) -> bytes:
    """Return the zip for a platform: "gradescope" or "classroom50".

    Raises AssignmentError where the assignment is wrong, InputError where it is more than the platform takes.
    """
    job = prepare(rubric)
    folder, packages = job.rubric.folder, job.rubric.assignment.packages
    if not folder.resolve().is_relative_to(rubric.parent.resolve()):
        raise InputError(
            f"the reference {folder} does not lie beside the rubric, and cannot be packed with it"
        )
    files: dict[str, tuple[bytes, bool]] = {}
    for name, source in STARTED[platform].items():
        files[name] = (TEXTS / source).read_bytes(), True
    for path in _files(Path(grader.__file__).parent):
        files[f"grader/{path.relative_to(Path(grader.__file__).parent).as_posix()}"] = (
            path.read_bytes(),
            False,
        )
    files["assignment/rubric.yaml"] = rubric.read_bytes(), False
    for path in _files(folder):
        files[f"assignment/{path.resolve().relative_to(rubric.parent.resolve()).as_posix()}"] = (
            path.read_bytes(),
            False,
        )
    files |= {f"assignment/{name}": (data, False) for name, data in job.rubric.files.items()}
    files["requirements.txt"] = _requirements(folder, packages).encode(), False
    data = _zipped(files)
    if len(data) > LARGEST[platform]:
        raise InputError(
            f"the bundle would have {len(data) / 1e6:.1f} MB, and {platform} takes "
            f"{LARGEST[platform] / 1e6:g}; what is large in the reference folder?"
        )
    return data


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not LEFT_OUT & set(path.relative_to(folder).parts):
            yield path


def _requirements(folder: Path, packages: Sequence[str]) -> str:
    """Return the libraries in the versions of this machine, and what submissions may import besides."""
    names = list(NEEDED)
    if any("torch" in path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.py")):
        names.append("torch")
    known = {re.split(r"[^\w-]", each)[0].lower() for each in requires("grader") or ()}
    missing = set(names) - known
    assert not missing, missing
    lines = [f"{name}=={version(name).partition('+')[0]}" for name in names]
    for name, number in distributions(packages):
        if not number:
            raise InputError(
                f"`packages` names {name}, which is not installed here: install it, and try again"
            )
        lines.append(f"{name}=={number}")
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _zipped(files: Mapping[str, tuple[bytes, bool]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, runs) in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if runs else 0o644) << 16
            archive.writestr(info, data)
    return stream.getvalue()
