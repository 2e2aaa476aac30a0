"""An answer in words becomes HTML that does nothing, in little time, whatever stands in it."""

import base64
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from to_mark import png

from grader.text.answer_html import LONGEST, answer_html
from grader.text.formulas import formula_html

HARMLESS = re.compile(
    "blockquote|br|code|del|div|em|h4|h5|h6|hr|img|li|ol|p|pre|s|span|strong|table|tbody|td|th|thead|tr|ul|math|"
    "menclose|mfrac|mi|mn|mo|mover|mpadded|mroot|mrow|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|"
    "munder|munderover"
)


class Found(HTMLParser):
    """The elements of a page and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    """Nothing in it but text, and pictures that hold their own bytes."""
    for tag, attributes in Found(html).found:
        assert HARMLESS.fullmatch(tag), tag
        for name, value in attributes.items():
            assert not name.startswith("on"), name
            assert name not in {"style", "href", "id", "srcset", "formaction"}, name
            assert name != "src" or str(value).startswith(
                ("data:image/png;base64,", "data:image/jpeg;base64,")
            )


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("**because** it is *convex*", "<p><strong>because</strong> it is <em>convex</em></p>"),
        ("# 1a", "<h4>1a</h4>"),
        ("it costs $5 and $6", "<p>it costs $5 and $6</p>"),
        ("$x$", '<p><math display="inline"><mrow><mi>x</mi></mrow></math></p>'),
        (r"\(x\)", '<p><math display="inline"><mrow><mi>x</mi></mrow></math></p>'),
        (r"\\[x\\]", '<p><math display="block"><mrow><mi>x</mi></mrow></math></p>'),
        ("$$x", "<p>$$x</p>"),
        (r"so \(x", "<p>so (x</p>"),
        ("`$x$`", "<p><code>$x$</code></p>"),
        ("$x^$", '<p><code class="source">$x^$</code></p>'),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("evil \u202etxt", "<p>evil \\u202etxt</p>"),
        (
            "[here](https://example.org/a)",
            '<p><span class="link">here<code> https://example.org/a</code></span></p>',
        ),
    ],
)
def test_markdown_and_formulas_are_shown(answer: str, shown: str) -> None:
    """As notebooks show them; what is no formula stays as it was typed."""
    assert answer_html(answer).strip() == shown


@pytest.mark.parametrize(
    "answer",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1)) <javascript:alert(1)>",
        "![x](https://example.org/x.png) ![y](javascript:alert(1))",
        '![" onerror="alert(1)](data:image/png;base64,%22onerror=)',
        f"![svg](data:image/svg+xml;base64,{base64.b64encode(b'<svg onload=alert(1)>').decode()})",
        r"$\href{javascript:alert(1)}{x} \class{a}{y} \style{position:fixed}{z} \cssId{a}{b}$",
        r"$\text{</math><script>alert(1)</script>} \text{&lt;script&gt;}$",
        r"$\color{#fff}{hidden} \phantom{hidden} \hspace{9999em} \rule{999em}{999em}$",
        '```"><script>alert(1)</script>\nx\n```',
        "[a]: javascript:alert(1)\n[a]",
        "| a |\n|:--:|\n| <script> |",
    ],
)
def test_hostile_answers_do_nothing(answer: str) -> None:
    """No element but those of text, no address, no handler, no style."""
    assert_harmless(answer_html(answer))


@given(st.text(alphabet="<>&\"'`$\\[](){}!*_~|#:/=-+ \n01ajsx", max_size=200))
def test_any_answer_does_nothing(answer: str) -> None:
    """Whatever the signs of Markdown, LaTeX and HTML stand beside."""
    assert_harmless(answer_html(answer))


def test_formulas_hide_nothing() -> None:
    """Neither by colour nor as a phantom nor far away."""
    shown = formula_html(r"\color{white}{a}\phantom{b}\hspace{99em}c")

    assert [each in shown for each in (">a<", ">b<", ">c<")] == [True] * 3
    assert not any(each in shown for each in ("white", "mphantom", "99em"))


@pytest.mark.parametrize("latex", ["x" * 2001, "{" * 900 + "}" * 900, r"\sqrt{" * 100 + "x" + "}" * 100, "^"])
def test_a_formula_that_cannot_be_shown_is_there_as_typed(latex: str) -> None:
    """Too long, too deep, or wrong."""
    assert formula_html(latex).startswith('<code class="source">$')


def test_pictures_in_the_text_are_shown() -> None:
    """With their words, and those beside the text by the names that it has for them."""
    assert f'<img src="data:image/png;base64,{png()}" alt="a plot">' in answer_html(
        f"![a plot](data:image/png;base64,{png()})"
    )
    beside = {"123/image%20%281%29.png": f"data:image/png;base64,{png()}"}
    for named in (
        "![](attachment:%s)",
        "<img src='attachment:%s' width=300>",
        '<img width="9" src="attachment:%s"/>',
    ):
        shown = answer_html(f"See {named % 'X'} here".replace("X", "123/image%20%281%29.png"), beside)
        assert f'See <img src="data:image/png;base64,{png()}" alt="a picture without words"> here' in shown
    other = answer_html("![](attachment:124/image%20%281%29.png) <img src=attachment:124/x.png>", beside)
    assert "<img" not in other


@pytest.mark.parametrize(
    "source",
    [
        "attachment:image.png",
        f"data:image/png;base64,{png(30_000, 30_000)}",
        f"data:image/png;base64,{png(0, 5)}",
        f"data:image/png;base64,{base64.b64encode(b'<script>' * 9).decode()}",
        "data:image/png;base64,A",
        "data:text/html;base64,AAAA",
    ],
)
def test_other_pictures_are_told(source: str) -> None:
    """What is not here, too large, or no picture at all: the marker is told where to look."""
    shown = answer_html(f"![my plot]({source})")

    assert "<img" not in shown
    assert "my plot; look at it in the file]" in shown


def test_a_very_long_answer_is_there_as_typed() -> None:
    """Whole, and not read as Markdown."""
    shown = answer_html("*a* " * LONGEST)

    assert shown.startswith("<pre")
    assert shown.count("*a*") == LONGEST


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*a ", "*a_", "> ", "$", "\\(", "$$\n", "[a](", "<", "&", "|", "1. ", "`", "\\$", "$x$", "~~",
     "\\begin{align}", "[a]: b\n", "_", "- \n", "\\"],
)  # fmt: skip
def test_no_answer_takes_long(piece: str) -> None:
    """The longest that is read as Markdown, of nothing but one sign."""
    start = time.process_time()
    answer_html((piece * LONGEST)[:LONGEST])

    assert time.process_time() - start < 5
