"""The page of threats and the tests are the same: no line without a test, no attack without a line."""

import re
from pathlib import Path

import pytest
from arena import ATTACKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\d+) \| .* \| (.*)\|$", PAGE, re.MULTILINE)
OUTSIDE = {"77", "79"}  # of every promise: SECURITY.md says so


def test_every_threat_has_its_line() -> None:
    """All of them, in order."""
    assert [number for number, _ in LINES] == [str(number) for number in range(1, 97)]


@pytest.mark.parametrize(("number", "shown"), LINES)
def test_every_line_names_tests_that_exist(number: str, shown: str) -> None:
    """Attacks are files, tests are functions."""
    names = re.findall(r"`(\w+)`", shown)
    assert bool(names) != (number in OUTSIDE)
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for name in names:
        assert name in ATTACKS or f"def {name}(" in sources, name


def test_every_attack_is_on_the_page() -> None:
    """Somebody who wants to know what is tried reads one page."""
    assert set(ATTACKS) <= set(re.findall(r"`(\w+)`", PAGE))
