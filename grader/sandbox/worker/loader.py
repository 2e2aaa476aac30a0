"""Runs a submission's files as they run at home, statement by statement (inside the worker)."""

import ast
import builtins
import inspect
import linecache
import os
import posixpath
import random
import re
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.random  # NumPy itself would import it late: in every worker

from grader.sandbox import messages
from grader.sandbox.worker import choice, files, words
from grader.sandbox.worker.helpers import Helpers
from grader.sandbox.worker.imports import Imports
from grader.sandbox.worker.notebook import Notebook, Shown, awaited, provide
from grader.sandbox.worker.places import HOME
from grader.sandbox.worker.source import Statement, Unreadable, bound, futures, statements
from grader.sandbox.worker.stand_ins import PYTHON_2, Absent, MissedError, not_there
from grader.values import wire

STATEMENTS = 10**7  # per piece: the number of a statement is (file * PIECES + piece) * STATEMENTS + place
PIECES = 10**5  # per file
ANSWERS = 100_000  # characters of all answers in words
TOLD = 50  # problems, and as many notes
RUN = re.compile(r"^\s*%run\s+-i\s+(\S+)", re.MULTILINE)  # in the names of the notebook
TOOLS = frozenset(
    ("setup.py", "conftest.py", "noxfile.py", "fabfile.py", "manage.py", "wsgi.py", "asgi.py", "__main__.py")
)
DEFINED = re.compile(r"^(?:async )?def (\w+)|^(\w+) *=", re.MULTILINE)
DATABRICKS = re.compile(r"\b(dbutils|spark)\.")
OLD_NAME = re.compile(r"(?<![\w.'\"`#])(" + "|".join(PYTHON_2) + r")\s*\(")
OLD_PRINT = ("Missing parentheses in call to", "multiple exception types must be parenthesized")

Functions = dict[str, Callable[..., Any]]


