"""Lays out the pages of the site as they lie in the repository, so that links between them hold in both.

``make docs`` runs it before MkDocs.  A link to code or to a folder would lead nowhere on the site, which has
none of it: there the name stands alone.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
TO = ROOT / ".site" / "pages"
PAGES = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
# Not of pictures, of other sites, of headings of the same page.
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)#\s:]+)\)")


def lay_out(to: Path) -> None:
    """Copy the pages and their pictures; take links to what is no page from them."""
    shutil.rmtree(to, ignore_errors=True)
    (to / "docs").mkdir(parents=True)
    for page in (*map(ROOT.joinpath, PAGES), *sorted((ROOT / "docs").glob("*.md"))):
        text = page.read_text(encoding="utf-8")
        there = to / page.relative_to(ROOT)
        there.write_text(LINK.sub(lambda link, page=page: _link(link, page), text), encoding="utf-8")  # type: ignore[misc]
    for picture in (*(ROOT / "docs").glob("*.svg"), *(ROOT / "docs").glob("*.png")):
        shutil.copy(picture, to / "docs")


def _link(link: re.Match[str], page: Path) -> str:
    target = (page.parent / link[2]).resolve()
    is_page = target.suffix == ".md" and (target.parent == ROOT / "docs" or target.name in PAGES)
    return link[0] if is_page or not target.exists() else link[1]


if __name__ == "__main__":
    lay_out(TO)
