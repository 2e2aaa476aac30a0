"""It lowers the limits of its parent and of the grader, and raises its own.

threat: other processes
score: 0
verdict: failed
"""

import resource

from there import GRADER, ZYGOTE, attempt, confess


def raise_own(kind):
    now = resource.getrlimit(kind)
    resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if resource.getrlimit(kind) == now:
        raise OSError


for process in (ZYGOTE, GRADER):
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        attempt(resource.prlimit, process, kind, (1, 1))
for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
    attempt(raise_own, kind)


def squares(x):
    return confess()
