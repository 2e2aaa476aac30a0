"""Arguments behind a `*` are given by name."""

from grader.values.by_name import by_name
from grader.values.typed import TypedLines


def test_arguments_behind_a_star_are_given_by_name() -> None:
    """As many as there are; what is typed is no argument of the function."""

    def f(x: int, *, y: int, z: int = 3) -> None: ...

    def every(*x: int, y: int = 0) -> None: ...

    assert by_name(f.__code__, (1, 2)) == ((1,), {"y": 2})
    typed = TypedLines(("Ada",))
    assert by_name(f.__code__, (typed, 1, 2, 3)) == ((typed, 1), {"y": 2, "z": 3})
    for code, values in ((f.__code__, (1, 2, 3, 4)), (every.__code__, (1, 2)), (None, (1,))):
        assert by_name(code, values) == (values, {})
