"""What a reference holds: right answers, laws that any right answer obeys, known mistakes."""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.errors import Mistake
from grader.signatures.opaque import opaque_parts
from grader.signatures.signature import Signature
from grader.values.by_name import AskedNames
from grader.values.handed import all_handed
from grader.values.tensors import in_double_precision

Function = Callable[..., Any]


@dataclass(frozen=True)
class Law:
    """A statement about student functions, true of any right answer; its docstring is for students."""

    function: Function
    of: tuple[str, ...]  # the student functions it is about
    signature: Signature
    variables: frozenset[str] = frozenset()  # those of them that are no functions: it is handed their values
    hands_tensors: bool = False  # whether they are handed tensors, or it is itself

    def tried(self, functions: Mapping[str, Function], args: Mapping[str, Any]) -> Any:
        """Call the law with these functions; return and raise what it does."""
        given = {name: each() if name in self.variables else each for name, each in functions.items()}
        with in_double_precision(needed=self.hands_tensors):
            return self.function(**given, **all_handed(args))

    @property
    def sentence(self) -> str:
        """The line the student reads."""
        return sentence(self.function)


@dataclass(frozen=True)
class Reference:
    """Everything the rubric may name."""

    answers: Mapping[str, Function]
    signatures: Mapping[str, Signature]
    laws: Mapping[str, Law]
    mistakes: Mapping[str, tuple[Function, ...]] = field(default_factory=dict)  # by the function they imitate
    # Functions no rubric can name, and why.  No fault in themselves: an answer may have helpers.
    unusable: Mapping[str, Mistake] = field(default_factory=dict)
    # What else stands in the answers, variables and classes, and why it cannot be asked.
    others: Mapping[str, Mistake] = field(default_factory=dict)
    # The functions that a check of the rubric is about, whichever questions are graded; None: any.
    asked: frozenset[str] | None = None
    judged: frozenset[str] = frozenset()  # what a check judges by its answers: "softmax", "Stack.pop"

    def asks_for(self, name: str) -> bool:
        """Whether a student's function of that name is asked for: then it is judged, too."""
        return self.asked is None or name in self.asked

    @property
    def variables(self) -> list[str]:
        """The answers that are no functions: their values are asked for."""
        return [name for name, each in self.signatures.items() if each.variable]

    @property
    def libraries(self) -> Sequence[str]:
        """What must be imported to hand over arguments."""
        return ["torch"] if any(each.hands_tensors for each in self.signatures.values()) else []

    @cached_property
    def argument_names(self) -> AskedNames:
        """The names under which arguments are asked for, by call: "f", "Stack", ".push".

        Of methods of one name that take other arguments there are none.
        """
        found: dict[str, Sequence[str]] = {}
        for name, asked in self.signatures.items():
            for call, names in asked.argument_names(name).items():
                found[call] = names if found.get(call, names) == names else ()
        return found

    @cached_property
    def opaque(self) -> Mapping[str, Collection[int | None]]:
        """Of each function, which parts of its result others take as they are; None is the whole."""
        return {name: opaque_parts(self.signatures, name) for name in self.signatures}

    def refusal(self, name: str) -> Mistake | None:
        """Return why no rubric can name this, where something of this name is there."""
        return self.unusable.get(name) or self.others.get(name)


def sentence(function: Function) -> str:
    """Return the first paragraph of a docstring as one line."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())


def is_class(function: Function) -> bool:
    """Whether what is asked for is a class."""
    return inspect.isclass(inspect.unwrap(function))
