"""What students write in LaTeX is seen as they saw it or typed it; nothing is lost, and nothing does harm."""

import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.text.answer_html import answer_html
from grader.text.formulas import formula_html
from grader.text.math_letters import in_hand

TYPICAL = [
    r"\frac{\partial L}{\partial W_{ij}} = x_j(\hat{y}_i - y_i)",
    r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
    r"f(x)=\begin{cases} x & \text{if } x>0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{dcases} a & b \\ c & d \end{dcases}",
    r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}",
    r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1}",
    r"\begin{bmatrix} \begin{matrix} a \end{matrix}^T \\ c \end{bmatrix}_{2}^T",
    r"\begin{vmatrix} a & b \\ c & d\end{vmatrix} = \begin{array}{c|c} a & b \\[2pt] c & d \end{array}",
    r"x \in \mathbb{R}^{n\times m}",
    r"\text{softmax}(x)_i = \frac{e^{x_i}}{\sum_j e^{x_j}}",
    r"\operatorname{argmax}_x f(x)",
    r"\operatorname*{arg\,min}_{w} L(w)",
    r"\mathop{\mathrm{argmax}}_x f(x)",
    "\n\\sum_{i=1}^n x_i\n= 1\n",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\begin{align*} a &= b \label{eq:1} \\ c &= d \nonumber \end{align*}",
    r"\begin{equation} x = 1 \end{equation}",
    r"\begin{gather} a \\ b \end{gather}",
    r"\begin{alignat}{2} a&=b & c&=d \end{alignat}",
    r"\begin{split} a&=b\\&=c \end{split}",
    r"\nabla_W \mathcal{L}(\theta)",
    r"\|x\|_2^2 + \lVert y \rVert",
    r"\left( \frac{a}{b} \right)^2 \left\{ x \mid x > 0 \right\}",
    r"\sqrt[3]{x} + \sqrt{y}",
    r"\lim_{x \to \infty} f(x) = \int_0^1 f(x)\,dx",
    r"(\mathbf{X}^\top\mathbf{X})^{-1}\mathbf{X}^\top\mathbf{y}",
    r"\boldsymbol{\theta} \leftarrow \boldsymbol{\theta} - \eta \bm{g}",
    r"P(A \mid B) = \frac{P(B|A)P(A)}{P(B)}",
    r"\mathbb{E}_{x\sim p}[f(x)]",
    r"\hat{\mu} \pm 1.96\,\sigma/\sqrt{n}",
    r"\underbrace{a+b}_{=c} \overline{x} \widehat{xy} \vec{v}",
    r"\binom{n}{k} p^k (1-p)^{n-k}",
    r"f: \mathbb{R} \to \mathbb{R},\ x \mapsto x^2",
    r"\forall \epsilon > 0\ \exists \delta",
    r"x_1, \ldots, x_n",
    r"A \odot B \otimes C",
    r"\mathcal{O}(n \log n)",
    r"f''(x) = x'",
    r"100\%",
    r"\mathbb 1_{x>0} \mathds{1}\{x\}",
    r"\stackrel{!}{=} \overset{iid}{\sim}",
    r"\sum_{\substack{i\\j}} x \pmod n",
    r"\boxed{x=1} \xrightarrow{n\to\infty} \cancel{x}",
    r"\left.\frac{df}{dx}\right|_{x=0}",
    r"\mathrm{ReLU}(x) = \max(0, x)",
    r"\color{red}{x} + \textcolor{blue}{y}",
    r"\langle x, y \rangle \lfloor x \rfloor",
    r"α + β ≤ γ",
    r"x = 1 \tag{1}",
    r"\begin{cases} 1 & \text{if $x>0$, or so} \\ 0 & \text{else} \end{cases}",
]


