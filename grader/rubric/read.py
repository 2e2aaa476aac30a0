"""From ``rubric.yaml`` to an Assignment; every mistake is reported at once, each with its line and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from grader.checks import kind_of
from grader.errors import AssignmentError, InputError, suggestion
from grader.model import Assignment, Check, Form, Limits, Question
from grader.reference.contents import Reference
from grader.reference.load import load
from grader.rubric.accepted import in_its_place
from grader.rubric.in_place import asked_in_place
from grader.rubric.late import best_attempt, late_rule
from grader.rubric.places import value_at
from grader.rubric.stanza import CheckReader

ASSIGNMENT_KEYS = (
    *("assignment", "title", "reference", "frozen", "limits", "examples", "credit"),
    *("attempts", "late", "packages", "files", "questions"),
)
QUESTION_KEYS = ("id", "title", "bonus", "sizes", "checks")
FILES_LIMIT = 20 << 20  # bytes of all files that students' code may read


@dataclass(frozen=True)
class Rubric:
    """An assignment with the reference it was checked against."""

    assignment: Assignment
    reference: Reference
    folder: Path  # of the reference
    frozen: Path | None = None  # right answers in a file: a student kit, whose reference has no bodies
    files: Mapping[str, bytes] = field(default_factory=dict)  # what students' code may read, by path


def read(path: Path) -> Rubric:
    """Read a rubric and the reference it names.

    Raises InputError where there is no such file, AssignmentError with every mistake in either.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(f"the rubric {path} cannot be read: {problem.strerror}") from None
    reader = Reader(path)
    root = reader.parse(data)
    assignment = reader.assignment(root) if root is not None else None
    if assignment is None or reader.mistakes:
        raise AssignmentError(reader.mistakes)
    assert reader.reference is not None
    asked = _asked(assignment, reader.reference)
    judged = _judged(assignment)
    reference = replace(_without_helpers(assignment, reader.reference), asked=asked, judged=judged)
    reference = in_its_place(assignment, asked_in_place(assignment, reference))
    return Rubric(assignment, reference, reader.folder, reader.frozen, reader.files)


def _asked(assignment: Assignment, reference: Reference) -> frozenset[str]:
    """Return the functions that the checks are about."""
    checks = [check for question in assignment.questions for check in question.checks]
    return frozenset(name for check in checks for name in kind_of(check).functions_of(check, reference))


def _judged(assignment: Assignment) -> frozenset[str]:
    """Return the functions, classes and methods whose answers are judged in a check of their own."""
    checks = [check for question in assignment.questions for check in question.checks]
    own = (check for check in checks if check.form is Form.ANSWER and check.points > 0)
    return frozenset(f"{check.target}{check.options.get('part', '')}" for check in own)


def _without_helpers(assignment: Assignment, reference: Reference) -> Reference:
    """Return the reference with those variables alone that a check names; the others are its own business."""
    checks = [check for question in assignment.questions for check in question.checks]
    named = {name for check in checks for name in kind_of(check).names_of(check, reference)}
    left = {name for name in reference.answers if name in named or not reference.signatures[name].variable}
    return replace(
        reference,
        answers={name: each for name, each in reference.answers.items() if name in left},
        signatures={name: each for name, each in reference.signatures.items() if name in left},
    )


