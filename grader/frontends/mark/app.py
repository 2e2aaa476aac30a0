"""The pages of `grader mark` and what their forms do: each leads back to a page that shows what counts."""

from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from grader.errors import InputError
from grader.frontends.mark import decide, view
from grader.frontends.mark.decide import Hand
from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.guard import LARGEST, Guard, Marker
from grader.frontends.mark.style import STYLE
from grader.marking.journal import StaleError

Form = Mapping[str, str]
ACTIONS: Mapping[str, Callable[[Hand, Form], str]] = {
    "item": lambda hand, form: decide.tick(hand, form["item"], int(form["version"])),
    "points": lambda hand, form: decide.set_points(hand, form["points"], int(form["version"])),
    "comment": lambda hand, form: decide.set_comment(hand, form["comment"], form["before"]),
    "group": lambda hand, _: decide.mark_group(hand),
    "out": lambda hand, _: decide.take_out(hand),
    "reply": lambda hand, form: decide.reply(hand, form["reply"], int(form["reply_version"])),
    "new": lambda hand, form: decide.make_item(hand, form["text"], form["points"], int(form["version"])),
    "edit": lambda hand, form: decide.change_item(
        hand, form["item"], form["text"], form["points"], int(form["item_version"])
    ),
}


class Pages:
    """The pages over one desk."""

    def __init__(self, desk: MarkingDesk, guard: Guard, proposed: str) -> None:
        self.desk, self.guard, self.proposed = desk, guard, proposed
        self.script = files("grader.frontends.mark").joinpath("page/script.js").read_text(encoding="utf-8")
        self.templates = Environment(
            loader=PackageLoader("grader.frontends.mark", "page"), autoescape=True, undefined=StrictUndefined
        )

    def render(self, request: Request, template: str, values: view.Values) -> Response:
        """Return a page; what there is to say about what was done last is said once."""
        marker: Marker = request.state.marker
        notice, marker.notice = marker.notice, ""
        base = self.guard.base
        shown = view.frame(self.desk, self.desk.state(), marker, base, request.url.path)
        page = self.templates.get_template(template)
        return HTMLResponse(page.render(shown | values | {"notice": notice}))

    def back(self, path: str) -> Response:
        """Lead to a page after a form."""
        return RedirectResponse(path, status_code=303)

    async def start(self, request: Request) -> Response:
        """Ask who marks; then lead to the first question with an answer that waits."""
        if not request.state.marker.name:
            return self.render(request, "hello.html", {"proposed": self.proposed})
        state = self.desk.state()
        for number, queue in enumerate(self.desk.queues):
            if not queue.is_code and any(state.mark(queue, entry) is None for entry in queue.entries):
                return self.back(f"{self.guard.base}/q/{number}/")
        return self.back(f"{self.guard.base}/overview")

    async def queue(self, request: Request) -> Response:
        """Lead to the first answer of a queue that waits."""
        number = request.path_params["number"]
        if number >= len(self.desk.queues) or not self.desk.queues[number].entries:
            return self.back(f"{self.guard.base}/overview")
        state, queue = self.desk.state(), self.desk.queues[number]
        waiting = (n for n, entry in enumerate(queue.entries) if state.mark(queue, entry) is None)
        return self.back(f"{self.guard.base}/q/{number}/{next(waiting, 0)}")

    async def answer(self, request: Request) -> Response:
        """Show an answer with its marks."""
        number, place = request.path_params["number"], request.path_params["place"]
        if not request.state.marker.name:
            return self.back(f"{self.guard.base}/")
        if number >= len(self.desk.queues) or place >= len(self.desk.queues[number].entries):
            return self.back(f"{self.guard.base}/overview")
        path = f"{self.guard.base}/q/{number}/"
        values = view.answer_page(self.desk, self.desk.state(), request.state.marker, path, number, place)
        return self.render(request, "answer.html", values)

    async def act(self, request: Request) -> Response:
        """Do what a form asks for, and show the answer again; after an undo, the one that it was about."""
        number, place = request.path_params["number"], request.path_params["place"]
        marker: Marker = request.state.marker
        path = f"{self.guard.base}/q/{number}/{place}"
        form = await _form(request)
        try:
            queue = self.desk.queues[number]
            hand = Hand(self.desk, marker.name, queue, queue.entries[place])
            if not marker.name:
                return self.back(f"{self.guard.base}/")
            if request.path_params["action"] == "undo":
                return self.back(self.undone(marker) or path)
            marker.notice = ACTIONS[request.path_params["action"]](hand, form)
        except StaleError as first:
            marker.notice = f"{first.first.by} was first: this is what counts now. Look, and press again."
        except InputError as problem:
            marker.notice = str(problem)
        except (LookupError, ValueError):
            marker.notice = "That was not understood, and nothing was changed."
        return self.back(path)

    def undone(self, marker: Marker) -> str:
        """Undo what a marker did last; return the path of the answer that it was about, or nothing."""
        marker.notice, last = decide.undo(self.desk, marker.name)
        if last is None:
            return ""
        for number, queue in enumerate(self.desk.queues):
            if queue.check.id == last.target.about and last.target.submission in queue.places:
                return f"{self.guard.base}/q/{number}/{queue.places[last.target.submission]}"
        return ""

    async def overview(self, request: Request) -> Response:
        """Show how far everything is."""
        values = view.overview(self.desk, self.desk.state(), request.state.marker, self.guard.base)
        return self.render(request, "overview.html", values | {"invitation": "", "overview": True})

    async def invite(self, request: Request) -> Response:
        """Show an address for another marker."""
        address = f"http://{request.headers['host']}{self.guard.invite()}"
        values = view.overview(self.desk, self.desk.state(), request.state.marker, self.guard.base)
        return self.render(request, "overview.html", values | {"invitation": address, "overview": True})

    async def name(self, request: Request) -> Response:
        """Keep who sits there."""
        request.state.marker.name = (await _form(request)).get("name", "").strip()[:100]
        return self.back(f"{self.guard.base}/")

    async def toggle(self, request: Request) -> Response:
        """Hide or show names or what is marked, or have keys do nothing; back to the same page."""
        marker: Marker = request.state.marker
        match request.url.path.rpartition("/")[2]:
            case "blind":
                marker.blind = not marker.blind
            case "todo":
                marker.todo = not marker.todo
            case _:
                marker.keys = not marker.keys
        path = (await _form(request)).get("back", "")
        return self.back(path if path.startswith(f"{self.guard.base}/") else f"{self.guard.base}/")

    async def changes(self, _: Request) -> Response:
        """Say how much was decided so far, so that a page knows when it is old."""
        return PlainTextResponse(str(len(self.desk.state().events)))


