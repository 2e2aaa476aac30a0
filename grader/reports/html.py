"""One self-contained page: no script, no network, a policy that allows nothing but its own style sheet."""

import hashlib
from base64 import b64encode
from html import escape


def page(title: str, style: str, body: str) -> str:
    """Return an HTML document; ``body`` is HTML whose texts went through ``text``."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def text(value: object) -> str:
    """Return any text as HTML."""
    return escape(str(value), quote=True)
