"""``from grader.mistakes import mistake`` of version 0.1: it is ``from grader import mistake`` now."""

from grader.reference.mistakes import mistake

__all__ = ["mistake"]
