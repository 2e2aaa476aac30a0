"""What becomes of a submission in a worker: loading it, finding its functions, calling them."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.functions.arguments import Arguments
from grader.functions.reply import Answer, Failure
from grader.model import Verdict
from grader.values import wire

# ---- values across the process ---------------------------------------------------------------------


def test_arrays_cross_to_a_function_and_back(load: Any) -> None:
    """Every dtype, shape and layout arrives at the student's function and returns as it was."""
    session = load("def f(x):\n    return x\n")
    rng = np.random.default_rng(0)
    sent = [
        np.asarray(rng.normal(size=shape) * 100).astype(dtype).copy(layout)
        for dtype in sorted(wire.DTYPES)
        for shape in ((), (0,), (3,), (2, 3), (0, 2), (2, 1, 3))
        for layout in ("C", "F")
    ]

    replies = session.ask("f", [[each] for each in sent])

    for reply, each in zip(replies, sent, strict=True):
        assert isinstance(reply, Answer)
        assert (reply.value.dtype, reply.value.shape) == (each.dtype, each.shape)
        assert reply.value.tobytes() == each.tobytes()
        assert reply.value.flags.f_contiguous == each.flags.f_contiguous
        assert reply.changed == ()


def test_a_function_meets_the_layout_that_was_drawn(load: Any, value: Callable[..., Any]) -> None:
    """Code that only works on contiguous arrays must not be spared."""
    session = load("def f(x):\n    return [x.flags.c_contiguous, x.flags.f_contiguous, x.flags.writeable]\n")

    assert value(session, "f", np.ones((2, 3))) == [True, False, True]
    assert value(session, "f", np.ones((2, 3), order="F")) == [False, True, True]
    assert value(session, "f", np.ones((4, 6))[::2, ::2]) == [False, False, True]


def test_numbers_and_lists_cross_as_they_are(load: Any, value: Callable[..., Any]) -> None:
    """A student who writes isinstance(x, float) is right to."""
    session = load("def f(*values):\n    return repr(values)\n")

    sent = (1, 2.5, True, None, "é", [1, (2.0, [])])

    assert value(session, "f", *sent) == repr(sent)


def test_tensors_come_back_as_arrays(load: Any, value: Callable[..., Any]) -> None:
    """Gradients, bfloat16 and sparse storage are left behind."""
    session = load(
        "import torch\n"
        "def f(x):\n"
        "    t = torch.from_numpy(x).requires_grad_()\n"
        "    return t * 2, t.to(torch.bfloat16), t.detach().to_sparse(), torch.nn.Parameter(t)\n"
    )

    results = value(session, "f", np.array([1.0, 2.0]))

    assert [(type(each), each.dtype.name, each.tolist()) for each in results] == [
        (np.ndarray, "float64", [2, 4]),
        (np.ndarray, "float32", [1, 2]),
        (np.ndarray, "float64", [1, 2]),
        (np.ndarray, "float64", [1, 2]),
    ]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("iter(int, 1)", "a callable_iterator of more than 100,000 items"),
        ("{(1, 2): x}", "a dict with a tuple for a key"),
        ("np.array([x, None], dtype=object)", "an object array"),
        ("np.ma.masked_array(x, x > 0)", "an array with masked entries"),
        ("np.zeros(2, dtype=[('a', float)])", "a structured array"),
        ("np.array(['2024'], dtype='datetime64[Y]')", "an array of datetime64[Y]"),
        ("f", "a function"),
        ("10**2000", "a whole number of 6644 bits"),
        ("np.zeros(5_000_000)", "an array of 38 MB"),
        ("'x' * 10**7", "a text of 10000000 characters"),
        ("[0] * 10**6", "a list of more than 100,000 items"),
        ("[[0.5] * 1000] * 1000", "a result of 9 MB"),
        ("[np.zeros(3_000_000)] * 3", "a result of 69 MB"),
    ],
)
def test_what_is_not_numbers_or_too_many_is_described(
    load: Any, value: Callable[..., Any], result: str, words: str
) -> None:
    """The worker goes on after it, and the student reads what came back."""
    session = load(f"import numpy as np\ndef f(x):\n    return {result}\ndef g(x):\n    return x\n")

    assert value(session, "f", np.ones(2)) == wire.Strange(words)
    assert value(session, "g", 1.0) == 1.0


