"""A stranger on the machine, another site and another name for this machine are kept out."""

import asyncio
from collections.abc import Mapping

import pytest

from grader.frontends.mark.guard import COOKIE, Guard

HOST = {"host": "127.0.0.1:8765"}


async def page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"the page"})


def asked(
    guard: Guard, path: str, headers: Mapping[str, str] = HOST, method: str = "GET"
) -> tuple[int, dict[str, str], str]:
    """Ask for a path; return the status, the headers and the text."""
    sent = []

    async def send(message):
        sent.append(message)

    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": where,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(guard(scope, None, send))  # type: ignore[arg-type]
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(each["body"] for each in sent[1:]).decode()


@pytest.fixture
def guard() -> Guard:
    return Guard(page)


def let_in(guard: Guard) -> dict[str, str]:
    """The headers of a browser that used an invitation."""
    _, headers, _ = asked(guard, guard.invite())
    return {**HOST, "cookie": headers["set-cookie"].partition(";")[0]}


def test_a_token_becomes_a_cookie_and_leaves_the_address(guard: Guard) -> None:
    """The cookie goes nowhere else, and no script reads it."""
    status, headers, text = asked(guard, guard.invite())

    assert status == 200
    assert f'content="0;url={guard.base}/"' in text
    assert headers["set-cookie"].startswith(f"{COOKIE}=")
    assert headers["set-cookie"].endswith(f"; Path={guard.base}/; Max-Age=86400; HttpOnly; SameSite=Strict")
    assert asked(guard, f"{guard.base}/", let_in(guard))[::2] == (200, "the page")


def test_a_token_opens_the_page_once(guard: Guard) -> None:
    """A second browser is told what to do."""
    path = guard.invite()
    asked(guard, path)
    status, _, text = asked(guard, path)

    assert status == 403
    assert "This address was used before" in text


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=", f"{COOKIE}=guess", "other=1"])
def test_without_a_token_nobody_is_let_in(guard: Guard, cookie: str) -> None:
    """Nor with a cookie that was guessed; neither reading nor writing."""
    let_in(guard)
    there = {**HOST, "cookie": cookie, "origin": "http://127.0.0.1:8765"}

    assert asked(guard, f"{guard.base}/", there)[0] == 403
    assert asked(guard, f"{guard.base}/?token=guess", there)[0] == 403
    assert asked(guard, f"{guard.base}/", there, "POST")[0] == 403


def test_the_path_is_not_known_to_others(guard: Guard) -> None:
    """So that no other port of this machine is ever sent the cookie."""
    assert asked(guard, "/", let_in(guard))[0] == 404
    assert Guard(page).base != guard.base


@pytest.mark.parametrize(
    "host", ["evil.example:8765", "127.0.0.1.evil.example", "localhost@evil.example:1", "", "[", "a:x"]
)
def test_another_name_for_this_machine_is_refused(guard: Guard, host: str) -> None:
    """A site that has its own name lead here reads nothing."""
    assert asked(guard, f"{guard.base}/", {**let_in(guard), "host": host})[0] == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9000", "[::1]:8765", "LOCALHOST:1"])
def test_forwarding_from_another_port_works(guard: Guard, host: str) -> None:
    """`ssh -L 9000:localhost:8765` and its like."""
    assert asked(guard, f"{guard.base}/", {**let_in(guard), "host": host})[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1:8765", "null", None]
)
def test_what_another_page_sends_marks_nothing(guard: Guard, origin: str | None) -> None:
    """Even of this machine, on another port; one that does not say where it comes from is none of ours."""
    headers = let_in(guard) | ({} if origin is None else {"origin": origin})

    assert asked(guard, f"{guard.base}/", headers, "POST")[0] == 403
    assert asked(guard, f"{guard.base}/", headers | {"origin": "http://127.0.0.1:8765"}, "POST")[0] == 200


@pytest.mark.parametrize(
    "more", [{"content-length": "1000000"}, {"transfer-encoding": "chunked"}, {"content-length": "x"}]
)
def test_no_more_is_read_than_a_form_holds(guard: Guard, more: dict[str, str]) -> None:
    """Or than it says."""
    headers = {**let_in(guard), "origin": "http://127.0.0.1:8765", **more}

    assert asked(guard, f"{guard.base}/", headers, "POST")[0] == 403


def test_every_answer_has_the_policy(guard: Guard) -> None:
    """Refusals too: nothing runs but our script, nothing is fetched, nothing is kept."""
    for path in ("/", guard.invite(), f"{guard.base}/"):
        _, headers, _ = asked(guard, path)
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
