"""Import names of the files of a submission."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions.names import import_names, precedence, top_folder


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("hw.py", "hw"),
        ("helpers/maths.py", "helpers.maths"),
        ("helpers/__init__.py", "helpers"),
        ("a/b/__init__.py", "a.b"),
        ("__init__.py", "__init__"),
        ("hw.ipynb", "hw"),
        ("hw.ipynb.txt", "hw"),
        ("Übung_2.py", "Übung_2"),
        ("作业.py", "作业"),
        ("ﬁlter.py", "filter"),
        ("my homework (2).py", "my_homework__2_"),
        ("hw.final.py", "hw_final"),
        ("part 1/3.py", "part_1._3"),
        ("lambda.py", "lambda_"),
        ("__main__.py", "__main___"),
        ("-.py", "_"),
        ("½.py", "_1_2"),
        ("\udcff.py", "_"),
        ("🙂.py", "_"),
    ],
)
def test_a_path_becomes_a_dotted_name(path: str, name: str) -> None:
    """A path becomes the name that an import statement would use, or one that it could."""
    assert import_names([path]) == {path: name}


def test_two_files_never_share_a_name() -> None:
    """A module comes before a notebook, a package before a module, an exact name before one made up."""
    assert import_names(["hw.ipynb", "hw.py", "hw/__init__.py"]) == {
        "hw/__init__.py": "hw",
        "hw.py": "hw_2",
        "hw.ipynb": "hw_3",
    }
    assert import_names(["my hw.py", "my_hw.py", "my-hw.py"]) == {
        "my_hw.py": "my_hw",
        "my hw.py": "my_hw_2",
        "my-hw.py": "my_hw_3",
    }
    assert import_names(["e\u0301.py", "é.py"]) == {"é.py": "é", "e\u0301.py": "é_2"}


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/"), min_size=1).map(lambda stem: f"{stem}.py"), unique=True
    )
)
def test_every_name_can_be_imported(paths: list[str]) -> None:
    """Whatever the files are called, the names are different identifiers."""
    names = import_names(paths)
    assert sorted(names) == sorted(paths)
    assert len(set(names.values())) == len(paths)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names.values())


@pytest.mark.parametrize(
    ("paths", "top"),
    [
        ([], ""),
        (["hw.py"], ""),
        (["hw/a.py", "hw/data/x.csv"], "hw/"),
        (["a/b/c.py", "a/b/d.py"], "a/b/"),
        (["hw/a.py", "notes.txt"], ""),
        (["hw/a.py", "hw2/a.py"], ""),
        (["hw/__init__.py", "hw/a.py"], ""),
        (["a/hw/__init__.py", "a/hw/b.py"], "a/"),
    ],
)
def test_the_folder_around_everything_is_found(paths: list[str], top: str) -> None:
    """A folder that holds all there is is not part of the names, unless it is a package."""
    assert top_folder(paths) == top


@pytest.mark.parametrize(
    "paths",
    [
        ("hw_old.py", "hw.py"),
        ("old/hw.py", "hw.py"),
        ("hw_v2.py", "hw_v10.py"),
        ("hw.ipynb", "hw (1).ipynb", "hw (2).ipynb", "hw (10).ipynb"),
        ("hw.py", "hw.py (1)"),
        ("starter.py", "my_hw.py"),
        ("starter.py", "hw_backup.py", "hw - Copy.py", "test_hw.py", "a.py"),
        ("hw-Copy1.ipynb", "hw.ipynb"),
        ("hw.ipynb", "Copy of hw.ipynb"),
        ("tests/hw.py", "a/b/hw.py", "a/hw.py", "hw.py"),
        ("train.py", "latest.py"),
        ("a.py", "copyright.py", "oldest.py"),
    ],
)
def test_what_is_rather_meant_comes_later(paths: tuple[str, ...]) -> None:
    """Work stands behind old, copied and given files, a second download behind the first, 10 behind 2."""
    assert tuple(sorted(set(paths), key=precedence)) == paths
