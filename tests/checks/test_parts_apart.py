"""A class that works with others: what these do wrong by themselves is not held against it, all else is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import pytest

from grader import Within
from grader.checks.finding import Finding
from grader.checks.matches import matches
from grader.checks.trial import Trial
from grader.checks.whole import Whole, example_of
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.model import Verdict
from grader.reference.contents import Reference
from grader.signatures.classes import class_signature, function_signature
from grader.values.programs import Program, ProgramStep, Ref
from grader.values.run_here import through


class Person:
    """Somebody."""

    def __init__(self, name: Annotated[int, Within(1, 4)], age: Annotated[int, Within(1, 9)]) -> None:
        self.name, self.age = name, age

    def grow(self) -> int:
        """Grow older; return the age."""
        self.age += 1
        return self.age

    def told(self) -> int:
        """Who it is."""
        return 10 * self.name + self.age


class Club:
    """A club."""

    def __init__(self) -> None:
        self.people: list[Any] = []

    def add(self, person: Person) -> None:
        """Let somebody in."""
        self.people.append(person)

    def total(self) -> int:
        """All ages."""
        return sum(each.age for each in self.people)

    def first(self) -> Person:
        """Whoever came first."""
        return self.people[0]


def older(one: Person, other: Person) -> Person:
    """Return the older one."""
    return one if one.age >= other.age else other


Person.__module__ = Club.__module__ = "_reference_q"  # as where a reference is loaded
SIGNATURES = {
    "Person": class_signature(Person),
    "Club": class_signature(Club),
    "older": function_signature(older),
}
ANSWERS = {
    name: through(name, each, {"Person": Person})
    for name, each in (("Person", Person), ("Club", Club), ("older", older))
}
REFERENCE = Reference(ANSWERS, SIGNATURES, {}, judged=frozenset({"Person", "Club", "older"}))
CORPORA = Corpora(REFERENCE)


# What students write.


class GrowsNotTold(Person):
    def grow(self) -> Any:
        self.age += 1


class GrowsTwice(Person):
    def grow(self) -> int:
        self.age += 2
        return self.age


class NeverGrows(Person):
    grow: Any = None


class Nobody(Person):
    def told(self) -> int:
        return 0


class GrowsLate(Person):
    def grow(self) -> int:
        self.age += self.age < 8
        return self.age


class One(Person):
    one: Any = None

    def __new__(cls, *_: Any) -> "One":
        cls.one = cls.one or object.__new__(cls)
        return cls.one


class Last(Club):
    def first(self) -> Any:
        return self.people[-1]


class Copies(Club):
    def add(self, person: Any) -> None:
        copy = object.__new__(type(person))
        copy.__dict__ |= person.__dict__
        self.people.append(copy)


class AsTheyCame(Club):
    def add(self, person: Any) -> None:
        self.people.append(person)
        self.ages = [*getattr(self, "ages", []), person.age]

    def total(self) -> int:
        return sum(getattr(self, "ages", []))


class Spoils(Club):
    def add(self, person: Any) -> None:
        self.people.append(person)
        person.name += len(self.people) > 1


def found(name: str, person: type, right: Callable[..., Any] = Club, **judged: Any) -> Finding:
    """What is found of a club, or of `older`, with such persons."""
    functions: dict[str, Any] = {"Person": person, "Club": Club, "older": older} | {name: right}
    trial = Trial(replace(REFERENCE, **judged), CORPORA, Local(functions), Plan(60), shrinking=False)
    return matches(trial, name)


@pytest.mark.parametrize("person", [GrowsNotTold, Nobody, GrowsLate])
def test_a_right_class_keeps_its_points_with_wrong_parts(person: type) -> None:
    """A wrong person costs its own points, and is named."""
    assert found("Person", person, person).verdict is Verdict.FAILED
    finding = found("Club", person)
    assert (finding.verdict, finding.share) == (Verdict.PASSED, 1)
    method = "told" if person is Nobody else "grow"
    assert finding.message.startswith(f"`Person.{method}` has wrong answers without `Club`, too")


PERSONS = (Person, GrowsNotTold, GrowsTwice, NeverGrows, Nobody, GrowsLate, One)
CLUBS = (Last, Copies, AsTheyCame, Spoils)
# A name that a club spoils is nowhere to be seen where the one method that tells it never does.
PAIRS = [(person, club) for person in PERSONS for club in CLUBS if (person, club) != (Nobody, Spoils)]


@pytest.mark.parametrize(("person", "club"), PAIRS)
def test_a_wrong_class_never_hides_behind_its_parts(person: type, club: type) -> None:
    """Whatever is broken in a person, also on purpose, a wrong club is found."""
    assert found("Club", person, club).share == 0


def of_first(person: type, club: type) -> Finding:
    """What is found of the one method `first` of a club, with such persons."""
    functions: dict[str, Any] = {"Person": person, "Club": club, "older": older}
    return matches(
        Trial(REFERENCE, CORPORA, Local(functions), Plan(60), shrinking=False), "Club", part=".first"
    )


def test_a_method_by_itself_never_hides_behind_wrong_parts() -> None:
    """Which person comes back is looked at there, too: one for all is none of them."""
    assert (of_first(Person, Club).share, of_first(Nobody, Club).share) == (1, 1)
    assert [of_first(each, Last).share for each in (Person, Nobody, One)] == [0, 0, 0]


@pytest.mark.parametrize("person", [NeverGrows, GrowsTwice])
def test_what_cannot_be_seen_does_not_pass(person: type) -> None:
    """Whether a club sees its members grow is not known where they do not; a function keeps nothing."""
    finding = found("Club", person)
    assert (finding.share, finding.mistake) == (0, "unseen")
    assert (
        "`Club` cannot be seen so far: `Person.grow` has wrong answers without `Club`, too" in finding.message
    )
    assert found("older", person, older).share == 1


def test_parts_that_no_check_judges_cost_the_whole() -> None:
    """Else what is wrong with them would cost nothing."""
    assert found("Club", Nobody, judged=frozenset({"Club"})).share == 0
    assert found("Club", Nobody, judged=frozenset({"Club", "Person.grow"})).share == 0
    assert found("Club", Nobody, judged=frozenset({"Club", "Person.told"})).share == 1


class Chain:
    """A chain of objects, each with one behind it."""

    rest: Any = None

    def tie(self, rest: "Chain") -> None:
        """Put a chain behind this one."""
        self.rest = rest

    def length(self) -> int:
        """How many there are."""
        return 1 + self.rest.length() if self.rest else 1


def cut(chain: Chain) -> None:
    """Take off what is behind it."""
    chain.rest = None


def test_what_has_an_end_with_the_whole_alone_is_not_seen() -> None:
    """Without the cut the two chains hold each other, and asking how long they are never ends."""
    Chain.__module__ = cut.__module__ = "_reference_q"
    signature = function_signature(cut)
    trial = Trial(REFERENCE, CORPORA, Local({}), Plan(1), shrinking=False)
    whole = Whole(trial, "cut", "cut", signature, ["Chain"], ())
    new = ProgramStep("Chain", (), keep=True)
    tied = [ProgramStep(".tie", refs, keep=True) for refs in ((Ref(0), Ref(1)), (Ref(1), Ref(0)))]
    cutting, asking = ProgramStep("cut", (Ref(0),), keep=True), ProgramStep(".length", (Ref(1),))
    steps = (new, new, tied[0], cutting, tied[1], asking)
    assert whole.seen(example_of(Program(steps))) is None
    assert whole.seen(example_of(Program(steps[:4]))) is not None


class Vertex:
    """A vertex of a graph."""

    def __init__(self) -> None:
        self.out: list[Any] = []

    def connect(self, other: "Vertex") -> None:
        """Add an edge."""
        self.out.append(other)

    def degree(self) -> int:
        """How many edges leave."""
        return len(self.out)


class BothWays(Vertex):
    """An edge leads back, too."""

    def connect(self, other: Vertex) -> None:
        self.out.append(other)
        other.out.append(self)


class OneMore(Vertex):
    """It counts itself."""

    def degree(self) -> int:
        return len(self.out) + 1


def leads(one: Vertex, other: Vertex) -> bool:
    """Whether an edge leads from one to the other."""
    return other in one.out


def never(one: Vertex, other: Vertex) -> bool:
    """As where no edge was ever added."""
    return False


@pytest.mark.parametrize(
    ("vertex", "right", "share"), [(OneMore, leads, 1), (OneMore, never, 0), (BothWays, never, 0)]
)
def test_a_function_is_not_seen_without_what_makes_its_answers(vertex: type, right: Any, share: int) -> None:
    """Where nothing that adds an edge can be trusted, a function that never finds one would be right."""
    Vertex.__module__ = leads.__module__ = "_reference_q"
    signatures = {"Vertex": class_signature(Vertex), "leads": function_signature(leads)}
    answers = {n: through(n, each, {"Vertex": Vertex}) for n, each in (("Vertex", Vertex), ("leads", leads))}
    reference = Reference(answers, signatures, {}, judged=frozenset({"Vertex", "leads"}))
    functions = Local({"Vertex": vertex, "leads": right})
    finding = matches(Trial(reference, Corpora(reference), functions, Plan(60), shrinking=False), "leads")
    assert finding.share == share


class Pupil:
    """Somebody whose birthdays only the age tells."""

    def __init__(self, age: Annotated[int, Within(1, 9)]) -> None:
        self.years = age

    def grow(self) -> None:
        """Grow older."""
        self.years += 1

    def age(self) -> int:
        """How old."""
        return self.years

    def told(self) -> int:
        """Something that is nobody's business."""
        return -self.years


