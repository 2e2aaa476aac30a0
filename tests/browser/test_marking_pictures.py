"""Pictures of notebooks at the page for marking: seen, fetched once, from this page alone."""

import base64
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from rooms import quiet, type_keys
from to_mark import course, png

from grader.frontends.mark.guard import POLICY
from grader.model import Picture, Report

EVIL = "\"><img src=x onerror=document.title='owned'>"


def with_pictures(count: int = 6) -> Report:
    """A class whose answers have a picture each, and whose code drew two."""
    data = base64.b64decode(png())
    pictures = (
        Picture("123/i.png", "png", data),
        Picture(f"hw.ipynb{EVIL} cell 2", "png", data, drawn=True),
        Picture("hw.ipynb cell 3", "png", data, drawn=True),
    )
    said = f"Look ![{EVIL}](attachment:123/i.png) there ![](attachment:99/other.png)"
    report = course(count, dict.fromkeys(range(count), said))
    results = [
        replace(
            each,
            submission=replace(
                each.submission,
                modules=tuple(replace(module, pictures=pictures) for module in each.submission.modules),
            ),
        )
        for each in report.results
    ]
    return replace(report, results=tuple(results))


def wait_for_pictures(page: Any, count: int) -> None:
    """Wait until so many are there; those that are folded away are not fetched."""
    for _ in range(100):
        seen = "[...document.images].filter(each => each.complete && each.naturalWidth === 2).length"
        if page.evaluate(seen) == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.evaluate(seen))


@pytest.mark.parametrize("width", [390, 1366])
def test_pictures_are_seen_beside_the_answer(room: Any, width: int) -> None:
    """Those in it at once, those that the code drew by one key; marking fetches none again."""
    place = room(with_pictures())
    page = place.enter("Ann", viewport={"width": width, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{place.address}q/0/0")
    wait_for_pictures(page, 1)
    assert page.locator(".answer img").count() == 1
    assert "attachment:99/other.png" in page.inner_text(".answer .unshown")
    assert sum("/picture/" in url for url in asked) == 1  # of those that are folded away, none
    type_keys(page, "v")
    wait_for_pictures(page, 3)
    assert page.locator("#drawn img").count() == 2
    assert sum("/picture/" in url for url in asked) == 3
    type_keys(page, "f - +")
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth)")
    assert sum("/picture/" in url for url in asked) == 3
    assert page.title() != "owned"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert all(url.startswith(place.address) for url in asked)


def test_a_picture_is_for_who_is_let_in(room: Any) -> None:
    """As what it is and nothing else; a stranger gets none, and there are only those that there are."""
    place = room(with_pictures())
    known = place.enter("Ann").context
    answer = known.request.get(f"{place.address}picture/0/0")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == POLICY.decode()
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    for path in ("picture/0/9", "picture/99/0"):
        assert known.request.get(f"{place.address}{path}").status == 404
    stranger = place.chromium.new_context()
    place.stack.callback(stranger.close)
    assert stranger.request.get(f"{place.address}picture/0/0").status == 403


def test_names_of_files_are_hidden_with_names(room: Any) -> None:
    """What a notebook is called is often who wrote it."""
    place = room(with_pictures())
    page = place.enter("Ann")
    type_keys(page, "v")
    assert "Picture 1" in page.inner_text("#drawn")
    assert "hw.ipynb" not in page.content()
    type_keys(page, "b")
    quiet(page)
    assert "hw.ipynb cell 3" in page.inner_text("#drawn")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_pictures_are_accessible(room: Any, width: int, scheme: str) -> None:
    """axe finds nothing where they are unfolded."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    place = room(with_pictures())
    page = place.enter("Ann", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    type_keys(page, "v")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []
