"""Programs whose objects hold each other: deep enough for what is wrong at the third level alone."""

from itertools import pairwise
from typing import Annotated, Any

from grader import Within
from grader.examples.draw import Plan, corpus
from grader.signatures.classes import function_signature
from grader.values.run_here import run


class Vertex:
    """A vertex of a graph."""

    def __init__(self) -> None:
        self.out: list[Vertex] = []

    def connect(self, other: "Vertex") -> None:
        """Add an edge."""
        self.out.append(other)

    def degree(self) -> int:
        """How many edges leave."""
        return len(self.out)


def has_path(a: Vertex, b: Vertex) -> bool:
    """Whether b can be reached."""
    seen, todo = [], [*a.out]
    while todo:
        v = todo.pop()
        if v is b:
            return True
        if v not in seen:
            seen.append(v)
            todo.extend(v.out)
    return False


def looks_two_edges_far(a: Vertex, b: Vertex) -> bool:
    """Wrong for longer paths."""
    return b in a.out or any(b in v.out for v in a.out)


class Node:
    """A node of a search tree."""

    def __init__(
        self,
        key: Annotated[int, Within(0, 9)],
        left: "Node | None" = None,
        right: "Node | None" = None,
    ) -> None:
        self.key, self.left, self.right = key, left, right

    def keys(self) -> list[int]:
        """All keys, from left to right."""
        left, right = (each.keys() if each else [] for each in (self.left, self.right))
        return [*left, self.key, *right]


def is_search_tree(root: Node | None) -> bool:
    """Whether the keys go up."""
    keys = root.keys() if root else []
    return all(a < b for a, b in pairwise(keys))


def looks_at_children(root: Node | None) -> bool:
    """Wrong where a key deeper down is too large or too small."""
    if root is None:
        return True
    left = root.left is None or root.left.key < root.key
    right = root.right is None or root.right.key > root.key
    return left and right and looks_at_children(root.left) and looks_at_children(root.right)


Vertex.__module__ = Node.__module__ = "_reference_q"  # as where a reference is loaded


def found(right: Any, wrong: Any, kind: type) -> int:
    """On how many programs of a function another one differs."""
    programs = [each.args["program"] for each in corpus(function_signature(right), Plan(100))]
    asked = [
        [run({kind.__name__: kind, right.__name__: each}, program) for program in programs]
        for each in (right, wrong)
    ]
    return sum(one != other for one, other in zip(*asked, strict=True))


def test_long_paths_and_deep_trees_are_asked() -> None:
    """Three edges, or a grandchild on the wrong side of a tree whose parts are right."""
    assert found(has_path, looks_two_edges_far, Vertex) > 2
    assert found(is_search_tree, looks_at_children, Node) > 0