# ---- arguments -------------------------------------------------------------------------------------


def test_arguments_are_given_by_name_where_a_call_must_name_them(load: Any) -> None:
    """What is changed is told by its place all the same."""
    session = load("def f(x, *, y, z=0.0):\n    y[0] = 5\n    return x + z\n")

    named = Arguments.of((1.0, np.ones(2), 2.0), ("y", "z"))
    without = Arguments.of((1.0, np.ones(2)), ("y",))

    replies = session.ask("f", [named, without])

    assert [(each.value, each.changed) for each in replies] == [(3.0, (1,)), (1.0, (1,))]
    assert [[left.tolist() for left in each.left] for each in replies] == [[[5, 1]], [[5, 1]]]


def test_what_a_function_takes_by_name_alone_is_given_by_name(load: Any, value: Callable[..., Any]) -> None:
    """Nobody loses for a `*` among the arguments; too many are Python's to refuse."""
    session = load("def f(x, *, y, z=3):\n    return [x, y, z]\ndef g(*, x):\n    return x\n")

    assert value(session, "f", 1, 2) == [1, 2, 3]
    assert value(session, "f", 1, 2, 4) == [1, 2, 4]
    assert value(session, "g", 5) == 5
    (many,) = session.ask("g", [Arguments((1, 2))])
    assert "takes 0 positional arguments but 2 were given" in many.message
    assert session.arguments("f") == ["x", "y", "z"]


def test_complex_numbers_come_and_go_as_they_are(load: Any, value: Callable[..., Any]) -> None:
    """A number of Python's is one there, and has its methods."""
    session = load("def f(z):\n    assert type(z) is complex\n    return z.conjugate(), [z]\n")

    assert value(session, "f", 1 + 2j) == (1 - 2j, [1 + 2j])


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("y[0] = 7", (1,)),
        ("x *= 2; z += 1", (0, 2)),
        ("y.sort()", (1,)),
        ("y.shape = (3, 1)", (1,)),
        ("y.dtype = np.int64", (1,)),
        ("x = x * 2", ()),
        ("y[0] += 5; y[0] -= 5", ()),
        ("y.sort(); y[:] = [3, 1, 2]", ()),
        ("n += 1", ()),
        ("l.append(1)", (4,)),
        ("l.append(1); l.pop()", ()),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_arguments_left_changed_are_reported(
    load: Any, ask: Any, line: str, changed: Any, order: str
) -> None:
    """What was put back is not: nobody can tell."""
    session = load(f"import numpy as np\ndef f(x, y, z, n, l):\n    {line}\n    return 0\n")
    x, z = np.ones((2, 2), order=order), np.ones((4, 4), order=order)[::2, ::2]  # type: ignore[call-overload]

    reply = ask(session, "f", x, np.array([3.0, 1, 2]), z, 1.0, [1.0])

    assert (reply.value, reply.changed, len(reply.left)) == (0, changed, len(changed))


def test_a_nan_in_an_argument_is_not_a_change(load: Any, ask: Any) -> None:
    """It differs from itself, but nothing happened to it."""
    session = load("def f(x):\n    return 0\n")

    assert ask(session, "f", np.array([np.nan, -0.0])) == Answer(0, ())


def test_a_change_does_not_reach_the_grader_or_the_next_call(load: Any) -> None:
    """Every call gets its own copies."""
    session = load("def f(x):\n    x += 1\n    return x.copy()\n")
    x = np.zeros(2)

    replies = session.ask("f", [[x], [x]])

    assert [reply.value.tolist() for reply in replies] == [[1, 1], [1, 1]]
    assert x.tolist() == [0, 0]


def test_a_result_is_what_it_was_when_it_was_returned(load: Any) -> None:
    """A function that keeps its result and changes it later gives away bytes, not a view."""
    session = load("import numpy as np\nkept = np.zeros(1)\ndef f(x):\n    kept[0] = x\n    return kept\n")

    replies = session.ask("f", [[1.0], [2.0]])

    assert [reply.value.tolist() for reply in replies] == [[1], [2]]


