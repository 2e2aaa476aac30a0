"""A source becomes statements with true line numbers; an error costs the statement it stands in."""

import sys
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.worker.source import Statement, Unreadable, futures, statements


def parts(source: str, *, notebook: bool = False) -> list[tuple[int, str]]:
    """The lines on which statements start, and what is said of those that cannot be read."""
    return [
        (each.line, "ok" if isinstance(each, Statement) else each.message)
        for each in statements(source, "hw.py", notebook)
    ]


def run(source: str, *, notebook: bool = False) -> dict[str, object]:
    """The names that are there after running what can be run."""
    names: dict[str, object] = {}
    for each in statements(source, "hw.py", notebook):
        if isinstance(each, Statement):
            exec(each.code, names)
    names.pop("__builtins__", None)
    return names


# ---- sources without errors ------------------------------------------------------------------------


def test_statements_come_in_order_with_their_lines() -> None:
    """A statement is known by the line it starts on; decorators count from the def, as in a traceback."""
    source = (
        "import math\n\n\nx = (\n    1\n)\n@staticmethod\ndef f():\n    pass\n"
        "class A: y = 1; z = 2\na = 1; b = 2\n"
    )

    assert parts(source) == [(1, "ok"), (4, "ok"), (8, "ok"), (10, "ok"), (11, "ok"), (11, "ok")]


TABS = "tabs indent this line and spaces those around it, or the other way round: use spaces"


@pytest.mark.parametrize("source", ["", "\n\n", "# nothing\n", "   \n\t\n"], ids=repr)
def test_an_empty_source_has_no_statements(source: str) -> None:
    """A cell of comments is nothing to run."""
    assert parts(source) == []


@pytest.mark.parametrize(
    ("source", "name", "is_"),
    [
        ("# -*- coding: latin-1 -*-\nx = 'é'\n", "x", "é"),
        ("x = f'{1 + 1!r:>3}|{\"a\"}'\n", "x", "  2|a"),
        ("x = f'''{\n    1\n}'''\n", "x", "1"),
        ("if True:\n\tx = 1\n\tif x:\n\t\tx = 2\n", "x", 2),
        ("x = 1 + \\\n    2\n", "x", 3),
        ("x = [n for n in range(3) if (m := n)]; y = m\n", "y", 2),
        ("match 3:\n    case int(x):\n        pass\n", "x", 3),
        ("try:\n    raise ValueError\nexcept* ValueError:\n    x = 4\n", "x", 4),
        ("π = 3\n", "π", 3),
        ("x = '''\n% not magic\n!neither\n'''\n", "x", "\n% not magic\n!neither\n"),
        ("x = 1\f\ny = 2\n", "y", 2),
    ],
    ids=lambda each: repr(each)[:30],
)
def test_all_of_python_is_read(source: str, name: str, is_: int | str) -> None:
    """Also beside a statement that is broken, where the source is read in another way."""
    assert run(source)[name] == is_
    assert run("broken = = 1\n" + source)[name] == is_
    assert run(source + "broken = = 1\n")[name] == is_


