"""A class that waits to be marked, a server over it, and people in browsers of their own."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from to_mark import WRITTEN

from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.guard import Guard
from grader.marking.events import Mark, in_force, points_of
from grader.marking.final import final


@dataclass
class Room:
    """A class that waits, a server over it, and people who come in."""

    desk: MarkingDesk
    guard: Guard
    port: int
    chromium: Any
    stack: ExitStack
    complaints: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.guard.base}/"

    def enter(self, name: str, **how: Any) -> Any:
        """Let somebody in, with a browser of their own; return their page."""
        context = self.chromium.new_context(**{"viewport": {"width": 1366, "height": 768}, **how})
        self.stack.callback(context.close)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on("requestfailed", self.refused)
        page.goto(f"http://127.0.0.1:{self.port}{self.guard.invite()}")
        page.wait_for_selector("#name:focus")
        page.keyboard.press("Control+a")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer")
        return page

    def refused(self, request: Any) -> None:
        """Keep what was not fetched, unless the page was left before."""
        if "ERR_ABORTED" not in str(request.failure):
            self.complaints.append(f"{request.url}: {request.failure}")

    def marks(self) -> dict[str, Mark]:
        """The marks of question 1a that count, by student."""
        counting = in_force(self.desk.journal.events())
        found = {each: counting.get(points_of(each, WRITTEN.id)) for each in self.desk.queues[0].places}
        return {each: event.what for each, event in found.items() if event and isinstance(event.what, Mark)}

    def points(self) -> dict[str, float]:
        """The points of question 1a that the final results have for it."""
        done = final(self.desk.report, self.desk.journal.events())
        return {r.submission.id: r.questions[0].outcomes[1].earned for r in done.results}


def quiet(page: Any) -> None:
    """Wait until nothing is on its way."""
    page.wait_for_selector("body[data-busy='0']")


def type_keys(page: Any, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)
    quiet(page)


def make_item(page: Any, text: str, points: str) -> None:
    """Make a rubric item by keyboard alone."""
    type_keys(page, "a")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.type(points)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".items >> text={text}")
    quiet(page)


def shown(page: Any) -> str:
    """The points on the page."""
    return str(page.inner_text("#score b"))