@pytest.mark.parametrize("latex", TYPICAL)
def test_typical_formulas_are_shown(latex: str) -> None:
    """As MathML, with every letter, in little time."""
    formula_html.cache_clear()
    start = time.process_time()
    html = formula_html(latex, display=True)
    assert html.startswith('<math display="block">'), html
    assert "\\" not in html
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "latex",
    [
        r"\ce{H2O}",
        r"\qed",
        r"\href{javascript:alert(1)}{x}",
        r"\url{https://example.org}",
        r"\includegraphics{secret.png}",
        r"\colorbox{white}{x}",
        r"\mathchoice{a}{b}{c}{d}",
        r"\rule{9em}{9em}",
        r"\kern-99em x",
        r"\raise99em x",
        r"\newcommand{\R}{\mathbb{R}} \R",
        r"\renewcommand{\frac}{hidden} \frac{1}{2}",
        r"\def\sum{} \sum x",
        r"\def\a{\a\a}\a",
        r"\let\sum\relax \sum x",
        r"\DeclareMathOperator{\tr}{tr} \tr A",
        r"100% of x",
        r"a $$ text $$ b",
        r"\begin{tikzpicture} \draw (0,0) \end{tikzpicture}",
        r"\begin{matrix} a",
        r"\unicode{x202e}abc",
        r"{",
        r"x^",
        "".join(
            rf"\newcommand{{\{chr(98 + n)}}}{{{chr(92)}{chr(97 + n)}{chr(92)}{chr(97 + n)}}}"
            for n in range(20)
        ),
    ],
)
def test_what_is_not_understood_is_there_as_typed(latex: str) -> None:
    """Whole: what would be lost, or might mean anything."""
    html = formula_html(latex)
    assert html.startswith('<code class="source">$'), html
    assert re.sub("<[^>]*>", "", html).count(latex[:3].replace("&", "&amp;")) >= 1


@pytest.mark.parametrize(
    "latex",
    [
        "x" * 100_000,
        r"\begin{matrix}" * 140,
        r"\begin{array}{" + "c" * 1500 + r"}a\end{array}",
        "{" * 900 + "}" * 900,
        *((each * 2000)[:2000] for each in (r"\frac", r"\sqrt{", r"\left(", "x^", "&", r"\operatorname{")),
        *((each * 2000)[:2000] for each in (r"\label{", "%", "\\", r"\\", "{", "^", "_", "~")),
    ],
)
def test_no_formula_takes_long(latex: str) -> None:
    """However deep or long."""
    start = time.process_time()
    formula_html(latex, display=True)
    assert time.process_time() - start < 2


COMMANDS = (
    r"\\ \frac \sqrt \text \mathbb \color \tag \left( \right) \begin{cases} \end{cases} \begin{matrix} "
    r"\end{matrix} \sum \hspace \over \overset \substack \operatorname \mathrm \phantom \binom \limits \href "
    r"\label"
)
PIECES = st.sampled_from([*"abxyz0123456789+-=<>(){}[]^_& ", *COMMANDS.split()])
LAYOUT = re.compile(r"\\(?:label|color|hspace)\s*\{[^{}]*\}|\\(?:begin|end)\s*\{[^{}]*\}|\\\\\[[^\]]*\]")


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_letter_or_digit_of_a_formula_is_lost(latex: str) -> None:
    """Whatever is beside what; what says how it is laid out is left aside."""
    html = formula_html(latex)
    shown = unicodedata.normalize("NFKC", re.sub("<[^>]*>", "", html))
    plain = LAYOUT.sub("", latex)
    for each in set(re.sub(r"\\[a-zA-Z]+", "", plain)) & set("abxyz0123456789"):
        assert each in shown, (latex, html)


@pytest.mark.parametrize(
    ("text", "hand", "expected"),
    [
        ("Ax1", "bold", "𝐀𝐱𝟏"),
        ("θ", "bold-italic", "𝜽"),
        ("x1", "bold-italic", "𝒙𝟏"),
        ("RCN1", "double-struck", "ℝℂℕ𝟙"),
        ("LHe", "script", "ℒℋℯ"),
        ("gC", "fraktur", "𝔤ℭ"),
        ("h", "italic", "h"),
        ("ä+ ", "bold", "ä+ "),
        ("x", "normal", "x"),
    ],
)
def test_letters_have_a_hand_of_their_own(text: str, hand: str, expected: str) -> None:
    """For browsers take no other word for it; what has none stays."""
    assert in_hand(text, hand) == expected


def test_a_formula_over_lines_and_its_environments_stand_in_answers() -> None:
    r"""``$$`` over lines, `\begin{align}` without any sign around it, in lists and quotes."""
    answer = "So\n\n$$\nx\n= 1\n$$\n\n\\begin{align}\na &= b\n\\end{align}\n\n- $$y$$\n\n> $z$\n"
    html = answer_html(answer)
    assert html.count("<math") == 4
    assert "$" not in html


def test_a_long_formula_is_there_to_its_end() -> None:
    """As typed, over its lines, however long the answer may be."""
    html = answer_html("$$\n" + "x + " * 4_000 + "\n\\ce{end}\n$$")
    assert html.count("x + ") == 4_000
    assert "\n\\ce{end}" in html
