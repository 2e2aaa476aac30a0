"""Downloads, as a zip and unpacked: what is read must be the same."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.platforms.download import read_download
from grader.platforms.download.read import Download


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """Return a zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture(params=["zip", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Mapping[str, bytes | str]], Path]:
    """Write a download, as it comes or unpacked."""

    def write(files: Mapping[str, bytes | str]) -> Path:
        if request.param == "zip":
            (tmp_path / "all.zip").write_bytes(zipped(files))
            return tmp_path / "all.zip"
        for name, content in files.items():
            path = tmp_path / "all.zip" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "all.zip"

    return write


@pytest.fixture
def download(place: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Download | None]:
    """Write a download and read it, from beside it."""

    def write_and_read(files: Mapping[str, bytes | str], layout: str = "auto", assignment: str = "ps1"):
        path = place(files)
        monkeypatch.chdir(path.parent)
        return read_download(Path(path.name), ["1a"], layout, assignment)

    return write_and_read


def told(found: Download | None) -> dict[str, tuple]:
    """Return, by submission, its students, whether it is late, and its files with their first cell."""
    assert found is not None
    return {
        each.id: (
            [(student.name, student.key) for student in each.students],
            each.late,
            {module.path: module.cells[0].source for module in each.modules},
        )
        for each in found.submissions
    }
