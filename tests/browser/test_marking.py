"""People at the page of `grader mark`, in a real Chromium: by keyboard, in groups, two at once."""

import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from rooms import make_item, quiet, shown, type_keys
from to_mark import COMPUTED, EQUAL, course, png

from grader.marking.events import Item, in_force, reply_of
from grader.marking.final import final
from grader.model import Evidence, Outcome, Verdict

pytestmark = pytest.mark.slow

HOSTILE = {
    7: "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">",
    8: "[click](javascript:document.title='owned') ![x](https://example.org/x.png) <https://example.org>",
    9: r"$\href{javascript:alert(1)}{x} \text{</math><script>document.title='owned'</script>}$",
    11: "$$" + r"\frac{" * 400 + "x" + "}{y}" * 400 + "$$",
    12: "word" * 2000 + "\n\n" + "$" + "x+" * 900 + "x$",
    14: f"![a plot](data:image/png;base64,{png()})",
    13: "\u202eevil </pre></textarea></main><h1>x</h1>",
}


def test_forty_answers_are_marked_by_keyboard(room: Any) -> None:
    """No click: items, full and no points, steps, a comment; typed ahead as fast as a machine types."""
    place = room(course(40))
    page = place.enter("Ann")
    make_item(page, "no word of the activation", "-0.5")
    make_item(page, "names the rank", "0.5")
    type_keys(page, "n " + "1 n f n 0 n - n 1 2 n + + n " * 6 + "1 n 1 n 1")
    page.keyboard.press("c")
    quiet(page)
    page.keyboard.type("See the lecture of week 3.")
    type_keys(page, "Escape")

    marks = place.marks()
    order = [each.id for each in place.desk.queues[0].entries]
    assert len(marks) == 40
    assert [place.points()[each] for each in order[:8]] == [2.0, 1.5, 2.0, 0.0, 1.5, 2.0, 1.0, 1.5]
    assert marks[order[39]].comment == "See the lecture of week 3."
    assert page.inner_text("nav[aria-label=Questions] [aria-current]").split() == ["1a", "40/40", "marked"]
    assert {event.by for event in place.desk.journal.events()} == {"Ann"}


def test_an_item_that_is_edited_changes_for_all_who_have_it(room: Any) -> None:
    """The points of everybody it was given to; a wrong number is told, and nothing changes."""
    place = room(course(6))
    page = place.enter("Ann")
    make_item(page, "imprecise", "-0.5")
    type_keys(page, "n 1 e")
    type_keys(page, "Tab Control+a")
    page.keyboard.type("-9")
    page.keyboard.press("Enter")
    page.wait_for_selector("#notice")
    assert "is no number of points: write one from -2 to 2" in page.inner_text("#notice")
    assert sorted(place.points().values())[-2:] == [1.5, 1.5]

    type_keys(page, "Escape e")
    type_keys(page, "Tab Control+a")
    page.keyboard.type("-1,5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#score b:text-is('0.5')")
    assert sorted(place.points().values())[-2:] == [0.5, 0.5]


def test_undo_takes_back_the_last_that_one_did(room: Any) -> None:
    """Step by step, also after going on; a mark goes, and then it is as if there never was one."""
    place = room(course(6))
    page = place.enter("Ann")
    type_keys(page, "f - n f u")
    assert page.inner_text("h1").startswith("Answer 2")
    assert shown(page) == "–"
    type_keys(page, "u")
    assert page.inner_text("h1").startswith("Answer 1")
    assert shown(page) == "2"
    type_keys(page, "u u")
    assert page.inner_text("#notice") == "There is nothing of yours to undo."
    assert place.marks() == {}


