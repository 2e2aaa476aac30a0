"""Files to a `Submission`: modules with import names, answers in words, and what is wrong."""

from collections.abc import Collection, Sequence

from grader.model import Cell, Module, Problem, Submission
from grader.submissions.found import File, Found, UnreadableError, empty, problem
from grader.submissions.kinds import Kind, kind_and_stem
from grader.submissions.limits import MAX_PROBLEMS, MAX_SOURCES, MAX_WORDS, MB
from grader.submissions.names import import_names
from grader.submissions.notebook import read_notebook
from grader.submissions.python_source import decode_module
from grader.submissions.written import Block, written_answers
from grader.text import safe


def submission(id_: str, path: str, where: str, found: Found, question_ids: Collection[str]) -> Submission:
    """What was found, as far as it can be understood; `where` is the student's name for all of it."""
    files = sorted(found.files, key=lambda file: file.path)
    names = import_names([file.path for file in files])
    modules: list[Module] = []
    blocks: list[Block] = []
    problems = list(found.problems)
    code = words = 0
    for file in files:
        try:
            module, text, told = _module(file, names[file.path])
            code += sum(len(cell.source) for cell in module.cells)
            if code > MAX_SOURCES:
                raise UnreadableError(
                    f"This file is left out: all code together exceeds {MAX_SOURCES // MB} MB."
                )
        except UnreadableError as error:
            line = f":{error.line}" if error.line else ""
            problems.append(problem(f"{safe(file.path, 200)}{line}", error.message))
            continue
        modules.append(module)
        problems += told
        words += sum(len(block.text) for block in text)
        if words <= MAX_WORDS:
            blocks += [*text, Block("", code=True)]  # no answer goes on in another notebook
        else:
            message = f"The text is left out: all text together exceeds {MAX_WORDS // MB} MB."
            problems.append(problem(file.path, message))
    written = written_answers(blocks, question_ids)
    if not any(module.cells for module in modules):
        modules = []
        if not problems and not written:
            problems.append(
                problem(where, "There is no Python here. Hand in a module (.py) or a notebook (.ipynb).")
            )
    return Submission(
        id=id_,
        path=safe(path, 4000),
        modules=tuple(modules),
        written=written,
        problems=tuple(_first(problems, where)),
        digest=found.digest,
        files={file.path: file.data for file in found.data},
    )


def _module(file: File, name: str) -> tuple[Module, Sequence[Block], Sequence[Problem]]:
    """One file as a module, with its text and what is wrong with it."""
    path = safe(file.path, 500)
    if kind_and_stem(file.path)[0] is Kind.NOTEBOOK:
        notebook = read_notebook(file.data, path)
        return Module(name, path, notebook.cells, notebook=True), notebook.blocks, notebook.problems
    source = decode_module(file.data)
    if source.strip():
        return Module(name, path, (Cell(path, source),)), (), ()
    # It can still be imported by others, and in a package that is what it is for.
    told = () if path.endswith("__init__.py") else (problem(path, empty(file.data)),)
    return Module(name, path, ()), (), told


def _first(problems: list[Problem], where: str) -> list[Problem]:
    """As many as a student will read."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    rest = len(problems) - MAX_PROBLEMS
    return [*problems[:MAX_PROBLEMS], problem(where, f"{rest} more problems like these are not shown.")]
