"""The moving picture of a first run in the README."""

import importlib.util
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest
from rich.text import Text

DOCS = Path(__file__).parent.parent / "docs"
NAME = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def recording() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recording", DOCS / "recording.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(svg: str) -> list[str]:
    """Return the runs of text of a picture."""
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{NAME}text")]


def test_the_picture_is_light_and_asks_for_nothing(recording: ModuleType) -> None:
    """Less than 100 kB, no script and no address but that of its language; all commands are seen in it."""
    svg = (DOCS / "first-run.svg").read_text(encoding="utf-8")
    assert len(svg) < 100_000
    assert re.findall(r"\w+://[^\s\"']+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|@import|url\(|href", svg)
    assert [each for each in written(svg) if each in recording.COMMANDS] == list(recording.COMMANDS)
    assert "](docs/first-run.svg)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")


def test_a_picture_shows_what_was_printed(recording: ModuleType) -> None:
    """Each run of one style at its column, signs of markup as text; who wants no motion sees the end."""
    step = recording.Step
    lines = tuple(Text.from_ansi(f"  \x1b[31m{each} < 3\x1b[0m  & b") for each in range(40))
    svg = recording.picture([step("one", ()), step("two", lines)])
    assert written(svg)[:6] == ["$", "one", "$", "two", "0 < 3", "& b"]
    places = [(each.get("x"), each.get("class")) for each in ET.fromstring(svg).iter(f"{NAME}text")]
    at = {column: f"{recording.EDGE + column * recording.WIDTH:.1f}" for column in (0, 2, 9)}
    assert places[2:6] == [(at[0], "c2"), (at[2], "b"), (at[2], "c1"), (at[9], None)]
    still = svg.partition("@media (prefers-reduced-motion:no-preference)")[0]
    assert f".s{{transform:translateY({-(42 - recording.ROWS) * recording.HEIGHT}px)}}" in still
    assert "animation" not in still
