"""What there is to see in an input that is no array: texts, lists, sets and dicts."""

from typing import Annotated, Any

import pytest

from grader.examples.draw import Example
from grader.examples.traits import traits
from grader.signatures.pick import Mood, Pick
from grader.signatures.signature import signature


def anything(pick: Pick) -> Any:
    """What is drawn is no matter here."""
    return pick.choose(0, 1)


def f(
    text: Annotated[str, anything],
    items: Annotated[list[int], anything],
    names: Annotated[set[str], anything],
    prices: Annotated[dict[str, int], anything],
) -> int:
    """Takes one of each."""
    return len(text) + len(items) + len(names) + len(prices)


PLAIN: dict[str, Any] = {"text": "ab", "items": [3, 1, 2], "names": {"b"}, "prices": {"c": 1, "d": 2}}


@pytest.mark.parametrize(
    ("change", "trait"),
    [
        ({"text": "aB"}, "`text` has a capital letter"),
        ({"text": "a  b"}, "`text` has two spaces side by side"),
        ({"text": "aab"}, "`text` two equal ones stand side by side"),
        ({"text": "a b a"}, "of the words of `text`, something comes again after something else"),
        ({"text": "a ab"}, "of the words of `text`, one is part of another"),
        ({"items": [1, 2, 1]}, "of `items`, something comes again after something else"),
        ({"items": [1, 2, 3]}, "of `items`, all are in order"),
        ({"items": []}, "of `items`, there is nothing"),
        ({"items": [4, 4, 1]}, "of `items`, the largest is there twice"),
        ({"names": {"c", "d"}}, "`names` and `prices` have all in common"),
        ({"prices": {"c": 2, "d": 2}}, "`prices.values()` holds a number twice"),
        ({"text": "c"}, "`text` is in `prices`"),
    ],
)
def test_what_a_text_a_list_a_set_or_a_dict_shows(change: dict[str, Any], trait: str) -> None:
    """By its own words, which an input without it does not have."""
    seen, before = (traits(signature(f), Example({**PLAIN, **each}, (), Mood.PLAIN)) for each in (change, {}))
    assert trait in seen
    assert trait not in before


def test_lists_may_lie_in_lists_in_lists() -> None:
    """However deep: what is in them is compared as a whole."""

    def flat(items: Annotated[list[Any], anything]) -> list[int]:
        """All numbers in lists in lists."""
        return items

    seen = traits(signature(flat), Example({"items": [[[3], 4], 1, [[3], 4]]}, (), Mood.PLAIN))
    assert "of `items`, something comes again after something else" in seen
