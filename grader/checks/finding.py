"""What a check found."""

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
    pattern: str | None = None  # where and how it is wrong, in words, if no mistake is known; "" for no word
    answer: str = ""  # in words, for a person
    follows: str = ""  # the function of the reference that the answers are nearest to, of several accepted
