"""Answers take memory of the grader's; what one function returned leaves the others some."""

import pytest

from grader.functions.reply import Failure
from grader.model import Verdict
from grader.sandbox.memory import Memory, too_large


def test_a_function_has_room_for_its_share_of_what_others_left() -> None:
    """Its own answers do not count against it twice, and never is there nothing left."""
    memory = Memory(400)
    assert memory.room("f") == 100 << 20
    assert memory.hold("f", 60 << 20) == 60 << 20
    assert memory.hold("f", 20 << 20) == 80 << 20

    assert memory.room("f") == 100 << 20
    assert memory.room("g") == 80 << 20


@pytest.mark.parametrize(("megabytes", "size"), [(512, "512 MB"), (1024, "1 GB"), (1536, "1536 MB")])
def test_how_much_there_was_is_said(megabytes: int, size: str) -> None:
    """In whole gigabytes where they are whole."""
    assert Memory(megabytes).exceeded("f") == Failure(Verdict.OUT_OF_MEMORY, f"used more than {size} in `f`")


def test_answers_that_are_too_large_are_told_with_their_room() -> None:
    """All of them count, not only the last."""
    words = "returned more than 80 MB in all in `f`"
    assert too_large("f", 80 << 20) == Failure(Verdict.OUT_OF_MEMORY, words)
