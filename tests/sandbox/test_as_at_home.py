"""What works at home works here: imports between files, notebooks, packages; and what does not is said."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.functions.reply import Failure
from grader.model import Verdict


@pytest.fixture
def notes():
    """Return what a session decided, a line for each."""
    return lambda session: [f"{note.where}: {note.message}" for note in session.notes]


# ---- which definition counts -----------------------------------------------------------------------

WRITTEN = "def f(x):\n    return 'right'\ndef g(x):\n    return 'right'\n"


@pytest.mark.parametrize(
    "other", ["hw_old.py", "old/hw.py", "backup.py", "hw_copy.py", "test_hw.py", "starter.py"]
)
@pytest.mark.parametrize("first", [True, False])
def test_the_file_that_is_meant_counts_and_is_named(
    load: Any, value: Callable[..., Any], notes: Any, other: str, first: bool
) -> None:
    """Whichever was read first; a file that is called old or a test comes behind one that is not."""
    files = {"hw.py": WRITTEN, other: "def f(x):\n    return 'wrong'\ndef g(x):\n    return 'wrong'\n"}
    session = load(files if first else dict(reversed(files.items())))

    assert [value(session, "f", 0), value(session, "g", 0)] == ["right", "right"]
    assert notes(session) == [f"hw.py: `f`, `g` are defined here and in {other}: these counted"]


def test_the_file_with_most_of_what_is_asked_counts(load: Any, value: Callable[..., Any], notes: Any) -> None:
    """A helper that happens to have the name of an answer is none."""
    session = load({"a.py": WRITTEN, "plots.py": "def f(x):\n    return 'a plot'\n"})

    assert value(session, "f", 0) == "right"
    assert notes(session) == ["a.py: `f` is defined here and in plots.py: this one counted"]


@pytest.mark.parametrize(
    "stub",
    [
        "...",
        "pass",
        "'''Say.'''",
        "return None",
        "raise NotImplementedError",
        "'''Say.'''\n    raise NotImplementedError('later')",
        "'''Say.'''\n    out = None\n    return out",
        "W, b = None, ...\n    return W, b",
    ],
)
def test_what_is_not_written_yet_stands_in_no_functions_way(
    load: Any, value: Callable[..., Any], notes: Any, stub: str
) -> None:
    """In another file or further down in the same one."""
    stubs = f"def f(x):\n    {stub}\ndef g(x):\n    {stub}\ndef h(x):\n    {stub}\n"
    for session in (load({"a.py": WRITTEN, "z.py": stubs}), load(WRITTEN + stubs)):
        assert value(session, "f", 0) == "right"
        assert notes(session) == []


def test_a_function_that_does_little_is_written(load: Any, value: Callable[..., Any]) -> None:
    """The identity is an answer."""
    session = load({"a.py": "def f(x):\n    return x\n", "b.py": "def f(x):\n    return None\n"})

    assert value(session, "f", 3) == 3


@pytest.mark.parametrize(
    "later",
    ["for f in ['a', 'b']: pass", "f = 3", "with open('x', 'w') as f: pass", "for f in (len, abs): f('')"],
)
def test_a_name_that_is_used_again_is_still_the_function(
    load: Any, value: Callable[..., Any], later: str
) -> None:
    """For a loop variable, a number, a file: of what is called, the last definition counts."""
    assert value(load(f"def f(x):\n    return 'right'\n{later}\n"), "f", 0) == "right"


def test_a_name_that_is_used_again_is_told(load: Any, notes: Any) -> None:
    """So that nobody wonders."""
    session = load("def f(x):\n    return 1\nf = 3\n")
    assert notes(session) == [
        "hw.py:1: `f` is a function here, and something else later: the function counted"
    ]


def test_a_definition_that_replaces_another_is_told(load: Any, value: Callable[..., Any], notes: Any) -> None:
    """In a notebook the helper of a later cell may have the name of an answer."""
    session = load(
        {"hw.ipynb": ["def f(x):\n    return 1", "f = (lambda g: g)(f)", "\ndef f(x):\n    return 2"]}
    )

    assert value(session, "f", 0) == 2
    assert notes(session) == [
        "hw.ipynb cell 3:2: `f` is defined here again, in place of that in hw.ipynb cell 1:1"
    ]


# ---- imports between files -------------------------------------------------------------------------

HERE = "p.dirname(p.abspath(__file__))"


@pytest.mark.parametrize(
    "imported",
    [
        "import sys\nsys.path.append('../src')\nfrom utils import k",
        f"import sys, os.path as p\nsys.path.insert(0, p.join({HERE}, '..', 'src'))\nfrom utils import k",
        "import sys, pathlib\nsys.path += [f'{pathlib.Path(__file__).parents[1]}/src']\nfrom utils import k",
        "from src.utils import k",
        "import src.utils as u\nk = u.k",
        "from utils import k",
        "exec(open('../src/utils.py').read())",
        "import importlib, utils\nimportlib.reload(utils)\nk = utils.k",
        "from beside import k",
        "from .beside import k",
        "from . import beside\nk = beside.k",
        "open('made.py', 'w').write('def k(x): return 7')\nimport made\nk = made.k",
    ],
)
def test_files_import_one_another_as_at_home(
    load: Any, value: Callable[..., Any], told: Any, imported: str
) -> None:
    """From beside, from the top, along sys.path, or wherever there is one of that name."""
    session = load(
        {
            "code/hw.py": f"{imported}\ndef f(x):\n    return k(x)\n",
            "code/beside.py": "def k(x):\n    return 7\n",
            "src/utils.py": "def k(x):\n    return 7\n",
            "other/beside.py": "def k(x):\n    return 0\n",
        }
    )

    assert told(session) == []
    assert value(session, "f", 0) == 7


LOGGING = (
    "import sys, logging\nfrom logging import INFO\nlogging.basicConfig()\ndef f(x):\n    return INFO + x\n"
)


def test_a_file_called_like_a_module_of_pythons_finds_that(
    load: Any, value: Callable[..., Any], told: Any, notes: Any
) -> None:
    """It is told, for at home it finds itself; a notebook does not, and others still find the file."""
    other = "from logging import f as other\ndef g(x): return other(x)\n"
    session = load({"logging.py": LOGGING, "hw.py": other})
    assert (value(session, "f", 1.0), value(session, "g", 2.0)) == (21.0, 22.0)
    assert told(session) == []
    assert notes(session)[0].startswith(
        "logging.py: this file is called like Python's own module `logging`, which it imports; here it"
    )
    session = load({"sub/queue.py": "import queue\ndef f(x): return queue.Queue(x).maxsize\n"})
    assert value(session, "f", 3.0) == 3.0
    session = load({"logging.ipynb": [LOGGING]})
    assert (value(session, "f", 1.0), notes(session)) == (21.0, [])


def test_files_at_the_top_may_import_relatively(load: Any, value: Callable[..., Any], told: Any) -> None:
    """Beside an ``__init__.py`` they are a package at home."""
    session = load(
        {
            "__init__.py": "",
            "hw.py": "from .util import k\nfrom . import util\nf = k\n",
            "util.py": "def k(x): return 7",
        }
    )

    assert told(session) == []
    assert value(session, "f", 0) == 7


def test_a_module_is_the_same_under_all_its_names(load: Any, value: Callable[..., Any]) -> None:
    """And it is run once."""
    session = load(
        {
            "src/a.py": "import b, src.b\nfrom . import b as c\ndef f(x): return b is c is src.b, b.runs\n",
            "src/b.py": "import a\nruns = []\nruns.append(1)\n",
        }
    )

    assert value(session, "f", 0) == (True, [1])


def test_a_name_that_two_files_have_is_nobodys(load: Any, told: Any) -> None:
    """Rather a sentence than the wrong file."""
    session = load({"hw.py": "import u\n", "a/u.py": "", "b/u.py": ""})

    words = "`u` is not installed here, and no file of that name was handed in"
    assert told(session) == [f"hw.py:1: ModuleNotFoundError: {words}"]


# ---- programs and notebooks ------------------------------------------------------------------------


def test_a_program_sees_its_own_command_line(load: Any, value: Callable[..., Any], told: Any) -> None:
    """And nothing of ours; without arguments argparse takes its defaults."""
    session = load(
        "import argparse, sys\nparser = argparse.ArgumentParser()\n"
        "parser.add_argument('--eps', default=2.5)\neps = parser.parse_args().eps\n"
        "def f(x):\n    return eps, sys.argv, len(sys.orig_argv)\n"
    )

    assert told(session) == []
    assert value(session, "f", 0) == (2.5, ["hw.py"], 1)


INSIDE = "if 'one' in globals():\n    six = one * int(sys.argv[1])\n"


def test_the_main_block_is_run_where_it_defines_what_is_used(
    load: Any, value: Callable[..., Any], notes: Any
) -> None:
    """What is asked for, or what a function reads; another function's local variables are not that."""
    session = load(
        "def f(x):\n    return x + STEP\ndef helper():\n    local = 1\n    return local\n"
        "if __name__ == '__main__':\n    STEP = 1\n    1 / 0\n    def g(x):\n        return __name__\n"
    )
    other = load(
        "def f(x):\n    y = x\n    return y\nif __name__ == '__main__':\n    y = f(1)\n    g = print\n", "f"
    )

    assert value(session, "f", 1) == 2
    assert value(session, "g", 1) == "hw"
    said = 'the block under `if __name__ == "__main__":` was run, for it defines `STEP`, `g`'
    assert notes(session) == [f"hw.py:6: {said}"]
    assert notes(other) == []