class School:
    """Pupils."""

    def __init__(self) -> None:
        self.pupils: list[Any] = []

    def add(self, pupil: Pupil) -> None:
        """Let somebody in."""
        self.pupils.append(pupil)

    def total(self) -> int:
        """All ages."""
        return sum(each.age() for each in self.pupils)

    def first(self) -> Pupil:
        """Whoever came first."""
        return self.pupils[0]


class Fails(Pupil):
    def told(self) -> int:
        raise KeyError


def test_what_fails_beside_does_not_hide_what_others_show() -> None:
    """Birthdays are right as far as the age tells, so it is seen that a school hears of them."""
    Pupil.__module__ = School.__module__ = "_reference_q"
    signatures = {"Pupil": class_signature(Pupil), "School": class_signature(School)}
    answers = {
        name: through(name, each, {"Pupil": Pupil}) for name, each in (("Pupil", Pupil), ("School", School))
    }
    reference = Reference(answers, signatures, {}, judged=frozenset(signatures))
    there: dict[str, Any] = {"Pupil": Fails, "School": School}
    trial = Trial(reference, Corpora(reference), Local(there), Plan(40), shrinking=False)
    assert matches(trial, "School").share == 1


class Item:
    """Something to buy."""

    def __init__(self, price: Annotated[int, Within(1, 9)]) -> None:
        self._price = price

    def price(self) -> int:
        """What it costs."""
        return self._price

    def rise(self, by: Annotated[int, Within(1, 3)]) -> None:
        """Cost more."""
        self._price += by


