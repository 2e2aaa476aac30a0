"""Steps that become shorter."""


def halved(pick):
    """Each step is a half of the one before."""
    (length,) = pick.shape
    first = pick.choose(1, 9) / 10
    return pick.array([first / 2**k for k in range(length)])