@pytest.mark.parametrize(
    "cells",
    [
        ["if __name__ == '__main__':\n    def f(x): return 7"],
        [
            "import asyncio\nawait asyncio.sleep(0.01)\nk = await asyncio.gather(asyncio.sleep(0, 7))",
            "def f(x): return k[0]",
        ],
        ["3 + 4", "k = _", "def f(x): return k if Out[1] == _1 == k else 0"],
        ["%run lib/k.py", "def f(x): return k"],
        ["%run k\ndef f(x): return k"],
        ["%run other.ipynb\ndef f(x): return k"],
        ["import sys\none = 1\n%run -i ./lib/inside.py 6\ndef f(x): return six + one"],
        ["get_ipython().events.register('post_execute', print)\ndef f(x): return 7"],
        ["%%writefile made.py\nk = 7\n", "from made import k\ndef f(x): return k"],
        ["%%memit\ndef f(x): return 7"],
        ["%%unheard_of -n 3\ndef f(x): return 7"],
        ["%%capture out\ndef f(x): return 7", "out.show()"],
        ["%pylab inline", "def f(x): return int(sum(ones(7)))"],
        [
            "from IPython import get_ipython\nget_ipython().run_line_magic('time', 'k = 7')",
            "def f(x): return k",
        ],
        ["from IPython.display import display, HTML\ndisplay(HTML('x'))", "def f(x): return 7", "exit()"],
        ["pip install numpy\nls", "cd ..", "pwd", "conda install -y x\ndef f(x): return 7"],
        [
            "import asyncio\nasync def k(): return await asyncio.to_thread(lambda: 7)\nk = asyncio.run(k())",
            "def f(x): return k",
        ],
        ["dbutils.fs.ls('/')\ndf = spark.sql('x')\ndisplayHTML(df.show())", "def f(x): return 7"],
        ["from ipywidgets import interact, IntSlider\n@interact(x=IntSlider(3))\ndef f(x): return 7"],
        [
            "import nest_asyncio, wandb\nnest_asyncio.apply()\nwandb.init(project='x').log({'a': 1})",
            "def f(x): return 7",
        ],
        ["breakpoint()\nimport os, getpass\ndef f(x): return 7 * (os.getlogin() == getpass.getuser())"],
        ["%cd lib\nk = int(open('k.txt').read())", "def f(x): return k"],
    ],
    ids=lambda cells: cells[0][:25],
)
def test_a_notebook_runs_as_notebooks_do(
    sandbox: Any, submission: Any, value: Callable[..., Any], told: Any, cells: Any
) -> None:
    """With what IPython adds to Python."""
    from dataclasses import replace

    work = submission(
        {"hw.ipynb": cells, "lib/k.py": "k = 7\n", "lib/inside.py": INSIDE, "other.ipynb": ["k = 7"]}
    )
    with sandbox.open(replace(work, files={"lib/k.txt": b"7"}), ("f",)) as session:
        assert told(session) == []
        assert value(session, "f", 0) == 7


