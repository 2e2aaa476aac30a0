"""Which names a statement of a module defines and which it uses, by Python's own rules of scope."""

import ast
import copy
import symtable
from collections.abc import Iterator

MADE = {"__conditional_annotations__"}  # by Python itself, from 3.14 on, where a variable has an annotation


def defined(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement binds or, as ``TABLE["a"] = 1`` does, changes."""
    found = {
        each.get_name() for each in _table(node).get_symbols() if each.is_assigned() or each.is_imported()
    }
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found |= {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    return frozenset(found)


def used(node: ast.AST) -> frozenset[str]:
    """Return the names of its module that a statement or expression uses, also inside its functions."""
    top = _table(node)
    found = {each.get_name() for each in top.get_symbols() if each.is_referenced()} - MADE
    inside = top.get_children()
    while inside:
        table = inside.pop()
        # Python takes a function called "top" for a module, whose own names are global.
        found |= {s.get_name() for s in table.get_symbols() if s.is_global() and not s.is_local()}
        inside += table.get_children()
    return frozenset(found)


def functions_in(node: ast.stmt) -> list[ast.FunctionDef]:
    """Return a function, or the methods of a class."""
    found = node.body if isinstance(node, ast.ClassDef) else [node]
    return [each for each in found if isinstance(each, ast.FunctionDef)]


def bases_of(node: ast.stmt) -> list[str]:
    """Return the names of the classes that a class comes from."""
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    return [each.id for each in bases if isinstance(each, ast.Name)]


def of_types(function: ast.FunctionDef) -> frozenset[str]:
    """Return the names that a function's annotations use, also those in quotes."""
    found: set[str] = set()
    for each in _annotations(function):
        found |= types_in(each)
    return frozenset(found)


def types_in(annotation: ast.expr) -> frozenset[str]:
    """Return the names that an annotation uses, also one in quotes."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value.strip(), mode="eval").body
    return used(annotation)


def without_types(node: ast.stmt) -> ast.stmt:
    """Return a statement without what it says of types: what it computes with."""
    bare = copy.deepcopy(node)
    for each in ast.walk(bare):
        match each:
            case ast.arg():
                each.annotation = None
            case ast.FunctionDef():
                each.returns = None
            case ast.AnnAssign():
                each.annotation = ast.Constant(None)
    return bare


def _annotations(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for each in ast.walk(function.args):
        if isinstance(each, ast.arg) and each.annotation is not None:
            yield each.annotation
    if function.returns is not None:
        yield function.returns


def _table(node: ast.AST) -> symtable.SymbolTable:
    return symtable.symtable(ast.unparse(node), "", "exec")
