"""The schema of ``results.json``: published, versioned, and the same for writing and reading."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from by_hand import batch

from grader import __version__
from grader.errors import InputError
from grader.reports.json_report import results_json
from grader.reports.results import FORMAT, Results, read, schema

PUBLISHED = files("grader.reports") / "results.schema.json"
OLD = Path(__file__).parent.parent / "golden" / "0.1.0" / "results.json"


def test_the_published_schema_is_that_of_the_structs() -> None:
    """Where it differs, write `schema()` into the file anew."""
    assert PUBLISHED.read_text(encoding="utf-8") == schema()


@pytest.mark.parametrize("old", [False, True])
def test_files_of_today_and_of_old_fit_the_published_schema(*, old: bool) -> None:
    """A script that validates against it takes both."""
    text = OLD.read_text(encoding="utf-8") if old else results_json(batch())
    jsonschema.validate(json.loads(text), json.loads(PUBLISHED.read_text(encoding="utf-8")))


def test_the_published_schema_refuses_a_score_in_words() -> None:
    """It says something of every level."""
    data = json.loads(results_json(batch()))
    data["submissions"][0]["questions"][0]["checks"][0]["earned"] = "full"
    with pytest.raises(jsonschema.ValidationError, match="'full'"):
        jsonschema.validate(data, json.loads(PUBLISHED.read_text(encoding="utf-8")))


def test_what_is_written_is_read_whole(tmp_path: Path) -> None:
    """Nothing is in the file that the structs do not hold, in the same order."""
    text = results_json(batch())
    (tmp_path / "results.json").write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert found.format == FORMAT
    written = json.loads(text)
    assert msgspec.to_builtins(found) == written
    assert list(_names(msgspec.to_builtins(found))) == list(_names(written))


def _names(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _names(value)
    elif isinstance(data, list):
        for each in data:
            yield from _names(each)


def test_a_file_without_a_number_is_of_the_first_format() -> None:
    """Version 0.1.0 wrote none."""
    assert msgspec.json.decode(OLD.read_bytes(), type=Results).format == 1


@pytest.mark.parametrize(("name", "allowed"), [("verdict", "failed"), ("visibility", "public")])
def test_a_word_that_nobody_writes_is_refused(tmp_path: Path, name: str, allowed: str) -> None:
    """What a student may see hangs on it: the file is refused with the place, not when it is shown."""
    path = tmp_path / "results.json"
    text = results_json(batch())
    assert f'"{name}": "{allowed}"' in text
    path.write_text(text.replace(f'"{name}": "{allowed}"', f'"{name}": "unheard"'), encoding="utf-8")
    with pytest.raises(InputError, match=rf"Invalid enum value 'unheard' - at `\$.*\.{name}`"):
        read(tmp_path)


def test_a_newer_file_is_refused_by_its_number(tmp_path: Path) -> None:
    """Whatever else is in it: its age is the cause, and what to do is said."""
    path = tmp_path / "results.json"
    path.write_text('{"format": 9, "students": {}}')
    with pytest.raises(InputError) as refused:
        read(tmp_path)
    assert str(refused.value) == (
        f"{path} was written by a newer version of the grader (format 9; this one, {__version__}, reads up "
        f"to {FORMAT}): export it with that version"
    )


def test_a_field_more_is_no_hindrance(tmp_path: Path) -> None:
    """What a later version adds is passed over."""
    data = json.loads(results_json(batch())) | {"added": 1}
    (tmp_path / "results.json").write_text(json.dumps(data))
    assert read(tmp_path).assignment == data["assignment"]
