"""What an annotation says of a function that prints its answer."""

from typing import TYPE_CHECKING, Any, TypeAlias

from grader.values.printed import RULES, Rule

if TYPE_CHECKING:
    Printed: TypeAlias = None  # for who checks types: such a function returns nothing
else:

    class Printed:
        """As the result of a function: what it prints is its answer, and it returns nothing.

        ``Printed`` compares line by line, without spaces at the ends of lines;
        ``Annotated[Printed, "words"]`` word by word, ``Annotated[Printed, "numbers"]`` the numbers in it.
        """


def rule_of(extras: list[Any]) -> Rule:
    """Return the rule that stands beside ``Printed``; raise TypeError for anything else."""
    found = [rule for rule in RULES if [rule] == extras]
    if not found:
        wanted = ", ".join(map(repr, RULES))
        raise TypeError(f"Annotated[Printed, rule] takes one of {wanted}, not {', '.join(map(repr, extras))}")
    return found[0]
