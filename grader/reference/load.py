"""The instructor's side of an assignment: right answers, laws, and known mistakes, loaded from a folder.

One folder a question: ``answers.py`` (right), ``laws.py`` (true of any right answer), ``mistakes.py`` (wrong
in known ways).  What a function is follows from the file it stands in.
"""

import ast
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from traceback import walk_tb
from types import CodeType, ModuleType
from typing import Any

from grader.errors import AssignmentError, Mistake, suggestion
from grader.reference.mistakes import Known, MisusedError
from grader.reference.variables import variables
from grader.signatures.classes import class_signature, function_signature, needs_programs
from grader.signatures.conform import conform
from grader.signatures.inputs import Kind, Signature, Spec, Unsupported, signature, student_parameters
from grader.signatures.programs import ProgramSignature
from grader.values.compare import Wrong, describe, numbers
from grader.values.run_program import through

Function = Callable[..., Any]
PACKAGE = "_reference_"  # how the packages are called that references are loaded as


@dataclass(frozen=True)
class Law:
    """A statement about student functions, true of any right answer; its docstring is for students."""

    function: Function
    of: tuple[str, ...]  # the student functions it is about
    signature: Signature
    variables: frozenset[str] = frozenset()  # those of them that are no functions: it is handed their values

    def given(self, functions: Mapping[str, Function]) -> Mapping[str, Any]:
        """Return what the law is called with, for these functions."""
        if not self.variables:
            return functions
        return {name: each() if name in self.variables else each for name, each in functions.items()}

    @property
    def sentence(self) -> str:
        """The line the student reads."""
        return sentence(self.function)


@dataclass(frozen=True)
class Reference:
    """Everything the rubric may name."""

    answers: Mapping[str, Function]
    signatures: Mapping[str, Signature]
    laws: Mapping[str, Law]
    mistakes: Mapping[str, tuple[Function, ...]] = field(default_factory=dict)  # by the function they imitate
    # Functions no rubric can name, and why.  No fault in themselves: an answer may have helpers.
    unusable: Mapping[str, Mistake] = field(default_factory=dict)
    # What else stands in the answers, variables and classes, and why it cannot be asked.
    others: Mapping[str, Mistake] = field(default_factory=dict)
    # The functions that a check of the rubric is about, whichever questions are graded; None: any.
    asked: frozenset[str] | None = None

    def asks_for(self, name: str) -> bool:
        """Whether a student's function of that name is asked for: then it is judged, too."""
        return self.asked is None or name in self.asked

    @property
    def variables(self) -> list[str]:
        """The answers that are no functions: their values are asked for."""
        return [name for name, each in self.signatures.items() if each.variable]

    def refusal(self, name: str) -> Mistake | None:
        """Return why no rubric can name this, where something of this name is there."""
        return self.unusable.get(name) or self.others.get(name)


