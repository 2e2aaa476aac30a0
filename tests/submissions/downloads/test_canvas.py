"""Canvas: names as its own zipper makes them."""

from typing import Any

from downloads.conftest import told, zipped


def test_who_is_who(download: Any) -> None:
    """Name, id and lateness stand in front; what is left is the student's own name for the file."""
    found = download(
        {
            "doejane_1234_5678_hw1.py": "x = 1",
            "ruizdíazzoë_LATE_77_90_my hw (2).py": "x = 2",
            "_99_91_hw.py": "x = 3",
        }
    )
    assert told(found) == {
        "doejane_1234": ([("doejane", "1234")], False, {"hw1.py": "x = 1"}),
        "ruizdíazzoë_77": ([("ruizdíazzoë", "77")], True, {"my hw (2).py": "x = 2"}),
        "99": ([("99", "99")], False, {"hw.py": "x = 3"}),
    }
    assert found.notes == ("all.zip: read as a Canvas download: 3 submissions, 1 late",)
    assert {each.path for each in found.submissions} >= {"all.zip/doejane_1234_5678_hw1.py"}


def test_a_name_cannot_make_itself_late_or_somebody_else(download: Any) -> None:
    """Canvas writes names in small letters and takes the numbers out of their middle."""
    found = download({"x_late12_55_9_hw.py": "x", "zoe_66_7_hw_LATE_1_2_3.py": "y"})
    assert told(found) == {
        "x_late12_55": ([("x_late12", "55")], False, {"hw.py": "x"}),
        "zoe_66": ([("zoe", "66")], False, {"hw_LATE_1_2_3.py": "y"}),
    }


def test_two_students_with_one_id_are_named(download: Any) -> None:
    """Whose marks would they be?  Neither gets any, and the others do."""
    found = download({"ada_5_7_hw.py": "x", "bob_5_8_hw.py": "y", "zoe_6_9_hw.py": "z"})
    mixed, zoe = found.submissions
    assert (mixed.id, mixed.modules, mixed.problems) == ("5", (), ())
    assert [each.name for each in mixed.students] == ["ada", "bob"]
    assert mixed.undecided == (
        "5 is the id of both 'ada' (ada_5_7_hw.py) and 'bob' (bob_5_8_hw.py): rename or remove one"
    )
    assert (zoe.id, zoe.undecided) == ("zoe_6", "")


def test_several_files_are_one_submission(download: Any) -> None:
    """What a student handed in at once belongs together, with the names under which it is imported."""
    found = download(
        {
            "ada_5_7_hw-2.py": "import helpers",
            "ada_5_8_helpers-1.py": "x = 1",
            "bob_6_9_part-1.py": "1",
            "bob_6_10_part-2.py": "2",
            "bob_6_11_report.pdf": "%PDF",
        }
    )
    assert told(found)["ada_5"][2] == {"hw.py": "import helpers", "helpers.py": "x = 1"}
    assert told(found)["bob_6"][2] == {"part-1.py": "1", "part-2.py": "2"}


def test_a_zip_inside_is_the_students(download: Any) -> None:
    """It is unpacked as theirs; beside other files its names give way."""
    inside = zipped({"hw/a.py": "inside", "hw/b.py": "b", "hw/../../evil.py": "x"})
    found = download({"ada_5_7_hw.zip": inside, "bob_6_8_hw.zip": inside, "bob_6_9_a.py": "own"})
    ada, bob = found.submissions
    assert told(found)["ada_5"][2] == {"a.py": "inside", "b.py": "b"}
    assert told(found)["bob_6"][2] == {"a.py": "inside", "b.py": "b", "a/a.py": "own"}
    for each in (ada, bob):
        (problem,) = each.problems
        assert problem.message == "This is not read: its name leads out of the archive."


def test_typed_text_is_no_submission(download: Any) -> None:
    """What is typed into the browser is told, and who did nothing else handed in no file."""
    found = download(
        {"ada_5_7_hw.py": "x", "ada_5_text.html": "<p>", "bob_6_link.html": "", "zoe_LATE_7_text.html": ""}
    )
    assert list(told(found)) == ["ada_5"]
    assert found.notes[1:] == (
        "3 texts typed into the browser or linked cannot be graded",
        "no file, so no submission: bob_6, zoe_7",
    )


def test_anonymous_hand_ins_have_no_names(download: Any) -> None:
    """Then the id is not the gradebook's."""
    found = download({"anon_xY3_7_hw.py": "x", "LATE_anon_Zz9_8_hw.py": "y"})
    assert told(found) == {
        "anonymous_xY3": ([("anonymous", "xY3")], False, {"hw.py": "x"}),
        "anonymous_Zz9": ([("anonymous", "Zz9")], True, {"hw.py": "y"}),
    }


def test_hostile_names_are_shown_safely(download: Any) -> None:
    """Nothing in a name moves a cursor or turns a line around; a formula stays for the reports to guard."""
    found = download({"=cmd\x1b[2j\u202e_5_7_h\x1b[2J.py": "x", "ada_6_8_hw.py": "y"})
    assert [each.id for each in found.submissions] == [r"=cmd\x1b[2j\u202e_5", "ada_6"]
    assert "\x1b" not in repr(found.submissions[0].path + found.notes[0])
    assert "\x1b" not in found.submissions[0].modules[0].path