def test_a_cell_that_is_not_run_is_named(load: Any, told: Any, notes: Any) -> None:
    """If nobody could know that it is none of ours."""
    session = load({"hw.ipynb": ["%%unheard_of\nthis is no Python", "%%sql\nselect 1", "%%bash\nls"]})

    assert told(session) == []
    assert notes(session) == [
        "hw.ipynb cell 1:1: the cell under `%%unheard_of` is not Python, so it was not run"
    ]


# ---- packages --------------------------------------------------------------------------------------


def test_plots_are_drawn_and_shown_to_nobody(load: Any, value: Callable[..., Any], told: Any) -> None:
    """matplotlib writes its settings and its pictures into memory."""
    session = load(
        "import matplotlib.pyplot as plt\nfrom pylab import *\nplt.plot([1, 2]); plt.show()\n"
        "def f(x):\n    plt.figure(); plt.savefig('a.png')\n    return plt.imread('a.png').ndim\n"
    )

    assert told(session) == []
    assert value(session, "f", 0) == 3


@pytest.mark.parametrize("backend", ["TkAgg", "Qt5Agg", "MacOSX", "module://ipympl.backend_nbagg"])
def test_a_screen_that_is_not_there_costs_nothing(
    load: Any, value: Callable[..., Any], told: Any, backend: str
) -> None:
    """Wherever the plots would be shown at home."""
    session = load(
        f"import matplotlib\nmatplotlib.use({backend!r})\nimport matplotlib.pyplot as plt\n"
        f"plt.switch_backend({backend!r})\nplt.ion()\nplt.plot([1, 2])\nplt.show(block=False)\n"
        "plt.pause(0.01)\n"
        "def f(x):\n    return len(plt.subplots()[0].axes)\n"
    )

    assert told(session) == []
    assert value(session, "f", 0) == 1