def test_warnings_of_the_compiler_are_not_ours() -> None:
    """A backslash in a docstring is neither shown nor an error; a student's filters stay what they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = statements('x = "\\d"\ny = 1 is 1\n', "hw.py")
        filters = list(warnings.filters)
        for _ in found:
            pass

        assert [each.line for each in found] == [1, 2]
        assert warnings.filters == filters


def test_a_future_import_holds_for_the_statements_after_it() -> None:
    """Each statement is compiled by itself, but annotations stay text where that was asked for."""
    source = "from __future__ import annotations\ndef f(x: Missing) -> Nowhere: return x\n"

    assert run(source)["f"].__annotations__ == {"x": "Missing", "return": "Nowhere"}
    assert run(source + "y = = 1\n")["f"].__annotations__ == {"x": "Missing", "return": "Nowhere"}


def test_a_future_import_holds_for_later_cells() -> None:
    """As in Jupyter."""
    (first,) = statements("from __future__ import annotations\n", "cell 1")
    (second,) = statements("def f(x: Missing): pass\n", "cell 2", flags=futures(first.code))
    (plain,) = statements("x = 1\n", "cell 1")

    names: dict[str, object] = {}
    exec(second.code, names)

    assert names["f"].__annotations__ == {"x": "Missing"}
    assert futures(plain.code) == 0


# ---- sources with errors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(x)\n    return x\n", [(1, "SyntaxError: expected ':'")]),
        ("def f(x:\n    return x\n", [(1, "SyntaxError: '(' was never closed")]),
        ("f(1\n", [(1, "SyntaxError: '(' was never closed")]),
        ("y = [1,\n     2\n", [(1, "SyntaxError: '[' was never closed")]),
        ("y = 1)\n", [(1, "SyntaxError: unmatched ')'")]),
        ("y = = 2\n", [(1, "SyntaxError: invalid syntax")]),
        ("y = 1; z = (\n", [(1, "SyntaxError: '(' was never closed")]),
        ("y = 'abc\n", [(1, "SyntaxError: unterminated string literal (detected at line 5)")]),
        (
            "print 'hello'\n",
            [(1, "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?")],
        ),
        ("def f():\n    y = 1 +\n    return y\n", [(2, "SyntaxError: invalid syntax")]),
        (
            "def f():\nreturn 1\n",
            [(1, "IndentationError: expected an indented block after function definition on line 5")],
        ),
        (
            "def f():\n    y = 1\n  return y\n",
            [(3, "IndentationError: unindent does not match any outer indentation level")],
        ),
        ("def f():\n    y = 1\n      return y\n", [(3, "IndentationError: unexpected indent")]),
        (
            "def f():\n\ty = 1\n        return y\n",
            [(3, f"TabError: {TABS}")],
        ),
        ("if True:\n    y = 1\nelse\n    y = 2\n", [(3, "SyntaxError: expected ':'")]),
        ("@decorated\n@twice(\ndef f():\n    pass\n", [(2, "SyntaxError: '(' was never closed")]),
        ("class A:\n    def f(self)\n        pass\n", [(2, "SyntaxError: expected ':'")]),
        ("return 5\n", [(1, "SyntaxError: 'return' outside function")]),
        ("def f(x, x): pass\n", [(1, "SyntaxError: duplicate argument 'x' in function definition")]),
        (
            "from __future__ import time_travel\n",
            [(1, "SyntaxError: future feature time_travel is not defined")],
        ),
        ("await x\n", [(1, "SyntaxError: 'await' outside function")]),
        (
            "f(1)(2) = 3\n",
            [(1, "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?")],
        ),
        ("y = 1\x00\n", [(1, "SyntaxError: source code string cannot contain null bytes")]),
        (
            "y = 08\n",
            [
                (
                    1,
                    (
                        "SyntaxError: leading zeros in decimal integer literals are not permitted; "
                        "use an 0o prefix for octal integers"
                    ),
                )
            ],
        ),
        ("x = = 1\n", [(1, "SyntaxError: invalid syntax")]),
    ],
    ids=lambda each: repr(each)[:40] if isinstance(each, str) else "",
)
def test_an_error_costs_only_its_own_statement(source: str, expected: Any) -> None:
    """What stands above and below still runs, on its true lines, and the error is told with its line."""
    above = "x = 1\ndef above():\n    return 2\n\n"
    below = "\n@(lambda f: f)\ndef below(a=(\n    3\n)):\n    return a\nz = 4\n"
    height = source.count("\n")

    assert parts(above + source + below) == [
        (1, "ok"),
        (2, "ok"),
        *[(line + 4, message) for line, message in expected],
        (height + 7, "ok"),
        (height + 11, "ok"),
    ]
    names = run(above + source + below)
    assert (names["above"](), names["below"](), names["x"], names["z"]) == (2, 3, 1, 4)  # type: ignore[operator]


def test_a_line_that_is_indented_for_no_reason_costs_itself() -> None:
    """The line above it is not to blame, unless it opens a block."""
    unexpected = "IndentationError: unexpected indent"

    assert parts("x = 1\n    y = 2\nz = 3\n") == [(2, unexpected), (1, "ok"), (3, "ok")]
    assert parts("  x = 1\ny = 2\n") == [(1, unexpected), (2, "ok")]
    assert parts("def f():\n    x = 1\n      y = 2\nz = 3\n") == [(3, unexpected), (4, "ok")]
    assert run("if False: x = 1\nelse\n    x = 2\n") == {}


def test_a_text_that_is_never_closed_does_not_swallow_the_rest() -> None:
    """What looks like Python after it is read as Python."""
    source = 'x = """never closed\nsome words\nmore words here\ndef f():\n    return 1\ny = 2\n'

    assert parts(source) == [
        (1, "SyntaxError: unterminated triple-quoted string literal (detected at line 1)"),
        (4, "ok"),
        (6, "ok"),
    ]


