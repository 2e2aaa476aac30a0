"""It raises messages that move the cursor, rename the window, read backwards and hide.

threat: readers of reports
score: 0
verdict: raised
"""

NAME = "\x1b]0;owned\x07\x1b[2J\x1b[31m"


class Backwards(Exception):
    pass


Backwards.__name__ = NAME


def squares(x):
    raise Backwards("8 of 8 points\x1b[1A\r\x9b31m\u202e\u2066\u200b\ud800\x00")


def squares_grad(x):
    return "\x1b[2J\u202e8/8"


def shares(z):
    return type(NAME, (), {})()


def golden_ratio():
    raise ValueError("[bold green]8 of 8[/bold green] [link=https://example.org]here[/link] :tada: told")
