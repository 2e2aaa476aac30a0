"""Gradescope: an export and its metadata."""

from typing import Any

import pytest

from downloads.conftest import told
from grader.errors import InputError

METADATA = """\
---
submission_17:
  :submitters:
  - :name: Ada Ng
    :sid: '0012'
    :email: ada@example.org
  - :name: Bo
    :sid:
    :email: bo@example.org
  :created_at: 2026-03-01 12:00:00.000000000 Z
  :score: 1.0
  :results:
    tests: [{name: a, score: 1}]
submission_18:
  :submitters:
  - :name: "Zo\\u00eb"
    :sid: ''
    :email: ''
"""


def test_the_metadata_says_who_is_who(download: Any) -> None:
    """A group has several students; a number keeps its zeros, and an address does where there is none."""
    found = download(
        {
            "assignment_1_export/submission_metadata.yml": METADATA,
            "assignment_1_export/submission_17/hw.py": "1",
            "assignment_1_export/submission_18/src/hw.py": "2",
        }
    )
    assert told(found) == {
        "submission_17": ([("Ada Ng", "0012"), ("Bo", "bo@example.org")], False, {"hw.py": "1"}),
        "submission_18": ([("Zoë", "Zoë")], False, {"hw.py": "2"}),
    }


def test_a_folder_that_the_metadata_does_not_know_is_told(download: Any) -> None:
    """Nobody's work is graded for nobody."""
    with pytest.raises(
        InputError, match="looks like a Gradescope download, but 1 name in it does not fit: su"
    ):
        download({"submission_metadata.yml": METADATA, "submission_17/a.py": "", "submission_9/a.py": ""})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x\n", "it has aliases, which Gradescope does not write"),
        ("[" * 100 + "]" * 100, "it is too large or too deep"),
        ("a: [1", "did not find expected ',' or ']'"),
        ("a: !!python/object/apply:os.system [x]", None),
        ("- a\n- b\n", None),
        ("", None),
    ],
)
def test_metadata_is_read_with_care(download: Any, text: str, message: str | None) -> None:
    """No bombs, no objects; what is no metadata of Gradescope's makes no download."""
    files = {"submission_metadata.yml": text, "submission_17/a.py": "x"}
    if message is None:
        assert download(files) is None
        return
    with pytest.raises(InputError) as refused:
        download(files)
    assert str(refused.value) == f"all.zip/submission_metadata.yml cannot be read: {message}"
