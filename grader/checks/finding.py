"""What a check found, and what is known of the mistake behind it."""

from dataclasses import dataclass

from grader.model import Evidence, Verdict


@dataclass(frozen=True)
class Finding:
    """What a check found: the verdict, the share of the points that is earned, and why not all of them."""

    verdict: Verdict
    share: float = 0.0
    message: str = ""
    evidence: Evidence | None = None
    mistake: str | None = None
    pattern: str | None = None  # where and how it is wrong, in words, if no mistake is known
    answer: str = ""  # in words, for a person
    follows: str = ""  # the function of the reference that the answers are nearest to, of several accepted


@dataclass(frozen=True)
class Diagnosis:
    """A mistake by name, the sentence for the student, and the share of the points it keeps.

    What a slip that needs no catalogue keeps is the rubric's to say: here it is nothing.
    """

    mistake: str
    message: str
    credit: float = 0.0
    slip: bool = False
