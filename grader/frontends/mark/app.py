"""The pages of `grader mark` and what their forms do: each leads back to a page that shows what counts."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from grader.errors import InputError
from grader.frontends.mark import decide, overview_view, settle, settle_view, view
from grader.frontends.mark.decide import Hand
from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.guard import LARGEST, Guard, Marker
from grader.frontends.mark.style import STYLE
from grader.marking.decide import Desk
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
        typed, marker.typed = marker.typed, {}
        base = self.guard.base
        shown = view.frame(self.desk, self.desk.state(), marker, base, request.url.path)
        page = self.templates.get_template(template)
        return HTMLResponse(page.render(shown | values | {"notice": notice, "typed": typed}))

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
        return self.back(f"{self.guard.base}/{'overview' if self.desk.queues else 'decisions'}")

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
        base = self.guard.base
        values = view.answer_page(self.desk, self.desk.state(), request.state.marker, base, number, place)
        return self.render(request, "answer.html", values)

    async def act(self, request: Request) -> Response:
        """Do what a form asks for, and show the answer again; after an undo, the one that it was about."""
        number, place = request.path_params["number"], request.path_params["place"]
        marker: Marker = request.state.marker
        path = f"{self.guard.base}/q/{number}/{place}"
        form = await _form(request)
        if not marker.name:
            return self.back(f"{self.guard.base}/")
        with _said(marker):
            queue = self.desk.queues[number]
            hand = Hand(self.desk, marker.name, queue, queue.entries[place])
            if request.path_params["action"] == "undo":
                return self.back(self.undone(marker) or path)
            marker.notice = ACTIONS[request.path_params["action"]](hand, form)
        return self.back(path)

    async def undo(self, request: Request) -> Response:
        """Undo what a marker did last, from a page that is of no answer."""
        marker: Marker = request.state.marker
        path = self._own((await _form(request)).get("back", ""))
        return self.back((self.undone(marker) if marker.name else "") or path)

    def undone(self, marker: Marker) -> str:
        """Undo what a marker did last; return the path of the answer that it was about, or nothing."""
        marker.notice, last = decide.undo(self.desk, marker.name)
        if last is None:
            return ""
        for number, queue in enumerate(self.desk.queues):
            if queue.check.id == last.target.about and last.target.submission in queue.places:
                return f"{self.guard.base}/q/{number}/{queue.places[last.target.submission]}"
        place = self.desk.student_places.get(last.target.submission)
        return "" if place is None else f"{self.guard.base}/student/{place}"

    async def picture(self, request: Request) -> Response:
        """Send a picture of a student's notebook: one that was checked to be a picture when it was read."""
        place, number = request.path_params["place"], request.path_params["number"]
        pictures = self.desk.students[place].submission.pictures if place < len(self.desk.students) else ()
        if number >= len(pictures):
            return PlainTextResponse("There is no such picture.", 404)
        return Response(pictures[number].data, media_type=f"image/{pictures[number].sort}")

    async def student(self, request: Request) -> Response:
        """Show all of one student."""
        place, marker = request.path_params["place"], request.state.marker
        if not marker.name or place >= len(self.desk.students):
            return self.back(f"{self.guard.base}/")
        values = settle_view.student_page(self.desk, self.desk.state(), marker, self.guard.base, place)
        return self.render(request, "student.html", values)

    async def decisions(self, request: Request) -> Response:
        """Show what is decided for all, and what was decided."""
        if not request.state.marker.name:
            return self.back(f"{self.guard.base}/")
        values = settle_view.decisions_page(
            self.desk, self.desk.state(), request.state.marker, self.guard.base
        )
        return self.render(request, "decisions.html", values)

    async def find(self, request: Request) -> Response:
        """Lead to a student who is called by name or id, unless names are hidden."""
        marker: Marker = request.state.marker
        form = await _form(request)
        with _said(marker, form):
            if marker.name and not marker.blind:
                return self.back(f"{self.guard.base}/student/{settle.found(self.desk, form['who'])}")
        return self.back(f"{self.guard.base}/decisions")

    async def settle(self, request: Request) -> Response:
        """Decide about a student as a whole, or for all, as a form says; show the same page again."""
        marker: Marker = request.state.marker
        what, place = request.path_params["what"], request.path_params.get("place")
        form = await _form(request)
        if not marker.name:
            return self.back(f"{self.guard.base}/")
        at = Desk(self.desk.report, self.desk.journal, marker.name)
        with _said(marker, form):
            if place is not None and what in settle.ABOUT_ONE:
                submission = self.desk.students[place].submission
                marker.notice = settle.ABOUT_ONE[what](at, submission.id, form)
            else:
                marker.notice = settle.ABOUT_ALL[what](at, form)
        return self.back(f"{self.guard.base}/" + ("decisions" if place is None else f"student/{place}"))

    def _own(self, path: str) -> str:
        """Return a path of this page; the first one for any other."""
        return path if path.startswith(f"{self.guard.base}/") else f"{self.guard.base}/"

    async def overview(self, request: Request) -> Response:
        """Show how far everything is."""
        values = overview_view.overview(self.desk, self.desk.state(), request.state.marker, self.guard.base)
        return self.render(request, "overview.html", values | {"invitation": "", "overview": True})

    async def invite(self, request: Request) -> Response:
        """Show an address for another marker."""
        address = f"http://{request.headers['host']}{self.guard.invite()}"
        values = overview_view.overview(self.desk, self.desk.state(), request.state.marker, self.guard.base)
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
        return self.back(self._own((await _form(request)).get("back", "")))

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
        Route("/undo", pages.undo, methods=["POST"]),
        Route("/find", pages.find, methods=["POST"]),
        Route("/decisions", pages.decisions),
        Route("/decisions/{what}", pages.settle, methods=["POST"]),
        Route("/student/{place:int}", pages.student),
        Route("/picture/{place:int}/{number:int}", pages.picture),
        Route("/student/{place:int}/{what}", pages.settle, methods=["POST"]),
    ]
    guard.app = Starlette(routes=[Mount(guard.base, routes=routes)])
    return guard


@contextmanager
def _said(marker: Marker, form: Form | None = None) -> Iterator[None]:
    """Tell on the next page why something was not done; what was typed into its ``form`` is there again."""
    try:
        yield
        return
    except StaleError as first:
        marker.notice = f"{first.first.by} was first: this is what counts now. Look, and press again."
    except InputError as problem:
        marker.notice = str(problem)
    except (LookupError, ValueError):
        marker.notice = "That was not understood, and nothing was changed."
    marker.typed = form or {}


async def _form(request: Request) -> Form:
    """Return what a form sent; nothing where it is no form of ours."""
    body = await request.body()
    try:
        fields = parse_qs(body[:LARGEST].decode(errors="replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}
