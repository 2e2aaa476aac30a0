"""The table of course systems: each folder here that declares a `PLATFORM` is one.

A command's help needs the table, so a folder's ``__init__`` is light; its modules are imported when used.
"""

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from grader import platforms

MAIL = "mail"
SHARED = {"download", "gradebook", "runner"}  # packages that are no system


@dataclass(frozen=True)
class Platform:
    """What a course system's folder declares: its name in words, and which modules it has."""

    title: str
    download: bool = False  # download.py: read(tree, rubric's id) -> Listing
    needs_mark: bool = False  # whether the names in its download alone are such as anybody gives
    takes_pages: bool = False  # download.py: feedback_name(entry, page) -> str or None
    keeps_names: bool = False  # handing_back.py: feedback(entry, page, text), where pages get students' names
    takes_results: bool = (
        False  # handing_back.py: result_name(entry), result_file(results), frame(), for who takes no pages
    )
    roster: str = ""  # what its gradebook is, in words; gradebook.py: fits(header), fill(...)


def systems() -> dict[str, Platform]:
    """Return every course system: name of its folder -> what it declares, by name."""
    found = {}
    for module in sorted(pkgutil.iter_modules(platforms.__path__), key=lambda module: module.name):
        if module.ispkg and module.name not in SHARED:
            declared = getattr(import_module(f"{platforms.__name__}.{module.name}"), "PLATFORM", None)
            if declared is not None:
                found[module.name] = declared
    return found


def downloads() -> dict[str, Platform]:
    """Return the systems whose downloads are read."""
    return {name: system for name, system in systems().items() if system.download}


def gradebooks() -> dict[str, Platform]:
    """Return the systems whose gradebooks are filled."""
    return {name: system for name, system in systems().items() if system.roster}


def ways_back() -> list[str]:
    """Return how pages can be handed back: the systems that take them, and mail."""
    return [*(name for name, system in systems().items() if system.takes_pages or system.takes_results), MAIL]


def module_of(name: str, module: str) -> ModuleType:
    """Return a module of a system: "download" or "gradebook"."""
    return import_module(f"{platforms.__name__}.{name}.{module}")
