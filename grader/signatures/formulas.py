"""Which functions an argument may be: a catalogue of formulas, whose parameters are drawn as numbers are."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.signatures.pick import Domain, Pick
from grader.signatures.refusals import Unsupported
from grader.values.formula import Formula, trouble


class Formulas:
    """A domain of functions: ``Formulas("lambda x: x**2 - a", "lambda x: np.cos(x) - x", a=Within(1, 3))``.

    Functions that belong together, as one and its derivative, are a tuple of texts.  The first of them is
    drawn, and ``Beside`` gives another argument the next.

    Everybody may know the catalogue: what crosses to a submission is the text with numbers put in.  With
    ``at_most`` one call of the student's function may call it so many times.
    """

    def __init__(
        self, *formulas: str | tuple[str, ...], at_most: int | None = None, **parameters: Domain
    ) -> None:
        if not formulas:
            raise TypeError('Formulas wants one formula at least, such as "lambda x: x**2 - 2"')
        rows = [(each,) if isinstance(each, str) else tuple(each) for each in formulas]
        if len({len(row) for row in rows}) > 1 or not rows[0]:
            raise TypeError("Formulas wants as many functions beside each formula as beside the others")
        for each in (text for row in rows for text in row):
            named = tuple(name for name in parameters if name in _names(each))
            if why := trouble(each, named):
                raise TypeError(f"the formula {each!r}: {why}")
        for name in parameters:
            if not any(name in _names(each) for row in rows for each in row):
                raise TypeError(f"the parameter `{name}` stands in no formula")
        self.formulas: Sequence[tuple[str, ...]] = rows
        self.at_most, self.parameters = at_most, parameters

    def __call__(self, pick: Pick) -> Formula:
        """Pick a formula, and its parameters one by one."""
        row = pick.one_of(self.formulas)
        alone, named = replace(pick, shape=(), whole=False), set().union(*map(_names, row))
        numbers = {n: float(d(alone)) for n, d in self.parameters.items() if n in named}
        first, *beside = (_filled(text, numbers) for text in row)
        return Formula(first, self.at_most, tuple(beside))


@dataclass(frozen=True)
class Beside:
    """A domain of functions: the one that stands beside that of another argument in its catalogue.

    ``df: Annotated[Callable[[float], float], Beside("f")]`` where ``f`` is drawn from ``Formulas`` of pairs;
    ``Beside("f", 2)`` is the third of three.
    """

    name: str
    place: int = 1

    def __call__(self, pick: Pick) -> Formula:
        """Return the function that belongs to the one that was picked; nothing is chosen."""
        first: Formula = pick.values[self.name]
        return Formula(first.beside[self.place - 1], first.at_most)


def require_beside(domains: Mapping[str, Domain]) -> None:
    """Raise Unsupported where an argument stands beside none before it, or where no catalogue has so many."""
    before: dict[str, Domain] = {}
    for name, domain in domains.items():
        if isinstance(domain, Beside):
            of, wants = before.get(domain.name), f"the argument `{name}`: {domain} wants"
            if not isinstance(of, Formulas):
                raise Unsupported(f"{wants} an argument `{domain.name}` with Formulas before it")
            if not 1 <= domain.place < len(of.formulas[0]):
                raise Unsupported(
                    f"{wants} more functions beside each formula of "
                    f"`{domain.name}`: write "
                    'tuples, as in Formulas(("lambda x: x**2 - a", "lambda x: 2*x"), a=Within(1, 3))'
                )
        before[name] = domain


def _filled(text: str, numbers: dict[str, float]) -> str:
    body = _Filled(numbers).visit(ast.parse(text, mode="eval").body)
    return ast.unparse(ast.fix_missing_locations(body))


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
