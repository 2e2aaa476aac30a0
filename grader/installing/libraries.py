"""Which libraries an assignment needs, and in which versions: what kits and bundles have installed."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires, version
from pathlib import Path

from grader import DISTRIBUTION
from grader.errors import InputError

PINS = Path(__file__).parent / "constraints.txt"  # tried together, and there for each Python we support
OLDEST = 11  # of Python 3


def needed(folder: Path) -> tuple[str, ...]:
    """Return the distributions that the modules below a folder import, beside those that the grader brings.

    What is not installed here is left out: who knows whose it is.
    """
    known = _installed(tuple(sys.path))
    names = {name for path in folder.rglob("*.py") for name in _imported(path)}
    found = {_plain(each) for name in names - sys.stdlib_module_names for each in known.get(name, ())[:1]}
    return tuple(sorted(found - _brought()))


def wanted(folder: Path, packages: Sequence[str]) -> tuple[str, ...]:
    """Return the distributions that modules below a folder import, and those of the rubric's ``packages``.

    Raises InputError for a package that is not installed here: who knows what it is called elsewhere.
    """
    named = dict(distributions(packages))
    for name, number in named.items():
        if not number:
            raise InputError(
                f"`packages` names {name}, which is not installed here: install it, and try again"
            )
    return tuple(sorted({*needed(folder), *map(_plain, named)}))


def lines(libraries: Sequence[str]) -> list[str]:
    """Return the lines of a ``requirements.txt`` for libraries but torch: at least the version that is here.

    Not exactly that one: it may have no build for the Python that is elsewhere, or want others beside it than
    the versions in PINS.  Where it wants a Python newer than the oldest we know, any version will do.
    """
    return [
        name if _wants_newer(name) else f"{name}>={_public(name)}" for name in libraries if name != "torch"
    ]


def _wants_newer(name: str) -> bool:
    """Say whether the version that is here leaves out the oldest Python that we know."""
    pythons = ",".join(metadata(name).get_all("Requires-Python") or ())
    return any(int(minor) > OLDEST for minor in re.findall(r">=?\s*3\.(\d+)", pythons))


def _public(name: str) -> str:
    """Return the version that is installed, as indexes have it: a local build ("+cpu") is none of theirs."""
    return version(name).partition("+")[0]


def torch_version(libraries: tuple[str, ...]) -> str | None:
    """Return the version of torch to install, where it is one of these libraries; builds have one version."""
    return _public("torch") if "torch" in libraries else None


@cache
def _installed(path: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """Return the distributions of each package on a path; it reads all that is installed."""
    assert path == tuple(sys.path)
    return packages_distributions()


@cache
def _brought() -> frozenset[str]:
    """Return the grader and all that is installed with it, needed for its options left out."""
    found: set[str] = set()
    ahead = [DISTRIBUTION]
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        try:
            listed = requires(name) or ()
        except PackageNotFoundError:  # needed on other machines only
            listed = ()
        ahead += [
            _plain(re.split(r"[^\w.-]", each, maxsplit=1)[0]) for each in listed if "extra ==" not in each
        ]
    return frozenset(found)


def _imported(path: Path) -> Iterator[str]:
    """Yield the first names of what a module imports."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def _plain(name: str) -> str:
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distributions(packages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield for each package the name under which it is installed, and its version; "" if it is not here."""
    known = _installed(tuple(sys.path)) if packages else {}
    for package in packages:
        name = known.get(package, [package])[0]
        try:
            yield name, _public(name)
        except PackageNotFoundError:
            yield name, ""
