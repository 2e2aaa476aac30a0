"""The pages of what is alike and of what changes, in a real Chromium: accessible, no script, text is text."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from chromium import program

from grader.reports.alike_page import Pair, Side, alike_page
from grader.reports.difference import Change, Difference, difference_page

sync_api = pytest.importorskip("playwright.sync_api")

EVIL = "</pre><img src=x onerror=document.title=1><script>document.title=1</script>"
LONG = "x" * 40_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium, if it is on this machine."""
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def side(name: str) -> Side:
    return Side(name, ((f"{EVIL}.py", (("def f():\n    ", False), (EVIL, True), (LONG, False))),))


def alike() -> str:
    pairs = [Pair(side(f"ada {n} {EVIL}"), side("bob"), 0.5 - n / 1000) for n in range(60)]
    return alike_page("Maps", pairs, 300)


def changes() -> str:
    moved = Change(f"ada {EVIL}", "1 of 2 → 2 of 2", (f"1a.law.x: 0 of 1 → 1 of 1: {EVIL}",), moved=True)
    return difference_page(
        Difference((moved, Change("bob", "2 of 2, and was not there before")), 2), "old", EVIL
    )


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
@pytest.mark.parametrize("made", [alike, changes])
def test_a_page_is_accessible_and_runs_nothing(
    tmp_path: Path, chromium: Any, made: Any, width: int, scheme: str
) -> None:
    """axe finds nothing, no element comes of what students wrote, and nothing scrolls sideways."""
    (tmp_path / "page.html").write_text(made(), encoding="utf-8")
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    how = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = chromium.new_page(bypass_csp=True, **how)
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title() != "1"
    assert page.locator("main :is(script, img)").count() == 0
    assert EVIL in page.inner_text("main")
    page.evaluate(axe)
    told = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_what_is_too_much_is_counted(tmp_path: Path, chromium: Any) -> None:
    """Fifty pairs stand on the page, and the beginning of long texts."""
    (tmp_path / "page.html").write_text(alike(), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.locator("tbody tr").count() == 50
    assert "10 more, each less alike" in page.inner_text("main")
    assert len(page.inner_text("pre >> nth=0")) < 31_000
    page.close()


def test_whose_scores_change_is_on_a_page(chromium: Any, tmp_path: Path) -> None:
    """How many first, then who and why."""
    (tmp_path / "page.html").write_text(changes(), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    assert page.inner_text("h1") == "1 of 2 scores changed"
    assert page.locator("h2").count() == 2
    page.close()
