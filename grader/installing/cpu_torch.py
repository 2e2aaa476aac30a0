"""Install the CPU build of torch: ``python -m grader.installing.cpu_torch 2.13.0``.

On Linux the usual package brings gigabytes for graphics cards that grading never uses.  The CPU build has a
version of its own ("2.13.0+cpu"), which pip takes where it was told of a place that has one; where it was
not, uv knows the place by itself.  Where both fail nothing is installed: whoever wants the usual package all
the same is told how.
"""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

PIP = (sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check")

ONE_BUILD = {"darwin": "macOS", "win32": "Windows"}


def main(wanted: str) -> int:
    """Install torch in a version unless it is there in any; say what is done; return 0 where it is there."""
    if importlib.util.find_spec("torch") is not None:
        _say(f"torch {version('torch')} is installed already")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for words, commands in _ways(wanted, Path(folder)):
            _say(words)
            if all(_succeeds(command) for command in commands):
                return 0
    _say(f"torch {wanted} could not be installed; pip and uv say above why")
    if sys.platform not in ONE_BUILD:
        _say(
            "There is no way to its CPU build from here.  Tell pip of a place that has one "
            "(PIP_EXTRA_INDEX_URL), and try again; or take the usual package, which brings gigabytes for "
            f"graphics cards: {sys.executable} -m pip install torch=={wanted}"
        )
    return 1


def _ways(wanted: str, folder: Path) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Yield ways to have torch, the smallest first: what to say, and what to run."""
    if sys.platform in ONE_BUILD:
        yield (
            f"torch {wanted}: there is one build for {ONE_BUILD[sys.platform]}, without graphics cards",
            [(*PIP, f"torch=={wanted}")],
        )
        return
    yield (
        f"torch {wanted}: the CPU build from where pip looks (about 200 MB)",
        [(*PIP, f"torch=={wanted}+cpu")],
    )
    uv = (str(folder / "bin" / "uv"), "pip", "install", "--python", sys.executable, "--torch-backend", "cpu")
    yield (
        f"torch {wanted}: pip knows no CPU build; uv knows where there is one (about 200 MB)",
        [
            (*PIP, "--quiet", "--target", str(folder), "uv"),
            (*uv, f"torch=={wanted}"),
        ],
    )


def _succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.call(command) == 0  # noqa: S603
    except OSError:
        return False


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
