"""One self-contained page from a template: no network, and a policy that allows only its own style, script.

Whatever a template shows is made safe and escaped, unless it is `Markup`, which is made here, in `marked` and
in `plots` alone.
"""

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from grader.reports import formats
from grader.reports.score_words import points
from grader.text.safe import safe

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 100_000  # characters of a text
SENTENCE = 2000  # characters of a sentence
_ADDRESS = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*")


def page(
    template: str, title: str, style: str, script: str = "", *, pictures: bool = False, **values: object
) -> str:
    """Return an HTML document: a template that extends ``page.html``, with what it shows.

    One with ``pictures`` may show those whose bytes it holds.

    Style sheet and script are allowed by their hashes alone: style attributes, event handlers, and whatever
    else gets into the page are refused by the browser.
    """
    policy = f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src {_hash(script)}"
    if pictures:
        policy += "; img-src data:"
    own = {"policy": Markup(policy), "style": Markup(style), "script": Markup(script)}  # noqa: S704
    return _environment().get_template(template).render(values, title=title, **own)


@cache
def resource(*names: str) -> str:
    """Return style sheets or scripts that lie beside the templates, one after the other."""
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


@cache
def _environment() -> "Environment":
    # Imported with the first page: most commands write none.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader([TEMPLATES, *formats.__path__]),
        undefined=StrictUndefined,
        finalize=lambda value: value if hasattr(value, "__html__") else readable(value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"prose": prose, "points": points, "address": address}
    return environment


@cache
def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def readable(value: object, limit: int = LONGEST) -> str:
    """Return any text with what a reader could not see written out; it is not escaped."""
    return safe(str(value), limit, keep_newlines=True)


def text(value: object, limit: int = LONGEST) -> Markup:
    """Return any text as HTML."""
    return escape(readable(value, limit))


def address(value: str) -> Markup:
    """Return the address that holds a picture as it is: letters, digits, a few signs, however many."""
    return Markup(value) if _ADDRESS.fullmatch(value) else Markup()  # noqa: S704


def prose(value: object) -> Markup:
    """Return a sentence as HTML, its `names` set as code."""
    pieces = text(value, SENTENCE).split("`")
    if len(pieces) % 2 == 0:  # a backtick without a partner is just that
        return Markup("`").join(pieces)
    code = Markup("<code>{}</code>")
    return Markup("").join(code.format(piece) if n % 2 else piece for n, piece in enumerate(pieces))
