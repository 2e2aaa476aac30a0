"""Tab in a shell: what the scripts offer, asked of the shells themselves."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.frontends.cli import COMMANDS

IN_BASH = """
source ./script
read -ra COMP_WORDS <<< "$1"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_grader
printf '%s\\n' "${COMPREPLY[@]}"
"""
IN_FISH = "source ./script; complete -C $argv[1] | string replace -r '\\t.*' ''; true"


def script(shell: str) -> str:
    command = [sys.executable, "-m", "grader", "completion", shell]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def offered(shell: str, line: str, folder: Path) -> list[str]:
    """Return what a shell has to offer at the end of a line."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    (folder / "script").write_text(script(shell), encoding="utf-8")
    ask = {"bash": IN_BASH, "fish": IN_FISH}[shell]
    command = [shell, "-c", ask, *(["bash"] if shell == "bash" else []), line]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("grader ", {each.__name__.rpartition(".")[2] for each in COMMANDS}),
        ("grader gr", {"grade"}),
        ("grader export ", {"junit", "canvas", "classroom50"}),
        ("grader export canvas --ro", {"--roster"}),
        ("grader grade hand_ins --layout can", {"canvas"}),
        ("grader completion ", {"bash", "zsh", "fish"}),
        ("grader grade --keep-h", {"--keep-higher"}),
    ],
)
def test_tab_offers_what_the_command_line_takes(
    shell: str, line: str, some: set[str], tmp_path: Path
) -> None:
    """Commands, formats, options, and the values of options that take one of a few."""
    found = set(offered(shell, line, tmp_path))
    assert some <= found
    last = line.rpartition(" ")[2]
    assert all(each.startswith(last) for each in found)


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_tab_offers_files_where_a_path_is_asked_for(shell: str, tmp_path: Path) -> None:
    """No option stands in their way: bash is left to complete files by itself."""
    (tmp_path / "hand_in.py").touch()
    found = offered(shell, "grader check ha", tmp_path)
    assert found == ([] if shell == "bash" else ["hand_in.py"])


def test_zsh_reads_the_script_of_bash() -> None:
    """Its own bashcompinit makes the one from the other."""
    first, *rest = script("zsh").split("\nautoload -Uz bashcompinit && bashcompinit\n")
    assert first.startswith("# Tab completion")
    assert rest == [script("bash")]
