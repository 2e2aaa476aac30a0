"""The site of the documentation: every link leads somewhere, and nothing is fetched from elsewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from chromium import Browser

ROOT = Path(__file__).parent.parent.parent
pytest.importorskip("mkdocs", reason="make docs installs it")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it: a warning ends the build."""
    folder = tmp_path_factory.mktemp("site")
    laid_out = "import sys; from pathlib import Path; import pages; pages.lay_out(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", laid_out, folder / "pages"], cwd=ROOT / "docs", check=True)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace(".site/", f"{folder}/")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", folder / "mkdocs.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, check=False)  # type: ignore[arg-type]
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    return folder / "html"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.slow
def test_every_page_is_on_the_site(site: Path) -> None:
    """And each is reached from the start."""
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")} - {"README"}
    assert pages <= {path.stem for path in (site / "docs").glob("*.html")}
    start = (site / "index.html").read_text(encoding="utf-8")
    for page in pages:
        assert f'href="docs/{page}.html"' in start


@pytest.mark.slow
def test_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    """No fonts, no scripts, no counters: who reads is nobody's business."""
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(?:https?:)?//", text), page
        links = re.findall(r"<link\b[^>]*>", text)
        assert not [
            each for each in links if re.search(r"href=\"?(?:https?:)?//", each) and "canonical" not in each
        ]


@pytest.mark.slow
def test_the_site_works_in_a_browser(address: str, browser: Browser) -> None:
    """The first page shows its picture and its table, the menu leads on, and the console is silent."""
    browser.open(address)
    pictures = "[...document.querySelectorAll('.md-content img')].map(i => i.complete && i.naturalWidth > 0)"
    assert browser.js(pictures) == [True, True]
    assert browser.js("document.querySelectorAll('.md-content table').length") >= 2
    elsewhere = (
        "performance.getEntriesByType('resource').filter(e => !e.name.startsWith(location.origin)).length"
    )
    assert browser.js(elsewhere) == 0
    browser.open(f"{address}docs/what-is-read.html#answers-in-words")
    assert browser.js("document.querySelector('h2#answers-in-words').textContent").startswith(
        "Answers in words"
    )
    assert browser.complaints == []