# ---- exceptions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return 1 / x", "ZeroDivisionError: division by zero (hw.py:3)"),
        ("return helper(x)", "KeyError: 'a' (hw.py:6)"),
        ("return np.ones(2) @ np.ones(3)", "ValueError: matmul: *"),
        ("return np.linalg.inv(np.zeros((2, 2)))", "LinAlgError: Singular matrix (hw.py:3)"),
        ("assert x == 1", "AssertionError (hw.py:3)"),
        ("raise SystemExit", "SystemExit (hw.py:3)"),
        ("import sys; sys.exit('bye')", "SystemExit: bye (hw.py:3)"),
        ("exit(3)", "SystemExit: 3 (hw.py:3)"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt (hw.py:3)"),
        ("raise GeneratorExit", "GeneratorExit (hw.py:3)"),
        ("return f(x)", "RecursionError: maximum recursion depth exceeded (hw.py:3)"),
        ("return eval('1 +')", "SyntaxError: invalid syntax (<string>, line 1) (hw.py:3)"),
        ("raise ValueError('x' * 10**6)", "ValueError: " + "x" * 500 + " (hw.py:3)"),
        ("raise ValueError('a\\ud800b')", "ValueError: a?b (hw.py:3)"),
        ("raise Silent", "Silent: (its message cannot be shown) (hw.py:3)"),
        ("raise Leaving", "Leaving: (its message cannot be shown) (hw.py:3)"),
        ("raise Subclassed", "Subclassed: its own text (hw.py:3)"),
        ("raise type('E' * 1000, (Exception,), {})", "E" * 100 + " (hw.py:3)"),
        (
            "return input()",
            "EOFError: input() has nobody here who answers: take what you need as arguments (hw.py:3)",
        ),
        ("return f()", "TypeError: f() missing 1 required positional argument: 'x' (hw.py:3)"),
        (
            "raise ExceptionGroup('two', [ValueError(1), KeyError(2)])",
            "ExceptionGroup: two (2 sub-exceptions) (hw.py:3)",
        ),
    ],
    ids=lambda each: each[:30],
)
def test_an_exception_is_told_with_its_line(load: Any, ask: Any, body: str, message: str) -> None:
    """In a few words, with the last line of the student's own; the functions go on."""
    session = load(
        "import numpy as np\n"
        f"def f(x):\n    {body}\n"
        "\n"
        "def helper(x):\n    return {}['a']\n"
        "class Silent(Exception):\n    def __str__(self): raise ValueError\n"
        "class Leaving(Exception):\n    def __str__(self): raise SystemExit\n"
        "class Text(str):\n    def __getitem__(self, key): return 5\n"
        "class Subclassed(Exception):\n    def __str__(self): return Text('its own text')\n"
        "def g(x):\n    return x\n"
    )

    reply = ask(session, "f", 0)

    assert isinstance(reply, Failure)
    assert reply.verdict is Verdict.RAISED
    assert not reply.final
    assert reply.message == message or (message.endswith("*") and reply.message.startswith(message[:-1]))
    assert ask(session, "g", 1) == Answer(1)


def test_an_exception_of_one_call_does_not_cost_the_next(load: Any) -> None:
    """Each call has its own reply, in order."""
    session = load("def f(x):\n    return 1 / x\n")

    replies = session.ask("f", [[1], [0], [2]])

    assert replies == [
        Answer(1.0),
        Failure(Verdict.RAISED, "ZeroDivisionError: division by zero (hw.py:2)"),
        Answer(0.5),
    ]


def test_an_exception_names_the_file_it_came_from(load: Any, ask: Any) -> None:
    """Of several files, and of the cells of a notebook."""
    session = load(
        {
            "hw.ipynb": [
                "import helpers",
                ("\ndef f(x):\n    return helpers.half(x)\ndef g(x):\n    return 1 / x\n"),
            ],
            "helpers.py": "def half(x):\n    return x / None\n",
        }
    )

    assert ask(session, "f", 1.0).message.endswith("(helpers.py:2)")
    said = "division by zero" if sys.version_info >= (3, 14) else "float division by zero"
    assert ask(session, "g", 0.0).message == f"ZeroDivisionError: {said} (hw.ipynb cell 2:5)"