TOOLS = {
    "setup.py": "from setuptools import setup\nsetup(name='hw')\n",
    "conftest.py": "import nobody_has_this\n",
    "manage.py": "import django\n",
    "docs/conf.py": "import sphinx_theme\n",
    "hw/__main__.py": "from hw import main\nraise SystemExit(main())\n",
}


@pytest.mark.parametrize("path", TOOLS)
def test_what_starts_or_installs_the_work_is_not_run(
    load: Any, value: Callable[..., Any], told: Any, notes: Any, path: Any
) -> None:
    """Unless it holds an answer, or another file imports it."""
    session = load({"hw.py": "def f(x):\n    return 7\n", path: TOOLS[path]})

    assert [*told(session), *notes(session)] == []
    assert value(session, "f", 0) == 7
    assert value(load({path: "def f(x):\n    return 7\n"}), "f", 0) == 7


@pytest.mark.parametrize(
    ("imports", "expression"),
    [
        (
            "import pandas as pd",
            "pd.DataFrame({'a': [7]}).to_csv('a.csv') or int(pd.read_csv('a.csv')['a'][0])",
        ),
        ("from scipy import optimize", "round(optimize.brentq(lambda t: t - 7, 0, 9))"),
        ("from tqdm import tqdm", "sum(1 for _ in tqdm(range(7)))"),
        (
            "from sklearn.linear_model import LinearRegression",
            "round(LinearRegression(n_jobs=2).fit([[0], [1]], [0, 7]).coef_[0])",
        ),
        ("import numba\n@numba.njit(cache=True)\ndef k(x):\n    return x + 7", "k(0)"),
    ],
    ids=lambda each: each[:20],
)
def test_what_is_installed_can_be_used(
    load: Any, value: Callable[..., Any], told: Any, imports: str, expression: str
) -> None:
    """Behind the walls, also what keeps files for the next time."""
    session = load(f"{imports}\ndef f(x):\n    return {expression}\n")

    assert told(session) == []
    assert value(session, "f", 0) == 7


def test_a_package_that_is_missing_costs_only_where_it_is_used(
    load: Any, value: Callable[..., Any], ask: Any, told: Any
) -> None:
    """It is told once; hints, decorators and what follows from it are not told again."""
    session = load(
        "import cupy as cp\nfrom cupy import zeros\nx = cp.ones(3)\ny = x + 1\nz = y * 2\n"
        "def f(x: cp.ndarray) -> 'cp.ndarray | None':\n    return 7\n"
        "@cp.fuse\ndef g(x):\n    return 7\ndef h(x):\n    return z\n"
    )

    why = "`cupy` is not installed here, and no file of that name was handed in"
    assert told(session) == [f"hw.py:1: ModuleNotFoundError: {why}"]
    assert value(session, "f", 0) == 7
    assert ask(session, "g", 0) == Failure(Verdict.RAISED, f"ModuleNotFoundError: {why}")
    assert ask(session, "h", 0) == Failure(
        Verdict.RAISED,
        f"NameError: name 'z' is not defined: hw.py:3 failed (ModuleNotFoundError: {why}) (hw.py:12)",
    )


