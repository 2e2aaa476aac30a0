"""Exceptions as answers: types that lie, never end or are huge earn nothing, and cost nobody anything."""

from pathlib import Path

import pytest
from one_question import assignment, graded, told

from grader.sandbox import messages
from grader.values import wire
from grader.values.exceptions import LONGEST, MOST, kinds_of

ANSWERS = '''
from grader import Raises

def refuse(x: int) -> int | Raises[ValueError]:
    """Raise a ValueError for odd numbers; return the others."""
    if x % 2:
        raise ValueError
    return x
'''
HOSTILE = """
class Meta(type):
    __name__ = property(lambda cls: (_ for _ in ()).throw(KeyboardInterrupt))
    __mro__ = property(lambda cls: (ValueError, Exception, BaseException, object))
    def mro(cls): return super().mro()
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return hash(ValueError)

class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash('ValueError')
    def __getitem__(self, key): return 'ValueError'
    def encode(self, *_): return b'ValueError'
    def __str__(self): return 'ValueError'

"""
LIES = {
    "metaclass": "class E(Exception, metaclass=Meta): pass",
    "huge": "E = type('H' * 10_000_000, (Exception,), {})",
    "text": "E = type('E', (Exception,), {})\nE.__name__ = Text('Other')",
    "members": "class E(Exception):\n    __class__ = ValueError\n    __bases__ = (ValueError,)",
    "deep": "E = Exception\nfor n in range(900): E = type(f'E{n}', (E,), {})",
    "list": "class E(Exception):\n    kinds = ['ValueError']\n    def __str__(self): return 'ValueError: no'",
}


def test_no_type_is_what_it_says_it_is(tmp_path: Path) -> None:
    """What a type came from decides, in the worker already; one that is right is right however deep."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: refuse, points: 2}")
    end = "\ndef refuse(x):\n    if x % 2: raise E\n    return x\n"
    deep = "E = ValueError\nfor n in range(900): E = type(f'E{n}', (E,), {})"
    hand_ins = {name: HOSTILE + lie + end for name, lie in LIES.items()}
    results = graded(rubric, {**hand_ins, "honest": f"{deep}{end}"})
    assert told(results.pop("honest")) == [(2, "")]
    assert results.keys() == LIES.keys()
    for name, result in results.items():
        ((earned, said),) = told(result)
        assert earned == 0, name
        assert said.startswith("`refuse(1)` should raise ValueError; it raised"), name
        assert len(said) < 400, name


def test_names_are_few_and_short() -> None:
    """Of a thousand types the first and the last ones are told, of a long name its beginning."""
    kind: type[Exception] = ValueError
    for number in range(1000):
        kind = type(f"E{number}" + "x" * 1000, (kind,), {})
    kinds = kinds_of(kind())
    assert len(kinds) == MOST
    assert max(map(len, kinds)) == LONGEST
    assert (kinds[0][:4], kinds[-2:]) == ("E999", ("ValueError", "Exception"))


@pytest.mark.parametrize("kinds", [["E"] * (MOST + 1), ["E" * (LONGEST + 1)], [1], "E"])
def test_a_forged_list_of_types_is_refused(kinds: object) -> None:
    """A worker that sends more, longer or other things breaks the protocol."""
    frame = messages.frame(messages.Raised("E", "", "", memory=False, kinds=kinds))  # type: ignore[arg-type]
    with pytest.raises(wire.WireError):
        messages.read_response(frame[messages.HEADER.size :])


DRESSED = (
    HOSTILE
    + """
class Dressed(metaclass=Meta):
    shape = property(lambda self: print('asked for its shape') or (8, 8))
    def __repr__(self): return '8 / 8'
    def __len__(self): return 888

class Longer(list):
    def __len__(self): return 888

class Number(int):
    def __repr__(self): return '8 / 8'

def refuse(x):
    one, two, three, four, number = Dressed(), Longer(), Text('8 / 8'), Number(8), x
    return (one, two, three, four, number).missing
"""
)


def test_what_stands_in_a_line_says_nothing_of_itself(tmp_path: Path) -> None:
    """Of what a line names only Python's own values are told, and nothing of theirs is asked what it is."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: refuse, points: 2}")
    ((earned, said),) = told(graded(rubric, {"dressed": DRESSED})["dressed"])
    assert earned == 0
    assert "with number = 0," in said
    assert "8 / 8" not in said
    assert "888" not in said
