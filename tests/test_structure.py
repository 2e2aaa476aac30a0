"""The structure of the project: imports run one way, and help needs nothing heavy."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "grader"

# A part imports only what stands in a line before its own; there are no exceptions.
LAYERS = (
    {"model", "errors"},
    {"text"},
    {"values"},
    {"signatures"},
    {"functions", "patterns"},
    {"reference"},
    {"processes", "submissions", "reports"},
    {"sandbox", "installing"},
    {"examples"},
    {"checks"},
    {"rubric"},
    {"grading"},
    {"batch", "audit", "kit"},
    {"marking"},
    {"platforms"},
    {"frontends"},
)
PARTS = sorted(set().union(*LAYERS))
FACE = {"__init__", "__main__", "moved"}  # the public face leads to everything, and nothing leads to it
OTHERS_FILES = {"scaffold", "texts"}  # to be copied for instructors and platforms


def files(part: str) -> list[Path]:
    """Return the modules of a part, but what it copies for others."""
    found = sorted((PACKAGE / part).rglob("*.py")) or [PACKAGE / f"{part}.py"]
    return [file for file in found if not OTHERS_FILES & set(file.parts)]


def imports(path: Path) -> set[str]:
    """Return the parts of the project that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "grader":
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[1] for alias in node.names if alias.name.startswith("grader."))
    return found - {"__version__", "DISTRIBUTION"}


def test_every_part_has_its_place() -> None:
    """Whoever adds a part says what it may know."""
    there = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there == {*PARTS, *FACE}
    assert sum(path.suffix == ".py" for path in PACKAGE.iterdir()) <= 4


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_only_what_stands_before_it(part: str) -> None:
    """Nouns import nothing, reports only what is said and how, and so on down the page."""
    place = next(place for place, layer in enumerate(LAYERS) if part in layer)
    before = set().union(*LAYERS[:place])
    for file in files(part):
        assert imports(file) - {part} <= before, file


def test_course_systems_know_nothing_of_each_other() -> None:
    """Another one is another folder."""
    systems = {each.name for each in (PACKAGE / "platforms").iterdir() if (each / "__init__.py").exists()}
    shared = {"download", "gradebook", "runner"}
    for system in systems - shared:
        for file in (PACKAGE / "platforms" / system).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader.platforms."):
                    assert node.module.split(".")[2] in {system, "systems", *shared}, file


def test_the_worker_imports_nothing_but_the_wire() -> None:
    """What stands beside a student's code knows no right answer."""
    beside = [*(PACKAGE / "sandbox" / "worker").rglob("*.py"), *(PACKAGE / "sandbox" / "walls").rglob("*.py")]
    for file in [*beside, PACKAGE / "sandbox" / "zygote.py"]:
        assert imports(file) <= {"sandbox", "processes", "text", "values"}, file
        if file.name != "zygote.py":
            assert "grader.values.compare" not in file.read_text(encoding="utf-8"), file


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
        "from grader.frontends.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
        "heavy = {'numpy', 'torch', 'pandas', 'rich', 'hypothesis', 'yaml', 'nbformat'}\n"
        "heavy |= {'IPython', 'jinja2'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


LARGEST = {"module": 300, "function": 45, "class": 12}  # lines, lines, attributes of its own


def attributes(kind: ast.ClassDef) -> set[str]:
    """Return the attributes that a class itself declares or sets."""
    declared = {
        node.target.id
        for node in kind.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return declared | {
        node.attr
        for node in ast.walk(kind)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def sizes(source: str) -> Iterator[tuple[str, str, int]]:
    """Yield what is measured in a module: of which sort it is, its name, and how large it is."""
    yield "module", "", len(source.splitlines())
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield "function", f" {node.name}", (node.end_lineno or 0) - node.lineno + 1
        elif isinstance(node, ast.ClassDef):
            yield "class", f" {node.name}", len(attributes(node))


def test_nothing_is_too_large_to_read_at_once() -> None:
    """Modules, functions and classes have a limit."""
    too_large = {
        file.relative_to(PACKAGE).as_posix() + name
        for part in (*PARTS, "__init__", "__main__", "moved")
        for file in files(part)
        for sort, name, size in sizes(file.read_text(encoding="utf-8"))
        if size > LARGEST[sort]
    }
    assert not too_large


def test_what_is_too_large_is_seen() -> None:
    """A function, a class and a module that are one beyond the limit."""
    function = "def f():\n" + "    x = 1\n" * 45
    kind = "class A:\n    a0: int\n    def f(self):\n" + "".join(
        f"        self.a{n} = 1\n" for n in range(13)
    )
    found = [(sort, size) for sort, _, size in sizes(function + kind + "y = 1\n" * 239)]
    assert found == [("module", 301), ("function", 46), ("class", 13), ("function", 14)]


def test_what_a_kind_of_check_does_stands_in_its_own_file() -> None:
    """Nobody else compares the kind of a check with the name of one."""
    kinds = {
        file.stem for file in (PACKAGE / "checks").glob("*.py") if "CheckKind(" in file.read_text("utf-8")
    }
    assert {"matches", "law", "written"} <= kinds
    for part in set(PARTS) - {"checks"}:
        for file in files(part):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                compared: list[ast.expr] = []
                if isinstance(node, ast.Compare):
                    compared = [node.left, *node.comparators]
                elif isinstance(node, ast.Match):
                    compared = [node.subject]
                if any(isinstance(each, ast.Attribute) and each.attr == "kind" for each in compared):
                    named = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
                    assert not named & kinds, (file, node.lineno)  # type: ignore[attr-defined]


def test_no_two_classes_share_a_name() -> None:
    """Whoever searches for a class finds it, and no other."""
    found: dict[str, list[str]] = {}
    for part in (*PARTS, "__init__", "__main__"):
        for file in files(part):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, []).append(file.relative_to(PACKAGE).as_posix())
    shared = {name: where for name, where in found.items() if len(where) > 1}
    assert not shared


def test_the_page_on_the_architecture_draws_these_layers() -> None:
    """The picture has the lines of LAYERS, from the top down, and the table every part once."""
    page = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = page.partition("```\n")[2].partition("```")[0]
    drawn = [set(line.partition("  ")[0].split(" · ")) for line in picture.splitlines()]
    assert drawn == [set(layer) for layer in reversed(LAYERS)]
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = [word.strip(" `").removesuffix("/").removesuffix(".py") for c in cells for word in c.split(",")]
    assert sorted(named) == sorted([*PARTS, "moved"])


@pytest.mark.parametrize("walk", range(5))
def test_a_walk_through_the_code_passes_each_file_once(walk: int) -> None:
    """Five walks, each of several files."""
    page = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    walks = page.partition("## Five walks\n")[2].partition("\n## ")[0].strip().split("\n\n")
    assert len(walks) == 5
    passed = re.findall(r"`([a-z_/]+(?:/|\.py))`", walks[walk])
    assert len(passed) >= 4
    assert len(set(passed)) == len(passed), passed
