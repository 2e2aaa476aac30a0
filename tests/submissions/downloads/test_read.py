"""Is it a download at all, and whose?"""

import contextlib
import os
import stat
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downloads.conftest import told
from grader.errors import InputError
from grader.platforms.download import layouts, read_download
from grader.platforms.download import tree as tree_module
from grader.platforms.find import read_batch, read_one
from grader.submissions.found import too_large
from grader.text.safe import safe

AGAIN = "Zip your files again and hand that in."
CANVAS = {"ada_5_7_hw.py": "x", "bob_6_8_hw.py": "y"}


@pytest.mark.parametrize(
    "files",
    [
        {"ada.py": "x", "bob.py": "y"},
        {"ada_5_7_hw.py": "x"},
        {"ada_5_7_hw.py": "x", "ada_5_8_b.py": "x"},
        {"ada_5_7_hw.py": "x", "bob.py": "y"},
        {"hw.py": "x", "index.html": ""},
        {"Ada_5_7_hw.py": "x", "Bob_6_8_hw.py": "y"},
    ],
)
def test_what_is_no_download_stays_what_it_is(download: Any, files: Any) -> None:
    """One name that fits is chance, and names that no system writes are people's."""
    assert download(files) is None


def test_names_that_do_not_fit_are_asked_about(download: Any) -> None:
    """They are named, with what to say."""
    with pytest.raises(InputError) as refused:
        download({**CANVAS, "extra.py": "z", "notes.txt": ""})
    assert str(refused.value) == (
        "all.zip looks like a Canvas download, but 2 names in it do not fit: extra.py, notes.txt. Remove "
        "what is not from Canvas; or say --layout canvas to leave it out, --layout plain if this is no "
        "download."
    )


def test_who_says_canvas_leaves_the_rest_out(download: Any) -> None:
    """And is told what it was."""
    found = download({**CANVAS, "extra.py": "z"}, layout="canvas")
    assert list(told(found)) == ["ada_5", "bob_6"]
    assert found.notes[-1] == "left out, for the name is not from Canvas: extra.py"


def test_who_says_plain_gets_plain(download: Any) -> None:
    """Then nothing is looked at."""
    assert download(CANVAS, layout="plain") is None


def test_what_nothing_fits_cannot_be_asked_for(download: Any) -> None:
    """A wrong name on the command line is told with what was found."""
    with pytest.raises(InputError) as refused:
        download({"ada.py": "x"}, layout="moodle")
    assert str(refused.value) == ("all.zip is no Moodle download: no name in it fits, such as ada.py")


def test_two_systems_that_fit_are_asked_about(download: Any) -> None:
    """Both marks are there, so a person must say."""
    files = {
        "12-90 - Ada_1_assignsubmission_file - Mar 1, 2026 105 PM/hw.py": "x",
        "index.html": "",
    }
    assert [students for students, _, _ in told(download(files)).values()] == [
        [("Ada_1_assignsubmission_file", "12")]
    ]
    with pytest.raises(InputError) as refused:
        download(
            {
                "a_1_2_assignsubmission_file_x": "",
                "b_3_4_assignsubmission_file_x": "",
                "c_5_6_assignsubmission_file_x": "",
                "d_7_8_assignsubmission_file_x": "",
                "Ada_1_assignsubmission_file_hw.py": "",
                "HW_x_attempt_2026-03-01-12-30-00_a_1_assignsubmission_file_b.py": "",
            }
        )
    assert "--layout" in str(refused.value)


def test_one_more_folder_around_it_is_looked_through(download: Any) -> None:
    """Unpacking often makes one, and so do Macs."""
    files = {f"submissions/{name}": text for name, text in CANVAS.items()}
    found = download({**files, "__MACOSX/submissions/._x": "", "submissions/.DS_Store": ""})
    assert list(told(found)) == ["ada_5", "bob_6"]
    assert found.submissions[0].path == "all.zip/submissions/ada_5_7_hw.py"