class Order:
    """Items that nobody gets back."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def add(self, item: Item) -> None:
        """Put one more in."""
        self.items.append(item)

    def total(self) -> int:
        """What all of them cost."""
        return sum(each.price() for each in self.items)


class OfWhatTheyCost(Order):
    def add(self, item: Item) -> None:
        self.items.append(Item(item.price()))


class NeverRises(Item):
    def rise(self, by: int) -> None: ...


@pytest.mark.parametrize(
    ("item", "order", "share"), [(Item, Order, 1), (NeverRises, Order, 1), (Item, OfWhatTheyCost, 0)]
)
def test_what_is_kept_changes_though_it_is_never_handed_out(item: type, order: type, share: int) -> None:
    """Whoever keeps it has to see that; and where it does not change, that is no fault of the keeper."""
    Item.__module__ = Order.__module__ = "_reference_q"
    signatures = {each.__name__: class_signature(each) for each in (Item, Order)}
    answers = {each.__name__: through(each.__name__, each, {"Item": Item}) for each in (Item, Order)}
    reference = Reference(answers, signatures, {}, judged=frozenset(signatures))
    trial = Trial(
        reference, Corpora(reference), Local({"Item": item, "Order": order}), Plan(60), shrinking=False
    )
    assert matches(trial, "Order").share == share
