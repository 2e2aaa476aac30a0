"""This very package as a wheel, so that kits and bundles install it without anything being published.

It is made from the files that run here, whether they were installed from a wheel or are a checkout, and
needs no build tool.  The same files give the same bytes on every machine: they are sorted, not compressed,
and have one date.
"""

import csv
import io
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from grader import DISTRIBUTION
from grader.errors import InputError

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files, the same bytes
FORM = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True)
class Wheel:
    """A wheel: the name that installers go by, and its bytes."""

    name: str
    data: bytes

    @property
    def requirement(self) -> str:
        """The line of a ``requirements.txt`` in its folder; pip refuses any other bytes.

        A hash as an option of its own would have pip ask for hashes of all that is installed besides.
        """
        return f"file:{self.name}#sha256={sha256(self.data).hexdigest()}"


@cache
def wheel() -> Wheel:
    """Return the package as a wheel; raise InputError where it was never installed."""
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        raise InputError(
            f"the grader runs from a folder here and is not installed, so that it cannot be handed on; "
            f"pip install --editable {Path(__file__).parents[2]}"
        ) from None
    info = f"{DISTRIBUTION}-{installed.version}.dist-info"
    files = package("grader/")
    files |= {f"{info}/{name}": _text(installed, name).encode() for name in ("METADATA", "entry_points.txt")}
    files |= {f"{info}/licenses/LICENSE": _text(installed, "licenses/LICENSE").encode()}
    files |= {f"{info}/WHEEL": FORM.encode()}
    files = dict(sorted(files.items()))
    files |= {f"{info}/RECORD": _record(files, f"{info}/RECORD")}
    return Wheel(f"{DISTRIBUTION}-{installed.version}-py3-none-any.whl", zipped(files))


def package(prefix: str) -> dict[str, bytes]:
    """Return the files of the package, by name behind a prefix."""
    root = Path(__file__).parents[1]
    found = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"{prefix}{path.relative_to(root).as_posix()}": path.read_bytes() for path in found}


def zipped(
    files: Mapping[str, bytes], executable: Collection[str] = (), compression: int = zipfile.ZIP_STORED
) -> bytes:
    """Return files as a zip, in their order; ``executable`` are the names of those that can be run."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = compression
            info.create_system = 3  # Unix, wherever this runs: what follows are modes of Unix
            info.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(info, data)
    return stream.getvalue()


def _text(installed: Distribution, name: str) -> str:
    """Return a file of what pip knows of the package; of its description the fields alone."""
    text = installed.read_text(name)
    if text is None:
        raise InputError(f"the installed {DISTRIBUTION} has no {name}; install it again")
    if name != "METADATA":
        return text
    fields = text.partition("\n\n")[0].splitlines()
    return "\n".join(line for line in fields if not line.startswith("Description-Content-Type")) + "\n"


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for name, data in files.items():
        digest = urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")
        writer.writerow((name, f"sha256={digest}", len(data)))
    writer.writerow((itself, "", ""))
    return out.getvalue().encode()
