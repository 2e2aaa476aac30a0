"""What an attacker who knows the machine would know, and a way to go on after a refusal.

The test adds where everything is: SECRET, NEIGHBOUR, PLACES, TCP, UDP, ABSTRACT, STREAM, DATAGRAM, GRADER,
ZYGOTE.
"""

succeeded = []


def attempt(action, *arguments):
    """Do something forbidden; note that it worked, if it did, and return what came of it."""
    try:
        result = action(*arguments)
    except BaseException:
        return None
    succeeded.append(getattr(action, "__name__", "something") + str(arguments)[:80])
    return result


def in_memory(action, *arguments):
    """Do what Python's own functions allow here: it must stay in this process's memory."""
    try:
        return action(*arguments)
    except BaseException:
        return None


def inside(place, name):
    """A path in a place; in folders of the whole machine under a name that the test finds and removes."""
    public = place in ("/tmp", "/var/tmp", "/dev/shm")
    return f"{place}/hostile-{name}" if public else f"{place}/{name}"


def confess():
    """Tell the test what worked; otherwise a wrong answer."""
    if succeeded:
        raise RuntimeError("got through: " + ", ".join(succeeded))
    return 0.0


def sockets():
    """Every descriptor of this process that is a socket."""
    import os
    import stat

    found = []
    for descriptor in range(64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                found.append(descriptor)
        except OSError:
            pass
    return found


def frame(message, number=0):
    """A message as the worker would send it."""
    import msgspec

    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(4, "big") + number.to_bytes(4, "big") + body


def above(name):
    """A variable of a frame above this one."""
    import sys

    here = sys._getframe()
    while here is not None:
        if name in here.f_locals:
            return here.f_locals[name]
        here = here.f_back
    return None
