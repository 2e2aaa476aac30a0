"""Arguments that a hand-in takes by name alone: they are those that are asked for."""

from pathlib import Path

from .asked import assignment, checks_of

ANSWERS = '''
def loss(W: float, b: float, x: float) -> float:
    """A loss."""
    return W * x - 3 * b


class Account:
    """An account."""

    def __init__(self, cents: Annotated[int, Within(0, 9)], limit: Annotated[int, Within(10, 20)]) -> None:
        self.cents, self.limit = cents, limit

    def left(self, fee: Annotated[int, Within(0, 3)], times: Annotated[int, Within(1, 3)]) -> int:
        """What is left below the limit."""
        return self.limit - self.cents - fee * times
'''
CHECKS = "{matches: loss, points: 1}, {matches: Account, points: 1}"
RIGHT = """
def loss(*, x, b, W): return W * x - 3 * b
class Account:
    def __init__(self, *, limit, cents): self.cents, self.limit = cents, limit
    def left(self, *, times, fee): return self.limit - self.cents - fee * times
"""


def test_what_stands_behind_a_star_is_given_by_name(tmp_path: Path) -> None:
    """In whatever order, of functions, methods and of what makes an object; a wrong one is wrong still."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS)
    assert [each["earned"] for each in checks_of(rubric, RIGHT)] == [1, 1]
    wrong = RIGHT.replace("x, b, W", "x, W, bias").replace("3 * b", "3 * bias").replace("fee * times", "fee")
    assert [each["earned"] for each in checks_of(rubric, wrong)] == [1, 0]
