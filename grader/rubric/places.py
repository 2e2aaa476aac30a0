"""YAML with places: every value is read from its node, so that every mistake knows its line and column."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import yaml

from grader.errors import Mistake, suggestion

SIZE_LIMIT = 1 << 20
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


class Nodes:
    """Reads values from the nodes of a YAML file, and collects what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[Mistake] = []

    def wrong(self, node: yaml.Node, message: str) -> None:
        """Note a mistake at a node."""
        self._wrong_at(node.start_mark, message)

    def _wrong_at(self, mark: Any, message: str) -> None:
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self._wrong_in(line, message, column)

    def _wrong_in(self, line: int, message: str, column: int = 1) -> None:
        self.mistakes.append(Mistake(self.path, line, column, message))

    def parse(self, data: bytes) -> yaml.Node | None:
        """Return the root node; note what YAML itself objects to."""
        text = self._decoded(data)
        if text is None:
            return None
        try:
            if not self._is_plain(text):
                return None
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as problem:
            message = ", ".join(filter(None, (problem.context, problem.problem))) or "this is not YAML"
            for said, meant in YAML_SAYS.items():
                message = meant if said in message else message
            self._wrong_at(problem.problem_mark or problem.context_mark, message)
            return None
        except yaml.reader.ReaderError as problem:
            line = text[: problem.position].count("\n") + 1
            self._wrong_in(line, f"the character U+{problem.character:04X} does not belong in a text")
            return None
        except RecursionError:
            self._wrong_in(1, "lists or mappings are nested too deeply")
            return None
        if root is None:
            self._wrong_in(1, "the file is empty; a rubric starts with `assignment: name`")
        return root

    def _decoded(self, data: bytes) -> str | None:
        """Return the text of a file; note where it is none, or too long."""
        if len(data) > SIZE_LIMIT:
            self._wrong_in(1, f"the file has {len(data)} bytes; a rubric has at most 1 MB")
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            line = data[: problem.start].count(b"\n") + 1
            self._wrong_in(line, "this is not UTF-8 text; save the file as UTF-8")
            return None

    def _is_plain(self, text: str) -> bool:
        """Whether a text has no aliases and is not nested too deeply; note what it has."""
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
            self._wrong_at(event.start_mark, message)
            return False
        return True

    def mapping(self, node: yaml.Node, keys: Collection[str] | None, what: str) -> dict[str, yaml.Node]:
        """Return a mapping's nodes by key; note unknown and repeated keys."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what} is a mapping (key: value), not {what_is(node)}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if not isinstance(key, yaml.ScalarNode):
                self.wrong(key, f"a key of {what} is a word, not {what_is(key)}")
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
            self.wrong(node, f"{what} is a list, not {what_is(node)}")
            return ()
        return list(node.value)

    def text(self, node: yaml.Node, what: str) -> str:
        """Return a text; a number will do (an id such as 7)."""
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null") or not node.value.strip():
            self.wrong(node, f"{what} is a text, not {what_is(node)}")
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
            self.wrong(node, f"{what} is a number, not {what_is(node)}")
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
            self.wrong(node, f"{what} is true or false, not {what_is(node)}")
            return False
        return bool(yaml.safe_load(node.value))


def what_is(node: yaml.Node) -> str:
    """Return what a node is, in words."""
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return f"`{node.value}`" if node.value else "empty"


def value_at(node: yaml.Node, key: str) -> yaml.Node:
    """Return the value of a key of a mapping, or the mapping where it has no such key."""
    for name, value in node.value:
        if name.value == key:
            return value  # type: ignore[no-any-return]
    return node
