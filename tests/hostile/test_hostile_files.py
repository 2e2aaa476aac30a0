"""Files that are hard to read: whatever is handed in, there is a verdict in a sentence, and soon."""

import gzip
import io
import json
import re
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from arena import ASSIGNMENT

from grader.errors import AssignmentError
from grader.model import Result
from grader.platforms.find import read_batch, read_one
from grader.rubric.read import read

SECONDS = 30.0  # of the clock on the wall: other tests run beside
HONEST = (ASSIGNMENT.parent / "honest.py").read_bytes()


# ---- sources ---------------------------------------------------------------------------

SOURCES = {
    "NUL bytes": (HONEST + b"\0", "NUL"),
    "half a character of UTF-16": ("def squares(x): return x".encode("utf-16") + b"\0\xd8", "UTF-16"),
    "a UTF-32 that is none": (b"\xff\xfe\0\0" + HONEST, "UTF-32"),
    "a codec that hides code": (b"# coding: utf-7\n+AG8-s = 1\n", "utf-7"),
    "a codec that runs": (b"# coding: unicode_escape\nx = 1\n", "unicode"),
    "no codec at all": (b"# coding: \xff\xfe\nx = 1\n", "Latin-1"),
    "bytes of no text": (bytes(range(1, 256)), "0x80"),
    "nothing": (b"", "empty"),
    "brackets without end": (b"x = " + b"(" * 200_000, ""),
    "brackets that close": (b"x = " + b"[" * 50_000 + b"]" * 50_000, ""),
    "signs without end": (b"x = " + b"-" * 500_000 + b"1", ""),
    "blocks in blocks": (b"".join(b" " * n + b"if 1:\n" for n in range(3000)), ""),
    "dots without end": (b"x = a" + b".a" * 300_000, ""),
    "sums without end": (b"x = " + b"1+" * 300_000 + b"1", ""),
    "a number without end": (b"x = " + b"9" * 1_000_000, ""),
    "a long line": (b"x = '" + b"x" * 4_000_000 + b"'", ""),
    "many lines": (b"x = 1\n" * 200_000, ""),
    "too much": (b"x = 1\n" * 1_000_000, "larger than 5 MB"),
    "one escape": (b"x = '\\N{" + b"A" * 100_000 + b"}'", ""),
    "formats in formats": (b"x = f'" + b'{f"' * 200 + b"'", ""),
    "decorators": (b"@f\n" * 100_000 + b"def f(): pass", ""),
    "a flood of errors": (b"def f(:\n" * 20_000, ""),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_hostile_source_has_a_verdict(name: str, grade: Callable[..., Result], tmp_path: Path) -> None:
    """It costs its author the points, and nobody else anything."""
    data, says = SOURCES[name]
    path = tmp_path / "hw.py"
    path.write_bytes(data)
    begun = time.monotonic()
    result = grade(path)
    assert time.monotonic() - begun < SECONDS
    assert result.score == 0
    assert says in " ".join(problem.message for problem in (*result.problems, *result.notes))
    assert len(result.problems) <= 60


# ---- archives --------------------------------------------------------------------------


def zipped(*members: tuple[str, bytes], **attributes: int) -> bytes:
    """A zip whose members are what no honest one has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.writestr(info, data)
    return buffer.getvalue()


def tarred(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int | None = None) -> bytes:
    """A tar of one member, and its header says what it likes."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    data = HONEST if kind == tarfile.REGTYPE else b""
    info.size = len(data) if size is None else size
    return info.tobuf() + data + bytes(-len(data) % 512 + 1024)


ARCHIVES = {
    "a way out": (zipped(("../../hostile-slip.py", HONEST)), "leads out of the archive"),
    "a link": (zipped(("hw.py", b"/etc/passwd"), external_attr=0o120777 << 16), "link or a device"),
    "a pipe": (zipped(("hw.py", b""), external_attr=0o010666 << 16), "link or a device"),
    "a device": (zipped(("hw.py", b""), external_attr=0o020666 << 16), "link or a device"),
    "a bomb": (zipped(("hw.py", b" " * 100_000_000)), "larger than 5 MB"),
    "many files": (zipped(*((f"{n}.py", b"x = 1") for n in range(3000))), "is not read"),
    "a name that rings": (zipped(("\x1b[2J\x07.py", b"x = 1")), ""),
    "a name of markup": (zipped(("<script>alert(1)<.py", b"(")), ""),
    "one that is cut off": (zipped(("hw.py", HONEST))[:-40], "cannot be opened"),
    "one that is none": (b"Rar!" + HONEST, "RAR"),
    "one in one in one": (
        zipped(("b.zip", zipped(("a.zip", zipped(("hw.py", HONEST)))))),
        "an archive in the archive",
    ),
    "a bomb in one in one": (zipped(("a.zip", zipped(("hw.py", b" " * 60_000_000)))), "larger than 5 MB"),
    "backslashes out": (zipped(("..\\..\\hostile-slip.py", HONEST)), "leads out of the archive"),
    "a tar's way out": (tarred("../../hostile-slip.py"), "leads out of the archive"),
    "a tar's link": (tarred("hw.py", tarfile.SYMTYPE, "/etc/passwd"), "link or a device"),
    "a tar's hard link": (tarred("hw.py", tarfile.LNKTYPE, "/etc/passwd"), "link or a device"),
    "a tar's device": (tarred("hw.py", tarfile.CHRTYPE), "link or a device"),
    "a tar's bomb": (gzip.compress(bytes(512) + bytes(150_000_000), 1), "There is no Python here"),
    "a tar's swelling data": (
        gzip.compress(tarred("data.csv", size=150_000_000)[:512] + bytes(150_000_000), 1),
        "more than 100 MB",
    ),
    "a password": (
        (data := zipped(("hw.py", HONEST)))[:6]
        + b"\1"
        + data[7 : data.rindex(b"PK\1\2") + 8]
        + b"\1"
        + data[data.rindex(b"PK\1\2") + 9 :],
        "password",
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_has_a_verdict(name: str, grade: Callable[..., Result], tmp_path: Path) -> None:
    """Nothing is unpacked to the disk, and what is refused is told."""
    data, says = ARCHIVES[name]
    path = tmp_path / "hw.zip"
    path.write_bytes(data)
    result = grade(path)
    assert result.score == 0
    assert says in " ".join(problem.message for problem in result.problems)
    assert list(tmp_path.iterdir()) == [path]
    assert not list(Path("/tmp").glob("hostile-slip*"))


@pytest.mark.parametrize(
    "data",
    [
        zipped(("/tmp/hostile-slip.py", HONEST)),
        zipped(("C:\\tmp\\hostile-slip.py", HONEST)),
        tarred("//tmp/hostile-slip.py"),
    ],
)
def test_a_place_on_the_disk_is_a_name_and_no_place(
    data: bytes, grade: Callable[..., Result], tmp_path: Path
) -> None:
    """What was packed with its whole path is read, and stands nowhere but in memory."""
    (tmp_path / "hw.zip").write_bytes(data)
    result = grade(tmp_path / "hw.zip")
    assert (result.score, result.problems) == (8, ())
    assert [module.path for module in result.submission.modules] == ["hostile-slip.py"]
    assert not list(Path("/tmp").glob("hostile-slip*"))


def test_of_two_members_with_one_name_the_first_is_graded(
    grade: Callable[..., Result], tmp_path: Path
) -> None:
    """A viewer may show the one and a grader run the other: here it is told."""
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("hw.py", HONEST), ("hw.py", b"def squares(x): return 0"))
    (tmp_path / "hw.zip").write_bytes(data)
    result = grade(tmp_path / "hw.zip")
    assert result.score == 8
    assert "more than once" in result.notes[0].message


# ---- notebooks -------------------------------------------------------------------------


def notebook(*cells: object, **more: object) -> bytes:
    """A notebook of these cells; a text is the source of one."""
    made = [
        {"cell_type": "code", "source": cell, "outputs": [], "metadata": {}}
        if isinstance(cell, str)
        else cell
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}).encode()


NOTEBOOKS = {
    "JSON without end": b'{"cells": ' + b"[" * 1_000_000,
    "values without end": b'{"cells": [' + b"1," * 3_000_000 + b"1]}",
    "numbers without end": b'{"cells": [], "n": ' + b"9" * 5_000_000 + b"}",
    "cells of another type": notebook(
        1, None, [], {"cell_type": ["code"]}, {"cell_type": "code", "source": 5}
    ),
    "cells without end": notebook(*["x = 1"] * 6_000),
    "commands of the shell": notebook(
        "!touch /tmp/hostile-shell", "%%bash\ntouch /tmp/hostile-shell", "%run /etc/passwd"
    ),
    "UTF-16": notebook("x = 1").decode().encode("utf-16"),
    "one cut off": notebook("x = 1")[:-5],
    "format 3": json.dumps(
        {"worksheets": [{"cells": [{"cell_type": "code", "input": "x", "language": "python"}]}]}
    ).encode(),
    "a bomb of escapes": b'{"cells": [{"cell_type": "code", "source": "' + b"\\u0000" * 100_000 + b'"}]}',
    "keys twice": b'{"cells": [], "cells": {}, "cells": null}',
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_hostile_notebook_has_a_verdict(name: str, grade: Callable[..., Result], tmp_path: Path) -> None:
    """What can be read of it is graded, the rest is told, and no command of the shell is run."""
    path = tmp_path / "hw.ipynb"
    path.write_bytes(NOTEBOOKS[name])
    begun = time.monotonic()
    result = grade(path)
    assert time.monotonic() - begun < SECONDS
    assert result.score == 0
    assert not list(Path("/tmp").glob("hostile-shell*"))


def test_outputs_of_any_size_are_dropped(grade: Callable[..., Result], tmp_path: Path) -> None:
    """Pictures and tables in a notebook cost nothing, and its code is graded."""
    outputs = [{"output_type": "stream", "text": "x" * 1_000_000} for _ in range(20)]
    cell = {
        "cell_type": "code",
        "source": HONEST.decode(),
        "outputs": outputs,
        "metadata": {"x": {"y": [1] * 10_000}},
    }
    path = tmp_path / "hw.ipynb"
    path.write_bytes(notebook(cell))
    assert grade(path).score == 8


# ---- the instructor's own files ----------------------------------------------------------

START = (ASSIGNMENT / "rubric.yaml").read_text(encoding="utf-8")
RUBRICS = {
    "aliases that multiply": ("a: &a [x]\nb: &b [*a, *a]\n" + START, "aliases"),
    "a tag that runs": (
        START + "\nextra: !!python/object/apply:os.system ['touch /tmp/hostile-yaml']",
        "extra",
    ),
    "a tag as a title": (START.replace("An assignment under attack", "!!python/name:os.system"), ""),
    "megabytes": (START + "#" * (2 << 20), "at most 1 MB"),
    "lists in lists": ("questions: " + "[" * 10_000, "nested too deeply"),
    "a number that is none": (START.replace("points: 2", "points: .nan", 1), "points"),
    "a number without end": (START.replace("points: 2", "points: 1e400", 1), "not as a number"),
    "a place outside": (
        START.replace("reference: reference", "reference: /no/such/place"),
        "no reference folder",
    ),
}


@pytest.mark.parametrize("name", RUBRICS)
def test_a_broken_rubric_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    """Nothing in it is run, nothing multiplies, and the instructor reads where the fault is."""
    text, says = RUBRICS[name]
    (tmp_path / "reference").symlink_to(ASSIGNMENT / "reference")
    path = tmp_path / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(AssignmentError) as told:
        read(path)
    assert time.process_time() - begun < 3
    assert re.search(rf"rubric\.yaml:\d+:\d+: .*{says}", str(told.value))
    assert not Path("/tmp/hostile-yaml").exists()


# ---- what is graded is what was read -----------------------------------------------------


def test_a_file_that_is_exchanged_after_reading_is_graded_as_it_was(
    grade: Callable[..., Result], tmp_path: Path
) -> None:
    """The digest and the graded bytes are those of one reading."""
    path = tmp_path / "hw.py"
    path.write_text("def golden_ratio(): return (1 + 5**0.5) / 2", encoding="utf-8")
    first = read_one(path, [])
    path.write_bytes(HONEST)
    assert grade(first).score == 1
    assert read_one(path, []).digest != first.digest


def test_a_link_to_the_work_of_another_is_not_followed(tmp_path: Path) -> None:
    """In a folder of submissions a link is nobody's work."""
    (tmp_path / "ada.py").write_bytes(HONEST)
    (tmp_path / "mallory.py").symlink_to("ada.py")
    ada, mallory = read_batch([tmp_path], [])
    assert ada.modules
    assert not mallory.modules
    assert "not followed" in mallory.problems[0].message
