"""``from grader.compare import agree`` of version 0.1: it is ``from grader import agree`` now."""

from grader.values.compare import agree

__all__ = ["agree"]