class Reader(CheckReader):
    """Walks the YAML tree, and says what the keys of the assignment and of its questions mean."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.folder = path.parent
        self.frozen: Path | None = None
        self.files: dict[str, bytes] = {}

    def assignment(self, root: yaml.Node) -> Assignment | None:
        """Read the whole rubric."""
        top = self.mapping(root, ASSIGNMENT_KEYS, "a rubric")
        for key in ("assignment", "reference", "questions"):
            if key not in top and isinstance(root, yaml.MappingNode):
                self.wrong(root, f"the key `{key}` is missing")
        if "reference" in top:
            self._load_reference(top["reference"])
        if "frozen" in top:
            self.frozen = self.path.parent / self.text(top["frozen"], "`frozen`")
            if not self.frozen.is_file():
                self.wrong(top["frozen"], f"there is no file {self.frozen}; a kit comes with it")
        name = self.text(top["assignment"], "`assignment`") if "assignment" in top else ""
        title = self.text(top["title"], "`title`") if "title" in top else name
        limits = self._limits(top["limits"]) if "limits" in top else Limits()
        examples = self.whole(top["examples"], "`examples`", 10) if "examples" in top else 100
        packages = self._packages(top["packages"]) if "packages" in top else ()
        if "files" in top:
            self._files(top["files"])
        self.slips = self.credit(top["credit"]) if "credit" in top else {}
        late = late_rule(self, top["late"]) if "late" in top else None
        best = best_attempt(self, top["attempts"]) if "attempts" in top else False
        nodes = self.items(top["questions"], "`questions`") if "questions" in top else ()
        self.ids = {str(value_at(node, "id").value) for node in nodes if isinstance(node, yaml.MappingNode)}
        questions: dict[str, Question] = {}
        for node in nodes:
            question = self._question(node)
            if question.id and question.id in questions:
                self.wrong(value_at(node, "id"), f"the question id `{question.id}` is used twice")
            questions[question.id] = question
        if "questions" in top and not nodes and isinstance(top["questions"], yaml.SequenceNode):
            self.wrong(top["questions"], "there are no questions")
        return Assignment(name, title, tuple(questions.values()), limits, examples, packages, late, best)

    def _packages(self, node: yaml.Node) -> tuple[str, ...]:
        """Read the names of what submissions may import."""
        names = []
        for each in self.items(node, "`packages`"):
            name = self.text(each, "a package")
            if name and not name.isidentifier():
                self.wrong(each, f"a package is named as it is imported, such as sklearn, not `{name}`")
            names.append(name)
        return tuple(filter(str.isidentifier, names))

    def _files(self, node: yaml.Node) -> None:
        """Read the files that students' code may read; they lie beside the rubric, or below."""
        home = self.path.parent.resolve()
        for each in self.items(node, "`files`"):
            name = self.text(each, "a file")
            if not name:
                continue
            path = (home / name).resolve()
            loaded = self.reference is not None
            secret = loaded and self.folder.resolve() in (path, *path.parents)
            if not path.is_relative_to(home) or secret:
                self.wrong(each, f"`{name}` must lie beside the rubric or below it, and not in the reference")
            elif not path.is_file():
                self.wrong(each, f"there is no file {self.path.parent / name}")
            elif path.stat().st_size + sum(map(len, self.files.values())) > FILES_LIMIT:
                self.wrong(each, f"with `{name}` the files have more than {FILES_LIMIT >> 20} MB")
            else:
                self.files[Path(name).as_posix()] = path.read_bytes()

    def _load_reference(self, node: yaml.Node) -> None:
        name = self.text(node, "`reference`")
        folder = self.path.parent / name
        if not name:
            return
        if not folder.is_dir():
            self.wrong(node, f"there is no reference folder {folder}")
            return
        try:
            self.reference = load(folder)
            self.folder = folder
        except AssignmentError as problem:
            self.mistakes += problem.mistakes

    def _limits(self, node: yaml.Node) -> Limits:
        found = self.mapping(node, ("seconds", "megabytes"), "`limits`")
        limits = Limits()
        seconds = (
            self.number(found["seconds"], "`seconds`", above=0) if "seconds" in found else limits.seconds
        )
        megabytes = (
            self.whole(found["megabytes"], "`megabytes`", 64) if "megabytes" in found else limits.megabytes
        )
        return Limits(seconds, megabytes)

    def _question(self, node: yaml.Node) -> Question:
        found = self.mapping(node, QUESTION_KEYS, "a question")
        for key in ("id", "checks"):
            if key not in found and isinstance(node, yaml.MappingNode):
                self.wrong(node, f"this question has no `{key}`")
        name = self.text(found["id"], "`id`") if "id" in found else ""
        title = self.text(found["title"], "`title`") if "title" in found else name
        bonus = self.flag(found["bonus"], "`bonus`") if "bonus" in found else False
        nodes = self.items(found["checks"], "`checks`") if "checks" in found else ()
        if "checks" in found and not nodes and isinstance(found["checks"], yaml.SequenceNode):
            self.wrong(found["checks"], "this question has no checks")
        checks: list[Check] = []
        for each in nodes:
            if (check := self.check(each, name)) is not None:
                same = sum(other.id.split("#")[0] == check.id for other in checks)
                checks.append(replace(check, id=f"{check.id}#{same + 1}") if same else check)
        sizes = self._sizes(found["sizes"], self.axes(checks)) if "sizes" in found else {}
        return Question(name, title, tuple(checks), bonus, sizes)

    def _sizes(self, node: yaml.Node, axes: Mapping[str, int] | None) -> dict[str, tuple[int, int]]:
        sizes = {}
        for axis, value in self.mapping(node, None, "`sizes`").items():
            if axes is not None and axis not in axes:
                close = suggestion(axis, axes)
                self.wrong(value, f"no check of this question draws an axis `{axis}`{close}")
                continue
            least = 1 if axes is None else axes[axis]
            what = f"the list `{axis}`" if least == 0 else f"the axis `{axis}`"
            ends = value.value if isinstance(value, yaml.SequenceNode) else ()
            if len(ends) != 2:
                self.wrong(value, f"the size of {what} is [shortest, longest]")
                continue
            low, high = (self.whole(end, f"a length of {what}", least) for end in ends)
            if low > high:
                self.wrong(value, f"the size of {what} is [shortest, longest]; {low} is more than {high}")
            sizes[axis] = (low, max(low, high))
        return sizes
