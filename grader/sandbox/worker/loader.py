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
from grader.sandbox.worker import lookup, words
from grader.sandbox.worker.bindings import Bindings, Functions
from grader.sandbox.worker.imports import Imports
from grader.sandbox.worker.namespace import answers_of, parameters_of, prepare
from grader.sandbox.worker.notebook import Notebook, Shown, awaited, provide
from grader.sandbox.worker.places import HOME
from grader.sandbox.worker.source import Statement, Unreadable, bound, futures, statements
from grader.sandbox.worker.telling import Telling
from grader.values import plots, wire

STATEMENTS = 10**7  # per piece: the number of a statement is (file * PIECES + piece) * STATEMENTS + place
PIECES = 10**5  # per file
RUN = re.compile(r"^\s*%run\s+-i\s+(\S+)", re.MULTILINE)  # in the names of the notebook
TOOLS = frozenset(
    ("setup.py", "conftest.py", "noxfile.py", "fabfile.py", "manage.py", "wsgi.py", "asgi.py", "__main__.py")
)
DEFINED = re.compile(r"^(?:async )?def (\w+)|^(\w+) *=", re.MULTILINE)
NAMESAKE = (
    "this file is called like Python's own module `{0}`, which it imports; here it was given that, but at "
    "home a program that is called so may find itself: rename it"
)


class Loader(Imports):
    """One submission; its modules may import one another."""

    def __init__(self, request: messages.Load, send: Callable[[messages.Starting], None]) -> None:
        super().__init__(request.files)
        self.request, self.send = request, send
        self.telling = Telling(self._own_names)
        self.bindings = Bindings(request.function_names, request.variables, self.telling)
        self.ran: set[str] = set()  # modules that ``%run`` has run
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
            functions = self.bindings.chosen(self.modules, self._paths())
        except BaseException as problem:  # they changed Python's own functions, or an object answers with it
            self.telling.tell("", problem)
            return {}
        with suppress(BaseException):
            self.bindings.restore(self.modules)
        return {name: functions[name] for name in self.request.function_names if name in functions}

    def _lay_out(self) -> None:
        """Put the files where the code looks for them."""
        cells = {p.name: p.source for file in self.files if file.notebook for p in file.pieces}
        sources = {
            f.path: "".join(p.source for p in f.pieces) for f in self.files if not f.notebook and f.path
        }
        beside = {p.name: posixpath.dirname(file.path) for file in self.files for p in file.pieces}
        self.places = lookup.begin({**self.request.given, **sources}, beside, cells)

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
        answers = answers_of(self.modules)
        hints = {}
        for name in self.request.function_names:
            try:
                hint = self.bindings.hint(name, functions, self.modules, self._paths())
            except BaseException:
                hint = ""
            if hint:
                hints[name] = wire.text(hint, 500)
        if self.bindings.drew:
            hints[""] = wire.text(self.bindings.drew, 200)
        parameters: dict[str, list[str]] = {}
        with suppress(BaseException):
            parameters = {name: found for name, each in functions.items() if (found := parameters_of(each))}
        return messages.Loaded(list(functions), answers, self.telling.cut(), hints, parameters)

    def _paths(self) -> dict[str, str]:
        return {name: self._path(name) for name in self.modules}

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
        if self.imports_namesake(name):
            if not file.notebook:
                self.telling.note(self._path(name), NAMESAKE.format(name))
        else:
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
            self.telling.tell(module.__file__, problem)
        self.modules[name] = self.modules.pop(name)  # in the order in which they were finished
        self._go_on(importing)

    def _go_on(self, importing: messages.Starting | None) -> None:
        """Go on with the statement that imported something."""
        if importing:
            self.running = importing
            self.send(importing)

    def _prepare(self, namespace: dict[str, Any], file: messages.SourceFile) -> None:
        for note in prepare(namespace, file, self.get_ipython):
            self.telling.note(self._path(file.module), note)

    def _run_all(self, file: messages.SourceFile, namespace: dict[str, Any]) -> None:
        shown = Shown(namespace) if file.notebook else None
        before, sys.displayhook = sys.displayhook, shown or sys.displayhook
        piece_before = None
        left: messages.Told | None = None  # that they said exit(): nothing, if nothing comes after it
        for number, piece, statement in self._numbered(file):
            if shown is not None and piece is not piece_before:
                self._close_figures(piece_before)  # a cell draws into no figure of an earlier one
                shown.sources.append(piece.source)
                piece_before = piece
            if left is not None:
                self.telling.told.append(left)
            left = self._run(file.module, number, f"{piece.name}:{statement.line}", statement, namespace)
        self._close_figures(piece_before)
        sys.displayhook = before

    def _close_figures(self, cell: messages.Piece | None) -> None:
        """Close what a cell drew, and remember the last one that drew."""
        with suppress(BaseException):  # their pyplot may be another
            if plots.close_all() and cell is not None:
                self.bindings.drew = cell.name

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
            self.telling.unreadable(where, statement)
            return None
        if not self._goes_ahead(number, where):
            self.telling.lose(statement.node, namespace, f"{where} was left out")
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
            self.telling.told.append(messages.Told(where, said))
            self.telling.lose(statement.node, namespace, f"{where} failed ({said})")
        except BaseException as problem:
            self.telling.failed(where, statement.node, namespace, problem)
        if statement.main:
            namespace["__name__"] = name
        with suppress(BaseException):  # their objects may answer anything to a look
            self.bindings.see(module, where, statement, namespace)
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

    def _own_names(self, node: ast.Import | ast.ImportFrom) -> dict[str, Any]:
        """Return what is in a module of the hand-in that is called like one in use, and was not found."""
        if isinstance(node, ast.ImportFrom) and not node.level and node.module in self.numbers:
            return vars(self.module(node.module))
        return {}
