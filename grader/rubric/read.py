"""From ``rubric.yaml`` to an Assignment; every mistake is reported at once, each with its line and column."""

import inspect
import re
import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from grader.checks import KINDS
from grader.checks.trial import CHANGES
from grader.errors import AssignmentError, InputError, Mistake, nearest, suggestion
from grader.model import Assignment, Check, Limits, Question, Visibility
from grader.reference.load import Reference, load
from grader.reference.mistakes import SLIPS
from grader.signatures.inputs import Kind, Signature

ASSIGNMENT_KEYS = (
    *("assignment", "title", "reference", "frozen", "limits", "examples", "credit"),
    *("packages", "files", "questions"),
)
QUESTION_KEYS = ("id", "title", "bonus", "sizes", "checks")
CHECK_KEYS = ("points", "visibility", "examples", "credit")
CREDITED = ("matches", "law", "gradient")  # kinds of which a slip may keep some points
SIZE_LIMIT = 1 << 20
FILES_LIMIT = 20 << 20  # bytes of all files that students' code may read
DEPTH_LIMIT = 20
HUGE = 1e9  # no number in a rubric is larger
# What YAML objects to, in the words of who writes a rubric.
YAML_SAYS = {
    "mapping values are not allowed": (
        'a colon and a space begin a value; a text that has them stands in quotes: "A: b"'
    ),
    "'\\t'": "a tab is used for indentation; YAML wants spaces",
    "could not find expected ':'": (
        "a colon is missing here or in the line before: a key, a colon, a space, a value, as in `points: 2`"
    ),
    "while parsing a block": (
        "this line is indented otherwise than those beside it: keys of one stanza stand in one column"
    ),
    "while parsing a flow": (
        "a comma or a closing bracket is missing in this list or stanza: `{matches: f, points: 2}`"
    ),
}
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


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
    reference = replace(reader.reference, asked=_asked(assignment, reader.reference))
    return Rubric(assignment, reference, reader.folder, reader.frozen, reader.files)


def _asked(assignment: Assignment, reference: Reference) -> frozenset[str]:
    """Return the functions that the checks are about."""
    targets = {check.target for question in assignment.questions for check in question.checks}
    of_laws = {name for target in targets & reference.laws.keys() for name in reference.laws[target].of}
    return frozenset(targets & reference.answers.keys() | of_laws)


