"""One self-contained page: no network, and a policy that allows only its own style sheet and script."""

import hashlib
from base64 import b64encode
from functools import cache
from html import escape

from grader.text.safe import safe


def page(title: str, style: str, body: str, script: str = "") -> str:
    """Return an HTML document; ``body`` is HTML whose texts went through ``text``.

    Style sheet and script are allowed by their hashes alone: style attributes, event handlers, and whatever
    else gets into the page are refused by the browser.
    """
    policy = f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    code = ""
    if script:
        policy += f"; script-src {_hash(script)}"
        code = f"<script>{script}</script>\n"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n{code}</body>\n</html>\n"
    )


@cache
def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def text(value: object, limit: int = 100_000) -> str:
    """Return any text as HTML, with what a reader could not see written out."""
    return escape(safe(str(value), limit, keep_newlines=True), quote=True)


def prose(value: object, limit: int = 2000) -> str:
    """Return a sentence as HTML, its `names` set as code."""
    pieces = text(value, limit).split("`")
    if len(pieces) % 2 == 0:  # a backtick without a partner is just that
        return "`".join(pieces)
    return "".join(f"<code>{piece}</code>" if n % 2 else piece for n, piece in enumerate(pieces))
