"""The pages as people meet them: looked at, clicked, filtered, walked through by keyboard, printed."""

from pathlib import Path

import pytest
from chromium import Browser

LAPTOP, PHONE = (1366, 768), (390, 844)
SCORES = "[...document.querySelectorAll('#students tbody tr')].map(r => parseFloat(r.cells[1].textContent))"
SHOWN = "[...document.querySelectorAll('#students tbody tr')].filter(r => r.offsetHeight > 0).length"


def every_page(pages: Path) -> list[Path]:
    """The class's page, and those of a good student, one who errs, and three with names that attack."""
    named = sorted((pages / "students").glob("*.html"))
    odd = [each for each in named if not each.stem.startswith("student")]
    assert len(odd) == 3
    return [
        pages / "index.html",
        pages / "students/student000.html",
        pages / "students/student004.html",
        *odd,
    ]


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_pages_fit_and_nothing_is_refused(browser: Browser, pages: Path, size: tuple[int, int]) -> None:
    """No page scrolls sideways, and the browser has nothing to complain about."""
    for path in every_page(pages):
        browser.open(path, *size)
        width = browser.js("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], path
        assert browser.complaints == [], path


def test_names_stay_text(browser: Browser, pages: Path) -> None:
    """Nothing that a student wrote becomes an element or runs."""
    for path in every_page(pages):
        browser.open(path)
        assert browser.js("document.querySelectorAll('img, iframe, object, form').length") == 0
        assert browser.js("document.scripts.length") == int(path.name == "index.html")
        assert browser.js("document.title") != "owned"


def test_the_policy_refuses_what_is_not_ours(browser: Browser, pages: Path) -> None:
    """A script, a handler, a style or a picture that got into the page would do nothing."""
    browser.open(pages / "index.html")
    browser.js(
        "document.body.insertAdjacentHTML('beforeend', '<p id=in style=\"display:none\">x</p>"
        '<button id=it onclick="document.title = 1">x</button><img src="https://example.org/x.png">\'),'
        "(s => { s.textContent = 'document.title = 2'; document.body.append(s) })"
        "(document.createElement('script')), document.getElementById('it').click()"
    )
    assert browser.js("document.title") not in ("1", "2")
    assert browser.js("getComputedStyle(document.getElementById('in')).display") == "block"
    refused = [each for each in browser.complaints if "Content Security Policy" in each]
    assert len(refused) >= 4


def test_a_click_sorts_and_another_reverses(browser: Browser, pages: Path) -> None:
    """By score, upwards and then downwards; assistive technology is told; no score comes last."""
    browser.open(pages / "index.html")
    browser.click("#students th:nth-child(2) button")
    assert browser.js("document.querySelector('#students th:nth-child(2)').ariaSort") == "ascending"
    scores = [each for each in browser.js(SCORES) if each is not None]
    assert len(scores) > 200
    assert scores == sorted(scores)
    assert (
        browser.js("document.querySelector('#students tbody tr:last-child').cells[1].textContent")[0] == "?"
    )
    browser.click("#students th:nth-child(2) button")
    assert browser.js("document.querySelector('#students th:nth-child(2)').ariaSort") == "descending"
    scores = [each for each in browser.js(SCORES) if each is not None]
    assert scores == sorted(scores, reverse=True)


def test_the_keyboard_sorts_and_reaches_every_student(browser: Browser, pages: Path) -> None:
    """Tab goes through the heads and all names; Enter on a head sorts."""
    browser.open(pages / "index.html")
    browser.js("document.getElementById('filter').focus()")
    browser.tab()  # the table, which scrolls
    assert browser.js("document.activeElement.getAttribute('aria-label')") == "Table of students"
    browser.tab()
    assert browser.js("document.activeElement.textContent") == "student"
    browser.tab()
    browser.enter()
    assert browser.js("document.querySelector('#students th:nth-child(2)').ariaSort") == "ascending"
    reached = set()
    for _ in range(330):
        browser.tab()
        reached.add(browser.js("document.activeElement.getAttribute('href')"))
    links = browser.js("[...document.querySelectorAll('#students a')].map(a => a.getAttribute('href'))")
    assert len(links) == 300
    assert set(links) <= reached
    for link in links:
        assert (pages / link).is_file()


def test_the_filter_keeps_what_is_asked_for(browser: Browser, pages: Path) -> None:
    """By name or note, in any case; how many are left is said."""
    browser.open(pages / "index.html")
    browser.js("document.getElementById('filter').focus()")
    for letter in "STUDENT01":
        browser.key(letter, ord(letter), letter)
    assert browser.js(SHOWN) == 10
    assert browser.js("document.getElementById('said').textContent") == "10 of 300 students"
    browser.js("document.getElementById('filter').value = ''")
    browser.key("Backspace", 8)
    browser.js("document.getElementById('filter').dispatchEvent(new Event('input'))")
    assert browser.js(SHOWN) == 300


def test_without_script_all_is_there(browser: Browser, pages: Path) -> None:
    """No dead button, no dead filter; every student and every link."""
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages / "index.html")
        assert browser.js("document.querySelectorAll('#students tbody tr th a').length") == 300
        assert browser.js("document.querySelectorAll('button').length") == 0
        assert browser.js("document.getElementById('tools').offsetHeight") == 0
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_paper_gets_the_whole_table(browser: Browser, pages: Path) -> None:
    """In print nothing scrolls, and what can only be clicked is left out."""
    browser.open(pages / "index.html")
    browser.ask("Emulation.setEmulatedMedia", media="print")
    try:
        style = "getComputedStyle(document.querySelector({!r})).{}"
        assert browser.js(style.format("#tools", "display")) == "none"
        assert browser.js(style.format(".scroll", "maxHeight")) == "none"
        assert browser.js(style.format("thead", "display")) == "table-header-group"
        assert browser.js("document.querySelectorAll('.scroll')[0].scrollHeight") > 3000
    finally:
        browser.ask("Emulation.setEmulatedMedia", media="")


def test_the_dark_page_is_dark(browser: Browser, pages: Path) -> None:
    """Who asks for a dark page gets one."""
    browser.open(pages / "index.html")
    light = browser.js("getComputedStyle(document.body).backgroundColor")
    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    try:
        dark = browser.js("getComputedStyle(document.body).backgroundColor")
    finally:
        browser.ask("Emulation.setEmulatedMedia", features=[])
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(23, 24, 27)")


def test_a_link_at_the_top_leads_to_the_check(browser: Browser, pages: Path) -> None:
    """Every link within a student's page has somewhere to go."""
    browser.open(pages / "students/student000.html")
    dead = "[...document.querySelectorAll('a')].filter(a => !document.querySelector(a.getAttribute('href')))"
    assert browser.js("document.querySelectorAll('a').length") > 5
    assert browser.js(f"{dead}.length") == 0
