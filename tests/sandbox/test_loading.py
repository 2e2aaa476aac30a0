"""A worker may say anything of what a submission defines: only what is asked for counts, cut to size."""

from dataclasses import replace

from grader.functions.reply import Failure
from grader.model import Cell, Module, Problem, Submission, Verdict
from grader.sandbox.loading import PROBLEMS, RESTARTS, Loading
from grader.sandbox.memory import Memory
from grader.sandbox.messages import Loaded, Starting, Told

HOMEWORK = Submission(
    "a", "a", (Module("hw", "hw.py", (Cell("hw.py", "x = 1"),)),), {}, (), "", files={"a.csv": b"1"}
)
ENDED = Failure(Verdict.DIED, "the process exited")


def loading() -> Loading:
    return Loading.of(HOMEWORK, ["f", "g"], {"b.csv": b"2"})


def test_only_what_is_asked_for_is_there() -> None:
    """Whatever else a worker names, and however much it says of it."""
    one = loading()
    told = [Told("y" * 1000, "z" * 1000), Told("", "", memory=True), Told("n", "noted", note=True)]
    one.done(
        Loaded(
            ["f", "os._exit"], {"1": "x" * 10**5}, told, {"g": "h" * 999, "q": ""}, {"f": ["a" * 200] * 99}
        ),
        Memory(512),
    )

    there = one.defined
    assert there.functions == {"f"}
    assert there.written == {"1": "x" * 20_000}
    assert there.problems == (Problem("y" * 700, "z" * 700), Problem("", "used more than 512 MB"))
    assert there.notes == (Problem("n", "noted"),)
    assert there.hints == {"g": "h" * 500}
    assert there.parameters == {"f": ["a" * 100] * 30}


def test_a_file_that_could_not_be_read_is_named_where_something_is_missing() -> None:
    """Unless more is known of why it is not there."""
    broken = replace(HOMEWORK, problems=(Problem("b.py:24", "not closed", unread=True),))
    one = Loading.of(broken, ["f", "g", "h"])
    assert [each.path for each in one.request.files] == ["hw.py"]
    one.done(Loaded(["f"], {}, [], {"g": "why"}, {}), Memory(512))
    assert one.again().unread == ("b.py:24",)
    assert [one.hint(name) for name in ("f", "g", "h", "")] == [
        "",
        "why",
        "there is no `h`: b.py:24 could not be read",
        "",
    ]


def test_no_more_problems_and_notes_are_told_than_somebody_reads() -> None:
    """Of each so many; what was left out is told besides."""
    one = loading()
    one.starting = Starting(7, "hw.py:1")
    assert one.leave_out(ENDED)
    one.done(Loaded([], {}, [Told("", "", note=note) for note in (False, True)] * 99), Memory(512))

    assert one.defined.problems[0] == Problem("hw.py:1", "the process exited; it is left out")
    assert len(one.defined.problems) == PROBLEMS + 1
    assert len(one.defined.notes) == PROBLEMS


def test_a_statement_that_ended_a_worker_is_left_out_in_every_later_one() -> None:
    """Also in a second worker, where nothing is told of it again."""
    one = loading()
    for number in range(RESTARTS + 1):
        assert one.may_go_on
        one.begin()
        one.starting = Starting(number, f"hw.py:{number}")
        assert one.leave_out(ENDED)
    assert not one.may_go_on

    second = one.again()
    assert second.request.skip == list(range(RESTARTS + 1))
    assert second.request.given == {"a.csv": b"1", "b.csv": b"2"}
    assert second.lost == ()


def test_a_worker_that_ends_before_any_statement_leaves_no_functions() -> None:
    """There is nothing to leave out: it would end again."""
    one = loading()
    one.begin()
    assert not one.leave_out(ENDED)
    one.give_up()
    assert one.defined.functions == frozenset()
    assert one.defined.problems == (Problem("", "this could not be loaded: the process exited"),)