# ---- loading ---------------------------------------------------------------------------------------


def test_an_exception_at_the_top_level_costs_its_statement(
    load: Any, value: Callable[..., Any], told: Any
) -> None:
    """What was defined above and below it is graded."""
    session = load(
        "def f(x):\n    return x\nplot(f(3))\nraise SystemExit\n"
        "import sys; sys.exit(1)\ninput('your name?')\n"
        "assert f(1) == 2, 'f is wrong'\n1 / 0\nexit()\nraise KeyboardInterrupt\n"
        "def g(x):\n    return 2 * x\n"
    )

    assert told(session) == [
        "hw.py:3: NameError: name 'plot' is not defined",
        "hw.py:6: EOFError: input() has nobody here who answers: take what you need as arguments",
        "hw.py:7: AssertionError: f is wrong",
        "hw.py:8: ZeroDivisionError: division by zero",
        "hw.py:10: KeyboardInterrupt",
    ]
    assert value(session, "g", value(session, "f", 2)) == 4


def test_a_variable_in_the_place_of_a_function_is_told(load: Any) -> None:
    """There is something of that name, and the student will not see why it is not found."""
    session = load("f = 1.7\ng = [1]\n")

    told = "there is no function `{0}`: what has that name in hw.py is of type {1}; "
    told += "write a function, def {0}(...):"
    assert session.hint("f") == told.format("f", "float")
    assert session.hint("g") == told.format("g", "list")


def test_a_syntax_error_costs_its_statement(load: Any, value: Callable[..., Any], told: Any) -> None:
    """It is told with its line, before anything else that goes wrong further down."""
    session = load("def f(x):\n    return x\ndef g(x)\n    return x\ndef h(x):\n    return 2 * x\nnone\n")

    assert session.names == {"f", "h"}
    assert told(session) == [
        "hw.py:3: SyntaxError: expected ':'",
        "hw.py:7: NameError: name 'none' is not defined",
    ]
    assert value(session, "h", 2) == 4


def test_the_main_block_is_not_run(load: Any, told: Any) -> None:
    """It is for the student's own trials; a file cannot call itself __main__ either."""
    session = load(
        "if __name__ == '__main__':\n    def helper(x): return x\n    1 / 0\ndef g(x): return __name__\n"
    )

    assert session.names == {"g"}
    assert told(session) == []
    assert list(session.notes) == []


def test_modules_import_one_another(load: Any, value: Callable[..., Any], told: Any) -> None:
    """By name, by star, in folders, relatively, whatever the order in which they were handed in."""
    session = load(
        {
            "a.py": (
                "from helpers import *\nfrom pkg.deep.inner import three\nimport pkg\n"
                "def f(x):\n    return double(x) + three + pkg.four\n"
            ),
            "helpers.py": "from pkg import deep\ndef double(x):\n    return 2 * x\n_hidden = 1\n",
            "pkg/__init__.py": "from .other import four\nfrom . import other\n",
            "pkg/other.py": "four = 4\n",
            "pkg/deep/inner.py": "from ..other import four\nthree = four - 1\nfrom ...pkg import other\n",
            "pkg/deep/user.py": (
                "from . import inner\nfrom .inner import three\n"
                "import pkg.deep.inner as same\ndef g(x):\n"
                "    return same is inner and three\n"
            ),
        }
    )

    assert told(session) == [
        "pkg/deep/inner.py:3: ImportError: attempted relative import beyond top-level package"
    ]
    assert value(session, "f", 1) == 9
    assert value(session, "g", 1) == 3


def test_a_package_can_be_loaded_before_its_user(load: Any, value: Callable[..., Any], told: Any) -> None:
    """The first file may be an __init__ that needs its neighbours."""
    session = load(
        {
            "pkg/__init__.py": "from .maths import double\n",
            "pkg/maths.py": "def double(x):\n    return 2 * x\n",
            "use.py": "import pkg.maths\ndef f(x):\n    return pkg.double(x) + pkg.maths.double(x)\n",
        }
    )

    assert told(session) == []
    assert value(session, "f", 1) == 4


