"""What a law works out by itself ends, wherever its alarm rings."""

import sys

import pytest

from grader.functions.bounded import TooLong
from grader.functions.own_work import own_work

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such alarms")


def test_an_alarm_in_a_callback_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the first one raised there is lost, and nobody is told of it."""
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)
    monkeypatch.setattr("grader.functions.own_work.AGAIN", 0.1)

    class Slow:
        def __del__(self) -> None:
            while True:
                pass

    def falls() -> None:
        Slow()
        while True:
            pass

    with pytest.raises(TooLong):
        own_work(falls, 0.1)
    assert not lost
