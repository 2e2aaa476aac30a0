"""What the fuzzer has found, and a short run of it: every reader answers or raises the error it names."""

from pathlib import Path

import pytest
from fuzz import TARGETS, by_chance

from grader.errors import InputError
from grader.reports import results
from grader.values import stored
from grader.values.wire import WireError


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("name", TARGETS)
def test_mutilated_bytes_break_no_promise(name: str) -> None:
    """A thousand of them; by hand it was a million."""
    by_chance(TARGETS[name], 1000, seed=0)


@pytest.mark.parametrize("data", [b'{"\x87"', b'{"assignment": "\xff"}', b"[" * 100_000, b'{"x":' * 50_000])
def test_results_that_are_not_text_or_without_end(data: bytes, tmp_path: Path) -> None:
    """The file is named, and who writes it."""
    (tmp_path / "results.json").write_bytes(data)
    with pytest.raises(InputError, match=r"results\.json is not what `grader grade` writes"):
        results.read(tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        b"\x83\xa4type\xa5table\xa4keys\x91\xa1a\xa5items\x90",  # a key without its value
        b"\x83\xa4type\xa5table\xa4keys\x91\xa1\xff\xa5items\x91\xc0",  # a key that is not text
        b"\x83\xa4type\xa5items\xa8is_tuple\xc2\xa5items\x91" * 5000 + b"\xc0",
    ],
)
def test_stored_values_of_none_of_our_shapes(data: bytes) -> None:
    """They are graded anew: the store knows this error."""
    with pytest.raises(WireError):
        stored.decode(data)