def test_a_batch_may_mix_downloads_and_others(tmp_path: Path) -> None:
    """What is said about each download is told; all are sorted by id."""
    for name, text in CANVAS.items():
        (tmp_path / "canvas").mkdir(exist_ok=True)
        (tmp_path / "canvas" / name).write_text(text)
    (tmp_path / "zoe.py").write_text("z")
    notes: list[str] = []
    found = read_batch([tmp_path / "zoe.py", tmp_path / "canvas"], [], tell=notes.append)
    assert [(each.id, len(each.students)) for each in found] == [("ada_5", 1), ("bob_6", 1), ("zoe", 0)]
    assert notes == [f"{tmp_path / 'canvas'}: read as a Canvas download: 2 submissions"]


def test_a_submission_is_the_same_from_a_download(tmp_path: Path) -> None:
    """What is stored of a submission knows it again, however it came."""
    (tmp_path / "hw.py").write_text("x")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("ada_5_7_hw.py", "x")
        archive.writestr("bob_6_8_hw.py", "x")
    found = read_download(tmp_path / "all.zip", [])
    assert {each.digest for each in found.submissions} == {read_one(tmp_path / "hw.py", []).digest}


def test_a_file_may_be_called_as_in_another_system(download: Any) -> None:
    """What a student calls a file does not make the class's download another system's."""
    found = download({**CANVAS, "zoe_7_9_a_b_attempt_2026-03-01-12-30-00_c.py": "z"})
    assert told(found)["zoe_7"][2] == {"a_b_attempt_2026-03-01-12-30-00_c.py": "z"}


# ---- hostile ----------------------------------------------------------------------------------------


def test_a_bad_file_costs_its_student_only(tmp_path: Path) -> None:
    """A link, a bomb, a locked file or an endless name is told to whom it belongs."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada_5_7_hw.py", "x")
        link = zipfile.ZipInfo("bob_6_8_hw.py")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("cleo_7_9_hw.py", b"#" * 60_000_000)
        archive.writestr("dan_8_10_" + "h" * 600 + ".py", "x")
        archive.writestr("eve_9_11_..\\evil.py", "x")
        archive.writestr("fay_10_12_hw.zip", b"PK\x03\x04 no zip")
    found = read_download(tmp_path / "all.zip", [])
    said = {each.id: [problem.message for problem in each.problems] for each in found.submissions}
    assert said == {
        "ada_5": [],
        "bob_6": ["This is not read: it is a link or a device. Zip the file itself."],
        "cleo_7": [too_large(5_000_000)],
        "dan_8": ["This is not read: its name is too long, or it lies in too many folders."],
        "eve_9": ["This is not read: its name holds a character that no file name should."],
        "fay_10": [f"This zip cannot be opened: it is cut off, damaged or no zip. {AGAIN}"],
    }


def test_names_that_lead_out_of_a_download_fit_no_system(tmp_path: Path) -> None:
    """Nothing is ever read or written elsewhere."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in (*CANVAS, "../zoe_9_9_hw.py", "/abs_1_1_hw.py"):
            archive.writestr(name, "x")
    with pytest.raises(InputError, match=r"2 names in it do not fit: \.\./zoe_9_9_hw.py, /abs_1_1_hw.py\."):
        read_download(tmp_path / "all.zip", [])


NAMES = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda form, one, two: form.replace("%", one).replace("@", two),
        st.sampled_from(
            (
                "%_1_2_@",
                "%_LATE_3_4_@",
                "anon_%_4_@",
                "%_5_text.html",
                "%_6_assignsubmission_file/@",
                "%_7_assignsubmission_file_@",
                "@_%_attempt_2026-03-01-12-30-00_hw.py",
                "@_%_attempt_2026-03-01-12-30-00.txt",
                "8-9 - % - Mar 1, 2026 105 PM/@",
                "%/@/timestamp.txt",
                "index.html",
                "submission_metadata.yml",
            )
        ),
        st.text(max_size=20),
        st.text(max_size=20),
    ),
)


@settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NAMES, st.binary(max_size=40)), max_size=6), st.sampled_from(layouts()))
def test_no_name_is_a_surprise(tmp_path: Path, members: Any, layout: str) -> None:
    """Whatever stands in a zip, it is read, or the person at the keyboard is told why not."""
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, content in members:
            with contextlib.suppress(UnicodeEncodeError):
                archive.writestr(zipfile.ZipInfo(name), content)
    try:
        found = read_download(tmp_path / "all.zip", ["1a"], layout)
    except InputError as refused:
        assert safe(str(refused), 10_000) == str(refused)
        return
    if found is not None:
        assert all(safe(each, 10_000) == each for each in found.notes)
        assert len({each.id for each in found.submissions}) == len(found.submissions)