def test_statements_may_go_on_at_the_left_margin() -> None:
    """A matrix written row by row below an error, a text, a decorator with a comment under it."""
    source = (
        "x = = 1\ny = [\n[1, 2],\n[3, 4]\n]\ns = '''\nx = = 1\n'''\nf(y,\n'''\n)\n"
        "''')\n@f\n# why\n\ndef g():\n  1\n"
    )

    assert parts(source) == [(1, "SyntaxError: invalid syntax"), *[(n, "ok") for n in (2, 6, 9, 16)]]


def test_each_broken_definition_is_told_but_not_each_line_of_prose() -> None:
    """Twenty lines that are not Python are one mistake; two functions that are not are two."""
    source = (
        "def f(x)\n    return x\ndef g(x)\n    return x\n\nThis is my answer\n"
        "to the question\nwhy is it so\nx = 1\n"
    )

    assert parts(source) == [(1, "SyntaxError: expected ':'"), (3, "SyntaxError: expected ':'"), (9, "ok")]


WHOLE = (
    "a{n} = {n}",
    "def a{n}():\n    return 1\n\n    # done",
    "@str\n@repr\ndef a{n}():\n\n  return 1",
    "a{n} = [\n1,\n  2\n]",
    "class a{n}:\n    x = (1,\n2)\n\tdef f(self): pass".replace("\t", "    "),
    "if True:\n    a{n} = 1\nelif False:\n    pass\nelse:\n    pass",
    "try:\n    a{n} = 1\nfinally:\n    pass",
    "a{n} = 'x' \\\n'y'",
    "with open('/dev/null') as a{n}: pass",
    "a{n} = lambda: (\n    yes\n)",
)
BROKEN = (
    "x = = 1",
    "def broken(x)\n    return x",
    "broken = (1,",
    "broken = {{\n  1: 2,",
    "if True\n    broken = 1",
    "broken = 'abc",
    "class Broken\n    def f(self): pass",
    "for broken in:\n    pass",
    "    broken = 1 +",
    "else:\n    broken = 1",
    "broken words here",
    "broken = 1 ]",
)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 11)), max_size=8))
@settings(max_examples=150, database=None)
def test_whole_statements_survive_among_broken_ones(choices: Any) -> None:
    """However they are mixed, what is right runs, with the line where it stands, and nothing else does."""
    lines: list[str] = []
    expected = {}
    for number, (whole, which) in enumerate(choices):
        if whole:
            code = WHOLE[which % len(WHOLE)].format(n=number)
            decorators = code.count("@")
            expected[f"a{number}"] = len(lines) + 1 + decorators
        else:
            code = "# broken\n" * (which in (8, 9)) + BROKEN[which].format()
            # An else that belongs to nothing: what stands above must not be an if.
            code = "broken = = 1\n" * (which in (8, 9)) + code
        lines += code.split("\n")

    found = statements("\n".join(lines), "hw.py")

    lines_of = {each.line for each in found if isinstance(each, Statement)}
    assert lines_of == set(expected.values())
    assert set(expected) <= set(run("\n".join(lines)))
    assert any(isinstance(each, Unreadable) for each in found) == any(not whole for whole, _ in choices)