def test_a_folder_without_an_init_is_a_package(load: Any, value: Callable[..., Any], told: Any) -> None:
    """And what is in it can be reached from it, though it was loaded before."""
    session = load(
        {
            "pkg/maths.py": "def double(x):\n    return 2 * x\n",
            "use.py": "import pkg.maths\ndef f(x):\n    return pkg.maths.double(x)\n",
        }
    )

    assert told(session) == []
    assert value(session, "f", 1) == 2


def test_a_module_is_run_once(load: Any, value: Callable[..., Any]) -> None:
    """However often it is imported."""
    session = load(
        {
            "a.py": "import b, c\nfrom b import seen\ndef f(x):\n    return seen\n",
            "b.py": "seen = []\nseen.append(1)\nimport c\n",
            "c.py": "import b\n",
        }
    )

    assert value(session, "f", 0) == [1]


def test_an_error_in_an_imported_module_is_told_in_that_module(
    load: Any, value: Callable[..., Any], told: Any
) -> None:
    """Its importer goes on with what there is."""
    session = load(
        {
            "a.py": "import b\nfrom b import missing\ndef f(x):\n    return b.there\n",
            "b.py": "1 / 0\nthere = 5\n",
        }
    )

    assert told(session)[0] == "b.py:1: ZeroDivisionError: division by zero"
    assert re.fullmatch(r"a\.py:2: ImportError: cannot import name 'missing' from 'b'", told(session)[1])
    assert value(session, "f", 0) == 5


@pytest.mark.parametrize("name", ["random", "numpy", "math", "typing", "os", "sys"])
def test_a_module_that_is_called_like_one_in_use_is_graded(
    load: Any, value: Callable[..., Any], told: Any, name: str
) -> None:
    """Its functions are there, and everybody else gets the real one."""
    session = load(
        {
            f"{name}.py": "import numpy as np\ndef f(x):\n    return np.sum(x)\n",
            "other.py": (
                "import random, math, numpy as np\ndef g(x):\n"
                "    return math.floor(np.cos(0) + random.random())\n"
            ),
        }
    )

    assert told(session) == []
    assert value(session, "f", np.ones(3)) == 3
    assert value(session, "g", 0) == 1


@pytest.mark.parametrize(
    "name", ["test", "code", "statistics", "this", "antigravity", "grader", "IPython", "reference"]
)
def test_a_module_that_is_called_like_another_library_comes_first(
    load: Any, value: Callable[..., Any], told: Any, name: str
) -> None:
    """As it does at home, where a script's own folder is searched first."""
    session = load({"a.py": f"from {name} import f as g\n", f"{name}.py": "def f(x):\n    return x\n"})

    assert told(session) == []
    assert value(session, "g", 3) == 3


def test_a_module_may_take_itself_out_of_the_modules(load: Any, value: Callable[..., Any], told: Any) -> None:
    """Nothing is run twice for it, and nothing fails."""
    session = load(
        "import sys\ncount = 0\ndel sys.modules[__name__]\ncount += 1\ndef f(x):\n    return count\n"
    )

    assert told(session) == []
    assert value(session, "f", 0) == 1


@pytest.mark.parametrize("module", ["grader", "grader.values.wire", "reference", "tests", "conftest"])
def test_the_grader_cannot_be_imported(load: Any, ask: Any, module: str) -> None:
    """A reference that lies beside it cannot, either."""
    session = load(f"def f(x):\n    import {module}\n    return 0\n")
    top = module.partition(".")[0]

    words = "is not installed here, and no file of that name was handed in (hw.py:2)"
    assert ask(session, "f", 0).message == f"ModuleNotFoundError: `{top}` {words}"


# ---- which function --------------------------------------------------------------------------------


def test_of_two_definitions_the_last_counts(load: Any, value: Callable[..., Any]) -> None:
    """In one file, and in several that define as much of what is asked."""
    session = load(
        {
            "a.py": "def f(x):\n    return 1\ndef f(x):\n    return 2\ndef g(x):\n    return 1\n",
            "b.py": "def g(x):\n    return 2\ndef h(x):\n    return 2\n",
        }
    )

    assert value(session, "f", 0) == 2
    assert value(session, "g", 0) == 2


