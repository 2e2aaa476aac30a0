"""Whatever is sent to the page, it answers in words, and only what is well formed decides anything."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from to_mark import COMPUTED, course, desk

from grader.frontends.mark.app import application
from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.guard import COOKIE, Guard

HOST = "127.0.0.1:8765"


class Browser:
    """Somebody who is let in, or not, without a server between."""

    def __init__(self, guard: Guard, *, let_in: bool = True) -> None:
        self.guard, self.cookie = guard, ""
        if let_in:
            _, headers, _ = self.ask(guard.invite().removeprefix(guard.base))
            self.cookie = headers["set-cookie"].partition(";")[0].removeprefix(f"{COOKIE}=")

    def ask(
        self, path: str, form: dict[str, str] | bytes | None = None, method: str = "", **more: str
    ) -> tuple[int, dict[str, str], str]:
        """Ask for a page below the base, or send a form; return status, headers and text."""
        where, _, query = path.partition("?")
        body = form if isinstance(form, bytes) else urlencode(form or {}, errors="surrogatepass").encode()
        headers = {
            "host": HOST,
            "cookie": f"{COOKIE}={self.cookie}",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(len(body)),
        }
        headers |= {"origin": f"http://{HOST}"} if form is not None else {}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        sent: list[dict] = []

        async def receive() -> dict:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method or ("GET" if form is None else "POST"),
            "path": f"{self.guard.base}{where}",
            "raw_path": b"",
            "root_path": "",
            "scheme": "http",
            "server": ("127.0.0.1", 8765),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        }
        asyncio.run(self.guard(scope, receive, send))  # type: ignore[arg-type]
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        text = b"".join(each.get("body", b"") for each in sent[1:]).decode()
        return sent[0]["status"], told, text


@pytest.fixture
def table(tmp_path: Path) -> MarkingDesk:
    return desk(tmp_path, course(6))


ANSWER = ("points", "item", "comment", "group", "out", "new", "edit", "reply", "nothing")
STUDENT = ("points", "extend", "late", "cap", "back", "nothing", "exclude")
PATHS = (
    *(f"/q/0/0/{each}" for each in ANSWER),
    *(f"/student/0/{each}" for each in STUDENT),
    *(f"/decisions/{each}" for each in ("exclude", "back", "points")),
    *("/q/9/9/points", "/student/99/cap", "/find", "/undo", "/blind", "/name"),
)
FIELDS = (
    *("version", "points", "item", "comment", "before", "text", "item_version", "reply", "reply_version"),
    *("about", "why", "until", "share", "how", "number", "who", "back", "form", "name"),
)
VALUES = (
    *(
        "",
        "0",
        "-1",
        "nan",
        "9" * 5000,
        "1e999",
        "0 1a",
        f"0 {COMPUTED.id}",
        "full",
        "\0",
        "\ud800",
        "<script>",
    ),
    *("2026-03-01T23:59", "//evil.example/", "../../x", "é\u202e", "x" * 30_000, "i1", "None"),
)


def test_no_form_is_an_error(table: MarkingDesk) -> None:
    """Of a thousand that nobody would send: pages that lead on, nothing else, and never to another site."""
    drawn = random.Random(0)
    guard = application(table, "somebody")
    browser = Browser(guard)
    browser.ask("/name", {"name": "Ann"})
    for number in range(1000):
        path = drawn.choice(PATHS)
        form = {name: drawn.choice(VALUES) for name in drawn.sample(FIELDS, drawn.randint(0, 8))}
        sent = form if number % 20 else b"%ff=%zz&" * 30
        status, headers, text = browser.ask(path, sent)
        assert status in (303, 403, 404), (path, form, text)
        if status == 303:
            assert headers["location"].startswith(f"{guard.base}/"), (path, form)
        if number % 50 == 0:
            for page in ("/overview", "/decisions", "/student/0", "/q/0/0"):
                status, _, text = browser.ask(page)
                assert status in (200, 303)
                assert "<script>" not in text


READ = ("/", "/overview", "/decisions", "/student/0", "/picture/0/0", "/q/0/0", "/changes", "/style.css")


@pytest.mark.parametrize("path", (*READ, *PATHS))
def test_a_stranger_on_the_machine_reads_and_writes_nothing(table: MarkingDesk, path: str) -> None:
    """Without the word, by another name for this machine, from another page, by another way to ask."""
    guard = application(table, "somebody")
    known, stranger = Browser(guard), Browser(guard, let_in=False)
    known.ask("/name", {"name": "Ann"})
    form = {"about": "0 1a", "points": "1", "why": "so", "version": "0", "how": "full", "name": "Eve"}
    before = table.journal.events()
    for answer in (
        stranger.ask(path),
        stranger.ask(path, form),
        stranger.ask(path, form, cookie=f"{COOKIE}=guess"),
        known.ask(path, host="evil.example:8765"),
        known.ask(path, host="127.0.0.1.evil.example"),
        known.ask(path, origin="http://evil.example"),
        known.ask(path, origin="null"),
        known.ask(path, form, origin="http://127.0.0.1:9999"),
        known.ask(path, form, origin="https://127.0.0.1:8765"),
        known.ask(path, form, host="evil.example:8765", origin="http://evil.example:8765"),
        known.ask(path, form, method="PUT"),
        known.ask(path, form, method="OPTIONS"),
        known.ask(path, b"x" * 200_000),
    ):
        assert answer[0] == 403, (path, answer)
        assert "activation" not in answer[2]
        assert not any(name.startswith("access-control") for name in answer[1])
    assert table.journal.events() == before


def test_no_other_protocol_is_spoken(table: MarkingDesk) -> None:
    """A WebSocket, whoever opens it, is not answered."""
    guard = application(table, "somebody")
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(guard({"type": "websocket", "path": f"{guard.base}/changes", "headers": []}, None, send))  # type: ignore[arg-type]
    assert sent == []


def test_where_nothing_waits_and_nothing_was_lost_there_are_decisions(tmp_path: Path) -> None:
    """No check is `written`, and all code is right: a passed check can have other points all the same."""
    report = course(3)
    (question,) = (replace(each, checks=each.checks[:1]) for each in report.assignment.questions[:1])
    assignment = replace(report.assignment, questions=(question,))
    results = []
    for each in report.results:
        (found, *_) = each.questions
        found = replace(found, question=question, outcomes=found.outcomes[:1])
        results.append(replace(each, questions=(found,)))
    table = desk(tmp_path, replace(report, assignment=assignment, results=tuple(results)))
    assert table.queues == ()
    guard = application(table, "somebody")
    browser = Browser(guard)
    browser.ask("/name", {"name": "Ann"})
    assert browser.ask("/")[1]["location"] == f"{guard.base}/decisions"
    who = table.students[0].submission.id
    browser.ask("/student/0/points", {"about": f"0 {COMPUTED.id}", "points": "1", "why": "so"})
    assert [event.target.submission for event in table.journal.events()] == [who]
    assert browser.ask("/overview")[0] == 200
