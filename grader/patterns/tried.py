"""What descriptions are found from: one example before one function, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

NOBODYS = object()  # the answer to a law, which there is none to


@dataclass(frozen=True, eq=False)
class Tried:
    """One example: its arguments, whether the check failed on it, and the answers where these are known.

    ``got`` and ``right`` are as the annotation says, or None; ``raw`` is an answer of another shape, and
    ``raised`` the exception in words.  ``others`` returns what gives right answers to other questions, by
    what these are.
    """

    args: Mapping[str, Any]
    failed: bool
    got: Any = None
    right: Any = None
    raw: Any = None
    raised: str = ""
    others: Callable[[], Mapping[str, Callable[[], Any]]] = dict