def sentence(function: Function) -> str:
    """Return the first paragraph of a docstring as one line."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())


def load(folder: Path) -> Reference:
    """Import a reference folder; raise AssignmentError for what is wrong in it, with its file and line."""
    problems: list[Mistake] = []
    answers: dict[str, Function] = {}
    signatures: dict[str, Signature] = {}
    laws: dict[str, Law] = {}
    mistakes: dict[str, list[Function]] = {}
    unusable: dict[str, Mistake] = {}
    places: dict[Function, tuple[Path, int, int]] = {}  # of the mistakes
    files: list[Path] = []  # of answers
    bound: list[tuple[Path, ModuleType]] = []  # where variables may stand
    for path, module in _modules(folder, problems):
        problems += _hidden(path)
        files += [path] * (path.stem == "answers")
        bound += [(path, module)] * (path.stem == "answers")
        for name, function in [*_functions(module), *_classes(module)]:
            place = (path, function.__code__.co_firstlineno, 1)
            known = getattr(function, "__known_mistake__", None)
            if path.stem == "laws" and is_class(function):
                continue  # a helper
            if isinstance(known, Known):
                mistakes.setdefault(known.of, []).append(function)
                places[function] = place
                continue
            if path.stem == "mistakes":
                continue  # a helper
            try:
                read = _read(function, path)
                _require_fitting_defaults(read)
                if name in signatures or name in laws or name in unusable:
                    raise Unsupported("there are two functions of this name in the reference")
                if not inspect.getdoc(function):
                    raise Unsupported("it has no docstring, and the student reads its first line")
                if path.stem == "laws":
                    if read.several:
                        wanted = "a list with a domain, and hand it on with a star"
                        raise Unsupported(
                            f"a law is called by names, and `{read.asked[-1]}` has none: write {wanted}"
                        )
                    laws[name] = Law(function, student_parameters(function), read)
                    continue
                if not isinstance(read, ProgramSignature) and (missing := student_parameters(function)):
                    raise Unsupported(f"the argument `{missing[0]}` has no annotation")
                if read.returns is None and "return" in inspect.get_annotations(function):
                    read = replace(read, returns=Spec(Kind.NOTHING))
                if read.returns is None:
                    raise Unsupported("the result has no annotation")
                answers[name], signatures[name] = _asked_so(function, read), read
            except Unsupported as problem:
                unusable[name] = Mistake(*place, f"`{name}`: {problem}")
                for table in (answers, signatures, laws):
                    table.pop(name, None)
    _add_variables(bound, answers, signatures, unusable, laws)
    laws = {name: _with_variables(law, signatures) for name, law in laws.items()}
    for name, read in list(signatures.items()):
        if lacking := [other for other in getattr(read, "uses", ()) if other not in signatures]:
            told = f"`{name}` is asked with `{lacking[0]}`, and that cannot be asked"
            why = unusable[lacking[0]].message if lacking[0] in unusable else "its name is private"
            code = inspect.unwrap(answers.pop(name)).__code__
            del signatures[name]
            unusable[name] = Mistake(path_of(code, PACKAGE), code.co_firstlineno, 1, f"{told}: {why}")
    if problems:
        raise AssignmentError(problems)
    for of, functions in mistakes.items():
        for function in functions:
            name = function.__name__
            if of not in answers and of not in unusable:
                message = f"`{name}` is a mistake of `{of}`, which the reference does not have"
                problems.append(Mistake(*places[function], message + suggestion(of, answers)))
            elif of in answers and (optional := _always_wanted(function, answers[of])):
                named = ", ".join(optional)
                message = f"`{name}`: calls of `{of}` may leave out {named}, so it needs the same defaults"
                problems.append(Mistake(*places[function], message))
            elif of in answers and not _takes_as_many(function, answers[of]):
                ours, theirs = (", ".join(inspect.signature(f).parameters) for f in (function, answers[of]))
                message = f"`{name}` takes ({ours}) where `{of}`, which it imitates, takes ({theirs})"
                problems.append(Mistake(*places[function], message))
            if not inspect.getdoc(function):
                message = f"`{name}`: it has no docstring, and the student reads it"
                problems.append(Mistake(*places[function], message))
    if problems:
        raise AssignmentError(problems)
    others: dict[str, Mistake] = {}
    for path in files:
        for name, line, why in _others(path):
            if name not in answers and name not in laws:
                others.setdefault(name, Mistake(path, line, 1, f"`{name}` {why}"))
    known = {
        of: tuple(_asked_so(each, signatures.get(of)) for each in functions)
        for of, functions in mistakes.items()
    }
    return Reference(answers, signatures, laws, known, unusable, others)


def _read(function: Function, path: Path) -> Signature:
    if is_class(function):
        return class_signature(inspect.unwrap(function))
    if path.stem == "answers" and needs_programs(function):
        return function_signature(function)
    return signature(function)


def _asked_so(function: Function, read: Signature | None) -> Function:
    """Return a function as it is asked: of a program, where its signature says so."""
    if not isinstance(read, ProgramSignature):
        return function
    right = inspect.unwrap(function)
    others = {name: other for name, other in read.programs.functions.items() if name != read.programs.name}
    return through(read.programs.name, right, others)


def _add_variables(
    modules: list[tuple[Path, ModuleType]],
    answers: dict[str, Function],
    signatures: dict[str, Signature],
    unusable: dict[str, Mistake],
    laws: Mapping[str, Law],
) -> None:
    """Add the annotated variables to the answers; where there is a function of the name, that is meant."""
    functions = {*answers, *unusable, *laws}
    for path, module in modules:
        for name, line, found, read in variables(path, module):
            if name in functions:
                continue
            why = str(found) if isinstance(found, Unsupported) else ""
            if name in answers or name in unusable:
                why = "there are two variables of this name in the reference"
            if why:
                unusable[name] = Mistake(path, line, 1, f"`{name}`: {why}")
                answers.pop(name, None)
                signatures.pop(name, None)
            elif not isinstance(found, Unsupported):
                answers[name], signatures[name] = found, read


def _with_variables(law: Law, signatures: Mapping[str, Signature]) -> Law:
    found = frozenset(name for name in law.of if name in signatures and signatures[name].variable)
    return replace(law, variables=found)


def _takes_as_many(mistake: Function, right: Function) -> bool:
    """Whether a mistake can be called as what it imitates is."""
    parameters = inspect.signature(right).parameters.values()
    named = {each.name: None for each in parameters if each.kind is each.KEYWORD_ONLY}
    try:
        inspect.signature(mistake).bind(*[None] * (len(parameters) - len(named)), **named)
    except TypeError:
        return False
    return True


def _always_wanted(mistake: Function, right: Function) -> list[str]:
    """Return the arguments that a mistake has without a default, and what it imitates has with one."""
    ours, theirs = (list(inspect.signature(each).parameters.values()) for each in (mistake, right))
    return [
        one.name
        for one, other in zip(ours, theirs, strict=False)
        if other.default is not other.empty
        and one.default is one.empty
        and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    ]


def _require_fitting_defaults(read: Signature) -> None:
    """Raise Unsupported where a default is no value of its annotation: calls leave the argument out."""
    for name, default in read.defaults.items():
        # None may stand for "not given"; the signatures of a student kit have no defaults but an ellipsis.
        if default is not None and default is not ... and not _fits(default, read.parameters[name]):
            wanted = f"the annotation says {read.parameters[name].kind}"
            raise Unsupported(f"the default of `{name}` is {describe(default)}, and {wanted}")


def _fits(value: Any, wanted: Spec) -> bool:
    try:
        if wanted.kind is Kind.ARRAY:  # how long its axes are, the other arguments say
            numbers(value, whole=wanted.whole, complex_=wanted.complex)
        elif not wanted.items and wanted.kind is not Kind.ANY:
            conform(value, wanted, {})
    except Wrong:
        return False
    return True


def _others(path: Path) -> Iterator[tuple[str, int, str]]:
    """Yield what a file of answers defines besides functions: name, line, and why it cannot be asked."""
    for node in ast.parse(path.read_bytes()).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                ask = f"write its type, as in `{target.id}: float = ...`"
                yield (
                    target.id,
                    node.lineno,
                    f"is a variable without a type, and nothing says how it is read: {ask}",
                )
        if isinstance(node, ast.ClassDef):
            ask = "write functions, of the numbers, arrays and lists that its objects are made of"
            yield node.name, node.lineno, f"is a class, and only functions and variables can be asked: {ask}"
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            name = alias.asname or alias.name
            yield name, node.lineno, "is imported here: what is asked stands in an answers.py itself"


def _hidden(path: Path) -> Iterator[Mistake]:
    """Yield the functions of a file that take the place of another of the same name, which nobody sees."""
    first: dict[str, int] = {}
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef):
            if node.name in first:
                message = (
                    f"there is a function `{node.name}` in line {first[node.name]} already, "
                    "which this one replaces: give it a name of its own"
                )
                yield Mistake(path, node.lineno, node.col_offset + 1, message)
            first[node.name] = node.lineno


def _functions(module: ModuleType) -> list[tuple[str, Function]]:
    return [
        (name, value)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]


def _classes(module: ModuleType) -> list[tuple[str, Function]]:
    """Return the classes of a module, each as a function of a program."""
    return [
        (name, through(name, value, {}))
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and not issubclass(value, (BaseException, tuple, dict))
    ]


def is_class(function: Function) -> bool:
    """Whether what is asked for is a class."""
    return inspect.isclass(inspect.unwrap(function))


def _modules(folder: Path, problems: list[Mistake]) -> list[tuple[Path, ModuleType]]:
    """Import the answers, laws and mistakes of every question as parts of one package."""
    os.environ.setdefault("MPLBACKEND", "Agg")  # nobody looks at what a reference draws
    # A name of its own: two references can be loaded side by side, and none shadows an installed package.
    package = f"{PACKAGE}{abs(hash(folder.resolve()))}"
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]
    sys.modules[package] = _package(package, folder)
    found = []
    for question in sorted(path for path in [folder, *folder.iterdir()] if path.is_dir()):
        dotted = package if question == folder else f"{package}.{question.name}"
        sys.modules.setdefault(dotted, _package(dotted, question))
        for kind in ("answers", "laws", "mistakes"):
            path = question / f"{kind}.py"
            if path.is_file():
                try:
                    found.append((path, import_file(f"{dotted}.{kind}", path)))
                except (Exception, SystemExit) as problem:  # it stands in the instructor's file
                    problems.append(fault(problem, folder, path))
    return found


def _package(name: str, folder: Path) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = [str(folder)]
    return module


def import_file(name: str, path: Path) -> ModuleType:
    """Import a file of the instructor's as a module of this name."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit):
        del sys.modules[name]  # whoever imports it too is told the same
        raise
    return module


