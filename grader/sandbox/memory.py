"""How much memory a submission may use: in its worker, and in the grader, which keeps all its answers."""

from grader.functions.reply import Failure
from grader.model import Verdict
from grader.sandbox.failures import in_function

SHARE = 4  # a function's answers may take this part of the memory that other functions' answers have left


class Memory:
    """The bytes that each function's answers take in the grader."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes  # for a worker, and for all answers
        self.held: dict[str, int] = {}  # bytes by function

    def room(self, name: str) -> int:
        """Return the bytes that a function's answers may take: never none, whatever others returned."""
        others = sum(self.held.values()) - self.held.get(name, 0)
        return ((self.megabytes << 20) - others) // SHARE

    def hold(self, name: str, size: int) -> int:
        """Count an answer of so many bytes as a function's; return how many all its answers take."""
        held = self.held[name] = self.held.get(name, 0) + size
        return held

    def exceeded(self, name: str) -> Failure:
        """Return what is said of a function whose worker had no more memory."""
        gigabytes, rest = divmod(self.megabytes, 1024)
        size = f"{self.megabytes} MB" if rest else f"{gigabytes} GB"
        return Failure(Verdict.OUT_OF_MEMORY, f"used more than {size}{in_function(name)}")


def too_large(name: str, room: int) -> Failure:
    """Return what is said of a function whose answers take more than ``room`` bytes."""
    words = f"returned more than {room >> 20} MB in all{in_function(name)}"
    return Failure(Verdict.OUT_OF_MEMORY, words)
