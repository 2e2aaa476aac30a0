"""Conditions over what went before one call of a program: "`withdraw` has raised before"."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations

from grader.patterns.condition import Condition
from grader.patterns.history import Called, History, quoted
from grader.patterns.measures import Measured

FEW = 3  # methods that are named one by one
OFTEN = 5  # calls: on more thresholds one learns by chance


def of_history(inputs: Sequence[Measured]) -> Iterator[Condition]:
    """Yield what may have gone before the call that is asked about."""
    histories = [each.history for each in inputs if each.history is not None]
    now = sorted({each.now.name for each in histories})
    names = sorted({called.name for each in histories for called in each.before})
    raising = sorted({called.name for each in histories for called in each.before if called.raised})
    for name in now if len(now) > 1 else ():
        others = [quoted(each) for each in now if each != name]
        other = " or ".join(others) if len(others) <= FEW else f"not {quoted(name)}"
        yield _of(
            f"it is {quoted(name)} that is called",
            f"it is {other} that is called",
            lambda h, n=name: h.now.name == n,
            of_call=True,
        )
    made = histories[0].made
    yield _of(f"another {made} before", f"no other {made} before", lambda h: h.objects > 1)
    if {*now, *names} != {*names[:1]}:  # else it is said of the one there is
        yield _of("nothing was called before", "something was called before", lambda h: not h.before)
    for name in raising:
        yield _of(
            f"a call of {quoted(name)} before raised as it should",
            f"no call of {quoted(name)} before raised",
            lambda h, n=name: any(c.raised for c in _calls(h, n)),
        )
    yield _of(
        "a call before raised as it should",
        "no call before raised",
        lambda h: any(c.raised for c in h.before),
    )
    for name in names:
        yield from _of_calls(name)
    for one, other in permutations(names, 2):
        yield from _of_two_calls(one, other)
    yield _of("it was given the same before", "it was not given the same before", _given_again)
    yield _of("it was called before", "it was not called before", lambda h: bool(_calls(h, h.now.name)))


def _of_calls(name: str) -> Iterator[Condition]:
    """Yield how one method may have been called before."""

    def of(yes: str, no: str, test: Callable[[list[Called]], bool]) -> Condition:
        return _of(f"{quoted(name)} was {yes}", f"{quoted(name)} was {no}", lambda h: test(_calls(h, name)))

    yield of("called before", "not called before", bool)
    yield _of(
        f"{quoted(name)} was called just before",
        f"{quoted(name)} was not called just before",
        lambda h: bool(h.before) and h.before[-1].name == name,
    )
    yield of(
        "given the same twice before",
        "not given the same twice before",
        lambda calls: len({each.arguments for each in calls}) < len(calls),
    )
    yield of(
        "given different arguments before",
        "not given different arguments before",
        lambda calls: len({each.arguments for each in calls}) > 1,
    )
    for most in range(1, OFTEN + 1):
        times = "once" if most == 1 else f"{most} times"
        yield of(
            f"called more than {times} before",
            f"called at most {times} before",
            partial(_more_than, most),
        )


def _more_than(most: int, calls: Sequence[Called]) -> bool:
    return len(calls) > most


def _of_two_calls(one: str, other: str) -> Iterator[Condition]:
    """Yield how two methods may have been called before."""
    yield _of(
        f"{quoted(one)} was called before, and {quoted(other)} after it",
        f"{quoted(other)} was not called after {quoted(one)} before",
        lambda h: _after(h, one, other),
    )
    yield _of(
        f"{quoted(one)} was called more often than {quoted(other)} before",
        f"{quoted(one)} was not called more often than {quoted(other)} before",
        lambda h: len(_calls(h, one)) > len(_calls(h, other)),
    )


def _given_again(history: History) -> bool:
    return any(each.arguments == history.now.arguments for each in _calls(history, history.now.name))


def _of(yes: str, no: str, test: object, *, of_call: bool = False) -> Condition:
    of = lambda m: m.history is not None and test(m.history)  # type: ignore[operator] # noqa: E731
    return Condition(yes, no, of, of_call=of_call)


def _calls(history: History, name: str) -> list[Called]:
    return [each for each in history.before if each.name == name]


def _after(history: History, one: str, other: str) -> bool:
    names = [each.name for each in history.before]
    return one in names and other in names[names.index(one) + 1 :]