@given(st.text(alphabet="def x():\n\t '\"#\\[]{}=@%!?,.1ab\x00\x0c\ud800é", max_size=60))
@settings(max_examples=200, database=None)
def test_any_text_becomes_statements(source: Any) -> None:
    """Nothing a student types makes the reading itself fail, in a module or a notebook."""
    for notebook in (False, True):
        found = statements(source, "hw.py", notebook)
        assert all(1 <= each.line <= source.count("\n") + 2 for each in found)


# ---- bombs -----------------------------------------------------------------------------------------

DEEP = "this is nested too deeply to be read"


@pytest.mark.parametrize(
    ("bomb", "message"),
    [
        ("x = '" + "a" * 1_000_000 + "'", "ok"),
        ("x = [" + "1," * 100_000 + "]", "ok"),
        ("x = 9**9**9**9**9", "ok"),
        ("x = 'a' * 10**12", "ok"),
        ("x = (0,) * 10**12", "ok"),
        ("x = 1 << 10**12", "ok"),
        ("x = f'{9**9**9:>9999999999}'", "ok"),
        ("x = " + "(" * 100_000 + "1" + ")" * 100_000, "SyntaxError: too many nested parentheses"),
        ("x = " + "-" * 1_000_000 + "1", DEEP),
        ("x = 1" + "+1" * 50_000, DEEP),
        ("x = a" + ".a" * 50_000, DEEP),
        ("x = a" + "()" * 50_000, DEEP),
        ("x = " + "lambda:" * 50_000 + "1", DEEP),
        ("if 1: pass\n" + "elif 1: pass\n" * 50_000, DEEP),
        (
            "".join(" " * n + "if 1:\n" for n in range(101)),
            "IndentationError: too many levels of indentation",
        ),
    ],
    ids=lambda each: repr(each)[:30],
)
def test_a_bomb_costs_its_own_statement(bomb: Any, message: Any) -> None:
    """Constants that are never computed, and depths that no stack has."""
    found = parts(f"{bomb}\ny = 2\n")

    assert [told for _, told in found] == [message, "ok"]
    assert found[-1] == (bomb.count("\n") + 2, "ok")


def test_a_number_with_a_million_digits_is_told_in_few_words() -> None:
    """The compiler's own advice is long enough."""
    ((_, told), _) = parts("x = " + "9" * 1_000_000 + "\ny = 2\n")

    assert told.startswith("SyntaxError: Exceeds the limit (4300 digits) for integer string conversion")
    assert len(told) <= 300


# ---- notebooks -------------------------------------------------------------------------------------


