"""What came, beside what is right: a relation from a test of both."""

from collections.abc import Callable
from typing import Any

from grader.patterns.relation import Relation
from grader.patterns.tried import Tried

Test = Callable[[Any, Any], Any]  # of what came and what is right


def given(case: Tried) -> Any:
    """Return what came, as the annotation says or as it is."""
    return case.got if case.got is not None else case.raw


def related(words: str, test: Test, *, whole: bool = True) -> Relation:
    """Return a relation that holds where a test does; of what it cannot be asked nothing holds."""

    def holds(case: Tried) -> bool:
        try:
            return not case.raised and bool(test(given(case), case.right))
        except (TypeError, ValueError, IndexError, AttributeError):
            return False

    return Relation(words, holds, whole)
