"""``source``: a function is written without what the rubric forbids; by the parser, and for the honest only.

Who wants to go round it can: ``getattr(np.linalg, "sol" + "ve")`` is found by nobody.  It keeps an honest
student to the exercise, and says at which line it was left.
"""

import ast
import builtins
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from grader.checks.finding import Finding
from grader.checks.idle import idle
from grader.checks.kind import CheckKind, Objection, Objections, no_calls
from grader.checks.trial import Trial
from grader.checks.validate import function_there
from grader.errors import nearest
from grader.functions.reply import Answer, Failure
from grader.model import Check, Verdict
from grader.reference.contents import Reference
from grader.text.safe import safe
from grader.values.exceptions import due

CONSTRUCTS: Mapping[str, tuple[type[ast.AST], ...]] = {
    "for": (ast.For, ast.AsyncFor, ast.comprehension),
    "while": (ast.While,),
    "if": (ast.If, ast.IfExp),
    "lambda": (ast.Lambda,),
    "try": (ast.Try,),
    "with": (ast.With,),
    "import": (ast.Import, ast.ImportFrom),
    "global": (ast.Global, ast.Nonlocal),
    "class": (ast.ClassDef,),
    "yield": (ast.Yield, ast.YieldFrom),
    "comprehension": (ast.comprehension,),
    "[]": (ast.Subscript,),
    "@": (ast.MatMult,),
    "**": (ast.Pow,),
}
RECURSION = "recursion"
USUAL = {"np": "numpy", "plt": "matplotlib.pyplot", "pd": "pandas", "sp": "scipy"}  # in the rubric
LIBRARIES = ("scipy", "torch", "sklearn", "sympy", "statsmodels", "polars", "jax", "numba", "networkx")
NAME = re.compile(r"\.?[^\W\d]\w*(\.[^\W\d]\w*)*")
LONGEST = 80  # characters of a line that is shown