def path_of(code: CodeType, module: str) -> Path:
    """Return the file of some code of a reference as a person can open it: as the rubric's path was given."""
    file = Path(code.co_filename)
    package = sys.modules.get(module.split(".")[0])
    folder = Path(next(iter(getattr(package, "__path__", ())), "."))
    if module.startswith(PACKAGE) and file.is_relative_to(folder.absolute()):
        return folder / file.relative_to(folder.absolute())
    return file


def place_of(problem: BaseException) -> tuple[Path, int] | None:
    """Return the last file and line of a reference that an exception came through."""
    place = None
    for frame, line in walk_tb(problem.__traceback__):
        module = frame.f_globals.get("__name__") or ""
        if module.startswith(PACKAGE):
            place = path_of(frame.f_code, module), line
    return place


def fault(problem: BaseException, folder: Path, path: Path) -> Mistake:
    """Return what is wrong with a module and where: the last place in the folder that was reached."""
    here = folder.absolute()
    places = [(Path(frame.f_code.co_filename), line, 1) for frame, line in walk_tb(problem.__traceback__)]
    said = str(problem)
    if isinstance(problem, SyntaxError):
        places.append((Path(problem.filename or ""), problem.lineno or 1, problem.offset or 1))
        said = problem.msg
    inside = [place for place in places if place[0].is_relative_to(here)]
    file, line, column = inside[-1] if inside else (path.absolute(), 1, 1)
    message = f"{type(problem).__name__}: {said}".rstrip(": ")
    if isinstance(problem, MisusedError):
        message = said
    elif isinstance(problem, SystemExit):
        message = "this ends the program, and nothing can be read of the file: leave out exit()"
    elif isinstance(problem, ModuleNotFoundError) and (problem.name or "").startswith(PACKAGE):
        name = (problem.name or "").rpartition(".")[2]
        beside = [each.stem for each in file.parent.glob("*.py")]
        message = f"there is no file {name}.py beside this one{suggestion(name, beside)}"
    return Mistake(folder / file.relative_to(here), line, column, message)