def test_python_2_is_named_once(load: Any, value: Callable[..., Any], told: Any, notes: Any) -> None:
    """Its harmless names are read; its statements cost what they stand in."""
    session = load(
        "from past.builtins import basestring\nprint 'a'\nprint 'b'\n"
        "def f(x):\n    print x\ndef g(x):\n    return sum(n for n in xrange(4))\n"
    )

    said = "this is Python 2, and Python 3 is read here: write print(x), except (A, B) as e"
    assert told(session) == [f"hw.py:2: {said}"]
    assert notes(session) == ["hw.py: `xrange` is Python 2; it was read as `range`"]
    assert value(session, "g", 0) == 6


# ---- said helpfully --------------------------------------------------------------------------------

LEFT = "define it at the left margin"
NONE, YOURS = "there is no function `f`: ", "your `f` is not there: "
NO_GPU = "there is no GPU here: write device = 'cuda' if torch.cuda.is_available() else 'cpu' (hw.py:3)"
NO_PROCESSES = "a submission may not start processes or use the network (hw.py:3)"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("def F(x): return x", NONE + "is it your `F` in hw.py? Rename it"),
        ("class A:\n    def f(x): 0", NONE + "it is a method of your class `A`; " + LEFT),
        ("def a():\n    def f(x): 0", NONE + "it stands inside of `a` in hw.py; " + LEFT),
        ("f = 3", NONE + "what has that name in hw.py is of type int; write a function, def f(...):"),
        ("\ndef f(x:\n    0", YOURS + "hw.py:2 could not be read (SyntaxError: '(' was never closed)"),
        ("@deco\ndef f(x): 0", YOURS + "hw.py:1 failed (NameError: name 'deco' is not defined)"),
        ("def f(x):\n    print(x)", "`f` prints and returns nothing: end it with `return`"),
        ("def q(x): return x", ""),
        ("def f(x):\n    print(x)\n    return x", ""),
    ],
    ids=lambda each: each[:20],
)  # fmt: skip
def test_what_stands_in_place_of_a_function_is_said(load: Any, source: str, sentence: Any) -> None:
    """By a hint that a check adds to what it says."""
    assert load(source).hint("f") == sentence


def test_names_that_are_nearly_right_are_offered(load: Any) -> None:
    """Not those that are asked for themselves."""
    session = load(
        "def ridgeLoss(x): return x\ndef topk_error(x): return x\n", "ridge_loss", "top_k_error", "top_k"
    )

    assert "`ridgeLoss`" in session.hint("ridge_loss")
    assert "`topk_error`" in session.hint("top_k_error")
    assert session.hint("top_k") == ""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("np.Inf", "AttributeError: numpy 2 has no np.Inf: write np.inf (hw.py:3)"),
        ("np.product([1])", "AttributeError: numpy 2 has no np.product: write np.prod (hw.py:3)"),
        ("torch.exp(np.ones(2))", "that is a numpy array: torch.as_tensor makes it a tensor (hw.py:3)"),
        ("np.ones(2).unsqueeze(0)", "that is a numpy array: torch.as_tensor makes it a tensor (hw.py:3)"),
        ("torch.ones(2).to('cuda')", NO_GPU),
        ("__import__('multiprocessing').Pool(2)", NO_PROCESSES),
    ],
    ids=lambda each: each[:20],
)  # fmt: skip
def test_an_exception_says_what_it_means_here(load: Any, ask: Any, body: str, message: Any) -> None:
    """What numpy 2 lacks, what torch wants, what this place has not."""
    reply = ask(load(f"import numpy as np, torch\ndef f(x):\n    return {body}\n"), "f", 0)

    assert reply.message.endswith(message)


def test_leaving_at_the_end_is_nothing_to_tell(load: Any, told: Any, notes: Any) -> None:
    """In the middle it is decided for them, for at home nothing behind it would be run."""
    assert told(load("def f(x): return x\nexit()\n")) == []
    session = load(
        "def f(x): return x\nexit()\ndef g(x): return x\nimport sys\nif x_or := 1:\n    sys.exit(3)\n"
    )
    assert told(session) == []
    assert notes(session) == [
        "hw.py:2: the program ends itself here (exit()); what stands below was run all the same",
    ]


