"""What is told of a submission while it is loaded: what went wrong, what was decided (in the worker)."""

import ast
from collections.abc import Callable
from typing import Any

from grader.sandbox import messages
from grader.sandbox.worker import words
from grader.sandbox.worker.characters import HERE
from grader.sandbox.worker.source import Unreadable, bound
from grader.sandbox.worker.stand_ins import Absent, MissedError, not_there
from grader.values import wire

MOST = 50  # problems, and as many notes
OLD_PRINT = ("Missing parentheses in call to", "multiple exception types must be parenthesized")

OwnNames = Callable[[ast.Import | ast.ImportFrom], dict[str, Any]]


class Telling:
    """The problems and notes so far; of what follows from something that was told, nothing more is."""

    def __init__(self, own_names: OwnNames) -> None:
        self.own_names = own_names  # what the hand-in itself has under the name of a module that is not there
        self.told: list[messages.Told] = []
        self.missed: set[str] = set()  # modules that are not there, and were told

    def cut(self) -> list[messages.Told]:
        """Return what is sent: the first problems, then the first notes."""
        problems = [told for told in self.told if not told.note]
        return [*problems[:MOST], *[told for told in self.told if told.note][:MOST]]

    def note(self, where: str, message: str) -> None:
        """Tell what was decided, which costs nothing."""
        self.told.append(messages.Told(where, wire.text(message, 500), note=True))

    def tell(self, where: str, problem: BaseException) -> None:
        """Tell what went wrong: where, if the exception does not say it better."""
        self.told.append(self._words(where, problem))

    def _words(self, where: str, problem: BaseException) -> messages.Told:
        trouble = words.raised(problem)
        message = f"{trouble.exception}: {trouble.message}".rstrip(": ")
        return messages.Told(trouble.where or where, message, trouble.memory)

    def unreadable(self, where: str, problem: Unreadable) -> None:
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
            if not problem.message.startswith(f"SyntaxError: {OLD_PRINT[0]}"):
                message = (
                    f"without brackets this is Python 2 or 3.14, and {HERE} runs here: write except (A, B)"
                )
        self.told.append(messages.Told(where, message, note=problem.note))

    def failed(self, where: str, node: ast.stmt, names: dict[str, Any], problem: BaseException) -> None:
        """Tell why a statement failed, but not what follows from something that was told."""
        if isinstance(problem, ImportError) and isinstance(node, (ast.Import, ast.ImportFrom)):
            self._stand_in(where, node, names, problem)
            return
        if isinstance(problem, NameError) and problem.name in words.lost:
            self.lose(node, names, words.lost[problem.name])
            return
        said = self._words(where, problem)
        self.lose(node, names, f"{said.where} failed ({said.message})")
        if not isinstance(problem, MissedError):
            self.told.append(said)

    def lose(self, node: ast.stmt, names: dict[str, Any], why: str) -> None:
        """Remember what a statement that failed was to define."""
        for name in bound([node]):
            if name not in names:
                words.lost.setdefault(name, wire.text(why, 400))

    def _stand_in(
        self, where: str, node: ast.Import | ast.ImportFrom, names: dict[str, Any], problem: ImportError
    ) -> None:
        """Bind what could not be imported to what says so when it is used."""
        own = self.own_names(node)
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
                self.tell(where, problem)
            self.missed.add(missing)
