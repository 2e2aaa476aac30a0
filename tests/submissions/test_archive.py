"""Zips, ordinary and hostile."""

import io
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterable

import pytest

from grader.submissions import members as members_module
from grader.submissions.archive import unpack
from grader.submissions.found import Budget, Found

AGAIN = "Zip your files again and hand that in."
OUT = "This is not read: its name leads out of the archive."
ODD = "This is not read: its name holds a character that no file name should."
LARGE = (
    "This file is larger than 50 MB, so it is not read."
    " Hand in code without data, and clear the outputs of notebooks."
)
LINK = "This is not read: it is a link or a device. Zip the file itself."


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes | str], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip with these members, however odd."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def member(name: str, mode: int = 0, **more: int) -> zipfile.ZipInfo:
    """A member with a Unix mode or other odd marks."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for key, value in more.items():
        setattr(info, key, value)
    return info


def taken(data: bytes) -> dict[str, bytes]:
    """What comes out of a zip."""
    return {file.path: file.data for file in unpack(data, "alice.zip").files}


def messages(found: Found) -> list[str]:
    """Everything that is told."""
    return [f"{each.where}: {each.message}" for each in found.problems]


def told(data: bytes) -> list[str]:
    """What is told about a zip."""
    return messages(unpack(data, "alice.zip"))


# ---- ordinary -------------------------------------------------------------------------------------


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_modules_and_notebooks_are_taken(compression: int) -> None:
    """Files of both kinds come out, others are passed over silently."""
    data = zipped(
        ("hw.py", "x = 1"),
        ("b/", ""),
        ("b/nb.ipynb", "{}"),
        ("data.csv", "1,2"),
        ("__MACOSX/._hw.py", "\0"),
        (".ipynb_checkpoints/nb-checkpoint.ipynb", ""),
        ("__pycache__/hw.cpython-311.pyc", b"\0"),
        ("b/.hidden.py", ""),
        ("env/pyvenv.cfg", ""),
        ("env/lib/numpy.py", ""),
        compression=compression,
    )
    assert taken(data) == {"hw.py": b"x = 1", "b/nb.ipynb": b"{}"}
    assert told(data) == []


def test_one_folder_around_everything_is_taken_off() -> None:
    """Zipping a folder is the same as zipping what is in it."""
    assert taken(
        zipped(("hw3/", ""), ("hw3/hw.py", "x"), ("hw3/plot.png", ""), ("__MACOSX/hw3/._hw.py", ""))
    ) == {"hw.py": b"x"}
    assert taken(zipped(("./hw3//a.py", "x"), ("hw3/b/c.py", "y"))) == {"a.py": b"x", "b/c.py": b"y"}
    assert taken(zipped(("hw/__init__.py", ""), ("hw/a.py", "x"))) == {"hw/__init__.py": b"", "hw/a.py": b"x"}
    assert taken(zipped(("hw/pyvenv.cfg", ""), ("hw/a.py", "x"))) == {"a.py": b"x"}
    assert taken(zipped(("hw/a.py", "x"), ("env/pyvenv.cfg", ""), ("env/b.py", "y"))) == {"a.py": b"x"}


def test_names_may_hold_any_letters_and_spaces() -> None:
    """Names in UTF-8 come out right, also from archivers that forget to say that they use it."""
    data = zipped(("Übung 1.py", "x"), ("作业.py", "y"))
    assert set(taken(data)) == {"Übung 1.py", "作业.py"}
    unmarked = data.replace(struct.pack("<H", 0x800), struct.pack("<H", 0))
    assert set(taken(unmarked)) == {"Übung 1.py", "作业.py"}
    old = zipped(("xbung.py", "x")).replace(b"xbung", b"\x9abung")
    assert set(taken(old)) == {"Übung.py"}


# ---- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../evil.py", OUT),
        ("a/../../evil.py", OUT),
        ("c:evil.py", OUT),
        ("..\\evil.py", OUT),
        ("a\\..\\..\\evil.py", OUT),
        ("/../evil.py", OUT),
        ("C:/../evil.py", OUT),
        ("d/" * 13 + "evil.py", "This is not read: its name is too long, or it lies in too many folders."),
        ("e" * 600 + ".py", "This is not read: its name is too long, or it lies in too many folders."),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, message: str) -> None:
    """Whatever a name would mean on some system, only plain ones are read; the others are told."""
    data = zipped((name, "evil"), ("hw.py", "x"))
    assert taken(data) == {"hw.py": b"x"}
    (line,) = told(data)
    assert line.startswith("alice.zip: " + name[:200].replace("\\", "/"))
    assert line.endswith(f": {message}")


@pytest.mark.parametrize("top", ["/", "//", "C:/", "C:\\", "\\\\server\\"])
def test_names_from_the_top_of_a_disk_begin_where_the_archive_does(top: str) -> None:
    """Some archivers keep the whole path; whoever unpacks leaves its top away."""
    data = zipped((f"{top}home/ada/hw.py", "x"), (f"{top}home/ada/b/c.py", "y"))
    assert told(data) == []
    assert {path.removeprefix("home/ada/"): text for path, text in taken(data).items()} == {
        "hw.py": b"x",
        "b/c.py": b"y",
    }


def test_a_name_with_a_nul_is_refused() -> None:
    """What follows a NUL is a name to one program and nothing to another."""
    data = zipped(("hw.pyXevil.png", "x")).replace(b"hw.pyX", b"hw.py\0")
    assert (taken(data), told(data)) == ({}, [f"alice.zip: hw.py\\x00evil.png: {ODD}"])


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(mode: int) -> None:
    """A member that is not an ordinary file is told, whatever its name."""
    data = zipped((member("hw.py", mode | 0o777), "/etc/passwd"), (member("a.py", stat.S_IFREG | 0o644), "x"))
    assert (taken(data), told(data)) == ({"a.py": b"x"}, [f"alice.zip: hw.py: {LINK}"])


def test_of_two_members_with_one_name_the_first_counts() -> None:
    """Doubles, and names that only case or accents tell apart, are told."""
    data = zipped(
        ("hw.py", "1"), ("hw.py", "2"), ("./hw.py", "3"), ("HW.PY", "4"), ("é.py", "5"), ("e\u0301.py", "6")
    )
    assert taken(data) == {"hw.py": b"1", "é.py": b"5"}
    assert told(data) == []
    assert [f"{each.where}: {each.message}" for each in unpack(data, "alice.zip").notes] == [
        "alice.zip: hw.py: This file is in the archive more than once; the first one is graded.",
        "alice.zip: hw.py: This file is in the archive more than once; the first one is graded.",
        "alice.zip: HW.PY: This name and 'hw.py' differ only in case; that one is graded.",
        "alice.zip: e\u0301.py: This name and 'é.py' differ only in case; that one is graded.",
    ]


def test_names_that_no_terminal_should_see_are_escaped() -> None:
    """Escape sequences and direction overrides in a name are shown, not sent."""
    data = zipped(("\x1b]0;x\x07.zip", ""), ("a\u202eyp.zip", ""), ("<script>.zip", ""))
    assert [each.where for each in unpack(data, "alice.zip").problems] == [
        "alice.zip: \\x1b]0;x\\x07.zip",
        "alice.zip: a\\u202eyp.zip",
        "alice.zip: <script>.zip",
    ]


def test_archives_in_the_archive_are_told() -> None:
    """A zip in a zip is not opened."""
    data = zipped(("hw.py", "x"), ("old/more.zip", zipped(("a.py", "x"))))
    assert taken(data) == {"hw.py": b"x"}
    assert told(data) == [
        (
            "alice.zip: old/more.zip: This is an archive in the archive, so it is not opened."
            " Zip the files alone."
        )
    ]


# ---- contents -------------------------------------------------------------------------------------


def test_a_locked_member_is_told() -> None:
    """Nobody asks for a password."""
    data = bytearray(zipped(("hw.py", "x"), ("b.py", "y")))
    data[6] |= 1  # in the member itself
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the table of contents
    assert taken(bytes(data)) == {"b.py": b"y"}
    assert told(bytes(data)) == [
        "alice.zip: hw.py: This file is locked with a password, so it cannot be read. Zip it without one."
    ]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_measure_are_refused(compression: int) -> None:
    """Only the methods that every archiver uses are understood."""
    assert told(zipped(("hw.py", "x" * 100), compression=compression)) == [
        "alice.zip: hw.py: This file is packed in a way that is not read. Zip it with your system's own tool."
    ]


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    """What comes out is measured, not what the archive says about itself."""
    data = zipped(("bomb.ipynb", b"\0" * 60_000_000), ("hw.py", "x"))
    assert len(data) < 100_000
    tracemalloc.start()
    start = time.process_time()
    found = unpack(data, "alice.zip")
    assert time.process_time() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert [file.path for file in found.files] == ["hw.py"]
    assert messages(found) == [f"alice.zip: bomb.ipynb: {LARGE}"]


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    """A size in the table of contents that is not the true one makes a member unreadable, not large."""
    data = zipped(("hw.py", b"\0" * 2_000_000)).replace(struct.pack("<I", 2_000_000), struct.pack("<I", 10))
    assert told(data) == [f"alice.zip: hw.py: This file is damaged and cannot be unpacked. {AGAIN}"]


def test_a_large_member_is_told() -> None:
    """Five megabytes are the limit of a module, in a zip as outside."""
    data = zipped(("hw.py", bytes(range(256)) * 20_000), ("a.py", "x"), compression=zipfile.ZIP_STORED)
    assert taken(data) == {"a.py": b"x"}
    assert told(data) == [
        (
            "alice.zip: hw.py: This file is larger than 5 MB, so it is not read."
            " Hand in code without data, and clear the outputs of notebooks."
        )
    ]


def test_all_members_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members that are small enough can still be too much; the rest is not unpacked."""
    monkeypatch.setattr(members_module, "Budget", lambda _: Budget(100))
    found = unpack(zipped(("a.py", "x" * 60), ("b.py", "x" * 60), ("c.py", "x")), "alice.zip")
    assert [file.path for file in found.files] == ["a.py"]
    assert messages(found) == [
        (
            "alice.zip: b.py: This file and those after it are not read: together they are too large."
            " Hand in code alone."
        )
    ]


