"""What two share is found wherever it stands and whatever it is called; what all have says nothing."""

import random
import re
import time
from dataclasses import replace

import pytest

from grader.model import Cell, HandedIn, Module, Submission
from grader.submissions.likeness import LONGEST, RUN, WINDOW, ComparedText, alike, fingerprints

COPIED = """
def solve(A, b, steps=100):
    \"\"\"Solve A x = b.\"\"\"
    x = np.zeros(len(b))
    for k in range(steps):
        r = b - A @ x
        if np.linalg.norm(r) < 1e-9 * np.linalg.norm(b):
            break
        x = x + (r @ r) / (r @ (A @ r)) * r
    return x, [k, float(r @ r)]
"""
RENAMED = re.sub(
    r"\b(x|r|steps|Solve)\b",
    lambda name: f"my_{name[0]}",
    COPIED.replace("    for", "    # my idea\n    for"),
)
GIVEN = """
def check(function, *given, rtol=1e-6):
    wanted = np.asarray(function(*given), dtype=float)
    assert wanted.shape == np.shape(given[0]), (wanted.shape, given[0].shape)
    return bool(np.all(np.isfinite(wanted)) and np.allclose(wanted, given[0] ** 2, rtol=rtol))
"""


def handed_in(name: str, *sources: str, **more) -> Submission:
    modules = tuple(Module(f"hw{n}", f"hw{n}.py", (Cell("c", text),)) for n, text in enumerate(sources))
    return Submission(name, f"{name}.py", modules, more.pop("written", {}), (), name, **more)


def own(number: int, lines: int = 25) -> str:
    """Code that nobody else has."""
    draw = random.Random(number)
    signs = ["+", "-", "*", "/", "@", "**", "%", "//"]
    return "\n".join(
        f"a{n} = np.{draw.choice(['exp', 'log', 'sum', 'dot', 'abs'])}(a{n - 1} {draw.choice(signs)} "
        f"{draw.randrange(10**6)}) {draw.choice(signs)} {draw.randrange(10**6)}"
        for n in range(1, lines)
    )


def test_a_copy_with_other_names_and_comments_is_found() -> None:
    """Among others, in another file and at another place; both texts say where."""
    one = handed_in("ada", own(1) + COPIED)
    two = handed_in("bob", own(2, 5), RENAMED + own(3))
    (found,) = alike([handed_in("cyd", own(4)), one, two, handed_in("dan", own(5))])
    assert (found.one.id, found.other.id) == ("ada", "bob")
    assert 0.1 <= found.share < 0.5
    (left,), (right,) = found.marked
    assert (left.text.name, right.text.name) == ("hw0.py", "hw1.py")
    marked = ["".join(text for text, common in each.pieces if common) for each in (left, right)]
    assert "np.linalg.norm(r) < 1e-9" in marked[0]
    assert "# my idea" in marked[1]
    assert ["".join(text for text, _ in each.pieces) for each in (left, right)] == [
        own(1) + COPIED,
        RENAMED + own(3),
    ]


def test_what_was_given_and_what_many_write_says_nothing() -> None:
    """A starter counts for nobody, and neither does what six have: that is how one writes it."""
    two = [handed_in(name, GIVEN + own(n)) for n, name in enumerate(("ada", "bob"))]
    assert len(alike(two)) == 1
    assert alike(two, [handed_in("starter", "import numpy as np\n" + GIVEN)]) == []
    many = [handed_in(f"s{n}", GIVEN + own(n)) for n in range(6)]
    assert alike(many) == []
    assert len(alike(many[:5])) == 10


def test_attempts_of_one_student_are_no_pair() -> None:
    """Of course they are alike."""
    first, second = (
        handed_in(name, COPIED * 2, handed_in=HandedIn(attempt_of="ada")) for name in ("ada", "ada attempt 2")
    )
    assert alike([first, second]) == []
    assert len(alike([first, second, handed_in("bob", COPIED * 2)])) == 2


def test_answers_in_words_are_compared_too() -> None:
    """By their words, whatever stands between them; and never with code."""
    words = " ".join(f"word{n} of {n * n}" for n in range(40))
    two = [
        handed_in(name, own(n), written={"1a": text})
        for n, (name, text) in enumerate({"ada": words, "bob": words.upper().replace(" ", "\n* ")}.items())
    ]
    (found,) = alike(two)
    assert [each.text.name for each in found.marked[0]] == ["answer 1a"]
    assert alike([two[0], handed_in("bob", words)]) == []


def test_a_run_that_two_share_is_never_missed() -> None:
    """Of RUN + WINDOW - 1 tokens, whatever stands before and behind; that is what winnowing promises."""
    draw = random.Random(0)

    def tokens(count: int) -> list[str]:
        return [str(draw.randrange(10**9)) for _ in range(count)]

    for _ in range(100):
        shared = tokens(RUN + WINDOW - 1)
        texts = [" ".join(tokens(draw.randrange(40)) + shared + tokens(draw.randrange(40))) for _ in "ab"]
        one, two = (fingerprints([ComparedText("t", text, code=True)]) for text in texts)
        assert one.keys() & two.keys()


@pytest.mark.parametrize(
    "text", ['"""' + '\\"""' * 99_999, "'''\"\"\"" * 99_999, 'f"' * 99_999, "\\" * 999_999, "rbf" * 99_999]
)
def test_no_text_takes_long(text: str) -> None:
    """What is long is cut, and every expression that begins to match also ends."""
    start = time.process_time()
    alike([handed_in(name, text) for name in ("ada", "bob")])
    assert time.process_time() - start < 20
    assert LONGEST <= 200_000


@pytest.mark.slow
def test_a_class_of_three_hundred_takes_seconds() -> None:
    """Two who copied one function are found among three hundred, and nobody else is."""
    many = [handed_in(f"s{n:03}", GIVEN + own(n, 80)) for n in range(298)]
    two = [handed_in("ada", GIVEN + own(998) + COPIED), handed_in("bob", GIVEN + RENAMED + own(999, 20))]
    start = time.process_time()
    (found,) = alike([*many, *two])
    assert time.process_time() - start < 30
    assert (found.one.id, found.other.id) == ("ada", "bob")
    assert alike(many) == alike([replace(each, id=each.id) for each in many])