class Reader:
    """Walks the YAML tree, so that every mistake knows its place, and collects the mistakes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []
        self.reference: Reference | None = None
        self.ids: set[str] = set()  # of all questions
        self.folder = path.parent
        self.frozen: Path | None = None
        self.files: dict[str, bytes] = {}
        self.credit: Mapping[str, float] = {}  # what slips keep, unless a check says otherwise

    def wrong(self, node: yaml.Node, message: str) -> None:
        """Note a mistake at a node."""
        mark = node.start_mark
        self.mistakes.append(Mistake(self.path, mark.line + 1, mark.column + 1, message))

    # -- YAML

    def parse(self, data: bytes) -> yaml.Node | None:
        """Return the root node; note what YAML itself objects to."""
        if len(data) > SIZE_LIMIT:
            self.mistakes.append(
                Mistake(self.path, 1, 1, f"the file has {len(data)} bytes; a rubric has at most 1 MB")
            )
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = data[: problem.start].count(b"\n") + 1
            self.mistakes.append(
                Mistake(self.path, line, 1, "this is not UTF-8 text; save the file as UTF-8")
            )
            return None
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if isinstance(event, yaml.AliasEvent):
                    message = "aliases (*name) are not supported; write it out"
                elif depth > DEPTH_LIMIT:
                    message = "lists or mappings are nested too deeply"
                else:
                    continue
                mark = event.start_mark
                line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                self.mistakes.append(Mistake(self.path, line, column, message))
                return None
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            message = ", ".join(filter(None, (problem.context, problem.problem))) or "this is not YAML"
            for said, meant in YAML_SAYS.items():
                message = meant if said in message else message
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            self.mistakes.append(Mistake(self.path, line, column, message))
            return None
        except yaml.reader.ReaderError as problem:
            line = text[: problem.position].count("\n") + 1
            message = f"the character U+{problem.character:04X} does not belong in a text"
            self.mistakes.append(Mistake(self.path, line, 1, message))
            return None
        except RecursionError:
            self.mistakes.append(Mistake(self.path, 1, 1, "lists or mappings are nested too deeply"))
            return None
        if root is None:
            self.mistakes.append(
                Mistake(self.path, 1, 1, "the file is empty; a rubric starts with `assignment: name`")
            )
        return root

    def mapping(self, node: yaml.Node, keys: Collection[str] | None, what: str) -> dict[str, yaml.Node]:
        """Return a mapping's nodes by key; note unknown and repeated keys."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} is a mapping (key: value), not {_kind_of(node)}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, f"a key of {what} is a word, not {_kind_of(key)}")
            elif name in found:
                self.wrong(key, f"the key `{name}` stands here twice")
            elif keys is not None and name not in keys:
                self.wrong(key, f"`{name}` is not a key of {what}{suggestion(name, keys)}")
            else:
                found[name] = value
        return found

    def items(self, node: yaml.Node, what: str) -> Sequence[yaml.Node]:
        """Return a list's nodes."""
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{what} is a list, not {_kind_of(node)}")
            return ()
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        """Return a text; a number will do (an id such as 7)."""
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null") or not node.value.strip():
            self.wrong(node, f"{what} is a text, not {_kind_of(node)}")
            return ""
        return str(node.value)

    def number(
        self, node: yaml.Node, what: str, *, above: float | None = None, below: float | None = None
    ) -> float:
        """Return a number; note what is none, and one that YAML read as text."""
        if isinstance(node, yaml.ScalarNode) and node.tag.endswith((":int", ":float")):
            value = yaml.safe_load(node.value)
            wanted = "a number"
            good = isinstance(value, int | float) and abs(value) < HUGE
            if above is not None:
                wanted, good = f"{wanted} above {above:g}", good and value > above
            if below is not None:
                wanted, good = f"{wanted} and at most {below:g}", good and value <= below
            if good:
                return float(value)
            self.wrong(node, f"{what} is {wanted}, not {node.value}")
        elif isinstance(node, yaml.ScalarNode) and NUMBER.fullmatch(node.value):
            mantissa, _, exponent = node.value.lower().partition("e")
            better = f"{float(mantissa)}e{int(exponent):+d}" if exponent else f"{float(mantissa):g}"
            shown = f'"{node.value}"' if node.style else node.value
            self.wrong(node, f"YAML reads {shown} as text, not as a number; write {better}")
        else:
            self.wrong(node, f"{what} is a number, not {_kind_of(node)}")
        return 1.0

    def whole(self, node: yaml.Node, what: str, lowest: int) -> int:
        """Return a whole number."""
        told = len(self.mistakes)
        value = self.number(node, what)
        if value.is_integer() and value >= lowest:
            return int(value)
        if len(self.mistakes) == told:
            self.wrong(node, f"{what} is a whole number from {lowest} up, not {node.value}")
        return lowest

    def flag(self, node: yaml.Node, what: str) -> bool:
        """Return true or false."""
        if not (isinstance(node, yaml.ScalarNode) and node.tag.endswith(":bool")):
            self.wrong(node, f"{what} is true or false, not {_kind_of(node)}")
            return False
        return bool(yaml.safe_load(node.value))

    # -- the rubric

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
        self.credit = self._credit(top["credit"]) if "credit" in top else {}
        nodes = self.items(top["questions"], "`questions`") if "questions" in top else ()
        self.ids = {str(_value(node, "id").value) for node in nodes if isinstance(node, yaml.MappingNode)}
        questions: dict[str, Question] = {}
        for node in nodes:
            question = self._question(node)
            if question.id and question.id in questions:
                self.wrong(_value(node, "id"), f"the question id `{question.id}` is used twice")
            questions[question.id] = question
        if "questions" in top and not nodes and isinstance(top["questions"], yaml.SequenceNode):
            self.wrong(top["questions"], "there are no questions")
        return Assignment(name, title, tuple(questions.values()), limits, examples, packages)

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

    def _credit(self, node: yaml.Node) -> dict[str, float]:
        """Return the share of the points that each slip keeps."""
        credit = {}
        for slip, value in self.mapping(node, SLIPS, "`credit`").items():
            told = len(self.mistakes)
            credit[slip] = self.number(value, f"the credit for `{slip}`", above=0)
            if credit[slip] >= 1 and len(self.mistakes) == told:
                self.wrong(value, f"the credit for `{slip}` is a share of the points, below 1")
        return credit

    def _credit_of(
        self, found: Mapping[str, yaml.Node], kind: str, options: Mapping[str, Any]
    ) -> dict[str, float]:
        """Return what slips keep of the points of one check."""
        if kind not in CREDITED:
            if kind == "value" and "credit" in found:
                self.wrong(
                    found["credit"], "`value` is right or wrong: no slip keeps points; leave `credit` out"
                )
            elif "credit" in found:
                self.wrong(found["credit"], f"`credit` is for {', '.join(CREDITED)}, not for `{kind}`")
            return {}
        minds = kind == "matches" or bool(options.get("untouched"))  # whether arguments are changed
        if "credit" not in found:
            return {slip: share for slip, share in self.credit.items() if minds or slip != CHANGES}
        credit = self._credit(found["credit"])
        if CHANGES in credit and not minds:
            wanted = f"`{CHANGES}` is for `matches`, and for a `law` with `untouched: true`"
            self.wrong(_value(found["credit"], CHANGES), f"{wanted}: this check minds no changes")
        return credit

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
            if (check := self._check(each, name)) is not None:
                same = sum(other.id.split("#")[0] == check.id for other in checks)
                checks.append(replace(check, id=f"{check.id}#{same + 1}") if same else check)
        sizes = self._sizes(found["sizes"], self._axes(checks)) if "sizes" in found else {}
        return Question(name, title, tuple(checks), bonus, sizes)

    def _axes(self, checks: Sequence[Check]) -> Collection[str] | None:
        """Return the axes whose lengths are drawn for these checks; None where not all are known."""
        if self.reference is None:
            return None
        signatures = dict(self.reference.signatures)
        signatures |= {name: law.signature for name, law in self.reference.laws.items()}
        targets = [check.target for check in checks if check.kind != "written"]
        if not all(target in signatures for target in targets):
            return None
        return {axis for target in targets for axis in signatures[target].axes}

    def _sizes(self, node: yaml.Node, axes: Collection[str] | None) -> dict[str, tuple[int, int]]:
        sizes = {}
        for axis, value in self.mapping(node, None, "`sizes`").items():
            if axes is not None and axis not in axes:
                close = suggestion(axis, axes)
                self.wrong(value, f"no check of this question draws an axis `{axis}`{close}")
                continue
            ends = value.value if isinstance(value, yaml.SequenceNode) else ()
            if len(ends) != 2:
                self.wrong(value, f"the size of the axis `{axis}` is [shortest, longest]")
                continue
            low, high = (self.whole(end, f"a length of the axis `{axis}`", 1) for end in ends)
            if low > high:
                self.wrong(
                    value, f"the size of the axis `{axis}` is [shortest, longest]; {low} is more than {high}"
                )
            sizes[axis] = (low, max(low, high))
        return sizes

    def _check(self, node: yaml.Node, question: str) -> Check | None:
        found = self.mapping(node, None, "a check")
        kinds = [key for key in found if key in KINDS]
        if len(kinds) != 1:
            if isinstance(node, yaml.MappingNode):
                said = "two kinds" if kinds else "no kind"
                first = next((key for key in found if key not in CHECK_KEYS), "")
                close = None if kinds else nearest(first, KINDS)
                meant = f"; did you mean `{close}`?" if close else ""
                self.wrong(node, f"this check has {said}; one of {', '.join(KINDS)} is wanted{meant}")
            return None
        kind = kinds[0]
        options = _options(KINDS[kind])
        allowed = (kind, *CHECK_KEYS, *options)
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in allowed:
                close = suggestion(key.value, allowed)
                self.wrong(key, f"`{key.value}` is not an option of `{kind}`{close}")
        target = self.text(found[kind], f"the target of `{kind}`")
        self._target(found[kind], kind, target)
        points = 1.0
        if "points" in found:
            points = self.number(found["points"], "`points`", above=0)
        else:
            self.wrong(node, "this check has no `points`")
        visibility = Visibility.PUBLIC
        if "visibility" in found:
            word = self.text(found["visibility"], "`visibility`")
            if word in list(Visibility):
                visibility = Visibility(word)
            elif word:
                self.wrong(
                    found["visibility"], f"`{word}` is no visibility{suggestion(word, list(Visibility))}"
                )
        given = {}
        for name, parameter in options.items():
            if name in found:
                given[name] = self._option(found[name], name, parameter, target)
            elif parameter.default is inspect.Parameter.empty:
                self.wrong(node, f"`{kind}` needs the option `{name}`")
        if kind == "gradient":
            self._gradient(found[kind], target, given.get("wrt", ()))
        examples = self.whole(found["examples"], "`examples`", 10) if "examples" in found else None
        credit = self._credit_of(found, kind, given)
        line = node.start_mark.line + 1
        name = f"{question}.{kind}.{target}"
        return Check(name, kind, target, points, visibility, given, examples, line, credit)

    def _target(self, node: yaml.Node, kind: str, target: str) -> None:
        """Note a target that the reference does not have, or that does not suit the kind."""
        if kind == "written" and target:
            question = target.removeprefix("answer_")
            if question == target:
                self.wrong(node, f"a written answer is called answer_<question>, not `{target}`")
            elif question not in self.ids:
                self.wrong(node, f"there is no question `{question}`{suggestion(question, self.ids)}")
        if self.reference is None or kind == "written" or not target:
            return
        names = self.reference.laws if kind == "law" else self.reference.answers
        if refusal := self.reference.refusal(target):
            self.mistakes.append(refusal)
        elif target not in names:
            what = "law" if kind == "law" else "function"
            self.wrong(node, f"there is no {what} `{target}` in the reference{suggestion(target, names)}")
        elif kind in ("value", "witness") and self.reference.signatures[target].parameters:
            message = (
                f"`{target}` takes arguments; `{kind}` is for functions without, `matches` for the others"
            )
            self.wrong(node, message)
        elif kind == "law":
            if not self.reference.laws[target].of:
                message = f"the law `{target}` is about no function: an argument without annotation is one"
                self.wrong(node, message)
            for function in self.reference.laws[target].of:
                if refusal := self.reference.refusal(function):
                    self.mistakes.append(refusal)
                elif function not in self.reference.answers:
                    message = f"the law `{target}` is about `{function}`, which the reference does not have"
                    close = nearest(function, self.reference.answers)
                    meant = f"did you mean `{close}`" if close else "does the argument lack its annotation"
                    self.wrong(node, f"{message}; {meant}?")

    def _gradient(self, node: yaml.Node, target: str, wrt: str | Sequence[str]) -> None:
        """Note a function that returns something else than one derivative for each argument."""
        signature = self.reference.signatures.get(target) if self.reference is not None else None
        names = (wrt,) if isinstance(wrt, str) else tuple(wrt)
        if signature is None or signature.returns is None or not set(names) <= {*_differentiable(signature)}:
            return
        returned = signature.returns.items if signature.returns.kind is Kind.TUPLE else (signature.returns,)
        came = ""
        if len(returned) != len(names):
            count = "one result" if len(returned) == 1 else f"{len(returned)} results"
            came = f"{count}, where one for each of these is wanted"
        elif any(each.kind not in (Kind.ARRAY, Kind.FLOAT) for each in returned):
            came = "no array and no float"
        if names and came:
            self.wrong(node, f"`{target}` is no gradient in {', '.join(names)}: it returns {came}")

    def _option(self, node: yaml.Node, name: str, parameter: inspect.Parameter, target: str) -> Any:
        """Read an option by the annotation of its parameter."""
        wanted = parameter.annotation
        choices = typing.get_args(wanted) if isinstance(wanted, types.UnionType) else (wanted,)
        if float in choices:
            return self.number(node, f"`{name}`", above=0, below=1)
        if bool in choices:
            word = self.text(node, f"`{name}`")
            if word not in ("true", "false", ""):
                self.wrong(node, f"`{name}` is true or false, not `{word}`")
            return word == "true"
        many = Sequence[str] in choices
        if many and isinstance(node, yaml.SequenceNode):
            names = tuple(self.text(each, f"`{name}`") for each in node.value)
            for each, word in zip(node.value, names, strict=True):
                self._named(each, name, word, target)
            return names
        if many and str not in choices:
            self.wrong(node, f"`{name}` is a list, not {_kind_of(node)}")
            return ()
        word = self.text(node, f"`{name}`")
        self._named(node, name, word, target)
        return word

    def _named(self, node: yaml.Node, option: str, word: str, target: str) -> None:
        """Note an option that names what the reference does not have, or what does not suit the target."""
        if self.reference is None or not word:
            return
        known = self.reference.signatures
        if option == "wrt":
            if target in known and word not in (real := _differentiable(known[target])):
                close = suggestion(word, real)
                self.wrong(node, f"`{word}` is no argument of `{target}` with a derivative{close}")
            return
        names: Mapping[str, Any] | None = {
            "of": known,
            "accept": known,
            "proves": self.reference.laws,
        }.get(option)
        if names is None:
            return
        if refusal := self.reference.refusal(word):
            self.mistakes.append(refusal)
        elif word not in names:
            self.wrong(node, f"there is no `{word}` in the reference{suggestion(word, names)}")
        elif option != "proves" and target in known:
            ours, theirs = (", ".join(known[name].parameters) for name in (target, word))
            if len(known[target].parameters) != len(known[word].parameters):
                self.wrong(node, f"`{word}` takes ({theirs}) where `{target}` takes ({ours})")
            elif option == "accept" and len(known[word].defaults) < len(known[target].defaults):
                optional = ", ".join(known[target].defaults)
                self.wrong(
                    node, f"calls of `{target}` may leave out {optional}, but those of `{word}` not all"
                )
            returns = known[word].returns
            if option == "of" and returns is not None and returns.kind is not Kind.FLOAT:
                returned = "several results" if returns.kind is Kind.TUPLE else "no float"
                instead = "write a function of the same arguments that returns the loss alone, as float"
                self.wrong(node, f"`{word}` is no loss: it returns {returned}; {instead}")


def _options(kind: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    parameters = inspect.signature(kind, eval_str=True).parameters
    return {name: p for name, p in parameters.items() if p.kind is inspect.Parameter.KEYWORD_ONLY}


def _differentiable(signature: Signature) -> list[str]:
    return [
        name
        for name, spec in signature.parameters.items()
        if spec.kind in (Kind.ARRAY, Kind.FLOAT) and not spec.whole and not spec.complex
    ]


def _kind_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"`{node.value}`" if node.value else "empty"


def _value(node: yaml.Node, key: str) -> yaml.Node:
    for name, value in node.value:
        if name.value == key:
            return value  # type: ignore[no-any-return]
    return node
