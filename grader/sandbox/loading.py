"""What a submission defines, as its worker tells it; and which of its statements are left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from grader.functions.reply import Failure
from grader.model import Problem, Submission
from grader.sandbox import messages
from grader.sandbox.memory import Memory
from grader.text.words import listed
from grader.values.by_name import NOT_KNOWN, AskedNames
from grader.values.wire import text

PROBLEMS = 50  # that are told, and as many notes
MOST_UNREAD = 3  # files that are told again where a function is missing
RESTARTS = 5  # how often loading may be begun again without the statement that stopped it


@dataclass(frozen=True)
class Definitions:
    """What a submission defines, cut to size."""

    functions: frozenset[str] = frozenset()  # those that are asked for
    written: Mapping[str, str] = field(default_factory=dict)  # answers in words, by question
    problems: tuple[Problem, ...] = ()  # what went wrong while it was loaded
    notes: tuple[Problem, ...] = ()  # what was decided while it was loaded
    hints: Mapping[str, str] = field(default_factory=dict)  # by function: why it is absent, or odd
    parameters: Mapping[str, list[str]] = field(default_factory=dict)  # by function: its arguments


class Loading:
    """Asks a worker to load a submission, each time without the statements that ended one."""

    def __init__(self, request: messages.Load, unread: Sequence[str] = ()) -> None:
        self.request, self.unread = request, unread
        self.starting: messages.Starting | None = None  # the statement that runs now
        self.lost: tuple[Problem, ...] = ()  # what is told of the statements that are left out
        self.defined = Definitions()

    @classmethod
    def of(
        cls,
        submission: Submission,
        function_names: Collection[str],
        given: Mapping[str, bytes] | None = None,
        variables: Collection[str] = (),
        argument_names: AskedNames = NOT_KNOWN,
    ) -> "Loading":
        """Return the loading of a submission; ``given`` are the files of the assignment, by path.

        ``variables`` are those of the names that are no functions; ``argument_names`` are by call.
        """
        files = [
            messages.SourceFile(
                m.name, m.notebook, [messages.Piece(cell.name, cell.source) for cell in m.cells], m.path
            )
            for m in submission.modules
        ]
        readable = {**submission.files, **(given or {})}
        names = {call: list(each) for call, each in argument_names.items()}
        request = messages.Load(files, list(function_names), [], readable, list(variables), names)
        return cls(request, submission.unread)

    def again(self) -> "Loading":
        """Return the loading of the same submission in a second worker, without what was left out here."""
        return Loading(self.request, self.unread)

    def hint(self, name: str) -> str:
        """Say why a function is not there, or what is odd about it; nothing, where nothing is known."""
        known = self.defined.hints.get(name, "")
        missing = set(self.request.function_names) - self.defined.functions
        if known or not self.unread or name not in missing:
            return known
        return f"there is no `{name}`: {listed(self.unread[:MOST_UNREAD])} could not be read"

    @property
    def may_go_on(self) -> bool:
        """Whether loading may be begun, and not too many statements are lost."""
        return len(self.lost) <= RESTARTS

    def begin(self) -> bytes:
        """Return the request as it is sent."""
        self.starting = None
        return messages.frame(self.request)

    def leave_out(self, failure: Failure) -> bool:
        """Leave out the statement that ended the worker; return whether it is known which one that was."""
        if self.starting is None:
            self.lost += (Problem("", f"this could not be loaded: {failure.message}"),)
            return False
        where = text(self.starting.where, 700)
        self.lost += (Problem(where, f"{failure.message}; it is left out"),)
        skip = [*self.request.skip, self.starting.statement]
        self.request = msgspec.structs.replace(self.request, skip=skip)
        return True

    def done(self, loaded: messages.Loaded, memory: Memory) -> None:
        """Take in what the worker says that there is: it may say anything."""
        names = self.request.function_names
        functions = frozenset(loaded.functions) & frozenset(names)
        told = [(each.note, Problem(text(each.where, 700), _words(each, memory))) for each in loaded.told]
        problems = [problem for note, problem in told if not note][:PROBLEMS]
        self.defined = Definitions(
            functions,
            {name: text(answer, 20_000) for name, answer in loaded.answers.items()},
            (*self.lost, *problems),
            tuple([problem for note, problem in told if note][:PROBLEMS]),
            {name: text(loaded.hints[name], 500) for name in ("", *names) if name in loaded.hints},
            {
                name: [text(each, 100) for each in loaded.parameters[name][:30]]
                for name in functions
                if name in loaded.parameters
            },
        )

    def give_up(self) -> None:
        """Leave the submission without functions."""
        self.defined = replace(self.defined, functions=frozenset(), problems=self.lost)


def _words(told: messages.Told, memory: Memory) -> str:
    return memory.exceeded("").message if told.memory else text(told.message, 700)
