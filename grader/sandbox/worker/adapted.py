"""Libraries that go round Python's own functions, brought to what works here (inside the worker).

Some of them open files themselves, from C, where the files in memory are not seen; matplotlib looks for a
screen, asyncio for sockets.  Nothing here opens a door: what takes the place of their functions calls
``opened.open_file``, draws into memory, and waits for nobody outside.
"""

import importlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.sandbox.worker.opened import open_file


def adapt() -> None:
    """Bring those that are imported to what works here."""
    np.fromfile = from_file  # type: ignore[assignment]
    np.memmap.__new__ = memory_map  # type: ignore[assignment]
    if (module := sys.modules.get("torch.serialization")) is not None:
        module._open_zipfile_writer = _opened(module._open_zipfile_writer)  # type: ignore[attr-defined]  # noqa: SLF001
    for name in ("torch", "numba"):
        if (library := sys.modules.get(name)) is not None:
            library.set_num_threads = _few_threads(name, library.set_num_threads)  # type: ignore[attr-defined]
    if (module := sys.modules.get("matplotlib.pyplot")) is not None:  # there is no screen
        module.matplotlib.use = lambda *_, **__: None
        module.switch_backend = _without_a_screen(module.switch_backend)  # type: ignore[attr-defined]
    if "asyncio" in sys.modules:
        adapt_asyncio()


# ---- numpy and torch ---------------------------------------------------------------------------------


def from_file(
    file: Any, dtype: Any = float, count: int = -1, sep: str = "", offset: int = 0, **_: object
) -> np.ndarray:
    """``np.fromfile``."""
    if not hasattr(file, "read"):
        with open_file(file, "rb") as opened:
            return from_file(opened, dtype, count, sep, offset)
    file.seek(offset, os.SEEK_CUR)
    kind = np.dtype(dtype)
    if sep:
        return np.fromstring(file.read().decode(), kind, count, sep=sep)
    data = file.read(kind.itemsize * count if count >= 0 else -1)
    return np.frombuffer(data, kind, len(data) // kind.itemsize).copy()


THREADS = (
    8  # that a library may calculate with: with more it is no faster, and ends where it may start no more
)
_MODES = {"readonly": "r", "copyonwrite": "c", "readwrite": "r+", "write": "w+"}


def memory_map(
    kind: type[np.memmap],
    filename: Any,
    dtype: Any = np.uint8,
    mode: str = "r+",
    offset: int = 0,
    shape: Any = None,
    order: Any = "C",
) -> np.memmap:
    """``np.memmap``: the array lies where the file does; of one that is only read it is a copy."""
    mode, item = _MODES.get(mode, mode), np.dtype(dtype)
    if mode not in _MODES.values():
        raise ValueError(f"mode must be one of {[*_MODES, *_MODES.values()]!r} (got {mode!r})")
    if shape is None and mode == "w+":
        raise ValueError("shape must be given if mode == 'w+'")
    shape = shape if shape is None or isinstance(shape, tuple) else tuple(np.atleast_1d(shape).tolist())
    path = getattr(filename, "name", filename)
    opened = open_file(path, {"w+": "w+b", "r+": "r+b"}.get(mode, "rb"), buffering=0)
    if mode == "w+":
        opened.truncate(offset + int(np.prod(shape, dtype=np.int64)) * item.itemsize)
    node = getattr(opened, "node", None) if mode in ("w+", "r+") else None
    data: Any = opened.read() if node is None else node.data
    shape = ((len(data) - offset) // item.itemsize,) if shape is None else shape
    buffer = bytearray(data) if mode == "c" else data
    made = np.ndarray.__new__(kind, shape, dtype=item, buffer=buffer, offset=offset, order=order)
    made._mmap, made.offset, made.mode, made.filename = None, offset, mode, path  # type: ignore[attr-defined]  # noqa: SLF001
    return made


def _opened(writer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let torch write to a path as it writes to a file that is open."""

    def open_writer(name: Any) -> Any:
        return writer(open_file(name, "wb") if isinstance(name, (str, os.PathLike)) else name)

    return open_writer


def _few_threads(library: str, set_threads: Callable[[int], None]) -> Callable[[int], None]:
    """Let a library be told of any number of threads; it starts no more than there may be here."""
    most = THREADS if library == "torch" else 1  # numba takes no more than it began with
    return lambda count: set_threads(min(count, most))


def _without_a_screen(switch: Callable[[str], None]) -> Callable[..., None]:
    """Let matplotlib draw into memory, whatever it should show its pictures on."""
    return lambda *_, **__: switch("agg")


# ---- asyncio -----------------------------------------------------------------------------------------


class Waiting:
    """What a loop waits with where there are no sockets: for the time to pass, or for another thread."""

    def __init__(self) -> None:
        self.called = threading.Event()

    def select(self, timeout: float | None = None) -> list[Any]:
        """Wait."""
        self.called.wait(timeout)
        self.called.clear()
        return []

    def close(self) -> None:
        """Nothing is open."""


def adapt_asyncio() -> None:
    """Let loops wait without descriptors, which the walls refuse."""
    module: Any = importlib.import_module("asyncio.selector_events")
    module.selectors.DefaultSelector = Waiting
    kind = module.BaseSelectorEventLoop
    kind._make_self_pipe = kind._close_self_pipe = lambda _: None  # noqa: SLF001
    kind._write_to_self = lambda loop: loop._selector.called.set()  # noqa: SLF001
