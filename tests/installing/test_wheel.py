"""The package as a wheel, made without a build tool."""

import csv
import io
import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from importlib.metadata import PackageNotFoundError

import pytest

from grader import DISTRIBUTION, __version__
from grader.errors import InputError
from grader.installing import wheel

INFO = f"{DISTRIBUTION}-{__version__}.dist-info"


def test_a_wheel_has_every_file_with_its_hash() -> None:
    """As installers check it: what is there is recorded, and what is recorded is there."""
    with zipfile.ZipFile(io.BytesIO(wheel.wheel().data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    recorded = {
        name: (hashed, size)
        for name, hashed, size in csv.reader(io.StringIO(files[f"{INFO}/RECORD"].decode()))
    }
    assert set(recorded) == set(files)
    for name, data in files.items():
        if not name.endswith("/RECORD"):
            digest = urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")
            assert recorded[name] == (f"sha256={digest}", str(len(data)))
    assert {
        "grader/frontends/cli.py",
        "grader/scaffold/rubric.yaml",
        "grader/installing/constraints.txt",
    } < set(files)
    assert not any("__pycache__" in name for name in files)
    assert files[f"{INFO}/entry_points.txt"].startswith(
        b"[console_scripts]\ngrader = grader.frontends.cli:main\n"
    )
    told = files[f"{INFO}/METADATA"].decode()
    assert f"\nName: {DISTRIBUTION}\n" in told
    assert "# grader" not in told  # the description, which no installer reads


def test_a_wheel_is_the_same_each_time() -> None:
    """Nothing in it depends on when or where it was made."""
    wheel.wheel.cache_clear()
    first = wheel.wheel()
    wheel.wheel.cache_clear()
    assert wheel.wheel() == first
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_grader_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nobody knows what it needs."""

    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(wheel, "distribution", missing)
    wheel.wheel.cache_clear()
    with pytest.raises(InputError, match="is not installed, so that it cannot be handed on; pip install"):
        wheel.wheel()
