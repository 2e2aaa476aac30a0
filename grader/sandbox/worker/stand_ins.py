"""What stands in for modules that are not there (inside the worker).

Some do no harm by being missing: a progress bar, Python 2's names, Colab's drive.  They are modules of ours,
if nobody installed the real ones.  Of any other module a statement that imports it binds an ``Absent``: it
may stand in a type hint and above a function, and whoever really uses it is told that it is not there.
"""

import functools
import importlib.abc
import importlib.machinery
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from grader.sandbox.worker import lookup
from grader.text.safe import NOT_INSTALLED

# ---- modules that may be missing without harm ------------------------------------------------------


class Bar:
    """A progress bar that shows nothing."""

    def __init__(self, iterable: Iterable[Any] = (), *_: object, **__: object) -> None:
        self.iterable = () if iterable is None else iterable
        self.n = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, n: int = 1) -> None:
        """Count."""
        self.n += n

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: None  # set_description and the like

    write = pandas = staticmethod(lambda *_, **__: None)


def _nothing(*_: object, **__: object) -> dict[str, bytes]:
    """Do nothing."""
    return {}


async def _awaited(*_: object, **__: object) -> None:
    """Do nothing."""


class Quiet:
    """Whatever a service or a control is asked for; above a function it leaves that as it is."""

    def __call__(self, *arguments: Any, **_: object) -> Any:
        """Do nothing."""
        return arguments[0] if len(arguments) == 1 and isinstance(arguments[0], types.FunctionType) else self

    def __getattr__(self, name: str) -> "Quiet":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __enter__(self) -> "Quiet":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _quiet(name: str) -> Quiet:
    return getattr(Quiet(), name)  # type: ignore[no-any-return]


class Uploaded(dict[str, bytes]):
    """What somebody would choose: the data that was handed in and the assignment's."""

    def __missing__(self, name: str) -> NoReturn:
        raise lookup.no_such_file(name)


def _uploaded(*_: object, **__: object) -> Uploaded:
    return Uploaded(lookup.data())


def _old_div(left: Any, right: Any) -> Any:
    return left // right if isinstance(left, int) and isinstance(right, int) else left / right


PYTHON_2: dict[str, Any] = {
    "xrange": range,
    "unicode": str,
    "basestring": str,
    "long": int,
    "raw_input": input,
    "unichr": chr,
    "reduce": functools.reduce,
}
_BARS = {
    "tqdm": Bar,
    "tqdm_notebook": Bar,
    "trange": lambda *numbers, **_: Bar(range(*numbers)),
    "tnrange": lambda *numbers, **_: Bar(range(*numbers)),
}
_HARMLESS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("tqdm", "tqdm.auto", "tqdm.notebook", "tqdm.autonotebook", "tqdm.std"), _BARS),
    **{name: {} for name in ("past", "google", "google.colab", "import_ipynb", "nbimporter")},
    # Controls, keys and records of runs: none of them is an answer.
    **{
        name: {"__getattr__": _quiet}
        for name in (
            *("ipywidgets", "nest_asyncio", "kaggle_secrets", "wandb", "google.colab.userdata"),
            *("google.colab.auth", "google.colab.data_table", "google.colab.widgets", "google.colab.runtime"),
        )
    },
    "past.builtins": {**PYTHON_2, "range": range, "str": str, "map": map, "zip": zip, "filter": filter},
    "past.utils": {"old_div": _old_div},
    "google.colab.drive": {"mount": _nothing, "flush_and_unmount": _nothing},
    "google.colab.files": {"upload": _uploaded, "download": _nothing, "view": _nothing},
    "google.colab.output": {"eval_js": _nothing, "clear": _nothing},
    "google.colab.patches": {"cv2_imshow": _nothing},
    # What installs packages in a browser's Python.
    **{name: {"install": _awaited, "list": _nothing} for name in ("micropip", "piplite")},
}


class Harmless(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules above where nobody else does."""

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002
        target: object = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of them."""
        if fullname not in _HARMLESS:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: types.ModuleType) -> None:
        """Fill it."""
        vars(module).update(_HARMLESS[module.__name__])


# ---- modules that are missed -----------------------------------------------------------------------


class MissedError(ModuleNotFoundError):
    """A module that is not there was used; students may catch it by its parent's name."""


MissedError.__name__ = MissedError.__qualname__ = "ModuleNotFoundError"


def not_there(module: str) -> str:
    """Say that a module is not there."""
    return f"`{module}` {NOT_INSTALLED}"


class Absent:
    """What a statement binds that could not import it."""

    _module: str
    _why: str

    def __init__(self, module: str, why: str = "") -> None:
        self.__dict__.update(_module=module, _why=why or not_there(module))

    def _missed(self, *_: object, **__: object) -> NoReturn:
        raise MissedError(self._why, name=self._module)

    def _same(self, *_: object) -> "Absent":
        return self

    def __getattr__(self, name: str) -> "Absent":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: Any, **_: Any) -> Any:  # noqa: D102
        if len(arguments) == 1 and isinstance(arguments[0], (types.FunctionType, type)):
            return functools.wraps(arguments[0], updated=())(lambda *_, **__: self._missed())
        return self._missed()

    def __mro_entries__(self, _: object) -> tuple[type]:
        def missed(kind: type, *_: object, **__: object) -> NoReturn:
            del kind
            self._missed()

        return (type("Absent", (), {"__new__": missed}),)

    __getitem__ = __or__ = __ror__ = _same  # as in type hints
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _missed
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __neg__ = __lt__ = __gt__ = __le__ = __ge__ = _missed
    __iter__ = __len__ = __bool__ = __float__ = __int__ = __index__ = __array__ = __enter__ = _missed
    __setattr__ = __setitem__ = __contains__ = _missed

    def __exit__(self, *_: object) -> None:
        pass
