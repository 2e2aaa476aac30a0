"""A page allows itself and nothing else, and texts stay texts."""

import hashlib
import re
from base64 import b64encode

from grader.reports import html
from grader.reports.html import page, prose, text


def test_style_and_script_are_allowed_by_their_hashes_alone() -> None:
    """No 'unsafe-inline', no address; without a script none is allowed."""
    made = page("page.html", "t", "p { color: red }", "let x")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)
    assert policy is not None
    style = b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    script = b64encode(hashlib.sha256(b"let x").digest()).decode()
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; "
        f"script-src 'sha256-{script}'"
    )
    assert "script" not in page("page.html", "t", "")


def test_text_is_escaped_and_what_is_invisible_is_written_out() -> None:
    """Tags and quotes, and characters that turn a line around."""
    assert text("<a href='x'>&\u202e\n") == "&lt;a href=&#39;x&#39;&gt;&amp;\\u202e\n"


def test_every_template_escapes_what_it_shows() -> None:
    """None says that a text needs no escaping, and three modules alone make what needs none."""
    for template in [*html.TEMPLATES.glob("*.html"), *html.TEMPLATES.parent.rglob("formats/*.html")]:
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", template.read_text(encoding="utf-8")), template
    reports = html.TEMPLATES.parent.rglob("*.py")
    making = {path.stem for path in reports if "Markup(" in path.read_text(encoding="utf-8")}
    assert making == {"html", "marked", "plots"}


def test_names_in_sentences_are_code() -> None:
    """Where the backticks have partners."""
    assert prose("`f` raised <x>") == "<code>f</code> raised &lt;x&gt;"
    assert prose("one ` alone") == "one ` alone"