def test_a_file_that_redefines_what_it_imports_counts(load: Any, value: Callable[..., Any]) -> None:
    """Whatever the order in which the two were handed in."""
    files = {
        "main.py": "from old import *\ndef f(x):\n    return 'new'\n",
        "old.py": "def f(x):\n    return 'old'\ndef g(x):\n    return 'old'\n",
    }
    for names in (files, reversed(files)):
        session = load({name: files[name] for name in names})
        assert value(session, "f", 0) == "new"
        assert value(session, "g", 0) == "old"


def test_a_definition_comes_before_an_import(load: Any, value: Callable[..., Any]) -> None:
    """A function of that name from a library, or from another file, is not the student's answer."""
    session = load(
        {
            "a.py": "def f(x):\n    return 'mine'\ndef g(x):\n    return 'mine'\n",
            "b.py": "from math import floor as f\nfrom numpy.linalg import norm as g\nfrom a import f as h\n",
        }
    )

    assert value(session, "f", 0) == "mine"
    assert value(session, "g", 0) == "mine"
    assert value(session, "h", 0) == "mine"


@pytest.mark.parametrize(
    "definition",
    [
        "f = lambda x: x + 1",
        "from functools import partial\ndef add(x, y):\n    return x + y\nf = partial(add, 1)",
        "class Adder:\n    def __call__(self, x):\n        return x + 1\nf = Adder()",
        "import numpy as np\nf = np.vectorize(lambda x: x + 1)",
        "from functools import cache\n@cache\ndef f(x):\n    return x + 1",
        "class Adder:\n    def add(self, x):\n        return x + 1\nf = Adder().add",
        "f = (1).__add__",
        "def f(x):\n    return g(x)\ndef g(x):\n    return x + 1",
        "def f(*args, **kwargs):\n    return args[0] + 1",
        "exec('def f(x):\\n    return x + 1')",
        "globals()['f'] = lambda x: x + 1",
        "if True:\n    def f(x):\n        return x + 1",
        "try:\n    from mylib import f\nexcept ImportError:\n    def f(x):\n        return x + 1",
        "import numba\ndef f(x):\n    return x + 1",
    ],
    ids=lambda each: each[:20],
)
def test_whatever_can_be_called_is_a_function(load: Any, value: Callable[..., Any], definition: str) -> None:
    """However it came to its name, also where an earlier file has a function of that name."""
    assert value(load(definition), "f", 1) == 2
    assert value(load({"a.py": "def f(x):\n    return 0\n", "b.py": definition}), "f", 1) == 2


def test_what_cannot_be_called_is_not_a_function(load: Any) -> None:
    """A number of that name is not there, and neither is what was deleted."""
    assert load("f = 1\ng = 'text'\ndef h(x): return x\ndel h\n").names == frozenset()


def test_only_wanted_functions_are_named(load: Any) -> None:
    """Helpers stay the student's own."""
    session = load("def f(x): return x\ndef helper(x): return x\n", "f", "missing")

    assert session.names == {"f"}


def test_answers_in_words_are_found(load: Any) -> None:
    """A text under the name of a question, in a module or a notebook."""
    session = load(
        {
            "a.py": (
                "answer_1a = 'because'\nanswer_2 = 5\nanswer_3 = 'x' * 10**6\n"
                "answer_4 = 'a\\ud800'\nglobals()[7] = 7\n"
            ),
            "b.ipynb": ["answer_1b = '''so\n'''"],
        }
    )

    assert session.written == {"1a": "because", "1b": "so\n", "3": "x" * 20_000, "4": "a?"}


def test_an_empty_answer_stands_in_nobodys_way(load: Any) -> None:
    """A starter that nobody touched has one, whichever file comes last."""
    sources = {"a.py": "answer_1a = 'because'\n", "b.py": "answer_1a = '\\n'\nanswer_1b = ''\n"}

    assert load(sources).written == {"1a": "because", "1b": ""}
    assert load(dict(reversed(sources.items()))).written["1a"] == "because"


def test_megabytes_of_answers_do_not_cost_the_functions(load: Any, value: Callable[..., Any]) -> None:
    """There is room for a hundred pages."""
    session = load("for n in range(1000):\n    globals()[f'answer_{n}'] = 'é' * 20_000\ndef f(x): return x\n")

    assert sum(map(len, session.written.values())) == 100_000
    assert value(session, "f", 1) == 1


