"""It raises exceptions that never finish saying what they are, lie about their class, or raise another.

threat: crashes
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


class Huge(BaseException):
    def __str__(self):
        return "x" * 10_000_000


Huge.__name__ = "H" * 10_000


class Raising(Exception):
    @property
    def __class__(self):
        raise MemoryError

    def __str__(self):
        raise SystemExit

    __repr__ = __str__

    def __getattribute__(self, name):
        raise KeyboardInterrupt


def squares(x):
    raise Endless


def squares_grad(x):
    raise Huge


def shares(z):
    raise Raising


def golden_ratio():
    problem = ValueError("one")
    for _ in range(10_000):
        problem = ExceptionGroup("many", [problem])
    raise problem
