"""The instructor's side of an assignment, loaded from a folder.

One folder a question: ``answers.py`` (right), ``laws.py`` (true of any right answer), ``mistakes.py`` (wrong
in known ways).  What a function is follows from the file it stands in.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from grader.errors import AssignmentError, Mistake, suggestion
from grader.reference.contents import Function, Law, Reference, is_class
from grader.reference.fitting import always_wanted, require_fitting_defaults, takes_as_many
from grader.reference.mistakes import Known
from grader.reference.modules import classes, functions, hidden, modules, others
from grader.reference.places import PACKAGE, path_of
from grader.reference.variables import variables
from grader.signatures.classes import class_signature, function_signature, needs_programs
from grader.signatures.hints import unannotated
from grader.signatures.programs import ProgramSignature
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature, signature, student_parameters
from grader.signatures.specs import Kind, Spec
from grader.values.run_here import through


def load(folder: Path) -> Reference:
    """Import a reference folder; raise AssignmentError for what is wrong in it, with its file and line."""
    problems: list[Mistake] = []
    found = _Found()
    loaded = modules(folder, problems)
    for path, module in loaded:
        problems += hidden(path)
        for name, function in [*functions(module), *classes(module)]:
            found.add(name, function, path)
    answers = [(path, module) for path, module in loaded if path.stem == "answers"]
    found.add_variables(answers)
    found.leave_out_programs_without_parts()
    _require_none(problems)
    _require_none(found.misfits())
    return Reference(
        found.answers,
        found.signatures,
        {name: _with_what_it_is_about(law, found.signatures) for name, law in found.laws.items()},
        found.known_mistakes(),
        found.unusable,
        found.others([path for path, _ in answers]),
    )


def _require_none(problems: list[Mistake]) -> None:
    if problems:
        raise AssignmentError(problems)


@dataclass(frozen=True)
class _Found:
    """What was found so far; a name that is refused is in ``unusable`` alone."""

    answers: dict[str, Function] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)
    mistakes: dict[str, list[tuple[Function, Path]]] = field(default_factory=dict)  # by what they imitate
    unusable: dict[str, Mistake] = field(default_factory=dict)

    def add(self, name: str, function: Function, path: Path) -> None:
        """Add a function or class of a file; its helpers are left out."""
        known = getattr(function, "__known_mistake__", None)
        if path.stem == "laws" and is_class(function):
            return
        if isinstance(known, Known):
            self.mistakes.setdefault(known.of, []).append((function, path))
        elif path.stem != "mistakes":
            try:
                self._add_usable(name, function, path)
            except Unsupported as problem:
                self.unusable[name] = Mistake(path, _line(function), 1, f"`{name}`: {problem}")
                for table in (self.answers, self.signatures, self.laws):
                    table.pop(name, None)

    def _add_usable(self, name: str, function: Function, path: Path) -> None:
        """Add a law or a right answer; raise Unsupported where no rubric could use it."""
        read = _read(function, path)
        require_fitting_defaults(read)
        if name in self.signatures or name in self.laws or name in self.unusable:
            raise Unsupported("there are two functions of this name in the reference")
        if not inspect.getdoc(function):
            raise Unsupported("it has no docstring, and the student reads its first line")
        if path.stem == "laws":
            if read.several:
                wanted = "a list with a domain, and hand it on with a star"
                raise Unsupported(
                    f"a law is called by names, and `{read.asked[-1]}` has none: write {wanted}"
                )
            self.laws[name] = Law(function, student_parameters(function), read)
            return
        if not isinstance(read, ProgramSignature) and (missing := student_parameters(function)):
            raise Unsupported(unannotated(function, missing[0]))
        if read.returns is None and "return" in inspect.get_annotations(function):
            read = replace(read, returns=Spec(Kind.NOTHING))
        if read.returns is None:
            raise Unsupported("the result has no annotation")
        self.answers[name], self.signatures[name] = _asked_so(function, read), read

    def add_variables(self, loaded: list[tuple[Path, ModuleType]]) -> None:
        """Add annotated variables to the answers; where there is a function of the name, that is meant."""
        functions_ = {*self.answers, *self.unusable, *self.laws}
        for path, module in loaded:
            for name, line, found, read in variables(path, module):
                if name in functions_:
                    continue
                why = str(found) if isinstance(found, Unsupported) else ""
                if name in self.answers or name in self.unusable:
                    why = "there are two variables of this name in the reference"
                if why:
                    self.unusable[name] = Mistake(path, line, 1, f"`{name}`: {why}")
                    self.answers.pop(name, None)
                    self.signatures.pop(name, None)
                elif not isinstance(found, Unsupported):
                    self.answers[name], self.signatures[name] = found, read

    def leave_out_programs_without_parts(self) -> None:
        """Refuse what is asked with a function that cannot be asked itself."""
        for name, read in list(self.signatures.items()):
            uses = read.uses if isinstance(read, ProgramSignature) else ()
            if lacking := [other for other in uses if other not in self.signatures]:
                told = f"`{name}` is asked with `{lacking[0]}`, and that cannot be asked"
                refused = self.unusable.get(lacking[0])
                why = refused.message if refused else "its name is private"
                code = inspect.unwrap(self.answers.pop(name)).__code__
                del self.signatures[name]
                place = path_of(code, PACKAGE), code.co_firstlineno, 1
                self.unusable[name] = Mistake(*place, f"{told}: {why}")

    def misfits(self) -> list[Mistake]:
        """Return what is wrong with known mistakes beside what they imitate."""
        return [
            Mistake(path, _line(function), 1, f"`{function.__name__}`{why}")
            for of, several in self.mistakes.items()
            for function, path in several
            for why in self._misfits(of, function)
        ]

    def _misfits(self, of: str, function: Function) -> list[str]:
        said = []
        right = self.answers.get(of)
        if right is None and of not in self.unusable:
            wanted = f" is a mistake of `{of}`, which the reference does not have"
            said.append(wanted + suggestion(of, self.answers))
        elif right and (optional := always_wanted(function, right)):
            left_out = ", ".join(optional)
            said.append(f": calls of `{of}` may leave out {left_out}, so it needs the same defaults")
        elif right and not takes_as_many(function, right):
            ours, theirs = (", ".join(inspect.signature(each).parameters) for each in (function, right))
            said.append(f" takes ({ours}) where `{of}`, which it imitates, takes ({theirs})")
        if not inspect.getdoc(function):
            said.append(": it has no docstring, and the student reads it")
        return said

    def known_mistakes(self) -> Mapping[str, tuple[Function, ...]]:
        """Return the mistakes by what they imitate, each as it is asked."""
        return {
            of: tuple(_asked_so(each, self.signatures.get(of)) for each, _ in several)
            for of, several in self.mistakes.items()
        }

    def others(self, files: list[Path]) -> Mapping[str, Mistake]:
        """Return what else stands in files of answers, and why it cannot be asked; of two the first."""
        said: dict[str, Mistake] = {}
        for path in files:
            for name, line, why in others(path):
                if name not in self.answers and name not in self.laws:
                    said.setdefault(name, Mistake(path, line, 1, f"`{name}` {why}"))
        return said


def _line(function: Function) -> int:
    return function.__code__.co_firstlineno


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


def _with_what_it_is_about(law: Law, signatures: Mapping[str, Signature]) -> Law:
    of = {name: signatures[name] for name in law.of if name in signatures}
    tensors = any(each.hands_tensors for each in (law.signature, *of.values()))
    variables_ = frozenset(name for name, each in of.items() if each.variable)
    return replace(law, variables=variables_, hands_tensors=tensors)
