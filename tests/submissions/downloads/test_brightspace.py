"""Brightspace: folders with a date, several of one student."""

from typing import Any

import pytest

from downloads.conftest import told


def test_the_latest_folder_counts(download: Any) -> None:
    """Times have no colon, and noon comes after nine."""
    found = download(
        {
            "index.html": "<html>",
            "12-90 - Jane Doe - Mar 1, 2026 105 PM/hw.py": "new",
            "12-90 - Jane Doe - Mar 1, 2026 1145 AM/hw.py": "old",
            "13-90 - Zoë - Ng - Dec 31, 2025 1201 AM/hw.py": "z",
        }
    )
    assert told(found) == {
        "Jane Doe_12": ([("Jane Doe", "12")], False, {"hw.py": "new"}),
        "Zoë - Ng_13": ([("Zoë - Ng", "13")], False, {"hw.py": "z"}),
    }
    assert found.notes == (
        "all.zip: read as a Brightspace download: 2 submissions",
        "1 student handed in again, and the latest counts: Jane Doe_12",
    )


def test_without_folders(download: Any) -> None:
    """The file's own name stands at the end."""
    found = download(
        {
            "12-90 - Jane Doe - Mar 1, 2026 105 PM - hw - 1.py": "1",
            "13-90 - Ada - Mar 1, 2026 105 PM - hw.py": "2",
        }
    )
    assert [files for _, _, files in told(found).values()] == [{"hw - 1.py": "1"}, {"hw.py": "2"}]


def test_a_name_cannot_be_a_date(download: Any) -> None:
    """The last date is Brightspace's, and the first number says who it is."""
    found = download(
        {
            "12-90 - Eve - Jan 1, 2099 100 AM - Mar 1, 2026 105 PM/hw.py": "1",
            "13-90 - Ada - Feb 30, 26/hw.py": "no date",
            "index.html": "",
        },
        layout="brightspace",
    )
    assert [students for students, _, _ in told(found).values()] == [[("Eve - Jan 1, 2099 100 AM", "12")]]
    assert found.notes[-1] == ("left out, for the name is not from Brightspace: 13-90 - Ada - Feb 30, 26")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1 March, 2026 1145 AM", "1 March, 2026 105 PM"),
        ("1 Mar 2026 1145", "1 Mar 2026 1305"),
        ("28. Februar 2026 2359", "1. März 2026 0001"),
        ("30 juin 2026 23 59", "1 juil. 2026 0 01"),
        ("30 juin 2026 23 h 59", "1 juil. 2026 0 h 01"),
        ("1 de enero de 2026 905", "1 de febrero de 2026 904"),
    ],
)
def test_the_day_may_come_first(download: Any, earlier: str, later: str) -> None:
    """As the country and the language of the site have it; the latest still counts."""
    found = download(
        {
            "index.html": "<html>",
            f"12-90 - Jane Doe - {later}/hw.py": "new",
            f"12-90 - Jane Doe - {earlier}/hw.py": "old",
            f"13-90 - Al - {earlier}/hw.py": "z",
        }
    )
    assert told(found) == {
        "Jane Doe_12": ([("Jane Doe", "12")], False, {"hw.py": "new"}),
        "Al_13": ([("Al", "13")], False, {"hw.py": "z"}),
    }


@pytest.mark.parametrize(
    "date",
    ["2026年3月1日 1305", "01-03-2026 1305", "2026-03-01 13 05", "1 marraskuuta 2026 1305", "1 Şub 2026 1305",
     "Feb 30, 2026 105 PM", "1 марта 2026 г. 13 05"],
)  # fmt: skip
def test_a_date_that_cannot_be_read_stops_nobody(download: Any, date: str) -> None:
    """Whose work it is stands before it; only which of two counts, nobody can tell."""
    found = download(
        {
            f"12-90 - Jane Doe - {date}/hw.py": "1",
            "12-90 - Jane Doe - 2 of some month 2026 0900/hw.py": "2",
            f"13-90 - Al - {date}/hw.py": "3",
            f"14-90 - Bo - {date} - hw.py": "4",
        }
    )
    jane, al, bo = found.submissions
    assert (jane.id, jane.modules) == ("Jane Doe_12", ())
    one, other = sorted([date, "2 of some month 2026 0900"])
    assert jane.undecided == (
        "'Jane Doe' handed in again, and which is the latest cannot be told from the dates: "
        f"12-90 - Jane Doe - {one} or 12-90 - Jane Doe - {other}? Remove what does not count"
    )
    assert [each.students[0].name for each in (al, bo)] == ["Al", "Bo"]
    assert [(each.undecided, each.modules[0].cells[0].source) for each in (al, bo)] == [("", "3"), ("", "4")]
