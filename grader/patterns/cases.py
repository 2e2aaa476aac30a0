"""What descriptions are found from: one example before one function, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Case:
    """One example: its arguments, whether the check failed on it, and the answers where these are known.

    ``got`` and ``right`` are as the annotation says, or None; ``raw`` is an answer of another shape, and
    ``raised`` the exception in words.  ``others`` are right answers to other questions, by what they are.
    """

    args: Mapping[str, Any]
    failed: bool
    got: Any = None
    right: Any = None
    raw: Any = None
    raised: str = ""
    others: Mapping[str, Any] = field(default_factory=dict)