def test_only_the_first_problems_are_told(load: Any, told: Any) -> None:
    """Who made a thousand mistakes starts with fifty."""
    session = load("1 / 0\n" * 1000)

    assert told(session) == [f"hw.py:{n}: ZeroDivisionError: division by zero" for n in range(1, 51)]


# ---- Python as students know it --------------------------------------------------------------------


def test_dataclasses_types_and_the_standard_library_work(
    load: Any, value: Callable[..., Any], told: Any
) -> None:
    """Modules can be found under their names while they run and afterwards."""
    session = load(
        "from __future__ import annotations\n"
        "import copy, enum, functools, pickle, statistics, typing\n"
        "from dataclasses import dataclass, field\n"
        "from typing import Generic, NamedTuple, TypeVar\n"
        "@dataclass(slots=True)\nclass Layer:\n    W: Missing = 3\n"
        "    b: list[float] = field(default_factory=list)\n"
        "class Pair(NamedTuple):\n    left: float\n    right: float\n"
        "class Kind(enum.Enum):\n    A = 1\n"
        "T = TypeVar('T')\nclass Box(Generic[T]):\n"
        "    def __init__(self, x: T) -> None:\n        self.x = x\n"
        "def g(x: float) -> Layer: ...\n"
        "def f(x):\n"
        "    assert typing.get_type_hints(Pair) == {'left': float, 'right': float}\n"
        "    assert typing.get_type_hints(g, localns={'Missing': int}) == {'x': float, 'return': Layer}\n"
        "    assert pickle.loads(pickle.dumps(Kind.A)) is Kind.A\n"
        "    assert copy.deepcopy(Layer(x)) == Layer(x)\n"
        "    return Pair(Box[int](x).x, statistics.fmean([x, x]))\n"
    )

    assert told(session) == []
    assert value(session, "f", 2.0) == (2.0, 2.0)


def test_the_source_of_a_function_can_be_read(load: Any, value: Callable[..., Any]) -> None:
    """By inspect, in a module and in the cell of a notebook; a traceback shows its lines."""
    source = "\ndef f(x):\n    # a comment\n    return inspect.getsource(f)\n"
    trace = (
        "def g(x):\n    try:\n        1 / x\n    except ZeroDivisionError:\n"
        "        return traceback.format_exc()\n"
    )
    module = load("import inspect, traceback\n" + source + trace)
    notebook = load({"hw.ipynb": ["import inspect, traceback", "%%time\n" + source, trace]})

    for session in (module, notebook):
        assert value(session, "f", 0) == source.lstrip()
    assert '  File "hw.py", line 8, in g\n    1 / x\n' in value(module, "g", 0)
    assert '  File "hw.ipynb cell 3", line 3, in g\n    1 / x\n' in value(notebook, "g", 0)


def test_what_torch_imports_late_is_there(load: Any, value: Callable[..., Any], told: Any) -> None:
    """Behind the walls it could not be imported, and only the second attempt would say why."""
    session = load(
        "import torch\nfrom torch import nn, optim\nfrom torch.utils.checkpoint import checkpoint\n"
        "@torch.compile(backend='eager')\ndef double(x):\n    return x * 2\n"
        "def f(x):\n    p = nn.Parameter(torch.tensor(x))\n    p.grad = torch.ones_like(p)\n"
        "    optim.SGD([p], lr=0.5).step()\n    return p\n"
        "def g(x):\n    return torch.func.grad(lambda t: (t**2).sum())(torch.tensor(x))\n"
        "def h(x):\n    t = torch.tensor(x, requires_grad=True)\n"
        "    checkpoint(lambda t: double(t).sum(), t, use_reentrant=False).backward()\n    return t.grad\n"
    )

    assert told(session) == []
    assert value(session, "f", np.ones(2)).tolist() == [0.5, 0.5]
    assert value(session, "g", np.ones(2)).tolist() == [2, 2]
    assert value(session, "h", np.ones(2)).tolist() == [2, 2]


