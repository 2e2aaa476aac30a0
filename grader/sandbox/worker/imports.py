"""Imports between the files of a submission, as they work at home (inside the worker).

A module is found beside the file that imports it, at the top, where the student's ``sys.path`` points, and at
last anywhere, if there is one of that name; whatever name it is imported by, it is run once.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import posixpath
import re
import sys
import types
from collections.abc import Iterator, Sequence

from grader.sandbox import messages
from grader.sandbox.worker.places import HOME, Places
from grader.sandbox.worker.stand_ins import Harmless

ROOT = "submission"  # the package that files at the top belong to, for their relative imports


class Imports(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The submission's modules, as Python's import system asks for them."""

    places: Places

    def __init__(self, files: Sequence[messages.SourceFile]) -> None:
        self.files = list(files)  # and what the student writes and then imports
        self.numbers = {file.module: number for number, file in enumerate(self.files)}
        self.folders = {each for file in self.files for each in _above(file.module)}
        self.modules: dict[str, types.ModuleType] = {}
        self.aliases: dict[str, str] = {}  # other names under which modules were imported
        self.paths = list(sys.path)

    def run(self, module: types.ModuleType, file: messages.SourceFile, *, main: bool = False) -> None:
        """Run a module."""
        raise NotImplementedError

    def find(self) -> None:
        """Let imports find the submission's modules first, as they do at home, and stand-ins last."""
        sys.meta_path.insert(0, self)
        sys.meta_path += [Anywhere(self), Harmless()]

    def known(self, module: types.ModuleType, name: str) -> None:
        """Let a module that begins to run be found under all its names; at the top it is in a package."""
        for alias, own in self.aliases.items():
            if own == name:
                sys.modules[alias] = module
        if not module.__package__:
            module.__package__ = ROOT
            sys.modules.setdefault(ROOT, types.ModuleType(ROOT)).__path__ = []

    # -- the import system's side: find_spec, create_module (the default), exec_module

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002
        target: object = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the submission's own modules, or a folder that holds some."""
        return self.spec(fullname, next(self._meant(fullname), None))

    def spec(self, fullname: str, own: str | None) -> importlib.machinery.ModuleSpec | None:
        """Return how to import a module or a folder of the hand-in under some name."""
        if own is None:
            return None
        if own != fullname:
            self.aliases[fullname] = own
        is_folder = own in self.folders
        return importlib.machinery.ModuleSpec(
            fullname, self if own in self.numbers else None, is_package=is_folder
        )

    def _meant(self, fullname: str) -> Iterator[str]:
        """Yield the modules and folders that an import may mean, the likeliest first."""
        parent, _, child = fullname.rpartition(".")
        if parent == ROOT:
            places = [child]
        elif parent:
            places = [f"{self.aliases.get(parent, parent)}.{child}"]
        else:
            caller = self._caller()
            if self._is_namesake(fullname, caller):  # which means Python's
                return
            folder = self.places.beside.get(caller, self.places.cwd.removeprefix(HOME).strip("/"))
            here = folder.replace("/", ".")
            beside = f"{here}.{child}" if here else child
            places = (
                [child, beside] if here in self.numbers else [beside, child]
            )  # in a package it is another
            places += [f"{folder}.{child}" if folder else child for folder in self._added_paths(here)]
        yield from (each for each in places if each in self.numbers or each in self.folders)
        for each in places:
            if self._is_written(each):
                yield each

    def _caller(self) -> str:
        """Return the name of the piece that imports, "" where it is none of the hand-in."""
        frame: types.FrameType | None = sys._getframe(2)  # noqa: SLF001
        while frame is not None:
            if frame.f_code.co_filename in self.places.beside:
                return frame.f_code.co_filename
            frame = frame.f_back
        return ""

    def _is_namesake(self, name: str, piece: str) -> bool:
        """Whether a piece stands in a module of the hand-in that is called like this one of Python's."""
        own = [each for each in self.files if each.module.rpartition(".")[2] == name]
        return name in sys.stdlib_module_names and any(piece == p.name for each in own for p in each.pieces)

    def imports_namesake(self, name: str) -> bool:
        """Whether a module of the hand-in has the name of one of Python's, and imports that."""
        if name not in sys.stdlib_module_names:
            return False
        listed = rf"import\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*{name}\b"
        itself = re.compile(rf"^\s*(?:from\s+{name}\s+import|{listed})", re.MULTILINE)
        return any(itself.search(piece.source) for piece in self.files[self.numbers[name]].pieces)

    def _added_paths(self, here: str) -> Iterator[str]:
        """Yield the folders of the hand-in that the student added to ``sys.path``."""
        for each in sys.path:
            for base in (here.replace(".", "/"), "") if each not in self.paths else ():
                full = posixpath.normpath(posixpath.join(HOME, base, str(each)))
                if f"{full}/".startswith(f"{HOME}/"):
                    yield full.removeprefix(HOME).strip("/").replace("/", ".")

    def _is_written(self, name: str) -> bool:
        """Whether there is a file of that module that the student wrote, or that the assignment gives."""
        path = name.replace(".", "/") + ".py"
        node = self.places.files.get(posixpath.join(HOME, path))
        node = node or self.places.files.get(posixpath.join(self.places.cwd, path))
        if node is None:
            return False
        piece = messages.Piece(path, node.data.decode("utf-8", "replace"))
        self.numbers[name] = len(self.files)
        self.files.append(messages.SourceFile(name, notebook=False, pieces=[piece], path=path))
        self.folders |= set(_above(name))
        return True

    def exec_module(self, module: types.ModuleType) -> None:
        """Run a module that another one imports."""
        name = module.__name__
        if name in self.aliases:
            sys.modules[name] = self.module(self.aliases[name])
        else:
            self.run(module, self.files[self.numbers[name]])

    def module(self, name: str, *, main: bool = False) -> types.ModuleType:
        """Return one of the submission's modules, which is run if it was not yet."""
        if name in self.modules:
            return self.modules[name]
        parent, _, child = name.rpartition(".")
        holder = None
        if parent in self.numbers:
            holder = self.module(parent)
        elif parent:
            holder = importlib.import_module(parent)
        if name in self.modules:  # its package imported it
            return self.modules[name]
        spec = importlib.machinery.ModuleSpec(name, self, is_package=name in self.folders)
        made = importlib.util.module_from_spec(spec)
        if holder is not None:
            setattr(holder, child, made)
        self.run(made, self.files[self.numbers[name]], main=main)
        return made


class Anywhere(importlib.abc.MetaPathFinder):
    """Finds a module of the hand-in, wherever it lies, that nobody else has: if there is one of that name."""

    def __init__(self, imports: Imports) -> None:
        self.imports = imports

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002
        target: object = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """Find it."""
        known = {*self.imports.numbers, *self.imports.folders}
        found = [each for each in known if each.endswith(f".{fullname}")]
        return self.imports.spec(fullname, found[0]) if len(found) == 1 else None


def _above(module: str) -> Iterator[str]:
    """Yield the folders of a module."""
    while module := module.rpartition(".")[0]:
        yield module
