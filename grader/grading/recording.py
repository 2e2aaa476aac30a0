"""What a check finds on each of its examples, in place of the first that fails."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from grader.checks.trial import Reading, Trial, Written, wrong_on
from grader.examples.calls import Calls
from grader.examples.draw import Example
from grader.signatures.signature import Signature
from grader.values.wrong import Wrong


class AllRecorded(Exception):
    """What a check found on each example is known."""


@dataclass
class RecordingTrial(Trial):
    """A trial whose search tries one reading on every example, writes down what was wrong, and ends."""

    wrongs: list[tuple[Example, Wrong | None]] = field(default_factory=list)
    reading: Reading | None = None  # by which they are

    def search(
        self,
        signature: Signature,
        readings: Sequence[Reading],
        call: Written,  # noqa: ARG002
        what: tuple[Any, ...] = (),  # noqa: ARG002
        asked: Sequence[Calls] = (),  # noqa: ARG002
    ) -> NoReturn:
        """Write down what is wrong on each example; raise AllRecorded."""
        examples = self.corpora.examples(signature, self.plan)
        self.reading = reading = self._nearest(readings, examples)
        self.wrongs += [(example, wrong_on(reading, example)) for example in examples]
        raise AllRecorded