def test_a_long_name_takes_no_time(tmp_path: Path) -> None:
    """However long names are, and however often they begin like a system's."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for piece in ("_", "_1", "_1_", "a_attempt_", " - ", "_LATE", "_assignsubmission_"):
            archive.writestr((piece * 30_000)[:60_000], "x")
    assert read_download(tmp_path / "all.zip", []) is None


def test_accents_may_be_stored_in_two_ways(tmp_path: Path) -> None:
    """A Mac takes letters apart when it unpacks; to people it is one name."""
    for name in ("re\u0301ne_5_7_hw.py", "r\u00e9ne_5_8_b.py", "ada_6_9_hw.py"):
        (tmp_path / name).write_text("x")
    found = told(read_download(tmp_path, []))
    assert list(found) == ["ada_6", "r\u00e9ne_5"]
    assert set(found["r\u00e9ne_5"][2]) == {"hw.py", "b.py"}


def test_links_in_an_unpacked_download_are_not_followed(tmp_path: Path) -> None:
    """A link may be another student's work."""
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "ada_5_7_hw.py").write_text("x")
    (folder / "bob_6_8_hw.py").symlink_to("ada_5_7_hw.py")
    os.mkfifo(folder / "cleo_7_9_hw.py")
    ada, bob, cleo = read_download(folder, []).submissions
    assert (len(ada.modules), bob.modules, cleo.modules) == (1, (), ())
    assert "This is a link" in bob.problems[0].message
    assert "not an ordinary file" in cleo.problems[0].message


def test_a_download_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither endless files nor endless names are begun with."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in CANVAS:
            archive.writestr(name, "x")
    monkeypatch.setattr(tree_module, "MAX_DOWNLOAD_ENTRIES", 1)
    with pytest.raises(InputError, match="holds over 1 files, so it is not opened"):
        read_download(tmp_path / "all.zip", [])
    monkeypatch.setattr(tree_module, "MAX_DOWNLOAD", 10)
    with pytest.raises(InputError, match="is larger than 0 MB"):
        read_download(tmp_path / "all.zip", [])


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06"])
def test_a_damaged_zip_is_one_bad_submission(tmp_path: Path, data: bytes) -> None:
    """As it was before: it is told, and the others are graded."""
    (tmp_path / "all.zip").write_bytes(data)
    assert read_download(tmp_path / "all.zip", []) is None
    (one,) = read_batch([tmp_path / "all.zip"], [])
    assert one.problems


def test_what_we_may_not_read_of_a_download_is_no_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose file or folder is locked has no score, is still that student, and stops nobody."""
    for name, system in (("ada_5_7_hw.py", "canvas"), ("bob_6_8_hw.py", "canvas")):
        (tmp_path / system).mkdir(exist_ok=True)
        (tmp_path / system / name).write_text("x")
    for name in ("ada", "bob", "cleo"):
        (tmp_path / "nbgrader" / name / "hw1").mkdir(parents=True)
        (tmp_path / "nbgrader" / name / "hw1" / "timestamp.txt").write_text("2020")
        (tmp_path / "nbgrader" / name / "hw1" / "hw.py").write_text("x")

    def denied(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    really_open, really_list = os.open, tree_module._listed
    monkeypatch.setattr(
        os, "open", lambda path, *rest: (denied if Path(path).name[:3] == "bob" else really_open)(path, *rest)
    )
    monkeypatch.setattr(
        tree_module, "_listed", lambda path: (denied if path.name == "cleo" else really_list)(path)
    )
    really_scan = os.scandir
    monkeypatch.setattr(
        os, "scandir", lambda path=".": (denied if Path(path).name == "cleo" else really_scan)(path)
    )
    ada, bob = read_download(tmp_path / "canvas", []).submissions
    assert (len(ada.modules), ada.undecided) == (1, "")
    assert (bob.id, [each.key for each in bob.students]) == ("bob_6", ["6"])
    assert bob.undecided == "bob_6_8_hw.py cannot be read here: Permission denied"
    found = {each.id: each.undecided for each in read_download(tmp_path / "nbgrader", []).submissions}
    assert found == {"ada": "", "bob": "", "cleo": "cleo cannot be read here: Permission denied"}