class Loader(Imports):
    """One submission; its modules may import one another."""

    def __init__(self, request: messages.Load, send: Callable[[messages.Starting], None]) -> None:
        super().__init__(request.files)
        self.request, self.send = request, send
        self.told: list[messages.Told] = []
        self.kept: dict[
            str, dict[str, tuple[Any, str]]
        ] = {}  # by module: functions that are asked for, where
        self.loops: dict[tuple[str, str], Any] = {}  # by module and name: what a loop left there
        self.helpers: dict[str, Helpers] = {}  # by module
        self.ran: set[str] = set()  # modules that ``%run`` has run
        self.missed: set[str] = set()  # modules that are not there, and were told
        self.running: messages.Starting | None = None
        self.function_names = frozenset(request.function_names)

    def load(self) -> Functions:
        """Run every module and return the wanted functions that are there."""
        random.seed(0)
        np.random.seed(0)
        if torch := sys.modules.get("torch"):
            torch.manual_seed(0)
        self.find()
        sys.orig_argv = [sys.executable]
        sys.breakpointhook = lambda *_, **__: None
        os.environ.setdefault("USER", "student")
        self._lay_out()
        provide(self.get_ipython)
        files = self.files[: len(self.request.files)]
        named = {
            match[1].strip("'\"") for file in files for p in file.pieces for match in RUN.finditer(p.source)
        }
        inside = {posixpath.basename(each).removesuffix(".py") for each in named}
        # What a notebook runs may need its names: by itself it is run where that did not come to pass.
        files.sort(key=lambda file: posixpath.basename(file.path).removesuffix(".py") in inside)
        for file in files:
            if file.module not in self.modules and file.module not in self.ran and not self._is_tool(file):
                self.running = None
                self.start(file)
        try:
            functions, said = choice.chosen(self._definitions())
            for path, sentence in said:
                self._note(path, sentence)
        except BaseException as problem:  # they changed Python's own functions, or an object answers with it
            self._tell("", problem)
            return {}
        with suppress(BaseException):
            for name, module in self.modules.items():
                for where, sentence in self.helpers.get(name, Helpers()).restore(
                    vars(module), self.function_names
                ):
                    self._note(where, sentence)
        return {name: functions[name] for name in self.request.function_names if name in functions}

    def _lay_out(self) -> None:
        """Put the files where the code looks for them."""
        cells = {p.name: p.source for file in self.files if file.notebook for p in file.pieces}
        sources = {
            f.path: "".join(p.source for p in f.pieces) for f in self.files if not f.notebook and f.path
        }
        beside = {p.name: posixpath.dirname(file.path) for file in self.files for p in file.pieces}
        self.places = files.begin({**self.request.given, **sources}, beside, cells)

    def _is_tool(self, file: messages.SourceFile) -> bool:
        """Whether a file is there for a program that installs, tests or starts the work, and holds none."""
        name = posixpath.basename(file.path)
        if name not in TOOLS and file.path.rpartition("docs/")[2] != "conf.py":
            return False
        defined = {
            match[match.lastindex or 1] for piece in file.pieces for match in DEFINED.finditer(piece.source)
        }
        return self.function_names.isdisjoint(defined) and not any("answer_" in p.source for p in file.pieces)

    def start(self, file: messages.SourceFile) -> None:
        """Run a file that no other has imported yet, as the main program that it is at home."""
        sys.argv = [posixpath.basename(file.path)]
        self.places.cwd = posixpath.join(HOME, posixpath.dirname(file.path)).rstrip("/")
        self.module(file.module, main=True)

    def loaded(self, functions: Functions) -> messages.Loaded:
        """Say what there is: functions, answers in words, and what went wrong."""
        answers: dict[str, str] = {}
        room = ANSWERS
        for module in self.modules.values():
            for name, value in list(vars(module).items()):
                if type(name) is not str or not name.startswith("answer_") or type(value) is not str:
                    continue
                # A starter's, which is empty, stands in nobody's way.
                if room > 0 and (str.strip(value) or name.removeprefix("answer_") not in answers):
                    answer = wire.text(value, min(20_000, room))
                    answers[wire.text(name, 100).removeprefix("answer_")] = answer
                    room -= len(answer)
        notes = [told for told in self.told if told.note][:TOLD]
        problems = [told for told in self.told if not told.note][:TOLD]
        hints = {}
        for name in self.request.function_names:
            try:
                hint = self._hint(name, functions)
            except BaseException:
                hint = ""
            if hint:
                hints[name] = wire.text(hint, 500)
        parameters: dict[str, list[str]] = {}
        with suppress(BaseException):
            parameters = {name: found for name, each in functions.items() if (found := _parameters(each))}
        return messages.Loaded(list(functions), answers, [*problems, *notes], hints, parameters)

    # -- which function

    def _definitions(self) -> Iterator[choice.Definition]:
        for place, (name, module) in enumerate(self.modules.items()):
            there = dict(self._defined(name, module))
            count = sum(map(choice.is_written, there.values()))
            path = self._path(name)
            for each, value in there.items():
                yield choice.Definition(each, value, path, self._imported(value, module), count, place)

    def _defined(self, module_name: str, module: types.ModuleType) -> Iterator[tuple[str, Any]]:
        """Yield the functions that are asked for: where a name was bound to more, the last function."""
        names, kept = vars(module), self.kept.get(module_name, {})
        for name in self.request.function_names:
            if name not in names:
                continue
            value = names[name]
            before, where = kept.get(name, (None, ""))
            in_a_loop = (module_name, name) in self.loops and self.loops[module_name, name] is value
            if callable(value) and not in_a_loop:
                better = before is not None and choice.is_written(before) and not choice.is_written(value)
                yield name, before if better else value
            elif before is not None:
                words_ = f"`{name}` is a function here, and something else later: the function counted"
                self._note(where, words_)
                yield name, before

    def _imported(self, value: object, module: types.ModuleType) -> bool:
        """Whether a function is there because of an import; what ``partial`` and the like return is not."""
        home = getattr(value, "__module__", None)
        if home in (module.__name__, vars(module).get("__name__"), "__main__") or type(home) is not str:
            return False
        return getattr(sys.modules.get(home), "__dict__", {}).get(getattr(value, "__name__", "")) is value

    def _remember(self, module: str, where: str, statement: Statement, names: dict[str, Any]) -> None:
        """Keep the functions that a statement bound under names that are asked for."""
        kept = self.kept.setdefault(module, {})
        for name in self.function_names.intersection(statement.code.co_names):
            value, (before, there) = names.get(name), kept.get(name, (None, ""))
            if not callable(value) or value is before:
                continue
            if isinstance(statement.node, (ast.For, ast.AsyncFor, ast.With, ast.AsyncWith)) and not _defines(
                statement, value
            ):
                self.loops[module, name] = value
                continue
            if before is not None and choice.is_written(before):
                if not choice.is_written(value):
                    continue
                if _defines(statement, value) and not choice.same(value, before):
                    self._note(where, f"`{name}` is defined here again, in place of that in {there}")
            kept[name] = value, where

    def _hint(self, name: str, functions: Functions) -> str:
        """Say why a function is not there, or that one only prints."""
        if name in functions:
            prints = choice.only_prints(functions[name])
            return f"`{name}` prints and returns nothing: end it with `return`" if prints else ""
        if name in words.lost:
            return f"your `{name}` is not there: {words.lost[name]}"
        there = {self._path(each): vars(module) for each, module in self.modules.items()}
        return choice.why_missing(name, there, self.function_names)

    def _path(self, module: str) -> str:
        file = self.files[self.numbers[module]]
        return file.path or (file.pieces[0].name if file.pieces else module)

    # -- running

    def get_ipython(self) -> Notebook:
        """Return what runs the magics of the code that asks."""
        return Notebook(sys._getframe(1).f_globals, self.run_file)  # noqa: SLF001

    def run_file(self, arguments: list[str], namespace: dict[str, Any], inside: bool) -> None:
        """Do what ``%run`` does: run a file, and leave its names in a namespace, or run it ``inside``."""
        path = posixpath.normpath(arguments[0])
        wanted = {path, f"{path}.py", f"{path}.ipynb"}
        here = [f for f in self.files if f.path in wanted]
        here += [
            f for f in self.files if posixpath.basename(f.path) in {posixpath.basename(p) for p in wanted}
        ]
        if not here and not self._is_written(posixpath.splitext(path)[0].replace("/", ".")):
            raise FileNotFoundError(2, "No such file", path)
        file = here[0] if here else self.files[-1]
        importing = self.running
        names: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        names = namespace if inside else names
        self._prepare(names, file)
        self.ran.add(file.module)
        before, sys.argv = sys.argv, [posixpath.basename(file.path), *arguments[1:]]
        self._run_all(file, names)
        sys.argv = before
        if not inside:
            namespace.update({k: v for k, v in names.items() if not k.startswith("__")})
        self._go_on(importing)

    def run(self, module: types.ModuleType, file: messages.SourceFile, *, main: bool = False) -> None:
        """Run a module's statements in order; one that fails is told, and the rest still runs."""
        name, importing = file.module, self.running
        self.modules[name] = module
        sys.modules.setdefault(name, module)
        self.known(module, name)
        module.__file__ = file.pieces[0].name if file.pieces else name
        namespace = vars(module)
        self._prepare(namespace, file)
        if main and file.notebook:
            namespace["__name__"] = "__main__"
            sys.modules["__main__"] = module
        try:
            self._run_all(file, namespace)
        except BaseException as problem:  # the reading itself was disturbed, by an audit hook for one
            self._tell(module.__file__, problem)
        self.modules[name] = self.modules.pop(name)  # in the order in which they were finished
        self._go_on(importing)

    def _go_on(self, importing: messages.Starting | None) -> None:
        """Go on with the statement that imported something."""
        if importing:
            self.running = importing
            self.send(importing)

    def _prepare(self, namespace: dict[str, Any], file: messages.SourceFile) -> None:
        """Put into a namespace what is there before the first statement."""
        namespace["get_ipython"] = self.get_ipython
        if file.notebook:
            namespace["display"] = namespace["displayHTML"] = lambda *_, **__: None
            for name in {match[1] for piece in file.pieces for match in DATABRICKS.finditer(piece.source)}:
                namespace[name] = Absent(name, f"`{name}` is there in Databricks alone")
        for name in {match[1] for piece in file.pieces for match in OLD_NAME.finditer(piece.source)}:
            whole = "\n".join(piece.source for piece in file.pieces)
            if not re.search(rf"\b(import|def|as|,)\s+{name}\b|\b{name}\s*=[^=]", whole):
                namespace[name] = PYTHON_2[name]
                meant = PYTHON_2[name].__name__
                self._note(self._path(file.module), f"`{name}` is Python 2; it was read as `{meant}`")

    def _run_all(self, file: messages.SourceFile, namespace: dict[str, Any]) -> None:
        shown = Shown(namespace) if file.notebook else None
        before, sys.displayhook = sys.displayhook, shown or sys.displayhook
        piece_before = None
        left: messages.Told | None = None  # that they said exit(): nothing, if nothing comes after it
        for number, piece, statement in self._numbered(file):
            if shown is not None and piece is not piece_before:
                shown.sources.append(piece.source)
                piece_before = piece
            if left is not None:
                self.told.append(left)
            left = self._run(file.module, number, f"{piece.name}:{statement.line}", statement, namespace)
        sys.displayhook = before

    def _run(
        self,
        module: str,
        number: int,
        where: str,
        statement: Statement | Unreadable,
        namespace: dict[str, Any],
    ) -> messages.Told | None:
        """Run a statement; return what is told if others follow."""
        if isinstance(statement, Unreadable):
            self._unreadable(where, statement)
            return None
        if not self._goes_ahead(number, where):
            self._lose(statement.node, namespace, f"{where} was left out")
            return None
        name = namespace.get("__name__")
        if statement.main:
            namespace["__name__"] = "__main__"
        try:
            if statement.code.co_flags & inspect.CO_COROUTINE:
                awaited(eval(statement.code, namespace))  # noqa: S307
            else:
                exec(statement.code, namespace)  # noqa: S102  (what this process is for)
        except SystemExit as problem:
            try:
                said = words.ended(problem)
            except BaseException:
                said = "the program ends itself here"
            if not bound([statement.node]).difference(namespace):  # nothing is missing for it
                return messages.Told(where, said, note=True)
            self.told.append(messages.Told(where, said))
            self._lose(statement.node, namespace, f"{where} failed ({said})")
        except BaseException as problem:
            self._failed(where, statement.node, namespace, problem)
        if statement.main:
            namespace["__name__"] = name
        with suppress(BaseException):  # their objects may answer anything to a look
            self._remember(module, where, statement, namespace)
            self.helpers.setdefault(module, Helpers()).see(statement, where, namespace)
        return None

    def _numbered(
        self, file: messages.SourceFile
    ) -> Iterator[tuple[int, messages.Piece, Statement | Unreadable]]:
        flags = 0
        for place, piece in enumerate(file.pieces):
            first = (self.numbers[file.module] * PIECES + place) * STATEMENTS
            words.sources.add(piece.name)
            # So that tracebacks, inspect.getsource and torch.jit find the source.
            lines = [f"{line}\n" for line in piece.source.split("\n")]
            linecache.cache[piece.name] = (len(piece.source), None, lines, piece.name)
            if not self._goes_ahead(first, piece.name):
                continue
            found = statements(piece.source, piece.name, file.notebook, flags, self.function_names)
            for number, statement in enumerate(found, first + 1):
                if isinstance(statement, Statement):
                    flags |= futures(statement.code)
                yield number, piece, statement

    def _goes_ahead(self, number: int, where: str) -> bool:
        """Announce what is about to run, unless it is to be left out."""
        if number in self.request.skip:
            return False
        self.running = messages.Starting(number, where)
        self.send(self.running)
        return True

    # -- what is told

    def _note(self, where: str, message: str) -> None:
        self.told.append(messages.Told(where, wire.text(message, 500), note=True))

    def _tell(self, where: str, problem: BaseException) -> None:
        self.told.append(self._words(where, problem))

    def _words(self, where: str, problem: BaseException) -> messages.Told:
        trouble = words.raised(problem)
        message = f"{trouble.exception}: {trouble.message}".rstrip(": ")
        return messages.Told(trouble.where or where, message, trouble.memory)

    def _unreadable(self, where: str, problem: Unreadable) -> None:
        """Tell what is not Python; of Python 2 once."""
        old = problem.message.startswith(tuple(f"SyntaxError: {each}" for each in OLD_PRINT))
        for name in problem.names:
            words.lost.setdefault(name, f"{where} could not be read ({wire.text(problem.message, 200)})")
        if old and "print" in self.missed:
            return
        message = wire.text(problem.message, 500)
        if old:
            self.missed.add("print")
            message = "this is Python 2, and Python 3 is read here: write print(x), except (A, B) as e"
        self.told.append(messages.Told(where, message, note=problem.note))

    def _failed(self, where: str, node: ast.stmt, names: dict[str, Any], problem: BaseException) -> None:
        """Tell why a statement failed, but not what follows from something that was told."""
        if isinstance(problem, ImportError) and isinstance(node, (ast.Import, ast.ImportFrom)):
            self._stand_in(where, node, names, problem)
            return
        if isinstance(problem, NameError) and problem.name in words.lost:
            self._lose(node, names, words.lost[problem.name])
            return
        said = self._words(where, problem)
        self._lose(node, names, f"{said.where} failed ({said.message})")
        if not isinstance(problem, MissedError):
            self.told.append(said)

    def _lose(self, node: ast.stmt, names: dict[str, Any], why: str) -> None:
        """Remember what a statement that failed was to define."""
        for name in bound([node]):
            if name not in names:
                words.lost.setdefault(name, wire.text(why, 400))

    def _stand_in(
        self, where: str, node: ast.Import | ast.ImportFrom, names: dict[str, Any], problem: ImportError
    ) -> None:
        """Bind what could not be imported to what says so when it is used."""
        own = self._own_names(node)
        missing = str(problem.name) if isinstance(problem, ModuleNotFoundError) else ""
        why = not_there(missing) if missing else wire.text(str(problem), 300)
        left = []
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            if alias.name in own:
                names[name] = own[alias.name]
            elif name not in names and name != "*":
                names[name] = Absent(missing or str(problem.name), why)
                left.append(name)
        if left or not own:
            if not missing or missing not in self.missed:
                self._tell(where, problem)
            self.missed.add(missing)

    def _own_names(self, node: ast.Import | ast.ImportFrom) -> dict[str, Any]:
        """Return what is in a module of the hand-in that is called like one in use, and was not found."""
        if isinstance(node, ast.ImportFrom) and not node.level and node.module in self.numbers:
            return vars(self.module(node.module))
        return {}


def _defines(statement: Statement, value: Any) -> bool:
    """Whether a function was defined by ``def`` or ``lambda`` in this statement."""
    code = choice.code_of(value)
    return code is not None and code in statement.code.co_consts


def _parameters(function: Any) -> list[str]:
    """Return the names of a function's arguments; none, where they are not plain."""
    code = choice.code_of(function)
    if code is None or not isinstance(function, types.FunctionType) or code.co_flags & 0b1100:
        return []
    return [wire.text(name, 100) for name in code.co_varnames[: code.co_argcount][:30]]
