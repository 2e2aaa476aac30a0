"""Which functions an argument may be: a catalogue of formulas, whose parameters are drawn as numbers are."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.signatures.pick import Domain, Pick
from grader.values.formula import Formula, trouble


class Formulas:
    """A domain of functions: ``Formulas("lambda x: x**2 - a", "lambda x: np.cos(x) - x", a=Within(1, 3))``.

    Everybody may know the catalogue: what crosses to a submission is the text with numbers put in.  With
    ``at_most`` one call of the student's function may call it so many times.
    """

    def __init__(self, *formulas: str, at_most: int | None = None, **parameters: Domain) -> None:
        if not formulas:
            raise TypeError('Formulas wants one formula at least, such as "lambda x: x**2 - 2"')
        for each in formulas:
            named = tuple(name for name in parameters if name in _names(each))
            if why := trouble(each, named):
                raise TypeError(f"the formula {each!r}: {why}")
        for name in parameters:
            if not any(name in _names(each) for each in formulas):
                raise TypeError(f"the parameter `{name}` stands in no formula")
        self.formulas: Sequence[str] = formulas
        self.at_most, self.parameters = at_most, parameters

    def __call__(self, pick: Pick) -> Formula:
        """Pick a formula, and its parameters one by one."""
        text = pick.one_of(self.formulas)
        alone = replace(pick, shape=(), whole=False)
        numbers = {n: float(d(alone)) for n, d in self.parameters.items() if n in _names(text)}
        body = _Filled(numbers).visit(ast.parse(text, mode="eval").body)
        return Formula(ast.unparse(ast.fix_missing_locations(body)), self.at_most)


def _names(text: str) -> set[str]:
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


class _Filled(ast.NodeTransformer):
    """Puts numbers in the places of parameters, whole ones as a person writes them."""

    def __init__(self, numbers: dict[str, float]) -> None:
        self.numbers = numbers

    def visit_Name(self, node: ast.Name) -> Any:
        """Return the number of a parameter."""
        number = self.numbers.get(node.id)
        if number is None:
            return node
        return ast.Constant(int(number) if number.is_integer() and abs(number) < 1e6 else number)
