"""The keys ``late`` and ``attempts`` of a rubric: what being late costs, which attempt counts."""

import re
from datetime import datetime

import yaml

from grader.model import LateRule
from grader.rubric.places import Nodes

KEYS = ("per_day", "grace", "at_most", "due")
SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86_400, "days": 86_400}
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?%")
_SPAN = re.compile(rf"(\d+(?:\.\d+)?) ?({'|'.join(SECONDS)})")


def late_rule(nodes: Nodes, node: yaml.Node) -> LateRule:
    """Read ``{per_day: 10%, grace: 15 min, at_most: 50%, due: 2026-03-01T23:59}``; note what is wrong."""
    found = nodes.mapping(node, KEYS, "`late`")
    if "per_day" not in found and isinstance(node, yaml.MappingNode):
        nodes.wrong(node, "`late` says with `per_day` what each day costs, such as `per_day: 10%`")
    return LateRule(
        per_day=_share(nodes, found["per_day"], "`per_day`") if "per_day" in found else 0.0,
        grace=_span(nodes, found["grace"]) if "grace" in found else 0.0,
        at_most=_share(nodes, found["at_most"], "`at_most`") if "at_most" in found else 1.0,
        due=_due(nodes, found["due"]) if "due" in found else "",
    )


def best_attempt(nodes: Nodes, node: yaml.Node) -> bool:
    """Read ``attempts``, which is "best" or "last"; note what is wrong."""
    text = nodes.text(node, "`attempts`")
    if text and text not in ("best", "last"):
        nodes.wrong(node, f"of several `attempts` the `best` counts or the `last`, not `{text}`")
    return text == "best"


def _share(nodes: Nodes, node: yaml.Node, what: str) -> float:
    text = nodes.text(node, what)
    match = _SHARE.fullmatch(text)
    if match and float(match[1]) <= 100:
        return float(match[1]) / 100
    if text:
        nodes.wrong(node, f"{what} is a share of the score, such as 10%, and at most 100%, not `{text}`")
    return 0.0


def _span(nodes: Nodes, node: yaml.Node) -> float:
    text = nodes.text(node, "`grace`")
    if match := _SPAN.fullmatch(text):
        return float(match[1]) * SECONDS[match[2]]
    if text:
        nodes.wrong(node, f"`grace` is a time with its unit, such as 15 min, 2 h or 1 day, not `{text}`")
    return 0.0


def _due(nodes: Nodes, node: yaml.Node) -> str:
    text = nodes.text(node, "`due`")
    if not text:
        return ""
    try:
        if ":" not in text:
            raise ValueError  # a day alone would end as it begins
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        nodes.wrong(node, f"`due` is a day and a time, such as 2026-03-01T23:59+01:00, not `{text}`")
        return ""
