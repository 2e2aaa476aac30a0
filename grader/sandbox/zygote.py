"""A process that has imported what students import, and forks a worker for each submission.

``python -P -B -m grader.sandbox.zygote CONTROL_FD``; what it is to do comes through the descriptor, for
everyone may read a command line.  It only imports: a thread started before a fork would hang the child, so
the number libraries are told to use one, and the grader checks that it has one.  A worker locks itself in,
tries whether the lock holds (the first secret is a file it must not be able to read), says so, and only then
meets the student's code.
"""

import gc
import importlib.abc
import io
import os
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import msgspec

from grader.processes import isolated, private
from grader.sandbox import messages
from grader.sandbox.walls import lockdown, namespaces
from grader.sandbox.walls.limits import WorkerLimits
from grader.sandbox.walls.probe import probe
from grader.sandbox.worker import adapted, files, lookup
from grader.sandbox.worker import serve as worker
from grader.sandbox.worker.outbox import Outbox

FORK = b"F"
REAP = b"R"
STATUS = struct.Struct(">ii")
LENGTH = struct.Struct(">I")
OUT_OF_MEMORY = 77  # the exit status of a worker that could not go on for want of memory
FIRST_UID = 200_000  # as root, a worker becomes a user of its own who owns nothing
UIDS = 100_000
PACKAGES = ("site-packages", "dist-packages")


class Setup(msgspec.Struct, frozen=True):
    """What a zygote is told when it begins."""

    secrets: list[bytes]  # paths that no worker may be able to read; the first is a file of the grader's own
    megabytes: int
    preload: list[str]  # the modules to import


def send_setup(control: socket.socket, setup: Setup) -> None:
    """Tell a zygote what it is to do."""
    body = msgspec.msgpack.encode(setup)
    control.sendall(LENGTH.pack(len(body)) + body)


def receive_setup(control: socket.socket) -> Setup:
    """Hear it."""
    (length,) = LENGTH.unpack(control.recv(LENGTH.size, socket.MSG_WAITALL))
    return msgspec.msgpack.decode(control.recv(length, socket.MSG_WAITALL), type=Setup)


def main(control: socket.socket) -> None:
    """Fork a worker for each request, and hand over its exit status when asked."""
    # Who interrupts the command interrupts whoever asks here too: that one says so, and we end with it.
    isolated.hear_interrupts(signal.SIG_IGN)
    namespaces.leave_the_network()
    private.hide_memory()
    setup = receive_setup(control)
    import_all(setup.preload)
    hide_grader()
    threads = _threads()
    namespaces.hide_processes()
    walls = lockdown.prepare((*lockdown.INTERPRETER, *sys.path))
    limits = WorkerLimits(setup.megabytes, None)
    secrets = [os.fsdecode(path) for path in setup.secrets]
    del setup
    gc.collect()
    gc.freeze()  # the children's collections leave what is here alone, and so its memory stays shared
    control.sendall(STATUS.pack(os.getpid(), threads))
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1 + STATUS.size, 3)
        if not request:
            return
        if request[:1] == FORK:
            pid = os.fork()
            if pid == 0:
                control.close()
                channel, output, page = descriptors
                _become_worker(channel, output, page, walls, limits, secrets)
            for descriptor in descriptors:
                os.close(descriptor)
            control.sendall(STATUS.pack(pid, 0))
        else:
            pid, _ = STATUS.unpack(request[1:])
            try:
                pid, status = os.waitpid(pid, 0)
            except ChildProcessError:  # it was forked by another zygote, before this one, and ended with it
                pid, status = 0, 0
            control.sendall(STATUS.pack(pid, os.waitstatus_to_exitcode(status)))


def import_all(preload: Sequence[str]) -> None:
    """Import numpy, and of the rest what is installed; what they write goes into memory."""
    files.install()
    lookup.begin({})
    for name in preload:
        with suppress(*(Exception,) if name != "numpy" else ()):  # the student's own import will say why
            importlib.import_module(name)
    adapted.adapt()
    lookup.end()  # the probe must meet the system


class Hidden(importlib.abc.MetaPathFinder):
    """Says that there is no grader."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        """Refuse the grader's modules; know nothing of others."""
        if fullname.partition(".")[0] == "grader":
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def hide_grader() -> None:
    """Leave a student no way to import the grader or what may lie beside it: a reference, tests."""
    os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [path for path in sys.path if _holds_packages(Path(path))]
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.meta_path.insert(0, Hidden())


def _holds_packages(folder: Path) -> bool:
    """Whether a folder on the path belongs to Python or is one where packages are installed, and no work.

    Installers leave a ``.dist-info`` beside what they install, also in a folder of any name (``pip install
    --target``, and PYTHONPATH to it); what is installed to be edited has none beside it.
    """
    installed = (Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix))
    return (
        folder.name in PACKAGES
        or any(folder.resolve().is_relative_to(each) for each in installed)
        or next(folder.glob("*.dist-info/RECORD"), None) is not None
    )


def _become_worker(
    channel: int, output: int, page: int, walls: lockdown.Walls, limits: WorkerLimits, secrets: list[str]
) -> NoReturn:
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # as every program of a student finds it
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        # Those from before remember what stood there: a file, and that one can go back in it.
        sys.stdout = sys.__stdout__ = _stream(1, "strict")  # type: ignore[misc]
        sys.stderr = sys.__stderr__ = _stream(2, "backslashreplace")  # type: ignore[misc]
        outbox = Outbox(socket.socket(fileno=channel), page)  # the page stays when its descriptor is closed
        parent = os.getppid()
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            limits = replace(limits, uid=FIRST_UID + os.getpid() % UIDS)
        lockdown.apply(walls, limits, keep={0, 1, 2, channel})
        tried = probe(secrets[0], parent, limits, secrets[1:])
        secrets.clear()  # what it is called is not for the student either
        outbox.send(messages.frame(messages.Locked(tried.level, list(tried.notes))))
        worker.serve(outbox)
    except MemoryError:  # there is not even enough left to say so
        os._exit(OUT_OF_MEMORY)
    finally:
        os._exit(0)


def _stream(descriptor: int, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(descriptor, "w", closefd=False), "utf-8", errors, write_through=True)


def _threads() -> int:
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return 1


if __name__ == "__main__":
    with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked is gone, and nobody wants to know
        main(socket.socket(fileno=int(sys.argv[1])))
