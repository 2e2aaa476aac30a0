"""It has constants that the compiler would like to work out beforehand, and they are huge.

threat: sources
score: 0
says: it is left out
"""

NUMBER = 9**9**9


def squares(x):
    return ((("x" * 99) * 4096) * 4096) * 4096


TEXT = (10,) * 10**12
