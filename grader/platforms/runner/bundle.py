"""What a platform is given: the grader, the assignment, and what starts them, in one zip.

The grader is in it as a wheel; the libraries are not: ``requirements.txt`` names them, in versions that any
Python we support can have; those that only the assignment needs in at least the version that is here.  torch,
which has a build for each kind of machine, stands apart in ``torch.txt``, and only where the reference folder
imports it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED

from grader.errors import InputError
from grader.grading.pipeline import prepare
from grader.installing.libraries import PINS, lines, torch_version, wanted
from grader.installing.wheel import wheel, zipped

TEXTS = Path(__file__).parent / "texts"
LEFT_OUT = {"__pycache__", "variants"}
STARTED = {
    "gradescope": ("setup.sh", "run_autograder"),
    "classroom50": ("autograder.py",),
}
LARGEST = {"gradescope": 100_000_000, "classroom50": 10_000_000}  # bytes


def bundle(platform: str, rubric: Path) -> bytes:
    """Return the zip for a platform: "gradescope" or "classroom50".

    Raises AssignmentError where the assignment is wrong, InputError where it is more than the platform takes.
    """
    job = prepare(rubric)
    folder, home = job.rubric.folder.resolve(), rubric.parent.resolve()
    if not folder.is_relative_to(home):
        raise InputError(
            f"the reference {folder} does not lie beside the rubric, and cannot be packed with it"
        )
    files = {name: (TEXTS / name).read_bytes() for name in STARTED[platform]}
    files[wheel().name] = wheel().data
    files |= {
        name: text.encode() for name, text in _installed(folder, job.rubric.assignment.packages).items()
    }
    files["assignment/rubric.yaml"] = rubric.read_bytes()
    for path in _files(folder):
        files[f"assignment/{path.relative_to(home).as_posix()}"] = path.read_bytes()
    files |= {f"assignment/{name}": data for name, data in job.rubric.files.items()}
    data = zipped(files, STARTED[platform], ZIP_DEFLATED)
    if len(data) > LARGEST[platform]:
        raise InputError(
            f"the bundle would have {len(data) / 1e6:.1f} MB, and {platform} takes "
            f"{LARGEST[platform] / 1e6:g}; what is large in the reference folder?"
        )
    return data


def _installed(folder: Path, packages: Sequence[str]) -> dict[str, str]:
    """Return the files that say what is installed: what students may import counts, and so do variants."""
    libraries = wanted(folder, packages)
    torch = torch_version(libraries)
    asked = ["--constraint constraints.txt", wheel().requirement, *lines(libraries)]
    return {
        "constraints.txt": PINS.read_text(encoding="utf-8"),
        "requirements.txt": "".join(f"{line}\n" for line in asked),
        **({"torch.txt": f"{torch}\n"} if torch else {}),
    }


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not LEFT_OUT & set(path.relative_to(folder).parts):
            yield path
