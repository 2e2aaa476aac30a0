"""Python as on a system without fork, signals, sessions and Unix's own modules: run this in place of ``-m``.

``python no_linux.py MODULE ARGUMENT...``
"""

import asyncio  # noqa: F401  what comes first looks for what is there no more
import concurrent.futures.process  # noqa: F401
import importlib
import os
import runpy
import signal
import socket
import subprocess
import sys

import hypothesis.strategies  # noqa: F401
import msgspec  # noqa: F401
import numpy.random  # noqa: F401
import rich.progress  # noqa: F401

if "grader.frontends.cli" in sys.argv:
    import torch  # noqa: F401

ABSENT = {
    os: (
        "fork",
        "forkpty",
        "killpg",
        "setsid",
        "set_blocking",
        "setresuid",
        "getuid",
        "geteuid",
        "setgroups",
    ),
    signal: ("SIGKILL", "SIGALRM", "setitimer", "pthread_sigmask"),
    socket: ("send_fds", "recv_fds", "CMSG_LEN"),
}

subprocess.Popen.kill = lambda self: os.kill(self.pid, 9)  # type: ignore[method-assign]
for module, names in ABSENT.items():
    for name in names:
        delattr(module, name)
for name in ("resource", "fcntl", "termios", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
sys.platform = "win32"

workers = importlib.import_module("grader.sandbox.workers")
workers.FRESH_PROGRAM = [*workers.isolated.PYTHON, __file__, "grader.sandbox.fresh"]  # type: ignore[attr-defined]
del sys.argv[0]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
