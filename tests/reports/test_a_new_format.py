"""A new form of results is one module and, if it wants one, a template: nothing else is touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import small

from grader.frontends.cli import main
from grader.reports import formats, html

MODULE = '''"""A list of names, as a page."""

from grader.reports.html import page


def render(results):
    """Return the ids of all submissions."""
    return page("names.html", results.assignment, "", ids=[each.id for each in results.submissions])
'''
TEMPLATE = """{% extends "page.html" %}
{% block body %}<ul>{% for id in ids %}<li>{{ id }}</li>{% endfor %}</ul>{% endblock %}
"""


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the form."""
    folder = tmp_path / "more_formats"
    folder.mkdir()
    (folder / "names.py").write_text(MODULE, encoding="utf-8")
    (folder / "names.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    html._environment.cache_clear()
    yield
    html._environment.cache_clear()


@pytest.mark.usefixtures("names")
def test_a_new_format_is_a_module_and_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is in the help, and written by `grader export`, with hostile names made harmless."""
    rubric = small.copied(tmp_path)
    hand_ins = tmp_path / "hand_ins"
    hand_ins.mkdir()
    (hand_ins / "<b>.py").write_text("def mean(x): return 0\n", encoding="utf-8")
    out = tmp_path / "results"
    for command in (
        ["grade", str(hand_ins), "--rubric", str(rubric), "--accept-exposure", "--out"],
        ["export", "names", "--results"],
    ):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*command, str(out)])
        assert ended.value.code == 0
    assert "<ul><li>&lt;b&gt;</li></ul>" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "A list of names, as a page" in capsys.readouterr().out
