"""A reference, and a submission before it, in a line each."""

from collections.abc import Callable, Sequence
from typing import Any

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.functions.reply import Reply
from grader.reference.contents import Law, Reference
from grader.signatures.signature import signature, student_parameters


def reference(*answers: Callable[..., Any], laws: Sequence[Callable[..., Any]] = ()) -> Reference:
    """These functions as the right answers and the laws of an assignment."""
    return Reference(
        {f.__name__: f for f in answers},
        {f.__name__: signature(f) for f in answers},
        {f.__name__: Law(f, student_parameters(f), signature(f)) for f in laws},
    )


def trial(right: Reference, functions: Functions | dict[str, Callable[..., Any]], **plan: Any) -> Trial:
    """A submission with these functions; all submissions before one reference share its examples."""
    there = Local(functions) if isinstance(functions, dict) else functions
    return Trial(right, _corpora.setdefault(id(right), Corpora(right)), there, Plan(**plan))


_corpora: dict[int, Corpora] = {}  # each keeps its reference, so an id is used once


class Watched(Local):
    """Functions that count how often they are asked, and answer with a failure from some call on."""

    def __init__(
        self, functions: dict[str, Callable[..., Any]], failure: Reply | None = None, after: int = 0
    ) -> None:
        super().__init__(functions)
        self.failure, self.after = failure, after
        self.asked: list[Sequence[Any]] = []
        self.batches = 0

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        replies: list[Reply] = []
        self.batches += bool(calls)
        for values in calls:
            self.asked.append(values)
            over = len(self.asked) > self.after
            replies += [self.failure] if self.failure and over else super().ask(name, [values])
        return replies


def lost(finding: Finding) -> str:
    """What the student reads of a check that was not passed; it must say on what input, and how often."""
    assert finding.share < 1
    evidence = finding.evidence
    assert evidence is not None
    assert 0 < evidence.failing <= evidence.examples
    return finding.message
