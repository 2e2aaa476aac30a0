"""How properties are tried, and what is handed in: the same on every machine, however busy."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from lent import Lender
from small import leave_undescribed, leave_unexplained

from grader.model import Submission
from grader.platforms.find import read_one
from grader.sandbox import workers

settings.register_profile("everywhere", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("everywhere")

QUESTIONS = ("1a", "1b", "2a", "7")


@pytest.fixture(autouse=True, scope="session")
def _prepared_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is prepared of a rubric in one folder for all tests and all their processes, and not at home.

    It is found by its content: tests with the same files share it, and those that change the grader itself
    while it prepares, or whose subject is this cache, have a `cache_of_its_own`.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield


@pytest.fixture(autouse=True, scope="session")
def lender() -> Iterator[Lender]:
    """Zygotes for all tests of this process."""
    with Lender() as lender:
        yield lender


@pytest.fixture(autouse=True)
def _zygotes_are_lent(
    request: pytest.FixtureRequest, lender: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let sandboxes of this process share zygotes, but where what a sandbox is made of is the subject."""
    if not {"sandbox", "hostile"} & set(request.path.relative_to(Path(__file__).parent).parts):
        monkeypatch.setattr(workers, "source", lender.source)


@pytest.fixture
def zygotes_of_its_own(_zygotes_are_lent: None, lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start zygotes anew: for tests of what a submission reaches, or that change how zygotes are started."""
    monkeypatch.setattr(workers, "source", lender.real)


@pytest.fixture
def cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that no other test meets, where ``XDG_CACHE_HOME`` names it; return that folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _write(path: Path, content: bytes | str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave lost checks unexplained: for tests with another subject than what students read.

    Processes that a test starts explain them all the same.
    """
    leave_unexplained(monkeypatch)


@pytest.fixture(scope="module")
def undescribed() -> Iterator[None]:
    """Leave lost checks of all tests of a file undescribed, where these have another subject.

    Of programs that takes longer than all else, for hundreds of new ones are drawn.
    """
    with pytest.MonkeyPatch.context() as patch:
        leave_undescribed(patch)
        yield


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[[str, bytes | str], Submission]:
    """Write one file and read it as a submission."""

    def write_and_read(name: str, content: bytes | str) -> Submission:
        _write(tmp_path / name, content)
        return read_one(tmp_path / name, QUESTIONS)

    return write_and_read


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Mapping[str, bytes | str]], Path]:
    """Write files below a folder `alice`; a name that ends in a slash is an empty folder."""

    def write(files: Mapping[str, bytes | str]) -> Path:
        root = tmp_path / "alice"
        root.mkdir()
        for name, content in files.items():
            if name.endswith("/"):
                (root / name).mkdir(parents=True)
            else:
                _write(root / name, content)
        return root

    return write


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end no core waits for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