@dataclass
class SourceCode:
    """What is known of a hand-in by its names."""

    functions: dict[str, list[tuple[str, ast.AST]]] = field(default_factory=dict)  # with their files
    names: dict[str, str] = field(default_factory=dict)  # what imports and plain assignments call things
    stars: set[str] = field(default_factory=set)  # modules all of whose names are imported
    lines: dict[str, list[str]] = field(default_factory=dict)  # of each file

    def add(self, name: str, source: str) -> None:
        """Read a file or a cell; what cannot be parsed says nothing."""
        # Magics and shell lines of notebooks are no Python.
        plain = re.sub(r"^([ \t]*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            tree = ast.parse(plain)
            self.lines[name] = source.split("\n")
            for node in ast.walk(tree):
                self._learn(name, node)

    def _learn(self, file: str, node: ast.AST) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.functions.setdefault(node.name, []).append((file, node))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                self.names[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if alias.name == "*":
                    self.stars.add(node.module)
                else:
                    self.names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        elif (
            isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        ):
            target = node.targets[0].id
            if isinstance(node.value, ast.Lambda):
                self.functions.setdefault(target, []).append((file, node.value))
            elif (path := _dotted(node.value)) and path != target:
                self.names.setdefault(target, path)

    def full(self, path: str) -> str:
        """Return what a dotted name means: with what its beginning was imported as, or stands for."""
        for _ in range(10):  # a name for a name for a name
            root, dot, rest = path.partition(".")
            if root not in self.names or self.names[root].partition(".")[0] == root:
                break
            path = self.names[root] + dot + rest
        return path

    def reach(self, name: str) -> Iterator[tuple[str, ast.AST, str]]:
        """Yield a function of the hand-in and those of its own that it calls: file, node, name."""
        waiting, seen = [name], {name}
        while waiting:
            each = waiting.pop(0)
            for file, node in self.functions.get(each, ()):
                yield file, node, each
                decorators = [_dotted(each) for each in getattr(node, "decorator_list", ())]
                for called in (*decorators, *map(_called, ast.walk(node))):
                    if called in self.functions and called not in seen:
                        seen.add(called)
                        waiting.append(called)

    def line(self, file: str, number: int) -> str:
        """Return a line as it is shown."""
        return safe(self.lines[file][number - 1].strip(), LONGEST)


def _called(node: ast.AST) -> str:
    """Return the last name of what is called: a function's, or a method's, whosever it is."""
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else _dotted(function)


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (base := _dotted(node.value)):
        return f"{base}.{node.attr}"
    return ""


def source(trial: Trial, target: str, *, forbid: Sequence[str]) -> Finding:
    """Look for what is forbidden in the function and in those of the student's own that it calls.

    ``forbid`` lists words of Python (for, while, recursion …) and names (np.linalg.solve, sorted, .sort).
    """
    if missing := trial.missing(target):
        return missing
    program = SourceCode()
    for name, text in trial.sources or _sources(trial.functions, target):
        program.add(name, text)
    for file, node, inside in program.reach(target):
        for word in forbid:
            if (number := _found(program, node, inside, word)) is not None:
                where = f"{safe(file, LONGEST)}:{number}: {program.line(file, number)}"
                by = "" if inside == target else f", by way of `{safe(inside, LONGEST)}`"
                message = f"`{target}` uses `{word}`{by}, which is not allowed here ({where})"
                return Finding(Verdict.FAILED, message=message, mistake="forbidden")
    # One that does nothing needs nothing for it; what was asked for the other checks tells.
    remark = "" if target in program.functions else f"`{target}` could not be read, so nothing was looked for"
    if (does := _does_nothing(trial, target)) is not None:
        return Finding(Verdict.FAILED, message=f"this holds, but `{target}` {does}, which is worth nothing")
    return idle(trial, (target,), len(trial.said.asked.get(target, {}))) or Finding(
        Verdict.PASSED, 1.0, remark
    )


def _does_nothing(trial: Trial, target: str) -> str | None:
    """Return in words what a function does that has no body yet, by all that it was asked; None of others."""
    replies = [trial.said.replies[number] for number in trial.said.asked.get(target, {})]
    declared = trial.reference.signatures[target].raises
    raised = [each for each in replies if isinstance(each, Failure) and each.verdict is Verdict.RAISED]
    if replies and len(raised) == len(replies) and not any(due(each.kinds, declared) for each in raised):
        return "raises an exception whatever it is asked"
    answers = [each for each in replies if isinstance(each, Answer)]
    if answers and len(raised) + len(answers) == len(replies) and not any(map(_does, answers)):
        return "returns nothing whatever it is asked"
    return None


def _does(answer: Answer) -> bool:
    """Whether an answer shows that something was done; of a program, that it came further than one step."""
    value = answer.value
    if type(value) is tuple and len(value) == 2 and type(value[1]) is str and type(value[0]) is list:
        return bool(value[0])
    return value is not None or bool(answer.changed)


def _sources(functions: Any, target: str) -> list[tuple[str, str]]:
    """Return the source of functions of this process, as those of the reference; none where nobody has it."""
    function = getattr(functions, "functions", {}).get(target)
    if function is None:
        return []
    code: Callable[..., Any] = inspect.unwrap(function)
    with suppress(OSError, TypeError):
        module = inspect.getmodule(code)
        if module is not None and getattr(module, "__file__", None) == inspect.getsourcefile(code):
            return [("answers.py", inspect.getsource(module))]
    # In a notebook each cell is a file: its functions are those of the kernel.
    found = []
    for each in (code, *getattr(code, "__globals__", {}).values()):
        if inspect.isfunction(each) and each.__module__ == code.__module__:
            with suppress(OSError, TypeError):
                found.append((each.__name__, textwrap.dedent(inspect.getsource(each))))
    return list(dict.fromkeys(found))


def _found(program: SourceCode, node: ast.AST, inside: str, word: str) -> int | None:
    """Return the first line of a function that uses what is forbidden."""
    lines = [line for each in ast.walk(node) if (line := _line(program, each, inside, word)) is not None]
    return min(lines, default=None)


def _line(program: SourceCode, node: ast.AST, inside: str, word: str) -> int | None:
    if word in CONSTRUCTS:
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, CONSTRUCTS[word]):
            return node.lineno
        if not isinstance(node, CONSTRUCTS[word]):
            return None
        place = node.target if isinstance(node, ast.comprehension) else node
        return getattr(place, "lineno", None)
    if word == RECURSION:
        called = isinstance(node, ast.Call) and _dotted(node.func) == inside
        return node.lineno if called and isinstance(node, ast.Call) else None
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    if word.startswith("."):
        return node.lineno if isinstance(node, ast.Attribute) and node.attr == word[1:] else None
    path = program.full(_dotted(node))
    wanted = _in_full(word)
    starred = {f"{module}.{path}" for module in program.stars} if path not in program.functions else set()
    own = "." not in wanted and wanted in program.functions
    hit = not own and wanted in {path, path.removeprefix("builtins."), *starred}
    return node.lineno if hit else None


def _in_full(word: str) -> str:
    root, dot, rest = word.partition(".")
    return USUAL.get(root, root) + dot + rest if dot else word


# ---- the kind ----------------------------------------------------------------------------------------


def _title(check: Check) -> str:
    return f"{check.target} is written without {', '.join(check.options.get('forbid', ()))}"


def _validate(check: Check, reference: Reference, _: Collection[str]) -> Objections:
    yield from function_there(check, reference)
    words = check.options.get("forbid", ())
    if "forbid" in check.options and not words:
        yield Objection("`forbid` lists what may not be used: [for, np.linalg.solve, sorted]", "forbid")
    for item, word in enumerate(words):
        if not _is_known(word, reference):
            known = [*CONSTRUCTS, RECURSION]
            near = nearest(word, [*known, *reference.answers, *vars(builtins)])
            close = f"; did you mean `{near}`?" if near else "."
            said = f"`{word}` is no builtin, no module and no word of Python that can be forbidden{close}"
            more = "write other names with their module, such as np.linalg.solve, and methods as .sort"
            yield Objection(f"{said} Those words are {', '.join(known)}; {more}", "forbid", item)


def _is_known(word: str, reference: Reference) -> bool:
    """Whether a word may be meant: what nobody could ever use forbids nothing, and looks as if it did."""
    if word in CONSTRUCTS or word == RECURSION:
        return True
    if not NAME.fullmatch(word):
        return False
    known = {
        *vars(builtins),
        *sys.stdlib_module_names,
        *USUAL,
        *USUAL.values(),
        *LIBRARIES,
        *reference.answers,
    }
    return "." in word or word in known


KIND = CheckKind(
    "source",
    source,
    title=_title,
    validate=_validate,
    plan_of=lambda _: None,
    calls=no_calls,
)
