"""Files to a `Submission`: modules with import names, answers in words, and what is wrong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from grader.model import Cell, Module, Problem, Submission
from grader.submissions.fenced import fenced_notebook
from grader.submissions.found import File, Found, UnreadableError, empty, problem
from grader.submissions.kinds import FileKind, kind_and_stem, kind_of_content, other_kind
from grader.submissions.likely import likely_answers, reports_beside
from grader.submissions.limits import MAX_ANSWER, MAX_PROBLEMS, MAX_SOURCES, MAX_WORDS, MB
from grader.submissions.names import import_names, precedence
from grader.submissions.notebook import read_notebook
from grader.submissions.notebook_pictures import PictureShelf
from grader.submissions.python_source import decode_module
from grader.submissions.scripts import as_notebook
from grader.submissions.written import Block, unclaimed_answers, written_answers
from grader.text.safe import safe


def submission(id_: str, path: str, where: str, found: Found, question_ids: Collection[str]) -> Submission:
    """What was found, as far as it can be understood; `where` is the student's name for all of it."""
    files = found.files
    if len(files) > 1:
        files = tuple(sorted(files, key=lambda file: precedence(file.path)))
    names = import_names([file.path for file in files])
    reading = _FilesRead(list(found.problems), list(found.notes))
    for file in files:
        reading.add(file, names[file.path])
    modules, problems, notes = reading.modules, reading.problems, reading.notes
    unread = [path for path in found.unread if path.rpartition("/")[2] not in _OF_TOOLS]
    written = written_answers(reading.blocks, question_ids)
    unclaimed = unclaimed_answers(reading.blocks, question_ids)
    notes += [problem(block.place, UNCLAIMED) for block in unclaimed]
    to_anything = "\n\n".join(block.text.strip() for block in unclaimed)[:MAX_ANSWER]
    to_anything = to_anything or reports_beside(unread, [file.path for file in files])
    if any(module.cells for module in modules):
        notes += reading.empty
        if unread:
            message = f"Neither a module nor a notebook, so not graded: {_listed(unread)}."
            notes.append(problem(where, message))
    else:
        modules = [module for module in modules if module.pictures]  # of a notebook without code
        problems += reading.empty
        if not problems and (unread or not written):
            problems.append(problem(where, _no_python(unread)))
    return Submission(
        id=id_,
        path=safe(path, 4000),
        modules=tuple(modules),
        written=written,
        problems=tuple(_first(problems, where)),
        digest=found.digest,
        files={file.path: file.data for file in found.data},
        notes=tuple(_first(notes, where)),
        likely={
            **(dict.fromkeys(question_ids, to_anything) if to_anything else {}),
            **likely_answers(reading.ordinary, found.data, question_ids),
        },
    )


_OF_TOOLS = {"timestamp.txt", "__zip_filename__"}  # nbgrader and otter put them beside the work
UNCLAIMED = (
    "This answer in words names no question that is asked. It waits for a person, as the answer to any"
    " question without one."
)


def _no_python(unread: Sequence[str]) -> str:
    only = f", only {_listed(unread)}" if unread else ""
    return f"There is no Python here{only}. Hand in a module (.py) or a notebook (.ipynb)."


def _listed(names: Sequence[str]) -> str:
    """The first few of some names."""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(safe(name, 60) for name in names[:5]) + more


@dataclass
class _FilesRead:
    """What was read of the files so far."""

    problems: list[Problem]
    notes: list[Problem]
    empty: list[Problem] = field(default_factory=list)  # what is told of files in which there is nothing
    modules: list[Module] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    code: int = 0  # characters
    words: int = 0  # characters
    ordinary: list[str] = field(default_factory=list)  # the sources that are no notebooks
    shelf: PictureShelf = field(default_factory=PictureShelf)

    def add(self, file: File, name: str) -> None:
        """Read a file, whose name in an import is ``name``, or tell why it is left out."""
        try:
            read = _read(file, name, self.shelf)
            self.code += sum(len(cell.source) for cell in read.module.cells)
            if self.code > MAX_SOURCES:
                raise UnreadableError(
                    f"This file is left out: all code together exceeds {MAX_SOURCES // MB} MB."
                )
        except UnreadableError as error:
            path = safe(file.path, 200)
            where = f"{path}:{error.line}" if error.line else path
            self.problems.append(replace(problem(where, error.message), unread=True))
            return
        self.modules.append(read.module)
        if not read.module.notebook:
            self.ordinary += [cell.source for cell in read.module.cells]
        self.problems += read.problems
        self.notes += read.notes
        # An empty file can still be imported by others, and in a package that is what it is for.
        written_in = read.module.cells or read.module.notebook or read.module.path.endswith("__init__.py")
        if not written_in:
            self.empty.append(problem(read.module.path, empty(file.data)))
        self.words += sum(len(block.text) for block in read.blocks)
        if self.words <= MAX_WORDS:
            self.blocks += [*read.blocks, Block("", code=True)]  # no answer goes on in another notebook
        else:
            message = f"The text is left out: all text together exceeds {MAX_WORDS // MB} MB."
            self.problems.append(problem(file.path, message))


@dataclass(frozen=True)
class _File:
    """One file as a module, with its text and what is to be told."""

    module: Module
    blocks: Sequence[Block] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()


def _read(file: File, name: str, shelf: PictureShelf) -> _File:
    path = safe(file.path, 500)
    if file.recognised is None:
        file = replace(file, recognised=_really(file.data, file.kind))
    if file.kind is FileKind.NOTEBOOK:
        notebook = read_notebook(file.data, path, shelf)
        notes = [*_renamed(file, path), *notebook.notes]
        module = Module(name, path, notebook.cells, notebook=True, pictures=notebook.pictures)
        return _File(module, notebook.blocks, notebook.problems, notes)
    text = decode_module(file.data)
    script = fenced_notebook(text.text) if file.kind is FileKind.FENCED else as_notebook(text.text)
    told = [text.note] if text.note else []
    source, blocks = text.text, tuple[Block, ...]()
    if script is not None:
        source, blocks = script.source, script.blocks
        told += script.notes
    cells = (Cell(path, source),) if source.strip() else ()
    notes = [*_renamed(file, path), *(problem(path, each) for each in told)]
    return _File(Module(name, path, cells, notebook=script is not None), blocks, (), notes)


def _really(data: bytes, named: FileKind) -> FileKind | None:
    """What a source is by what is in it, where that is not what its name says; raises UnreadableError."""
    if what := other_kind(data):
        raise UnreadableError(
            f"This is {what} under the name of {_NAMED[named][0]}. Hand in the file itself."
        )
    notebook = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if notebook is (named is FileKind.NOTEBOOK):
        return None
    kind = kind_of_content(data)
    return kind if kind in _NAMED and kind is not named else None


_NAMED = {
    FileKind.NOTEBOOK: ("a notebook", ".ipynb"),
    FileKind.MODULE: ("a module", ".py"),
    FileKind.FENCED: ("a notebook", ".qmd"),
}


def _renamed(file: File, path: str) -> Sequence[Problem]:
    """Tell of a file that was read as something else than its name says."""
    if file.recognised is None or file.recognised is kind_and_stem(file.path)[0]:
        return ()
    what, suffix = _NAMED[file.recognised]
    return (problem(path, f"This was read as {what}, for that is what is in it; name it {suffix}."),)


def _first(problems: list[Problem], where: str) -> list[Problem]:
    """As many as a student will read."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    rest = len(problems) - MAX_PROBLEMS
    return [*problems[:MAX_PROBLEMS], problem(where, f"{rest} more problems like these are not shown.")]