def test_thousands_of_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand names are looked at, a thousand files read."""
    monkeypatch.setattr(members_module, "MAX_FILES", 3)
    many = zipped(*((f"{name}.py", "") for name in "abcde"))
    assert list(taken(many)) == ["a.py", "b.py", "c.py"]
    assert told(many)[0] == "alice.zip: d.py: This file is not read, because 3 before it were."
    entry = b"PK\x01\x02" + bytes(42)
    too_many = entry * 10_001 + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, 10_001, 10_001, len(entry) * 10_001, 0, 0
    )
    assert told(too_many) == [
        "alice.zip: This zip holds over 10000 files, so it is not opened. Zip the code alone."
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", f"This zip is empty (0 bytes). {AGAIN}"),
        (b"hello", f"This zip cannot be opened: it is cut off, damaged or no zip. {AGAIN}"),
        (
            zipped(("hw.py", "x" * 1000))[:-30],
            f"This zip cannot be opened: it is cut off, damaged or no zip. {AGAIN}",
        ),
        (b"Rar!\x1a\x07", f"This is a RAR archive under the name of a zip. {AGAIN}"),
        (b"7z\xbc\xaf\x27\x1c", f"This is a 7z archive under the name of a zip. {AGAIN}"),
        (b"\x1f\x8b\x08", f"This archive cannot be opened: it is cut off, damaged or no tar. {AGAIN}"),
        (b"%PDF-1.7", f"This is a PDF under the name of a zip. {AGAIN}"),
        (
            b"PK" * 50_000_001,
            (
                "This file is larger than 100 MB, so it is not read."
                " Hand in code without data, and clear the outputs of notebooks."
            ),
        ),
    ],
    ids=range(8),
)
def test_what_is_no_zip_is_explained(data: bytes, message: str) -> None:
    """A damaged archive, or another kind of file, is told and holds nothing."""
    assert (taken(data), told(data)) == ({}, [f"alice.zip: {message}"])


def test_a_damaged_member_costs_only_itself() -> None:
    """Of an archive with one broken member the others are read."""
    data = bytearray(zipped(("a.py", "abcdefgh" * 10), ("b.py", "y"), compression=zipfile.ZIP_STORED))
    data[data.index(b"abcd")] ^= 1
    assert taken(bytes(data)) == {"b.py": b"y"}
    assert told(bytes(data)) == [f"alice.zip: a.py: This file is damaged and cannot be unpacked. {AGAIN}"]


def test_the_digest_is_of_the_archive() -> None:
    """One changed byte, or one changed name, is another submission."""
    digests = [unpack(data, name).digest for data, name in _variants()]
    assert len(set(digests)) == len(digests)
    assert digests == [unpack(data, name).digest for data, name in _variants()]


def _variants() -> Iterable[tuple[bytes, str]]:
    yield zipped((member("a.py"), "x")), "alice.zip"
    yield zipped((member("a.py"), "y")), "alice.zip"
    yield zipped((member("b.py"), "x")), "alice.zip"
    yield b"", "alice.zip"
    yield b"x", "alice.zip"
