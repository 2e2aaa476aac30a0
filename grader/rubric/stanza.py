"""One check of a rubric: its kind, what its keys mean, and what its kind objects to, each at its place."""

import inspect
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from grader.checks import KINDS, kind_of
from grader.checks.kind import CheckKind
from grader.checks.readings import CHANGES
from grader.errors import Mistake, nearest, suggestion
from grader.model import Check, Form, Visibility
from grader.reference.contents import Reference
from grader.reference.mistakes import SLIPS
from grader.rubric.places import Nodes, value_at, what_is
from grader.signatures import parts

CHECK_KEYS = ("points", "visibility", "examples", "credit")


class CheckReader(Nodes):
    """Reads the checks of a rubric, and has each looked over by its kind."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reference: Reference | None = None  # None where it could not be loaded
        self.ids: set[str] = set()  # of all questions
        self.slips: Mapping[str, float] = {}  # what slips keep, unless a check says otherwise

    def check(self, node: yaml.Node, question: str) -> Check | None:
        """Return a check of a question; None where it is of no kind."""
        found = self.mapping(node, None, "a check")
        kind = self._kind(node, found)
        if kind is None:
            return None
        written = kind.name
        if written == "matches" and self._is_variable(found[written]):
            kind = KINDS["value"]  # it has one value, which students are never shown
        options = _options(kind)
        allowed = (written, *CHECK_KEYS, *options)
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value not in allowed:
                close = suggestion(key.value, allowed)
                what = f"`{written}`" + " of a variable" * (written != kind.name)
                self.wrong(key, f"`{key.value}` is not an option of {what}{close}")
        named = target = self.text(found[written], f"the target of `{written}`")
        points = 1.0
        if "points" in found:
            points = self.number(found["points"], "`points`", above=0)
        else:
            self.wrong(node, "this check has no `points`")
        given: dict[str, Any] = {}
        if "part" in inspect.signature(kind.run).parameters:
            target, part = parts.split(named)
            given |= {"part": part} if part else {}
        for name, parameter in options.items():
            if name in found:
                given[name] = self._option(found[name], name, parameter)
            elif parameter.default is inspect.Parameter.empty:
                self.wrong(node, f"`{kind.name}` needs the option `{name}`")
        check = Check(
            f"{question}.{kind.name}.{named}",
            kind.name,
            target,
            points,
            self._visibility(found["visibility"]) if "visibility" in found else Visibility.PUBLIC,
            given,
            self.whole(found["examples"], "`examples`", 10) if "examples" in found else None,
            node.start_mark.line + 1,
        )
        self._look_over(kind, check, {**found, kind.name: found[written]})
        return kind.described(replace(check, credit=self._credit_of(kind, check, found)))

    def _is_variable(self, target: yaml.Node) -> bool:
        return self.reference is not None and str(target.value) in self.reference.variables

    def _kind(self, node: yaml.Node, found: Collection[str]) -> CheckKind | None:
        kinds = [key for key in found if key in KINDS]
        if len(kinds) == 1:
            return KINDS[kinds[0]]
        if isinstance(node, yaml.MappingNode):
            said = "two kinds" if kinds else "no kind"
            first = next((key for key in found if key not in CHECK_KEYS), "")
            close = None if kinds else nearest(first, KINDS)
            meant = f"; did you mean `{close}`?" if close else ""
            self.wrong(node, f"this check has {said}; one of {', '.join(KINDS)} is wanted{meant}")
        return None

    def _visibility(self, node: yaml.Node) -> Visibility:
        word = self.text(node, "`visibility`")
        if word in list(Visibility):
            return Visibility(word)
        if word:
            self.wrong(node, f"`{word}` is no visibility{suggestion(word, list(Visibility))}")
        return Visibility.PUBLIC

    def _option(self, node: yaml.Node, name: str, parameter: inspect.Parameter) -> Any:
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
            return tuple(self.text(each, f"`{name}`") for each in node.value)
        if many and str not in choices:
            self.wrong(node, f"`{name}` is a list, not {what_is(node)}")
            return ()
        return self.text(node, f"`{name}`")

    def _look_over(self, kind: CheckKind, check: Check, found: Mapping[str, yaml.Node]) -> None:
        """Note what the kind of a check objects to; without a reference only where it needs none."""
        if self.reference is None and kind.form is not Form.WORDS:
            return
        for each in kind.validate(check, self.reference or Reference({}, {}, {}), self.ids):
            if isinstance(each, Mistake):
                self.mistakes.append(each)
            elif each.option or check.target:  # that there is no target was said
                node = found[each.option or kind.name]
                if each.item is not None and isinstance(node, yaml.SequenceNode):
                    node = node.value[each.item]
                self.wrong(node, each.message)

    def credit(self, node: yaml.Node) -> dict[str, float]:
        """Return the share of the points that each slip keeps."""
        credit = {}
        for slip, value in self.mapping(node, SLIPS, "`credit`").items():
            told = len(self.mistakes)
            credit[slip] = self.number(value, f"the credit for `{slip}`", above=0)
            if credit[slip] >= 1 and len(self.mistakes) == told:
                self.wrong(value, f"the credit for `{slip}` is a share of the points, below 1")
        return credit

    def _credit_of(self, kind: CheckKind, check: Check, found: Mapping[str, yaml.Node]) -> dict[str, float]:
        """Return what slips keep of the points of one check."""
        slips = kind.slips_of(check)
        if not slips:
            if "credit" in found:
                credited = ", ".join(each.name for each in KINDS.values() if each.slips_of(check))
                message = f"`credit` is for {credited}, not for `{kind.name}`"
                if kind.form is Form.VALUE:
                    message = f"`{kind.name}` is right or wrong: no slip keeps points; leave `credit` out"
                self.wrong(found["credit"], message)
            return {}
        if "credit" not in found:
            return {slip: share for slip, share in self.slips.items() if slip in slips}
        credit = self.credit(found["credit"])
        if CHANGES in credit and CHANGES not in slips:
            wanted = f"`{CHANGES}` is for `matches`, and for a `law` with `untouched: true`"
            self.wrong(value_at(found["credit"], CHANGES), f"{wanted}: this check minds no changes")
        return credit

    def axes(self, checks: Sequence[Check]) -> Mapping[str, int] | None:
        """Return the axes and lists whose lengths are drawn for these checks, and the least length of each.

        None where not all are known.
        """
        if self.reference is None:
            return None
        found: dict[str, int] = {}
        for check in checks:
            if check.by_person:
                continue
            law = kind_of(check).law_of(check, self.reference)
            signature = law.signature if law else self.reference.signatures.get(check.target)
            if signature is None:
                return None
            found |= {name: int(name not in signature.lists) for name in signature.sized}
        return found


def _options(kind: CheckKind) -> Mapping[str, inspect.Parameter]:
    """Return the options of a kind: the keyword-only parameters of what runs it."""
    parameters = inspect.signature(kind.run, eval_str=True).parameters
    only = (p for p in parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY)
    by_name = {p.name.removesuffix("_"): p for p in only}  # `in` is written `in_` there
    by_name.pop("part", None)  # it stands behind the target
    return by_name