class Recorder:
    """Stands for get_ipython()."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name):
        return lambda *arguments: self.calls.append((name, *arguments))


def run_cell(source: str) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    """What a cell asks of get_ipython(), and the names it leaves."""
    recorder = Recorder()
    names: dict[str, object] = {"get_ipython": lambda: recorder}
    for each in statements(source, "hw.ipynb cell 1", notebook=True):
        assert isinstance(each, Statement), each
        exec(each.code, names)
    return recorder.calls, {
        name: names[name] for name in names if name not in {"__builtins__", "get_ipython"}
    }


@pytest.mark.parametrize(
    ("source", "calls", "names"),
    [
        ("%matplotlib inline\nx = 1\n", [("run_line_magic", "matplotlib", "inline")], {"x": 1}),
        ("%timeit -n 3 f(x)\nx = 1\n", [("run_line_magic", "timeit", "-n 3 f(x)")], {"x": 1}),
        ("x = 1\nif x:\n    %time y = 2\n", [("run_line_magic", "time", "y = 2")], {"x": 1}),
        ("!rm -rf ~\nx = 1\n", [("system", "rm -rf ~")], {"x": 1}),
        ("!!ls\n", [("getoutput", "ls")], {}),
        ("x = !ls\n", [("getoutput", "ls")], {"x": None}),
        ("x = %time 3\n", [("run_line_magic", "time", "3")], {"x": None}),
        ("print?\nx = 1\n", [("run_line_magic", "pinfo", "print")], {"x": 1}),
        ("?print\n", [("run_line_magic", "pinfo", "print")], {}),
        ("str.join??\n", [("run_line_magic", "pinfo2", "str.join")], {}),
        ("%%bash\nrm -rf ~\n", [], {}),
        ("%%writefile x.py\nx = 1\n", [("run_cell_magic", "writefile", "x.py", "x = 1\n")], {}),
        ("%%html\n<b>no</b>\n", [], {}),
        ("%%\nx = 1\n", [], {}),
        ("%%time\nx = 1\n", [], {"x": 1}),
        ("\n\n%%capture out\n%%time\nx = 1\n", [("captured",)], {"x": 1, "out": None}),
        ("%%memit\nx = 1\n", [], {"x": 1}),
        ("%%unheard_of\nx = 1\n", [], {"x": 1}),
        (
            "%%timeit -n 1\n%matplotlib inline\nx = 1\n",
            [("run_line_magic", "matplotlib", "inline")],
            {"x": 1},
        ),
        ("  x = 1\n  y = 2\n", [], {"x": 1, "y": 2}),
        (">>> x = 1\n>>> y = x\n", [], {"x": 1, "y": 1}),
        ("x = (7\n     % 4)\ny = x != 3 # eh?\n", [], {"x": 3, "y": False}),
        ("x = '''\n%%bash\n!ls\nwhat?\n'''\n", [], {"x": "\n%%bash\n!ls\nwhat?\n"}),
    ],
    ids=lambda each: repr(each)[:30] if isinstance(each, str) else "",
)
def test_magics_become_calls_and_the_rest_stays(source: str, calls: Any, names: Any) -> None:
    """Nothing is run here: what a magic does get_ipython() must say, and a cell for the shell is empty."""
    assert run_cell(source) == (calls, names)


def test_lines_of_a_cell_with_magics_stay_true() -> None:
    """A traceback names the line that the student sees."""
    cell = "\n\n%%time\n%matplotlib inline\n\nx = !ls\ny = = 1\ndef f():\n    return 1\n"

    assert parts(cell, notebook=True) == [
        (4, "ok"),
        (6, "ok"),
        (7, "SyntaxError: invalid syntax"),
        (8, "ok"),
    ]


def test_a_module_has_no_magics() -> None:
    """In a .py file a percent sign at the start of a line is a syntax error."""
    assert parts("%matplotlib inline\nx = 1\n") == [(1, "SyntaxError: invalid syntax"), (2, "ok")]


def test_the_code_of_a_statement_knows_its_file() -> None:
    """So that a traceback, and a reader of it, can name the cell."""
    (found,) = statements("x = 1\n", "hw.ipynb cell 3", notebook=True)

    assert found.code.co_filename == "hw.ipynb cell 3"


# ---- other versions of Python ----------------------------------------------------------------------------


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
@pytest.mark.parametrize(
    "line", ["type A = int", "type A[T] = list[T]", "def first[T](x: T) -> T: ...", "class Box[T]: ..."]
)
def test_what_needs_a_newer_python_is_named(line: str) -> None:
    """A right program is not just called wrong."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    said = f"SyntaxError: this needs Python 3.12, and it is {here} that runs here"
    assert parts(f"x = 1\n{line}\n") == [(1, "ok"), (2, said)]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
@pytest.mark.parametrize("line", ['x = f"{", ".join(a)}"', "x = f'{a['b']}'", r'x = f"{chr(1) + \n}"'])
def test_quotes_within_a_formatted_text_may_need_a_newer_python(line: str) -> None:
    """Python says what it expects; who wrote it for 3.12 expects something else."""
    ((_, said),) = parts(f"{line}\n")
    assert "within its braces need Python 3.12" in said


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads them")
def test_a_template_needs_a_newer_python() -> None:
    """Of 3.14."""
    ((_, said),) = parts('x = t"{a}"\n')
    assert said.startswith("SyntaxError: this needs Python 3.14")


def test_a_return_below_a_head_that_cannot_be_read_is_its_own() -> None:
    """One cause, one line."""
    ((_, said),) = parts("def f(x):\nreturn x\n")
    assert said.startswith("IndentationError")
    assert parts("x = 1\nreturn x\n")[1] == (2, "SyntaxError: 'return' outside function")
