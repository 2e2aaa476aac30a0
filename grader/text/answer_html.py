"""An answer in words as HTML that does nothing: no script, no link, no request.

Markdown as notebooks have it, with formulas (`grader.text.formulas`).  HTML stays text.  A link is its words
and its address.  Of pictures, those are shown that are beside the text or stand in it, if they are small
(`grader.text.bitmaps`).
"""

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from grader.text.bitmaps import as_typed, bitmap
from grader.text.formulas import formula_html
from grader.text.safe import safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST = 20_000  # characters that are read as Markdown; a longer answer is shown as it is
DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]{1,2100000})")
# A picture whose size was changed in Jupyter.
_SIZED = re.compile(r"<img\s[^<>]{0,300}?src=[\"']?(attachment:[^\"'\s<>]{1,400})[\"']?[^<>]{0,300}>")
_PASTED = re.compile(r"data:image/[a-z]{1,8};base64,[A-Za-z0-9+/=]{60,}")
_BRACKETS = {"(": ")", "[": "]"}


def answer_html(answer: str, pictures: Mapping[str, str] | None = None) -> str:
    """Return the Markdown of an answer as HTML; ``pictures`` are addresses that hold them, by name."""
    return _shown(answer, pictures) if pictures else _cached(answer)


@lru_cache(4096)  # looked at again and again, while a class is marked
def _cached(answer: str) -> str:
    return _shown(answer, {})


def _shown(answer: str, pictures: Mapping[str, str]) -> str:
    without = _PASTED.sub("", answer)  # what is pasted into it may be long
    if len(without) > LONGEST:
        return f'<pre tabindex="0">{escape(safe(answer, 5 * LONGEST, keep_newlines=True))}</pre>'
    shown = "".join(c if c in "\n\t" else safe(c) for c in answer.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        html: str = _reader().render(_SIZED.sub(r"![](\1)", shown), {"pictures": pictures})
    except RecursionError:
        return f'<pre tabindex="0">{escape(shown)}</pre>'
    return html


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).enable(["table", "strikethrough"])
    reader.validateLink = _any  # type: ignore[method-assign]
    reader.use(dollarmath_plugin, allow_labels=False, allow_digits=False, double_inline=True)
    reader.use(amsmath_plugin)
    reader.inline.ruler.before("escape", "bracket_math", _bracket_math)
    for rule in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        reader.add_render_rule(rule, _formula)
    reader.add_render_rule("link_open", lambda *_: '<span class="link">')
    reader.add_render_rule("link_close", lambda *_: "</span>")
    reader.add_render_rule("image", _image)
    reader.core.ruler.push("addresses", _addresses)
    reader.core.ruler.push("plain", _plain)
    return reader


def _any(url: str) -> bool:  # noqa: ARG001
    """Take every address: none becomes a link, and all are shown."""
    return True


def _bracket_math(state: "StateInline", silent: bool) -> bool:  # as the reader calls it
    r"""Read ``\(x\)``, ``\[x\]`` and both with two backslashes, as notebooks do."""
    found = re.compile(r"(\\{1,2})([(\[])").match(state.src, state.pos)
    if found is None:
        return False
    close = found[1] + _BRACKETS[found[2]]
    known = state.env.setdefault("unclosed", {})
    if known.get((id(state.src), close), len(state.src)) <= state.pos:
        return False  # nothing closes it: looked for once
    end = state.src.find(close, found.end())
    if end < 0:
        known[id(state.src), close] = state.pos
        return False
    if not silent:
        token = state.push("math_inline_double" if found[2] == "[" else "math_inline", "math", 0)
        token.content = state.src[found.end() : end]
    state.pos = end + len(close)
    return True


def _formula(_: Any, tokens: Sequence["Token"], index: int, *__: Any) -> str:
    token = tokens[index]
    display = token.type != "math_inline"
    html = formula_html(token.content.strip(), display=display)
    return f'<div class="formula" tabindex="0">{html}</div>' if token.block else html


def _addresses(state: Any) -> None:
    """Have the address of a link stand behind its words."""
    from markdown_it.token import Token

    for block in state.tokens:
        opened: list[str] = []
        kept: list[Token] = []
        for token in block.children or ():
            if token.type == "link_open":
                opened.append(str(token.attrGet("href") or ""))
            if token.type == "link_close" and (address := opened.pop()):
                kept.append(Token("code_inline", "code", 0, content=f" {address[:300]}"))
            kept.append(token)
        if block.children is not None:
            block.children = kept


def _plain(state: Any) -> None:
    """Have headings of an answer stand below those of the page around it, and columns without a style."""
    for token in state.tokens:
        token.attrs.pop("style", None)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"


# ---- pictures -------------------------------------------------------------------------------------


def _image(_: Any, tokens: Sequence["Token"], index: int, __: Any, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    source, words = str(token.attrGet("src") or ""), escape(safe(token.content, 300))
    picture = _address(source, env.get("pictures", {}))
    if picture:
        return f'<img src="{picture}" alt="{words or "a picture without words"}">'
    name = "" if source.startswith("data:") else f" {escape(safe(unquote(as_typed(source)), 200))}"
    return (
        f'<span class="unshown">[a picture{name}{": " * bool(words)}{words}; look at it in the file]</span>'
    )


def _address(source: str, pictures: Mapping[str, str]) -> str:
    """Return the address that holds a picture: one of those beside the text, or a small one in it; or ""."""
    if source.startswith("attachment:"):
        return pictures.get(source.removeprefix("attachment:"), "")
    found = DATA.fullmatch(unquote(source))
    if found is None:
        return ""
    try:
        picture = bitmap(b64decode("".join(found[1].split()), validate=True))
    except ValueError:
        return ""
    return picture.address if picture else ""
