"""The page of pairs that are alike, in a real Chromium: accessible, no script, hostile text is text."""

from importlib.resources import files
from pathlib import Path

import pytest
from chromium import program

from grader.reports.alike_page import Pair, Side, alike_page

sync_api = pytest.importorskip("playwright.sync_api")

EVIL = "</pre><img src=x onerror=document.title=1><script>document.title=1</script>"
LONG = "x" * 40_000


def side(name: str) -> Side:
    return Side(name, ((f"{EVIL}.py", (("def f():\n    ", False), (EVIL, True), (LONG, False))),))


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_the_page_is_accessible_and_runs_nothing(tmp_path: Path, width: int, scheme: str) -> None:
    """axe finds nothing, no element comes of what students wrote, and nothing scrolls sideways."""
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    pairs = [Pair(side(f"ada {n} {EVIL}"), side("bob"), 0.5 - n / 1000) for n in range(60)]
    (tmp_path / "alike.html").write_text(alike_page("Maps", pairs, 300), encoding="utf-8")
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            how = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
            page = browser.new_page(bypass_csp=True, **how)
            page.goto((tmp_path / "alike.html").as_uri())
            assert page.title() == "Alike: Maps"
            assert page.locator("main :is(script, img)").count() == 0
            assert page.locator("tbody tr").count() == 50
            assert "10 more, each less alike" in page.inner_text("main")
            assert len(page.inner_text("pre >> nth=0")) < 31_000
            page.evaluate(axe)
            told = page.evaluate(
                "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
            )
            assert told == []
            assert page.evaluate(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            )
        finally:
            browser.close()