def test_a_group_is_marked_at_once_and_one_is_taken_out(room: Any) -> None:
    """Equal answers get what the first got; one that is taken out waits again; undo takes all back."""
    place = room(course(40))
    page = place.enter("Ann")
    assert page.inner_text("#group") == "6 answers alike"
    type_keys(page, "n x p")  # one is out before
    assert "4 of the others wait" in page.inner_text(".group")
    make_item(page, "right", "2")
    type_keys(page, "g")
    assert page.inner_text("#notice") == "4 answers marked likewise."
    assert len(place.marks()) == 5
    type_keys(page, "p n n x")  # one is out after
    assert "it waits for a mark of its own" in page.inner_text("#notice")
    assert len(place.marks()) == 4
    type_keys(page, "0 m")
    order = [each.id for each in place.desk.queues[0].entries]
    assert [place.points()[each] for each in order[:6]] == [2.0, 0.0, 0.0, 2.0, 2.0, 2.0]
    assert {len(each.group.members) for each in place.desk.queues[0].entries[:6]} == {6}

    type_keys(page, "u u u")  # the 0, the taking out, the group
    assert len(place.marks()) == 1


def test_what_is_nearly_the_same_shows_what_differs(room: Any) -> None:
    """Before it is marked at once, in the list of the group."""
    place = room(course(40))
    page = place.enter("Ann")
    page.goto(f"{place.address}q/0/6")
    assert "1 equal, 2 nearly so" in page.inner_text(".group")
    page.click("#members summary")
    assert sorted(page.locator("#members ins").all_inner_texts()) != []
    assert {"gives", "yields", "makes"} == set(page.locator("#members ins, #members del").all_inner_texts())


def test_two_markers_lose_nothing(room: Any) -> None:
    """In two browsers: what one did is seen by the other, and never written over unseen."""
    place = room(course(6))
    ann, ben = place.enter("Ann"), place.enter("Ben")
    ann.goto(f"{place.address}q/0/0")
    ben.goto(f"{place.address}q/0/0")
    ben.route("**/changes", lambda route: route.fulfill(body=ben.evaluate("document.body.dataset.count")))
    type_keys(ann, "f")
    type_keys(ben, "0")
    assert ben.inner_text("#notice") == "Ann was first: this is what counts now. Look, and press again."
    assert shown(ben) == "2"
    type_keys(ben, "-")
    assert shown(ben) == "1.5"
    ann.wait_for_selector("#score b:text-is('1.5')")  # by itself
    assert "by Ben" in ann.inner_text("#score")


def test_two_comments_are_both_kept(room: Any) -> None:
    """Whoever comes second is told, and both texts are there."""
    place = room(course(6))
    ann, ben = place.enter("Ann"), place.enter("Ben")
    for page in (ann, ben):
        page.goto(f"{place.address}q/0/0")
        type_keys(page, "c")
    ann.keyboard.type("Good.")
    ben.keyboard.type("See page 3.")
    type_keys(ann, "Escape")
    type_keys(ben, "Escape")
    ann.keyboard.press("f")
    quiet(ann)
    (mark,) = place.marks().values()
    assert sorted(mark.comment.splitlines()) == ["Good.", "See page 3."]


def test_a_comment_is_kept_as_it_is_typed(room: Any) -> None:
    """Without any key that saves: whoever is killed loses the last half second."""
    place = room(course(6))
    page = place.enter("Ann")
    type_keys(page, "f c")
    page.keyboard.type("half a sent")
    page.wait_for_selector("#said:text-is('Saved')", state="attached")
    (mark,) = place.marks().values()
    assert mark.comment == "half a sent"
    page.keyboard.type("ence")
    type_keys(page, "Escape 1 n")
    (mark,) = place.marks().values()
    assert mark.comment == "half a sentence"


def test_what_is_typed_ahead_is_a_comment_and_no_command(room: Any) -> None:
    """Somebody who types faster than the page answers presses no key by mistake."""
    place = room(course(6))
    page = place.enter("Ann")
    page.route("**/points", lambda route: (time.sleep(0.5), route.continue_()))
    page.keyboard.press("f")
    page.keyboard.press("c")
    page.keyboard.type("0 is no bound")
    quiet(page)
    type_keys(page, "Escape")
    (mark,) = place.marks().values()
    assert (mark.points, mark.comment) == (2.0, "0 is no bound")


