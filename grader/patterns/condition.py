"""One condition: something that an input is or is not, in words for both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SCALES = (0.001, 0.01, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 500.0, 1000.0)


@dataclass(frozen=True, eq=False)
class Condition:
    """Something that an input is or is not."""

    yes: str
    no: str
    test: Callable[..., Any]  # of a Measured input
    of_answer: bool = False  # whether it is about the right answer: less is learnt from it
    compares: str = ""  # the whole number that it compares with one that is met
    of_call: bool = False  # whether it is about which call it is: that one is always right helps nobody
