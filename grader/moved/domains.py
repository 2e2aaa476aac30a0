"""``from grader.domains import Within`` of version 0.1: it is ``from grader import Within`` now."""

from grader.signatures.domains import (
    Index,
    Near,
    NonNegative,
    Positive,
    Reals,
    Where,
    Within,
    distinct_rows,
    distribution,
    joint_probabilities,
    one_hot,
    reals,
)
from grader.signatures.pick import Domain, Mood, Pick, Unsuitable, decimal

__all__ = [
    "Domain",
    "Index",
    "Mood",
    "Near",
    "NonNegative",
    "Pick",
    "Positive",
    "Reals",
    "Unsuitable",
    "Where",
    "Within",
    "decimal",
    "distinct_rows",
    "distribution",
    "joint_probabilities",
    "one_hot",
    "reals",
]
