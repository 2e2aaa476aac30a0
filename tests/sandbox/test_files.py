"""The files that a student's code sees: its own, the assignment's, and what it writes, all in memory."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.functions.reply import Answer, Failure
from grader.model import Cell, Module, Submission, Verdict


@pytest.fixture
def open_with(sandbox: Any):
    """Load a module with files beside it, and files of the assignment."""
    sessions = []

    def load(source, files=(), given=(), path="hw.py"):
        module = Module(path.removesuffix(".py").replace("/", "."), path, (Cell(path, source),))
        submission = Submission("s", "s", (module,), {}, (), "", files=dict(files))
        sessions.append(sandbox.open(submission, ("f", "g", "h"), (), dict(given)))
        return sessions[-1]

    yield load
    for session in sessions:
        session.close()


@pytest.mark.parametrize(
    "read",
    [
        "open('data/x.csv').read()",
        "open('x.csv').read()",
        "open('../data/x.csv').read()",
        "open('/content/drive/MyDrive/hw 3/data/x.csv').read()",
        r"open('C:\\Users\\ada\\X.csv').read()",
        "pathlib.Path('data', 'x.csv').read_text()",
        "(pathlib.Path(__file__).parent.parent / 'data' / 'x.csv').read_text()",
        "open(glob.glob('data/*.csv')[0]).read()",
        "open(os.path.join('data', os.listdir('data')[0])).read()",
        "open([str(p) for p in pathlib.Path('..').rglob('*.csv')][0]).read()",
        "os.fdopen(os.open('data/x.csv', os.O_RDONLY)).read()",
        "io.open(os.path.abspath('data/x.csv'), 'rb').read().decode()",
        "'%d,%d\\n%d,%d\\n' % tuple(np.loadtxt('data/x.csv', delimiter=',').ravel())",
    ],
)
def test_a_file_is_found_where_the_code_looks_for_it(
    open_with: Any, value: Callable[..., Any], read: str
) -> None:
    """Beside the code, at the top, by way of the folder of another machine; whoever gave it."""
    source = f"import os, io, glob, pathlib, numpy as np\ndef f():\n    return {read}\n"
    files = {"data/x.csv": b"1,2\n3,4\n"}

    assert value(open_with(source, files, path="code/hw.py"), "f") == "1,2\n3,4\n"
    assert value(open_with(source, given=files, path="code/hw.py"), "f") == "1,2\n3,4\n"


def test_the_file_of_the_assignment_is_the_one_that_counts(open_with: Any, value: Callable[..., Any]) -> None:
    """Everybody meets the same data."""
    session = open_with(
        "def f():\n    return open('x.txt').read()\n", {"x.txt": b"theirs"}, {"x.txt": b"ours"}
    )

    assert value(session, "f") == "ours"


def test_a_module_of_the_assignment_can_be_imported(open_with: Any, value: Callable[..., Any]) -> None:
    """As it can at home, where it lies beside the work."""
    session = open_with(
        "from helpers import two\ndef f():\n    return two\n", given={"helpers.py": b"two = 2\n"}
    )

    assert value(session, "f") == 2


@pytest.mark.parametrize("name", ["image.csv", "/content/image.csv", "data/image.csv"])
def test_a_file_that_nobody_has_is_named(open_with: Any, ask: Any, name: str) -> None:
    """In the words of whoever handed in, not of the system."""
    session = open_with(
        f"import numpy as np\ndef f():\n    open({name!r})\ndef g():\n    np.loadtxt({name!r})\n"
    )

    words = f"FileNotFoundError: `{name}` was not handed in, and the assignment has no such file (hw.py:3)"
    assert ask(session, "f") == Failure(Verdict.RAISED, words)
    assert ask(session, "g") == Failure(Verdict.RAISED, words.replace("hw.py:3", "hw.py:5"))


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ("open('a.txt', 'w').write('hi'); return open('a.txt').read()", "hi"),
        ("open('new/folder/a.txt', 'w').write('hi'); return os.listdir('new/folder')", ["a.txt"]),
        ("open('a', 'wb').write(b'ab'); open('a', 'ab').write(b'c'); return open('a').read()", "abc"),
        ("f = open('a', 'w+'); f.write('abc'); f.seek(1); return f.read()", "bc"),
        (
            "open('a', 'w').write('abc'); f = open('a', 'r+'); f.write('x'); f.seek(0); return f.read()",
            "xbc",
        ),
        ("np.save('a.npy', np.ones(2)); return np.load('a.npy').tolist()", [1, 1]),
        ("np.savez('a', x=np.ones(2)); return np.load('a.npz')['x'].tolist()", [1, 1]),
        ("np.savetxt('/tmp/a.txt', np.ones(2)); return np.genfromtxt('/tmp/a.txt').tolist()", [1, 1]),
        (
            "f = tempfile.TemporaryFile('w+'); f.write('hi'); f.seek(0); return f.read()",
            "hi",
        ),
        (
            "with tempfile.NamedTemporaryFile('w') as f: name = f.name\n    return os.path.exists(name)",
            False,
        ),
        (
            "with tempfile.TemporaryDirectory() as d: open(d + '/a', 'w')\n    return os.path.isdir(d)",
            False,
        ),
        (
            "os.makedirs('a/b'); os.makedirs('a/b', exist_ok=True); return [d for d, _, _ in os.walk('a')]",
            ["a", "a/b"],
        ),
        ("open('a', 'w').write('1'); os.replace('a', 'b'); return sorted(os.listdir('.'))", ["b", "hw.py"]),
        ("open('a', 'w'); os.remove('a'); return os.path.exists('a')", False),
        ("os.mkdir('a'); open('a/b', 'w'); shutil.rmtree('a'); return os.path.exists('a')", False),
        (
            "os.chdir('/content/hw'); open('a', 'w').write('1'); return os.getcwd() + open('a').read()",
            "/content/hw1",
        ),
        (
            "f = gzip.open('a.gz', 'wt'); f.write('hi'); f.close(); return gzip.open('a.gz', 'rt').read()",
            "hi",
        ),
        (
            (
                "os.makedirs('a/b'); open('a/b/c', 'w').write('hi'); shutil.copytree('a', 'd')\n"
                "    return open(shutil.copy2('d/b/c', 'e')).read()"
            ),
            "hi",
        ),
        (
            "open('a', 'x')\n    try: open('a', 'x')\n    except FileExistsError: return 'there'",
            "there",
        ),
        (
            "open('a', 'wb').write(np.arange(3.).tobytes()); return np.fromfile('a', offset=8).tolist()",
            [1, 2],
        ),
        ("open('a', 'wb').write(b'abcdefg'); return np.fromfile('a', 'u2', 2).tobytes().decode()", "abcd"),
        ("open('a', 'w').write('1 2'); return np.fromfile('a', sep=' ').tolist()", [1, 2]),
        (
            (
                "m = np.memmap('a', float, 'w+', shape=2); m[:] = 3; m.flush()\n"
                "    n = np.memmap('a', float, 'r+'); n[0] = 4\n"
                "    c = np.memmap('a', float, 'c', 8); c[0] = 5\n"
                "    return [*np.memmap('a', float, 'r', shape=(2, 1)).ravel().tolist(), *c.tolist()]"
            ),
            [4, 3, 5],
        ),
        ("np.save('a.npy', np.ones(2)); return np.load('a.npy', mmap_mode='r').tolist()", [1, 1]),
        (
            "import torch; torch.save({'k': torch.ones(2)}, 'a.pt'); return torch.load('a.pt')['k'].tolist()",
            [1, 1],
        ),
        ("import runpy; open('a.py', 'w').write('k = 7'); return runpy.run_path('a.py')['k']", 7),
        (
            (
                "from importlib.util import module_from_spec, spec_from_file_location as spec\n"
                "    open('a.py', 'w').write('k = 7'); s = spec('a', 'a.py'); m = module_from_spec(s)\n"
                "    s.loader.exec_module(m); return m.k"
            ),
            7,
        ),
        ("return open('hw.py').readline()", "import numpy as np, os, shutil, tempfile, gzip\n"),
    ],
    ids=lambda each: str(each)[:30],
)
def test_what_is_written_can_be_read_again(
    open_with: Any, value: Callable[..., Any], body: str, result: Any
) -> None:
    """In the ways that students and their libraries write."""
    session = open_with(f"import numpy as np, os, shutil, tempfile, gzip\ndef f():\n    {body}\n")

    assert value(session, "f") == result


def test_what_asks_the_system_for_a_file_is_told_that_it_lies_in_memory(open_with: Any, ask: Any) -> None:
    """With what to do in its place."""
    session = open_with("import numpy as np\ndef f():\n    np.ones(3).tofile('a')\n")

    assert ask(session, "f").message == (
        "UnsupportedOperation: a file of yours lies in memory here, and the system has no number for it:"
        " write it with np.save, np.savetxt or open (hw.py:3)"
    )


def test_data_that_would_be_uploaded_is_what_was_handed_in(open_with: Any, value: Callable[..., Any]) -> None:
    """Colab asks for files; here they are there."""
    session = open_with(
        "from google.colab import files, userdata\nkey = userdata.get('KEY')\n"
        "def f():\n    return [[k, v.decode()] for k, v in files.upload().items()]\n",
        {"data/x.csv": b"1,2"},
    )

    assert value(session, "f") == [["x.csv", "1,2"]]


def test_what_is_written_ends_with_the_worker(open_with: Any, value: Callable[..., Any]) -> None:
    """The second worker, that of hidden checks, meets the files as they were handed in."""
    source = "def f():\n    open('x', 'a').write('!')\n    return open('x').read()\n"
    session = open_with(source, {"x": b"?"})

    assert [value(session, "f"), value(session, "f")] == ["?!", "?!!"]
    other = session.fresh()
    assert value(other, "f") == "?!"
    other.close()


def test_there_is_room_for_a_few_megabytes(open_with: Any, ask: Any) -> None:
    """What is removed makes room again."""
    session = open_with(
        "import os\n"
        "def f():\n    for _ in range(10):\n        open('a', 'wb').write(bytes(10 << 20)); os.remove('a')\n"
        "def g():\n    open('a', 'wb', buffering=0).write(bytes(17 << 20))\n"
        "def h():\n    for n in range(2000): open(str(n), 'w')\n"
    )

    assert ask(session, "f") == Answer(None)
    words = "OSError: [Errno 28] a submission may write 16 MB in all (hw.py:6)"
    assert ask(session, "g") == Failure(Verdict.RAISED, words)
    assert ask(session, "h").message.startswith("OSError: [Errno 28] a submission may make 1000 files")


def test_the_interpreter_still_reads_its_own_files(open_with: Any, value: Callable[..., Any]) -> None:
    """A library that opens what came with it finds it, and nothing of the student's under its name."""
    session = open_with(
        "import os\ndef f():\n    return open(os.__file__).read(20), os.path.exists(os.__file__ + 'x')\n",
        {"os.py": b"mine"},
    )

    assert value(session, "f") == ('r"""OS routines for ', False)
