"""The structure of the project: imports run one way, and help needs nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "grader"

# What each part may import of the others: the nouns import nothing, everything else what stands before it.
NOUNS = {"model", "errors", "domains", "mistakes", "text", "markdown", "shown"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "domains": set(),
    "mistakes": {"errors"},
    "text": set(),
    "markdown": {"text"},
    "shown": {"model"},
    "inputs": {"domains"},
    "compare": {"inputs", "sandbox"},
    "functions": {"errors", "model", "sandbox"},
    "submissions": NOUNS,
    "reports": NOUNS,
    "exports": {"errors", "model", "shown", "text", "markdown"},
}


def imports(path: Path) -> set[str]:
    """Return the parts of the project that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "grader":
            found.update(alias.name for alias in node.names if not alias.name.startswith("__"))
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("grader."))
    return found


@pytest.mark.parametrize("part", ALLOWED)
def test_a_part_imports_only_what_stands_before_it(part: str) -> None:
    """Nouns import nothing, reports only the nouns, and so on down the page."""
    files = sorted((PACKAGE / part).rglob("*.py")) if (PACKAGE / part).is_dir() else [PACKAGE / f"{part}.py"]
    for file in files:
        assert imports(file) - {part} <= ALLOWED[part], file


def test_checks_never_import_the_sandbox() -> None:
    """A check is a function of callables; where they run is none of its business."""
    for file in (PACKAGE / "checks").glob("*.py"):
        assert not imports(file) & {"sandbox", "pipeline", "batch", "reports", "cli"}, file


def test_the_worker_imports_nothing_but_the_wire() -> None:
    """What stands beside a student's code knows no right answer."""
    beside = {"worker.py", "loader.py", "imports.py", "choice.py", "notebook.py", "magics.py", "words.py"}
    beside |= {"stand_ins.py", "places.py", "files.py", "source.py", "wire.py", "lockdown.py", "outbox.py"}
    beside |= {"zygote.py"}
    for name in beside:
        assert imports(PACKAGE / "sandbox" / name) <= {"sandbox", "text"}, name


def test_only_the_command_line_prints_or_exits() -> None:
    """Everything else returns values or raises."""
    for file in PACKAGE.rglob("*.py"):
        if file.name in ("cli.py", "zygote.py") or file.parent.name == "commands":
            continue
        calls = [
            n.func for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)
        ]
        named = {call.id for call in calls if isinstance(call, ast.Name)}
        assert not named & {"print", "exit"}, file


def test_nothing_in_the_package_knows_the_assignment() -> None:
    """The grader serves any course: no function of the first assignment is named in it."""
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for name in (
            "sparse_coding",
            "conv2d_valid",
            "top_k_error",
            "sne_grad",
            "momentum_step",
            "deep-learning-3",
        ):
            assert name not in text, (file, name)


def test_help_needs_nothing_heavy() -> None:
    """``grader --help`` imports neither numpy nor anything larger."""
    program = (
        "import sys, contextlib\n"
        "from grader.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'numpy', 'torch', 'pandas', 'rich', 'hypothesis', 'yaml', 'nbformat', 'IPython'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
