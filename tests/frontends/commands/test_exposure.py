"""What a batch is refused for before anything is graded."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
import small

from grader.frontends.cli import main
from grader.processes import isolated
from grader.sandbox import workers

FEWER_WALLS = Path(__file__).parents[2] / "hostile" / "fewer_walls.py"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root gives workers a user")
@pytest.mark.usefixtures("zygotes_of_its_own", "unexplained")
@pytest.mark.parametrize("exposed", ["submissions", "results"])
def test_without_landlock_what_is_of_others_must_be_closed(
    exposed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hidden checks would tell who reads the work of others, or the results, what they ask."""
    monkeypatch.setattr(workers, "PROGRAM", [*isolated.PYTHON, str(FEWER_WALLS), "landlock"])
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setenv("XDG_CACHE_HOME", f"{place}/cache")
        Path(place).chmod(0o755)
        folder = small.copied(Path(place)).parent
        (folder / "results").mkdir()
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o711 if path.is_dir() else 0o600)
        (folder / exposed).chmod(0o755)
        (folder / "submissions" / "stuck.py").unlink()  # a time-out takes its time
        command = ["grade", f"{folder}/submissions", "--jobs", "1", "--rubric", f"{folder}/rubric.yaml"]
        with pytest.raises(SystemExit, match="2"):
            main([*command, "--out", f"{folder}/results"])
        said = capsys.readouterr().err
        assert "level C only (a file that is secret can be read: of the reference, other submissions" in said
        (folder / exposed).chmod(0o700)
        (folder / "results").chmod(0o700)  # for what is written there is open to all
        with pytest.raises(SystemExit, match="0"):
            main([*command, "--out", f"{folder}/results"])
        assert '"isolation": "B"' in (folder / "results" / "results.json").read_text()
