"""What an annotation says of a function that prints its answer, and of one that asks at the keyboard."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, get_args, get_origin

from grader.signatures.pick import Domain
from grader.signatures.raises import without_raises
from grader.values.printed import RULES, Rule

if TYPE_CHECKING:
    Printed: TypeAlias = None  # for who checks types: such a function returns nothing
else:

    class Printed:
        """As the result of a function: what it prints is its answer, and it returns nothing.

        ``Printed`` compares line by line, without spaces at the ends of lines;
        ``Annotated[Printed, "words"]`` word by word, ``Annotated[Printed, "numbers"]`` the numbers in it.
        """


@dataclass(frozen=True)
class Keyboard:
    """Beside the result of a function that asks with `input`: ``Annotated[Printed, Keyboard(names)]``.

    The domain, a function of a Pick, returns the lines that are typed during a call: a list, or one text.
    """

    lines: Domain


def keyboard_of(annotation: Any) -> Keyboard | None:
    """Return what is typed during a call, if the annotation of the result says so."""
    rest, _ = without_raises(annotation)
    extras = get_args(rest)[1:] if get_origin(rest) is Annotated else ()
    return next((each for each in extras if isinstance(each, Keyboard)), None)


def without_keyboard(annotation: Any) -> Any:
    """Return the annotation of a result without what is typed."""
    if get_origin(annotation) is not Annotated:
        return annotation
    base, *extras = get_args(annotation)
    rest = [each for each in extras if not isinstance(each, Keyboard)]
    return Annotated[(base, *rest)] if rest else base


def rule_of(extras: list[Any]) -> Rule:
    """Return the rule that stands beside ``Printed``; raise TypeError for anything else."""
    found = [rule for rule in RULES if [rule] == extras]
    if not found:
        wanted = ", ".join(map(repr, RULES))
        raise TypeError(f"Annotated[Printed, rule] takes one of {wanted}, not {', '.join(map(repr, extras))}")
    return found[0]
