"""What runs beside the student's code: load it, answer "call f with these arrays".  It judges nothing.

Imports nothing of the grader but the wire and the reading of sources.  Everything here is in the student's
reach; nothing here knows a right answer.
"""

import errno
import importlib.abc
import importlib.machinery
import importlib.util
import linecache
import random
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import perf_counter
from typing import Any

import numpy as np
import numpy.random  # NumPy itself would import it late: in every worker

from grader.sandbox import wire
from grader.sandbox.outbox import Outbox
from grader.sandbox.source import RUN, Statement, Unreadable, futures, statements

STATEMENTS = 10**7  # per piece: the number of a statement is (file * PIECES + piece) * STATEMENTS + place
PIECES = 10**5  # per file
WORTH_TELLING = 0.001  # seconds
ANSWERS = 100_000  # characters of all answers in words
REFUSED = (errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSYS)


def serve(outbox: Outbox) -> None:
    """Answer requests until the grader hangs up."""
    buffer = wire.Buffer(limit=2**31)
    functions: dict[str, Callable[..., Any]] = {}
    while data := outbox.channel.recv(1 << 20):
        for number, body in buffer.feed(data):
            request = wire.read_request(body)
            if isinstance(request, wire.Load):
                # A statement is announced before it can say anything itself.
                submission = Loader(request, lambda message: outbox.send(wire.frame(message)))
                functions = submission.load()
                outbox.send(wire.frame(submission.loaded(functions)))
            else:
                answer(request, number, functions, outbox)


# ---- calling ---------------------------------------------------------------------------------------


def answer(
    request: wire.Calls, number: int, functions: dict[str, Callable[..., Any]], outbox: Outbox
) -> None:
    """Call some functions, one after the other.

    Each has its own seconds.  So the replies of one that took some are sent before the next is called: the
    grader hears then for whom it waits, and how long the one before took, however late it comes to listen.
    """
    begun = perf_counter()
    for place, each in enumerate(request.calls):
        if place and (seconds := perf_counter() - begun) > WORTH_TELLING:
            outbox.send(wire.frame(wire.Took(seconds), number))
            begun += seconds
        function = functions[each.function]
        for arguments in each.arguments:
            outbox.add(bounded(call(function, arguments), number))
    outbox.flush()


def call(
    function: Callable[..., Any], arguments: Sequence[wire.Value | wire.Named]
) -> wire.Answered | wire.Raised:
    """Call a student's function on copies of the arguments, and say which of them it left changed."""
    try:
        names = [each.name for each in arguments if isinstance(each, wire.Named)]
        plain = [each.value if isinstance(each, wire.Named) else each for each in arguments]
        values = [wire.build(argument) for argument in plain]
        places = len(values) - len(names)
        packed = wire.pack(function(*values[:places], **dict(zip(names, values[places:], strict=True))))
        changed = [
            place
            for place, (value, sent) in enumerate(zip(values, plain, strict=True))
            if (
                type(sent) is wire.Array
                and (
                    value.tobytes("F" if sent.layout == "F" else "C") != sent.data
                    or value.shape != sent.shape
                    or wire.NAMES.get(value.dtype) != sent.dtype
                )
            )
            or (type(sent) is wire.Items and wire.bits_of(wire.pack(value)) != wire.bits_of(sent))
        ]
    except BaseException as problem:  # SystemExit is an answer too
        return raised(problem)
    return wire.Answered(packed, changed)


def bounded(reply: wire.Answered | wire.Raised, number: int) -> bytes:
    """Return the frame of a reply; describe a value that the grader would refuse for its size."""
    frame = wire.frame(reply, number)
    if len(frame) > wire.SMALL_FRAME and isinstance(reply, wire.Answered):
        body = frame[wire.HEADER.size :]
        try:
            if len(body) > wire.FRAME_LIMIT:
                raise wire.WireError
            wire.read_response(body)
        except wire.WireError:
            words = f"a result of {len(frame) / 2**20:,.0f} MB"
            return wire.frame(wire.Answered(wire.Other(words), reply.changed), number)
    return frame