def application(desk: MarkingDesk, proposed: str) -> Guard:
    """Return the application behind its guard; ``proposed`` is the name that a marker may take."""

    async def nothing(*_: object) -> None:
        raise AssertionError

    guard = Guard(nothing)
    pages = Pages(desk, guard, proposed)

    def text(content: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def send(_: Request) -> Response:
            return Response(content, media_type=kind)

        return send

    answer = "/q/{number:int}/{place:int}"
    routes = [
        Route("/", pages.start),
        Route("/name", pages.name, methods=["POST"]),
        Route("/blind", pages.toggle, methods=["POST"]),
        Route("/todo", pages.toggle, methods=["POST"]),
        Route("/keys", pages.toggle, methods=["POST"]),
        Route("/overview", pages.overview),
        Route("/invite", pages.invite, methods=["POST"]),
        Route("/changes", pages.changes),
        Route("/style.css", text(STYLE, "text/css")),
        Route("/script.js", text(pages.script, "text/javascript")),
        Route("/q/{number:int}/", pages.queue),
        Route(answer, pages.answer),
        Route(f"{answer}/{{action}}", pages.act, methods=["POST"]),
    ]
    guard.app = Starlette(routes=[Mount(guard.base, routes=routes)])
    return guard


async def _form(request: Request) -> Form:
    """Return what a form sent; nothing where it is no form of ours."""
    body = await request.body()
    try:
        fields = parse_qs(body[:LARGEST].decode(errors="replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}