def test_torch_can_compile_a_function_to_script(load: Any, value: Callable[..., Any], told: Any) -> None:
    """It reads the source of what it compiles."""
    session = load(
        "import torch\n@torch.jit.script\ndef double(x):\n    return x * 2\n"
        "def f(x):\n    return double(torch.from_numpy(x))\n"
    )

    assert told(session) == []
    assert value(session, "f", np.ones(2)).tolist() == [2, 2]


def test_chance_is_the_same_in_every_worker(load: Any, value: Callable[..., Any]) -> None:
    """Whoever draws numbers draws the same ones when graded again."""
    source = (
        "import random, numpy as np, torch\nfirst = random.random(), np.random.rand(), torch.rand(1).item()\n"
        "def f(x):\n    return *first, random.random(), np.random.rand(), torch.rand(1).item()\n"
    )

    once, again = (value(load(source), "f", 0) for _ in range(2))

    assert once == again
    assert len(set(once)) == 6


# ---- notebooks -------------------------------------------------------------------------------------


def test_the_cells_of_a_notebook_share_their_names(load: Any, value: Callable[..., Any], told: Any) -> None:
    """They run in order, and what one of them gets wrong is told under its number."""
    session = load(
        {
            "hw.ipynb": [
                "from __future__ import annotations\nx = 1\n",
                "1 / 0\nx += 1",
                "def f(y: Missing):\n    return x + y\ndisplay(f(1)); get_ipython().user_ns['x'] += 1\n",
                "def g(x:\n    return\n\nx += 1",
            ]
        }
    )

    assert told(session) == [
        "hw.ipynb cell 2:1: ZeroDivisionError: division by zero",
        "hw.ipynb cell 4:1: SyntaxError: '(' was never closed",
    ]
    assert value(session, "f", 1) == 5


def test_magics_are_not_run_but_what_they_time_is(
    load: Any, value: Callable[..., Any], told: Any, tmp_path: Path
) -> None:
    """No shell, no files; a timed statement or cell runs as if it were not timed."""
    mark = tmp_path / "mark"
    tmp_path.chmod(0o777)
    session = load(
        {
            "hw.ipynb": [
                f"%matplotlib inline\n!touch {mark}\nlisting = !touch {mark}\n!!touch {mark}\nlen(listing)",
                f"%%bash\ntouch {mark}\n",
                f"%%sh\ntouch {mark}\n",
                f"%%writefile {mark}\nnothing\n",
                f"%sx touch {mark}\n%system touch {mark}\n%load_ext autoreload\n%autoreload 2\n",
                "%%time\n%config x\ndef f(x):\n    return x\n",
                "%%capture out\nprint('not seen')\na = 1\n",
                "%time b = f(2)\nc = %time f(3)\n%timeit -n 1000000 f(4)\n%prun f(5)\n",
                "f?\n?f\nf??\nprint?\n",
                "get_ipython().run_cell_magic('time', '', 'd = 4\\n')\nget_ipython().system('touch')\n",
                f"get_ipython().run_cell_magic('bash', '', 'touch {mark}')\nget_ipython().magic('pylab')\n",
                "get_ipython().kernel.do_shutdown(True)\n",
                "def g(x):\n    return [a, b, c, d, len(listing)]\n",
            ]
        }
    )

    assert told(session) == []
    assert value(session, "g", 0) == [1, 2, 3, 4, 0]
    assert not mark.exists()


def test_a_script_that_was_a_notebook_runs(load: Any, value: Callable[..., Any], told: Any) -> None:
    """Exported notebooks call get_ipython() for their magics."""
    session = load("get_ipython().run_line_magic('matplotlib', 'inline')\ndef f(x):\n    return x\n")

    assert told(session) == []
    assert value(session, "f", 1) == 1


def test_no_number_of_threads_is_too_many_for_a_library(load: Any, value: Callable[..., Any]) -> None:
    """A line that makes a program fast at home ends no worker that may start few."""
    session = load(
        "import torch\ntorch.set_num_threads(500)\ndef f(x):\n    one = torch.ones(400, 400)\n"
        "    return [torch.get_num_threads(), float((one @ one).exp().mean() > 0)]\n"
    )
    assert value(session, "f", 0.0) == [8, 1.0]
