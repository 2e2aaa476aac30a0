"""Tars: what is in them, and what no header can do."""

import gzip
import io
import tarfile
import time
import tracemalloc

import pytest

from grader.submissions.archive import unpack
from grader.submissions.found import Found
from grader.submissions.tar import tar_members

OUT = "This is not read: its name leads out of the archive."
LINK = "This is not read: it is a link or a device. Zip the file itself."
BROKEN = (
    "This archive cannot be opened: it is cut off, damaged or no tar. Zip your files again and hand that in."
)


def member(name: str, data: bytes = b"x = 1", **more: object) -> bytes:
    """One file of a tar, and its header says what it likes."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in more.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.GNU_FORMAT) + data + bytes(-len(data) % 512)


def packed(*members: bytes) -> bytes:
    """A tar of these."""
    return b"".join(members) + bytes(1024)


def told(found: Found) -> list[str]:
    return [f"{each.where}: {each.message}" for each in found.problems]


@pytest.mark.parametrize("gzipped", [False, True])
def test_files_are_taken_and_folders_taken_off(gzipped: bool) -> None:
    """As from a zip: what is graded comes out, what systems leave behind is passed over."""
    data = packed(
        member("hw/", b"", type=tarfile.DIRTYPE),
        member("hw/hw.py"),
        member("hw/plot.png", b"1" * 2000),
        member("hw/._hw.py", b"\0"),
    )
    found = unpack(gzip.compress(data) if gzipped else data, "alice.tar.gz")
    assert {file.path: file.data for file in found.files} == {"hw.py": b"x = 1"}
    assert (found.problems, found.unread) == ((), ("plot.png",))


@pytest.mark.parametrize("name", ["../evil.py", "a/../../evil.py", "/../evil.py", "c:evil.py"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    """Whatever a name would mean on some system, only plain ones are read."""
    found = unpack(packed(member(name), member("hw.py")), "alice.tar")
    assert [file.path for file in found.files] == ["hw.py"]
    assert told(found) == [f"alice.tar: {name}: {OUT}"]


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"S", b"V", b"?"])
def test_links_devices_and_files_with_holes_are_refused(kind: bytes) -> None:
    """Only an ordinary file is read, whatever it is called."""
    header = bytearray(member("hw.py", b""))
    header[156:157] = kind
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + 256 + sum(header[156:512]))
    found = unpack(packed(bytes(header), member("a.py")), "alice.tar")
    assert [file.path for file in found.files] == ["a.py"]
    assert told(found) == [f"alice.tar: hw.py: {LINK}"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("hw.py", "This archive holds more than 100 MB, so it is not read. Hand in code alone."),
        ("data.csv", "This archive holds more than 100 MB, so it is not read. Hand in code alone."),
    ],
)
def test_a_bomb_is_stopped_while_it_unpacks(name: str, message: str) -> None:
    """What comes out is measured, and neither it nor what a header claims is ever held in memory."""
    data = gzip.compress(member(name, size=150_000_000) + bytes(150_000_000), 1)
    tracemalloc.start()
    begun = time.process_time()
    found = unpack(data, "alice.tgz")
    assert time.process_time() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert told(found) == [f"alice.tgz: {message}"]


def test_a_large_member_is_told() -> None:
    """Five megabytes are the limit of a module, and no more of it is kept."""
    tracemalloc.start()
    found = unpack(gzip.compress(packed(member("hw.py", bytes(90_000_000)), member("a.py")), 1), "alice.tgz")
    assert [file.path for file in found.files] == ["a.py"]
    assert told(found)[0].startswith("alice.tgz: hw.py: This file is larger than 5 MB")
    tracemalloc.stop()


@pytest.mark.parametrize(
    "data",
    [
        member("hw.py", size=10_000)[:2000],
        member("hw.py")[:300],
        b"\x1f\x8b\x08",
        gzip.compress(packed(member("hw.py")))[:-20],
        member("hw.py").replace(b"0000644", b"0000645"),
        member("hw.py", size=-1),
        member("x", bytes(70_000), type=b"x"),
        member("x", b"99 path=a", type=b"x"),
        member("x", b"0 path=a", type=b"x"),
        member("x", b"9" * 5000 + b" path=a", type=b"x"),
    ],
    ids=range(10),
)
def test_what_is_no_tar_is_explained(data: bytes) -> None:
    """Cut off, damaged, or with a header that no archiver writes: it is told and holds nothing."""
    found = unpack(data, "alice.tar")
    assert (found.files, told(found)) == ((), [f"alice.tar: {BROKEN}"])


def test_thousands_of_members_are_refused() -> None:
    """Ten thousand names are looked at, and as many long ones."""
    with pytest.raises(Exception, match="holds over 10000 files"):
        tar_members(member("a.csv", b"") * 20_001, "s.tar")


def test_long_names_are_those_of_the_next_file_alone() -> None:
    """In both ways to write them."""
    for kind, about in ((b"L", b"long/hw.py\0"), (b"x", b"20 mtime=1234567890\n19 path=long/hw.py\n")):
        data = packed(member("x", about, type=kind), member("short.py"), member("next.py"))
        assert [each.name for each in tar_members(data, "s.tar")] == ["long/hw.py", "next.py"]
    stream = io.BytesIO()
    with tarfile.open(
        fileobj=stream, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "é"}
    ) as tar:
        tar.addfile(tarfile.TarInfo("hw.py"))
    assert [each.name for each in tar_members(stream.getvalue(), "s.tar")] == ["hw.py"]
