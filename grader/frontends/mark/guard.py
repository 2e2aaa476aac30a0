"""Who may speak to the page: this browser, from this page, to this machine.

The address that is printed holds a word that opens the page once and becomes a cookie.  The cookie is sent
below a path that nobody else knows, so that no other page of this machine ever gets it: cookies know no
ports.  A page of another site, by another name for this machine, or on another port is refused.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HERE = frozenset(("127.0.0.1", "localhost", "::1"))  # on any port: SSH forwards from another
COOKIE = "grader-mark"
HOURS = 24  # that a browser stays let in
LARGEST = 100_000  # bytes of what a browser sends
POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)


@dataclass
class Marker:
    """A browser that was let in: who sits there, and how that person wants to look at answers."""

    name: str = ""
    blind: bool = True  # names of students are hidden
    keys: bool = True  # letters and digits do something: who speaks to the machine may not want it
    todo: bool = False  # only answers that wait for a mark
    notice: str = ""  # what is said on the next page
    typed: Mapping[str, str] = field(default_factory=dict)  # a form that was refused: it is there once more


@dataclass
class Guard:
    """What comes before the page itself."""

    app: App
    base: str = field(default_factory=lambda: "/" + secrets.token_urlsafe(12))
    invitations: set[str] = field(default_factory=set)  # words that open the page, each once
    markers: dict[str, Marker] = field(default_factory=dict)  # by their cookies

    def invite(self) -> str:
        """Return the path of an address that lets one browser in."""
        word = secrets.token_urlsafe(24)
        self.invitations.add(word)
        return f"{self.base}/?token={word}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if refusal := _refusal(scope["method"], headers):
            await _said(sent, 403, refusal)
        elif not scope["path"].startswith(f"{self.base}/"):
            await _said(
                sent, 404, "There is no page at this address: use the one that `grader mark` printed."
            )
        elif marker := self._known(headers):
            scope["state"] = {**scope.get("state", {}), "marker": marker, "guard": self}
            await self.app(scope, receive, sent)
        else:
            await self._let_in(scope, sent)

    def _known(self, headers: dict[str, str]) -> Marker | None:
        cookies = dict(each.strip().partition("=")[::2] for each in headers.get("cookie", "").split(";"))
        return self.markers.get(cookies.get(COOKIE, ""))

    async def _let_in(self, scope: Scope, send: Send) -> None:
        """Make a cookie of a word that was not used; the address without it follows."""
        word = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] != "GET" or word not in self.invitations:
            used = "This address was used before" if word else "You are not let in yet"
            await _said(
                send,
                403,
                f"{used}: each address that `grader mark` prints, or that a marker gets from “Invite”, opens "
                "the page once, in one browser. Ask for another, or start `grader mark` again.",
            )
            return
        self.invitations.discard(word)
        cookie = secrets.token_urlsafe(24)
        self.markers[cookie] = Marker()
        rules = f"Path={self.base}/; Max-Age={HOURS * 3600}; HttpOnly; SameSite=Strict"
        # A page that goes on, not a redirection: after a click elsewhere no strict cookie would follow one.
        await _said(
            send, 200, "", (b"set-cookie", f"{COOKIE}={cookie}; {rules}".encode()), onwards=f"{self.base}/"
        )


def _refusal(method: str, headers: dict[str, str]) -> str:
    """Return why a request is refused, whoever sends it; empty where it is not."""
    host = headers.get("host", "")
    if _name(f"http://{host}") not in HERE:
        return "This page answers to 127.0.0.1 and localhost alone, and was asked for by another name."
    if method not in ("GET", "POST"):
        return "This page is read, and written to by its forms."
    if headers.get("origin", f"http://{host}" if method == "GET" else "") != f"http://{host}":
        return "This was sent by another page, and marks nothing."
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdigit() or int(length) > LARGEST:
        return f"More than {LARGEST} bytes were sent."
    return ""


def _name(url: str) -> str:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:
        return ""


async def _said(
    send: Send, status: int, sentence: str, *more: tuple[bytes, bytes], onwards: str = ""
) -> None:
    """Send a page with a sentence on it, or one that leads on to another."""
    goes = f'<meta http-equiv="refresh" content="0;url={onwards}">' if onwards else ""
    link = f'<a href="{onwards}">Go on</a>' if onwards else ""
    body = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"{goes}<title>grader mark</title>"
        f"<main><h1>grader mark</h1><p>{escape(sentence)}{link}</p></main></html>"
    ).encode()
    kind, length = (
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    )
    await send({"type": "http.response.start", "status": status, "headers": [kind, length, *more]})
    await send({"type": "http.response.body", "body": body})