def test_a_program_that_wants_arguments_is_told_once(load: Any, value: Callable[..., Any], told: Any) -> None:
    """And what stands below is there; what follows from the missing arguments is not told again."""
    session = load(
        "import argparse, sys\np = argparse.ArgumentParser()\np.add_argument('data')\nargs = p.parse_args()\n"
        "rate = args.rate\nlr = float(sys.argv[1])\ndef f(x): return x\n"
    )
    assert value(session, "f", 3) == 3
    assert told(session) == [
        "hw.py:4: argparse asks for arguments, and nobody gives any here: give each a default",
        (
            "hw.py:6: IndexError: list index out of range: sys.argv holds the name of your file, and nobody"
            " gives arguments here"
        ),
    ]


# ---- what costs nothing, or is told so that one can do something ---------------------------------------


def test_functions_that_call_one_mean_the_one_that_is_written(load: Any, value: Callable[..., Any]) -> None:
    """A starter's cell that was pasted again below stands in nobody's way, whoever calls."""
    session = load(
        "def f(x):\n    return x + 1\ndef g(x):\n    return f(x)\ndef f(x):\n    raise NotImplementedError\n"
    )
    assert [value(session, "f", 1), value(session, "g", 1)] == [2, 2]


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_streams_can_be_told_their_encoding(load: Any, told: Any, stream: str) -> None:
    """As programs on Windows do, whatever the grader itself writes to."""
    session = load(f"import sys\nsys.{stream}.reconfigure(encoding='utf-8')\nprint('→', file=sys.{stream})\n")
    assert told(session) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("x = next(iter(uploaded))", "StopIteration: files.upload() has nothing to give: "),
        ("x = list(uploaded)[0]", "IndexError: files.upload() has nothing to give: "),
        ("x = uploaded['a.csv']", "FileNotFoundError: `a.csv` was not handed in"),
        ("x = next(iter(''))", "StopIteration: next() found nothing more"),
    ],
)
def test_what_was_not_uploaded_is_named(load: Any, told: Any, line: str, says: str) -> None:
    """Nobody chooses files here."""
    (problem,) = told(load(f"from google.colab import files\nuploaded = files.upload()\n{line}\n"))
    assert problem.startswith(f"hw.py:3: {says}")


def test_what_numpy_no_longer_has_is_named_at_its_import(load: Any, told: Any) -> None:
    """And not where numpy lies on this machine."""
    session = load("from numpy import Inf\nfrom numpy import nothing\n")
    assert told(session) == [
        "hw.py:1: ImportError: numpy 2 has no np.Inf: write np.inf",
        "hw.py:2: ImportError: cannot import name 'nothing' from 'numpy'",
    ]


def test_a_browsers_way_to_install_is_nothing_to_tell(load: Any, told: Any) -> None:
    """JupyterLite's notebooks begin so."""
    cells = [
        "import micropip\nawait micropip.install('numpy')",
        "import piplite\nawait piplite.install(['a'])",
    ]
    assert told(load({"hw.ipynb": cells})) == []


def test_what_was_printed_in_excess_is_a_note(load: Any, told: Any, notes: Any) -> None:
    """It cost nobody a point."""
    session = load("print('x' * 200_000)\ndef f(x):\n    return x\n")
    assert told(session) == []
    assert notes(session) == ["printing: more than 64 KB were printed; the rest was not kept"]


@pytest.mark.parametrize(
    "source",
    [
        "{name} = 'because'",
        "{name} = ['be', 'cause']",
        "def {name}():\n    return 'because'",
        "def {name}():\n    '''because'''",
    ],
)
@pytest.mark.parametrize("name", ["answer_1a", "answer1a", "Answer_1a", "ans_1a"])
def test_answers_in_words_are_found_in_all_that_is_called_so(load: Any, source: str, name: str) -> None:
    """A text, its lines, a function that returns it; none is called."""
    (answer,) = load(source.format(name=name)).written.items()
    assert answer == ("1a", "be\ncause" if "[" in source else "because")


def test_answers_in_words_may_stand_in_one_dict(load: Any) -> None:
    """Its keys name the questions."""
    assert load("ANSWERS = {'1a': 'because', 2: 'no'}\nans = 'no'\n").written == {"1a": "because", "": "no"}