def raised(problem: BaseException) -> wire.Raised:
    """Describe an exception in a few bounded words; even its own ``__str__`` is the student's code."""
    try:
        message = wire.text(str(problem), 500) + _refusal(problem)
    except BaseException:
        message = "(its message cannot be shown)"
    try:
        place = _place(problem)
    except BaseException:  # an audit hook of theirs may forbid to look
        place = ""
    memory = isinstance(problem, MemoryError) or "can't allocate memory" in message
    return wire.Raised(wire.text(type(problem).__name__, 100), message, place, memory)


def _refusal(problem: BaseException) -> str:
    """Say in words what the walls around this process refuse; nothing, where it was not they."""
    if not isinstance(problem, OSError) or problem.errno not in REFUSED:
        return ""
    if problem.filename is not None:
        return "; a submission is graded without other files, and may not write any"
    return "; a submission may not start processes or use the network"


def _place(problem: BaseException) -> str:
    """Return the last line of the student's own code in the traceback."""
    place = ""
    trace = problem.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in _sources:
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


# ---- loading ---------------------------------------------------------------------------------------

_sources: set[str] = set()  # the names of the student's pieces


class Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Runs a submission's modules statement by statement; its modules may import one another."""

    def __init__(self, request: wire.Load, send: Callable[[wire.Starting], None]) -> None:
        self.request, self.send = request, send
        self.told: list[wire.Told] = []
        self.numbers = {file.module: number for number, file in enumerate(request.files)}
        self.modules: dict[str, types.ModuleType] = {}
        self.running: wire.Starting | None = None

    def load(self) -> dict[str, Callable[..., Any]]:
        """Run every module and return the wanted functions that are there."""
        random.seed(0)
        np.random.seed(0)
        if torch := sys.modules.get("torch"):
            torch.manual_seed(0)
        sys.meta_path.insert(0, self)  # a student's own modules come first, as they do at home
        for file in self.request.files:
            if file.module not in self.modules:
                self.running = None
                self.start(file)
        return {name: function for name in self.request.wanted if (function := self.find(name))}

    def start(self, file: wire.SourceFile) -> None:
        """Run a module that no other has imported yet."""
        if file.module not in sys.modules:
            with suppress(BaseException):  # it may take itself out of sys.modules
                importlib.import_module(file.module)
        if file.module not in self.modules:  # it is called like one that is in use here: "random", "numpy"
            spec = self.find_spec(file.module)
            assert spec is not None
            self.run(importlib.util.module_from_spec(spec), file)

    def find(self, name: str) -> Callable[..., Any] | None:
        """Return the function of that name; of several the last, and rather one defined than one imported.

        One that is not written yet, as in a starter that nobody touched, never stands in the way of another.
        """
        found = [
            (_is_written(value), not self._imported(value, module), place, value)
            for place, module in enumerate(self.modules.values())
            if callable(value := vars(module).get(name))
        ]
        return max(found, key=lambda each: each[:3])[3] if found else None

    def _imported(self, value: object, module: types.ModuleType) -> bool:
        """Whether a function is there because of an import; what ``partial`` and the like return is not."""
        home = getattr(value, "__module__", None)
        if home == module.__name__ or type(home) is not str:
            return False
        return getattr(sys.modules.get(home), "__dict__", {}).get(getattr(value, "__name__", "")) is value

    def loaded(self, functions: dict[str, Callable[..., Any]]) -> wire.Loaded:
        """Say what there is: functions, answers in words, and what went wrong."""
        with suppress(Exception):  # even the name of a class is the student's code
            self.told += self._no_functions(functions)
        answers: dict[str, str] = {}
        room = ANSWERS
        for module in self.modules.values():
            for name, value in list(vars(module).items()):
                if type(name) is str and name.startswith("answer_") and type(value) is str and room > 0:
                    answer = wire.text(value, min(20_000, room))
                    answers[wire.text(name, 100).removeprefix("answer_")] = answer
                    room -= len(answer)
        return wire.Loaded(list(functions), answers, self.told[:50])

    def _no_functions(self, functions: dict[str, Callable[..., Any]]) -> Iterator[wire.Told]:
        """Tell the variables that have the name of a function that is asked for, and is not there."""
        for name in self.request.wanted:
            for module, namespace in ((each, vars(found)) for each, found in self.modules.items()):
                if name not in functions and namespace.get(name) is not None:
                    file = self.request.files[self.numbers[module]]
                    message = f"`{name}` is {wire.named(type(namespace[name]))}, and a function is asked for"
                    yield wire.Told(file.pieces[0].name if file.pieces else module, message)

    # -- the import system's side: find_spec, create_module (the default), exec_module

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002
        target: object = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the submission's own modules, or a folder that holds some."""
        folder = any(module.startswith(f"{fullname}.") for module in self.numbers)
        if fullname in self.numbers:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=folder)
        return importlib.machinery.ModuleSpec(fullname, None, is_package=True) if folder else None

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module that another one imports."""
        self.run(module, self.request.files[self.numbers[module.__name__]])

    def run(self, module: types.ModuleType, file: wire.SourceFile) -> None:
        """Run a module's statements in order; one that fails is told, and the rest still runs."""
        name, importing = file.module, self.running
        self.modules[name] = module
        sys.modules.setdefault(name, module)
        module.__file__ = file.pieces[0].name if file.pieces else name
        namespace = vars(module)
        namespace["get_ipython"] = lambda: Notebook(namespace)
        if file.notebook:
            namespace["display"] = lambda *_, **__: None
        try:
            for number, piece, statement in self._numbered(file):
                self._run(number, f"{piece.name}:{statement.line}", statement, namespace)
        except BaseException as problem:  # the reading itself was disturbed, by an audit hook for one
            self._tell(module.__file__, problem)
        self.modules[name] = self.modules.pop(name)  # in the order in which they were finished
        if importing:  # the statement that imported this goes on
            self.running = importing
            self.send(importing)

    def _run(
        self, number: int, where: str, statement: Statement | Unreadable, namespace: dict[str, Any]
    ) -> None:
        if isinstance(statement, Unreadable):
            self.told.append(wire.Told(where, wire.text(statement.message, 500)))
        elif self._goes_ahead(number, where):
            try:
                exec(statement.code, namespace)  # noqa: S102  (what this process is for)
            except BaseException as problem:
                self._tell(where, problem)

    def _tell(self, where: str, problem: BaseException) -> None:
        trouble = raised(problem)
        message = f"{trouble.exception}: {trouble.message}".rstrip(": ")
        self.told.append(wire.Told(trouble.where or where, message, trouble.memory))

    def _numbered(self, file: wire.SourceFile) -> Iterator[tuple[int, wire.Piece, Statement | Unreadable]]:
        flags = 0
        for place, piece in enumerate(file.pieces):
            first = (self.numbers[file.module] * PIECES + place) * STATEMENTS
            _sources.add(piece.name)
            # So that tracebacks, inspect.getsource and torch.jit find the source.
            lines = [f"{line}\n" for line in piece.source.split("\n")]
            linecache.cache[piece.name] = (len(piece.source), None, lines, piece.name)
            if not self._goes_ahead(first, piece.name):
                continue
            for number, statement in enumerate(
                statements(piece.source, piece.name, file.notebook, flags), first + 1
            ):
                if isinstance(statement, Statement):
                    flags |= futures(statement.code)
                yield number, piece, statement

    def _goes_ahead(self, number: int, where: str) -> bool:
        """Announce what is about to run, unless it is to be left out."""
        if number in self.request.skip:
            return False
        self.running = wire.Starting(number, where)
        self.send(self.running)
        return True


def _is_written(function: Callable[..., Any]) -> bool:
    """Whether a function does more than to raise NotImplementedError."""
    return getattr(getattr(function, "__code__", None), "co_names", ()) != ("NotImplementedError",)


class Notebook:
    """What ``get_ipython()`` returns: ``%time`` runs its code, everything else does nothing."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.user_ns = namespace

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> Any:
        """Run the statement behind ``%time``, or return the value of an expression; ignore other magics."""
        if name != "time":
            return None
        try:
            expression = compile(line, "%time", "eval")
        except SyntaxError:
            return exec(line, self.user_ns)  # noqa: S102
        return eval(expression, self.user_ns)  # noqa: S307

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell below ``%%time`` or ``%%capture``; ignore other magics, ``%%bash`` among them."""
        del line
        if name in RUN:
            exec(cell, self.user_ns)  # noqa: S102

    def getoutput(self, *_: object, **__: object) -> list[str]:
        """Return what a shell command printed: nothing, for it was not run."""
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None
