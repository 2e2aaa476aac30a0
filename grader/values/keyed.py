"""Dicts and sets as they cross: what may be a key, and in which order a set is told."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from grader.values.leaves import Array, Complex, Large, Other, WireError, build_array, named

MOST = 100_000  # keys or members
FEW = 10_000  # of those whose hashes a student could choose to be the same: tuples, and very large numbers

Pack = Callable[[Any], Any]


def items_of(value: Any, kind: type) -> list[tuple[Any, Any]] | None:
    """Return the keys of a mapping with what stands under them; None where this is none."""
    if issubclass(kind, dict):
        pairs: Iterable[tuple[Any, Any]] = dict.items(value)
    elif hasattr(kind, "keys") and hasattr(kind, "__getitem__"):
        pairs = ((key, value[key]) for key in value.keys())  # noqa: SIM118  (another library's)
    else:
        return None
    return list(islice(pairs, MOST + 1))


def packed_keys(keys: Iterable[Any], pack: Pack) -> list[Any] | Other:
    """Return the keys of a dict as they cross: texts, numbers, True and False, None; else words."""
    found = []
    for key in keys:
        packed = plain(pack(key))
        if not is_key(packed):
            return Other(f"a dict with {named(type(key))} for a key")
        found.append(packed)
    return found if len(found) <= MOST else Other(f"a dict of more than {MOST:,} keys")


def plain(value: Any) -> Any:
    """Return a number as Python's own where NumPy's crosses as an array without axes."""
    if not isinstance(value, Array) or value.shape:
        return value
    number = build_array(value).item()
    return Complex(number.real, number.imag) if isinstance(number, complex) else number


def is_key(value: Any) -> bool:
    """Whether this is a key as it crosses: of these nobody finds many that have one hash."""
    return value is None or isinstance(value, (bool, int, float, str))


def require_keys(keys: list[Any], items: list[Any]) -> None:
    """Raise WireError where these cannot be the keys of these items."""
    if len(keys) != len(items) or len(keys) > MOST or not all(map(is_key, keys)):
        raise WireError("a dict whose keys are none")


def require_members(items: list[Any], *, is_member: Callable[[Any], bool]) -> None:
    """Raise WireError where these cannot be the members of a set."""
    if not fits_a_set(items, is_member):
        raise WireError("a set of what is in none")


def fits_a_set(items: list[Any], is_member: Callable[[Any], bool]) -> bool:
    """Whether a set can be made of these in short time."""
    return all(map(is_member, items)) and (
        len(items) <= FEW or (len(items) <= MOST and all(map(is_key, items)))
    )


def is_number_or_word(value: Any) -> bool:
    """Whether a value that holds no others may be a member of a set."""
    return is_key(value) or isinstance(value, (Large, Complex))


def in_order(values: Iterable[Any]) -> list[Any]:
    """Return the members of a set in their order: how they lie in memory is an accident.

    Numbers come first, by size, then texts by letters, then tuples item by item.
    """
    return sorted(values, key=in_order_by)


def in_order_by(value: Any) -> tuple[Any, ...]:
    """Return what a member of a set is sorted by."""
    if isinstance(value, (bool, int, float)):
        return 0, value
    if isinstance(value, str):
        return 1, value
    if isinstance(value, (tuple, list)):
        return 2, *map(in_order_by, value)
    if isinstance(value, (set, frozenset)):
        return 3, *map(in_order_by, in_order(value))
    return 4, repr(value)


def same_keys(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Any:
    """Return the first key that only one of two dicts has, in a tuple; () where there is none."""
    for key in (*other, *one):
        if key not in one or key not in other:
            return (key,)
    return ()