def test_when_the_server_is_gone_what_was_typed_stays(room: Any) -> None:
    """The page says so, leads nowhere, and saves the comment when there is somebody again."""
    place = room(course(6))
    page = place.enter("Ann")
    type_keys(page, "f")
    page.route("**/comment", lambda route: route.abort())
    type_keys(page, "c")
    page.keyboard.type("Look again.")
    type_keys(page, "Escape n")
    assert "What you typed is still here." in page.inner_text("#trouble")
    assert page.input_value("#comment") == "Look again."
    page.unroute("**/comment")
    type_keys(page, "n")
    assert page.locator("#trouble").is_hidden()
    assert [mark.comment for mark in place.marks().values()] == ["Look again."]
    place.complaints[:] = [each for each in place.complaints if "ERR_FAILED" not in each]


def test_keys_can_be_switched_off(room: Any) -> None:
    """For those who speak to their machine: then a letter marks nothing."""
    place = room(course(6))
    page = place.enter("Ann")
    page.click("#do-keys")
    quiet(page)
    type_keys(page, "f")
    assert place.marks() == {}
    page.click("#do-keys")
    quiet(page)
    type_keys(page, "f")
    assert len(place.marks()) == 1


def test_names_are_hidden_until_somebody_asks(room: Any) -> None:
    """Neither the page nor its title nor a link has a name; the order says nothing."""
    place = room(course(40))
    page = place.enter("Ann")
    for number in range(3):
        page.goto(f"{place.address}q/0/{number}")
        page.click("#members summary") if page.query_selector("#members") else None
        assert "Name of" not in page.content()
        assert "student0" not in page.content()
        assert "hw.py" not in page.content()
    order = [each.id for each in place.desk.queues[0].entries]
    assert order != sorted(order)
    type_keys(page, "b")
    assert page.inner_text("h1").startswith("Name of 0")
    assert "hw.py" in page.content()


def test_only_waiting_answers_are_shown_if_somebody_asks(room: Any) -> None:
    """Next goes to the next that waits, and there is an end."""
    place = room(course(6))
    page = place.enter("Ann")
    type_keys(page, "f n n f p w n")
    assert page.inner_text("h1").startswith("Answer 4")


