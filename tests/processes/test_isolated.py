"""What a Python of ours is started with, and what it may import."""

import os
import signal
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.processes import isolated


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_that_was_named_is_handed_on_but_never_the_one_we_are_in(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whatever name: absolute, relative, empty or through a link."""
    (here / "libraries").mkdir()
    (here / "link").symlink_to(here)
    named = [str(here), "", ".", "libraries", str(here / "libraries"), str(here / "link")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(named))
    assert isolated.packages() == [str(here / "libraries"), isolated.ROOT]


def test_the_folder_of_the_grader_is_imported_from_even_if_we_are_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever can write there writes the grader."""
    monkeypatch.chdir(isolated.ROOT)
    monkeypatch.setattr(sys, "path", ["", isolated.ROOT, "."])
    with isolated.imports():
        assert sys.path == [isolated.ROOT]
    assert sys.path == ["", isolated.ROOT, "."]


def test_nothing_else_of_ours_is_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a token nor a variable that makes Python run something; what is asked for is kept."""
    for name in ("GITHUB_TOKEN", "PYTHONSTARTUP", "PYTHONHOME", "LD_PRELOAD", "HOME"):
        monkeypatch.setenv(name, "ours")
    assert "ours" not in isolated.environment().values()
    assert isolated.environment(["HOME"])["HOME"] == "ours"


@pytest.mark.parametrize("enabled", [True, False])
def test_what_pip_installs_for_a_user_is_found_where_we_find_it(
    here: Path, enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nowhere else: a virtual environment has nothing to do with it."""
    base = here / "base"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = base / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "a_library_of_mine.py").write_text("")
    (base / "elsewhere").mkdir()
    (base / "elsewhere" / "an_editable_one.py").write_text("")
    (packages / "editable.pth").write_text(f"{base / 'elsewhere'}\n")
    monkeypatch.setattr(site, "ENABLE_USER_SITE", enabled)
    monkeypatch.setattr(site, "getuserbase", lambda: str(base))
    program = "import a_library_of_mine, an_editable_one"
    python = (str(Path(sys.base_prefix) / "bin" / "python3"), *isolated.PYTHON[1:])
    call = [*python, "-c", program]
    done = subprocess.run(call, env=isolated.environment(), capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == enabled, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there, no process can be told to be deaf")
@pytest.mark.parametrize(("then", "status"), [("SIG_IGN", 0), ("SIG_DFL", -signal.SIGINT)])
def test_an_interrupt_waits_until_a_process_knows_what_to_do(then: str, status: Any) -> None:
    """One that comes while it starts is no traceback."""
    program = (
        "import signal, sys\nfrom grader.processes import isolated\nsys.stdin.read()\n"
        f"isolated.hear_interrupts(signal.{then})"
    )
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with isolated.unheard_interrupts():
        started = subprocess.Popen([*isolated.PYTHON, "-c", program], env=isolated.environment(), **pipes)  # type: ignore[call-overload]
    started.send_signal(signal.SIGINT)
    assert started.communicate()[1] == b""
    assert started.returncode == status
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
