"""What a course gave and what Python installed is nobody's work, in a folder as in a zip."""

import zipfile
from pathlib import Path

import pytest

from grader.platforms.find import read_one


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "frozen.bin"])
@pytest.mark.parametrize("zipped", [False, True])
def test_folders_that_were_given_are_not_read(tmp_path: Path, mark: str, zipped: bool) -> None:
    """The student's own files beside them are."""
    files = {"hw.py": "x = 1", f"public/{mark}": "", "public/q/answers.py": "x = 2"}
    for name, text in files.items():
        (tmp_path / "work" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "work" / name).write_text(text)
    path = tmp_path / "work"
    if zipped:
        path = tmp_path / "work.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    assert [module.path for module in read_one(path, []).modules] == ["hw.py"]