@pytest.mark.parametrize("width", [390, 1920])
def test_hostile_answers_stay_text(room: Any, width: int) -> None:
    """Nothing runs, nothing is fetched, nothing leaves its place, on a phone and on a wide screen."""
    place = room(course(40, HOSTILE))
    page = place.enter("Ann", viewport={"width": width, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number in (place.desk.queues[0].places[f"student{n:03d}"] for n in HOSTILE):
        page.goto(f"{place.address}q/0/{number}")
        assert page.title() != "owned"
        assert page.locator("main").count() == 1
        assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth)")
        assert page.locator(".answer :is(script, a, iframe, object, form, input, style, svg)").count() == 0
        sizes = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert sizes[0] <= sizes[1], (number, sizes)
    assert {url for url in asked if not url.startswith((place.address, "data:"))} == set()


def test_a_hostile_name_and_item_stay_text(room: Any) -> None:
    """Of a marker, and of what a marker wrote."""
    place = room(course(6))
    page = place.enter("<img src=x onerror=alert(1)>")
    make_item(page, "<script>alert(1)</script>", "-1")
    type_keys(page, "c")
    page.keyboard.type("</textarea><script>alert(1)</script>")
    type_keys(page, "Escape o")
    page.goto(f"{place.address}q/0/0")
    assert page.input_value("#comment") == "</textarea><script>alert(1)</script>"
    assert page.locator("#page script, #page img").count() == 0


def test_without_the_token_and_by_another_name_nothing_is_shown(room: Any) -> None:
    """A stranger on the machine; a name that somebody had lead here."""
    place = room(course(6))
    context = place.chromium.new_context()
    place.stack.callback(context.close)
    for address in (place.address, place.address.replace("127.0.0.1", "localhost") + "q/0/0"):
        answer = context.request.get(address)
        assert answer.status == 403
        assert "activation" not in answer.text()
    let_in = place.enter("Ann").context
    wrong = let_in.request.get(f"{place.address}q/0/0", headers={"host": f"evil.example:{place.port}"})
    assert wrong.status == 403
    foreign = let_in.request.post(
        f"{place.address}q/0/0/points",
        form={"points": "full", "version": "0"},
        headers={"origin": "http://evil"},
    )
    assert foreign.status == 403
    assert place.marks() == {}


def test_another_marker_is_invited(room: Any) -> None:
    """By an address that the page gives, which works once."""
    place = room(course(6))
    page = place.enter("Ann")
    type_keys(page, "o")
    page.click("#do-invite")
    address = page.inner_text("#invitation")
    other = place.chromium.new_context()
    place.stack.callback(other.close)
    assert "Who marks?" in other.request.get(address).text() or other.request.get(place.address).ok
    again = place.chromium.new_context()
    place.stack.callback(again.close)
    assert again.request.get(address).status == 403


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_the_pages_are_accessible(room: Any, width: int, scheme: str) -> None:
    """axe finds nothing: names, labels, contrast, order of headings; no page scrolls sideways."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    place = room(course(40))
    page = place.enter("Ann", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    make_item(page, "imprecise", "-0.5")
    type_keys(page, "g s d r ?")
    page.click("#members summary")
    pages = [page.url, f"{place.address}q/0/6", f"{place.address}overview"]
    for number, url in enumerate(pages):
        if number:
            page.goto(url)
        page.evaluate(axe)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert found == [], (url, found)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_page_works_without_its_script(room: Any) -> None:
    """By forms and links alone, slower."""
    place = room(course(6))
    page = place.enter("Ann", java_script_enabled=False)
    page.click("#do-full")
    page.click("text=Next >> nth=-1")
    page.fill("#comment", "Look again.")
    page.click("text=Save the comment")
    page.click("#do-none")
    assert sorted((mark.points, mark.comment) for mark in place.marks().values()) == [
        (0.0, "Look again."),
        (2.0, ""),
    ]


def test_a_class_of_three_hundred_answers_at_once(room: Any) -> None:
    """A key press takes a fraction of a second, the first page little more."""
    place = room(course(300))
    page = place.enter("Ann")
    taken = page.evaluate(
        "(async () => { const t = performance.now(); for (let n = 0; n < 10; n++) await fetch(location.href);"
        " return (performance.now() - t) / 10 })()"
    )
    assert taken < 500
    assert EQUAL[:20].casefold() == page.inner_text(".answer")[:20].casefold()


def test_items_are_events_with_names(room: Any) -> None:
    """Who made them, and who changed them."""
    place = room(course(6))
    page = place.enter("Ann")
    make_item(page, "imprecise", "-0.5")
    (made,) = [each for each in place.desk.journal.events() if isinstance(each.what, Item)]
    assert (made.by, made.what.text, made.what.points) == ("Ann", "imprecise", -0.5)


EVIL = "</pre><img src=x onerror=document.title='owned'><script>document.title='owned'</script>\u202e"


def code_lost() -> dict[int, Outcome]:
    """Six whose code did the same, of which one says it in hostile words."""
    evidence = Evidence(EVIL, inputs={"x": [EVIL]}, got=EVIL, expected=1.0)
    found = Outcome(COMPUTED, Verdict.FAILED, 0.25, EVIL, evidence=evidence, behaviour="a")
    return dict.fromkeys(range(6), found)


def test_code_that_did_the_same_is_given_points_at_once(room: Any) -> None:
    """From the overview, by keyboard; what was found is where one starts; hostile text stays text."""
    place = room(course(12, lost=code_lost()))
    page = place.enter("Ann")
    type_keys(page, "o")
    assert "lost by" in page.inner_text("main")
    page.click("main a:has-text('matches')")
    quiet(page)
    assert shown(page) == "0.5"
    assert "as it was found" in page.inner_text("#score")
    assert page.inner_text("#group") == "6 did the same"
    type_keys(page, "+ g")
    assert page.inner_text("#notice") == "5 answers marked likewise."
    assert page.locator(".answer :is(script, img)").count() == 0
    assert "\\u202e" in page.inner_text(".answer")
    assert page.title() != "owned"
    done = final(place.desk.report, place.desk.journal.events())
    assert [each.questions[0].outcomes[0].earned for each in done.results] == [1.0] * 6 + [2.0] * 6


def test_a_students_question_is_answered_by_keyboard(room: Any) -> None:
    """From the overview to the answer; what was typed and not sent is there when one comes back."""
    place = room(course(6, lost=code_lost()), {"student002": f"Why 0.5? {EVIL}"})
    page = place.enter("Ann")
    type_keys(page, "o")
    assert "1 question" in page.inner_text("nav[aria-label=Questions]")
    page.click("#questions + ul a")
    quiet(page)
    assert "Why 0.5?" in page.inner_text(".asked")
    assert page.locator(".asked :is(script, img)").count() == 0
    type_keys(page, "q")
    page.keyboard.type("Look at")
    type_keys(page, "Escape o")
    page.click("#questions + ul a")
    quiet(page)
    assert page.input_value("#reply") == "Look at"
    type_keys(page, "q")
    page.keyboard.press("End")
    page.keyboard.type(" x = 0.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#notice:has-text('Answered')")
    event = in_force(place.desk.journal.events())[reply_of("student002", COMPUTED.id)]
    assert (event.by, event.what.text) == ("Ann", "Look at x = 0.")
    type_keys(page, "o")
    assert "question" not in page.inner_text("nav[aria-label=Questions]")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_the_pages_of_code_and_questions_are_accessible(room: Any, width: int, scheme: str) -> None:
    """axe finds nothing, and no page scrolls sideways."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    place = room(course(12, lost=code_lost()), {"student002": EVIL})
    page = place.enter("Ann", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    number = place.desk.queues[2].places["student002"]
    for url in (f"{place.address}q/2/{number}", f"{place.address}overview"):
        page.goto(url)
        page.evaluate(axe)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert found == [], (url, found)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


MARKING = Path(__file__).parents[2] / "docs" / "marking.md"
MISSES, RESTATES = ("no word of the activation", -0.5), ("restates the question", -1.5)


def wrong_with(number: int) -> tuple[str, float] | None:
    """What a marker finds wrong with the answer of a student; None where nothing is."""
    if number % 5 == 0 and number < 30:
        return None
    return MISSES if number in (1, 2, 3) else (None, MISSES, RESTATES)[number % 3]


def keys_for_a_table(order: list[int]) -> int:
    """Keys for the same marks in a spreadsheet: points, Tab, the words, Enter to the next row.

    Words are typed once; from then on their first letter completes them.
    """
    keys, known = 0, set()
    for number in order:
        item = wrong_with(number)
        keys += len(f"{2 + (item[1] if item else 0):g}") + len(["Enter"])
        if item:
            keys += len(["Tab"]) + (1 if item in known else len(item[0]))
            known.add(item)
    return keys


@pytest.mark.slow
def test_a_hundred_answers_take_half_the_keys_of_a_table(room: Any) -> None:
    """Counted by a script that gives the same points both ways; `docs/marking.md` has the numbers."""
    place = room(course(100))
    page, pressed = place.enter("Ann"), 0
    number_of = {entry.id: int(entry.id[-3:]) for entry in place.desk.queues[0].entries}
    items: list[tuple[str, float]] = []
    for entry in place.desk.queues[0].entries:
        if entry.id in place.marks():
            continue
        item = wrong_with(number_of[entry.id])
        keys = ["g", "m"] if len(entry.group.members) > 1 else ["m"]
        if item is None:
            keys.insert(0, "f")
        elif item in items:
            keys.insert(0, str(items.index(item) + 1))
        else:
            items.append(item)
            make_item(page, item[0], f"{item[1]:g}")
            pressed += len("a") + len(item[0]) + len(["Tab"]) + len(f"{item[1]:g}") + len(["Enter"])
        type_keys(page, " ".join(keys))
        pressed += len(keys)
    expected = {id_: 2 + (item[1] if (item := wrong_with(n)) else 0) for id_, n in number_of.items()}
    assert place.points() == expected
    assert (pressed, keys_for_a_table(sorted(number_of.values()))) == (246, 496)
    assert "246 keys" in (told := MARKING.read_text(encoding="utf-8"))
    assert "496 in" in told
