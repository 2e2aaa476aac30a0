"""Every id has a file name that is safe everywhere, and nobody else's."""

import re

from hypothesis import given
from hypothesis import strategies as st

from grader.reports.file_names import NAME, file_names

DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def test_plain_names_stay() -> None:
    """An id that is a safe name is its own."""
    assert file_names(["ada", "ben.smith", "x-1_2"]) == {each: each for each in ["ada", "ben.smith", "x-1_2"]}


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    """On a file system that ignores case too, and in whatever order they come."""
    names = file_names(["Ada", "ada", "ADA"])
    assert len({each.lower() for each in names.values()}) == 3
    assert names == file_names(["ADA", "ada", "Ada"])


def test_paths_and_devices_are_no_names() -> None:
    """No separator, nothing hidden, nothing above, nothing that Windows keeps."""
    ids = [
        "..",
        ".",
        "",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "CON",
        "nul.txt",
        "com1",
        "x" * 300,
        "ü",
        " ",
        ".x",
    ]
    for name in file_names(ids).values():
        assert NAME.fullmatch(name)
        assert not DEVICE.match(name)


def test_a_name_that_looks_like_anothers_hash_takes_nothing() -> None:
    """Who calls himself what another would be called gets it, and the other another."""
    wanted = file_names(["a b"])["a b"]
    names = file_names(["a b", wanted])
    assert names[wanted] == wanted
    assert names["a b"] != wanted


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_any_ids_have_safe_names_of_their_own(ids: list[str]) -> None:
    """Whatever they are."""
    names = file_names(ids)
    assert list(names) == ids
    assert len({each.casefold() for each in names.values()}) == len(ids)
    for name in names.values():
        assert NAME.fullmatch(name)
        assert not DEVICE.match(name)
