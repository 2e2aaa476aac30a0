"""One submission after another: none can stop the batch, the next one, or its own other functions."""

import os
import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import GraderError
from grader.functions.reply import Answer, Failure
from grader.model import Limits, Verdict
from grader.sandbox import messages
from grader.sandbox import replies as reading
from grader.sandbox import session as asking
from grader.sandbox.channel import OUTPUT_LIMIT
from grader.values import wire

GOOD = "\ndef g(x):\n    return 2 * x\n"


def still_answers(session) -> bool:
    """Whether another function is none the worse."""
    return session.ask("g", [[2], [3]]) == [Answer(4), Answer(6)]


# ---- time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "import time; time.sleep(1000)",
        "return sum(range(10**15))",
        "import re; return re.match('(a+)+$', 'a' * 64 + 'b')",
        "return 7 ** 7 ** 12",
        "raise Endless",
        "import signal; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 15)]; signal.pause()",
        "while True: print('x' * 10**6)",
        "import threading; threading.Event().wait()",
        "import gc; [exec('while 1: pass') for _ in 'x']",
    ],
)
def test_a_function_that_never_ends_is_told_so(
    load: Any, ask: Any, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only that function: it is not asked again, and the others are."""
    session = load(
        "class Endless(Exception):\n    def __str__(self):\n        while True: pass\n"
        f"def f(x):\n    {body}\n{GOOD}"
    )
    session.clock.seconds = 0.4
    too_long = Failure(Verdict.TIMED_OUT, "did not finish within 0.4 s in `f`")

    assert session.ask("f", [[1], [2], [3]]) == [too_long] * 3
    with monkeypatch.context() as patch:
        patch.setattr(session.channel, "send", None)
        assert ask(session, "f", 1) == too_long
    session.clock.seconds = 30
    assert still_answers(session)


def test_answers_before_the_time_was_up_are_kept(load: Any) -> None:
    """The first calls were fast."""
    session = load("import time\ndef f(x):\n    time.sleep(x)\n    return x\n" + GOOD)
    session.clock.seconds = 0.5

    replies = session.ask("f", [[0.0], [0.01], [60.0], [0.0]])

    too_long = Failure(Verdict.TIMED_OUT, "did not finish within 0.5 s in `f`")
    assert replies == [Answer(0.0), Answer(0.01), too_long, too_long]


def test_the_seconds_of_a_function_add_up_until_they_are_renewed(load: Any) -> None:
    """A question gives each of its functions so many seconds for all the calls it asks."""
    source = "import time\ndef f(x):\n    time.sleep(x)\n    return x\n"
    one, two = load(source), load(source)
    one.clock.seconds = two.clock.seconds = 1.0

    assert one.ask("f", [[0.6]]) == two.ask("f", [[0.6]]) == [Answer(0.6)]
    two.renew()

    assert one.ask("f", [[0.6]]) == [Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `f`")]
    assert two.ask("f", [[0.6]]) == [Answer(0.6)]


def test_a_slow_flood_of_answers_does_not_stretch_the_time(load: Any) -> None:
    """The clock is the grader's, and it runs for the whole question, not for each byte."""
    session = load(
        "import os, time\ndef f(x):\n    while True:\n        try:\n            os.write(3, b'\\0')\n"
        "        except OSError:\n            pass\n        time.sleep(0.05)\n" + GOOD
    )
    session.clock.seconds = 0.5
    begun = time.monotonic()

    (reply,) = session.ask("f", [[1]])

    assert reply.final
    assert time.monotonic() - begun < 5


# ---- death and memory ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import os; os._exit(0)", "the process exited in `f`"),
        ("import os; os._exit(3)", "the process exited in `f`"),
        ("import os; os.abort()", "the process was ended by SIGABRT in `f`"),
        ("import ctypes; ctypes.string_at(0)", "the process was ended by SIGSEGV in `f`"),
        ("import os; os.kill(os.getpid(), 9)", "the process was ended by SIGKILL in `f`"),
        ("import os; os.kill(os.getpid(), 15)", "the process was ended by SIGTERM in `f`"),
        ("import os; os.kill(os.getpid(), 40)", "the process was ended by signal 40 in `f`"),
        ("import os; os.closerange(0, 64)\n    while 1: pass", "the process was ended by SIGKILL in `f`"),
    ],
)
def test_a_function_that_ends_its_process_is_told_so(load: Any, ask: Any, body: str, message: str) -> None:
    """Only that function: what it answered before stays, and the others get a new process."""
    session = load(f"def f(x):\n    if x:\n        return x\n    {body}\n{GOOD}")

    replies = session.ask("f", [[1], [0], [2]])

    died = Failure(Verdict.DIED, message)
    assert replies[1].verdict is Verdict.DIED
    assert replies == [Answer(1), died, died]
    assert still_answers(session)
    assert ask(session, "f", 1) == died


def test_a_function_whose_process_is_killed_from_outside_is_told_so(load: Any) -> None:
    """As when the machine runs out of memory."""
    session = load("import time\ndef f(x):\n    time.sleep(60)\n" + GOOD)
    killer = threading.Timer(0.3, os.kill, (session.channel.pid, signal.SIGKILL))
    killer.start()

    (reply,) = session.ask("f", [[1]])

    killer.join()
    assert reply == Failure(Verdict.DIED, "the process was ended by SIGKILL in `f`")
    assert still_answers(session)


def test_functions_that_all_die_are_all_answered(load: Any) -> None:
    """Each once; then there is nothing left to ask, and no end without an end."""
    names = [f"f{number}" for number in range(12)]
    session = load("import os\n" + "".join(f"def {name}(x): os._exit(1)\n" for name in names), *names)

    for _ in range(3):
        for name in names:
            died = Failure(Verdict.DIED, f"the process exited in `{name}`")
            assert session.ask(name, [[1], [2]]) == [died, died]
    assert list(session.problems) == []


@pytest.mark.parametrize(
    "body",
    [
        "raise MemoryError",
        "return np.ones(10**12)",
        "return np.ones((20_000, 20_000))",
        "return bytearray(2**31)",
        "return [0] * 10**9",
        "return 'x' * 2**31",
    ],
)
def test_a_function_that_uses_too_much_memory_is_told_so(load: Any, ask: Any, body: str) -> None:
    """Only that function."""
    session = load(f"import numpy as np\ndef f(x):\n    {body}\n{GOOD}")

    assert ask(session, "f", 1) == Failure(Verdict.OUT_OF_MEMORY, "used more than 512 MB in `f`")
    assert still_answers(session)


def test_a_tensor_that_uses_too_much_memory_is_told_so(load: Any, ask: Any) -> None:
    """Torch has its own words for it."""
    session = load("import torch\ndef f(x):\n    return torch.ones(10**10)\n" + GOOD)

    assert ask(session, "f", 1) == Failure(Verdict.OUT_OF_MEMORY, "used more than 512 MB in `f`")
    assert still_answers(session)


# ---- loading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("import os; os._exit(0)", "the process exited; it is left out"),
        ("import os; os.abort()", "the process was ended by SIGABRT; it is left out"),
        ("import ctypes; ctypes.string_at(0)", "the process was ended by SIGSEGV; it is left out"),
        ("while True: pass", "did not finish within 1.5 s; it is left out"),
        ("import time; time.sleep(100)", "did not finish within 1.5 s; it is left out"),
    ],
)
def test_a_statement_that_stops_the_loading_is_left_out(
    load: Any, value: Callable[..., Any], told: Any, statement: str, message: str
) -> None:
    """The rest is graded, and the student reads which statement and why."""
    session = load(f"def f(x):\n    return x\n\n{statement}\n1 / 0\n{GOOD}", seconds=1.5)

    assert told(session) == [f"hw.py:4: {message}", "hw.py:5: ZeroDivisionError: division by zero"]
    assert value(session, "f", 1) == 1
    assert still_answers(session)


def test_a_statement_that_was_left_out_stays_out(load: Any, told: Any) -> None:
    """When a function dies and everything is loaded again, nobody waits for it a second time."""
    session = load("import os\ndef f(x): os._exit(1)\nos._exit(1)\n" + GOOD)
    lost = ["hw.py:3: the process exited; it is left out"]
    assert told(session) == lost

    assert session.ask("f", [[1]]) == [Failure(Verdict.DIED, "the process exited in `f`")]

    assert still_answers(session)
    assert told(session) == lost


def test_the_statement_that_is_left_out_is_the_one_that_did_it(
    load: Any, value: Callable[..., Any], told: Any
) -> None:
    """Not the last line of a module that it imported before, and in that module the line itself."""
    session = load(
        {
            "a.py": (
                "import os\nif True:\n    import b\n    os._exit(1)\n"
                "from c import two\ndef f(x):\n    import b\n"
                "    return b.one + two\n"
            ),
            "b.py": "one = 1\n",
            "c.py": "two = 2\nimport os\nos._exit(1)\n",
        }
    )

    assert told(session) == [
        "a.py:2: the process exited; it is left out",
        "c.py:3: the process exited; it is left out",
    ]
    assert value(session, "f", 0) == 3


def test_a_cell_that_stops_the_loading_is_left_out(load: Any, told: Any) -> None:
    """By its number and line."""
    session = load({"hw.ipynb": ["x = 1\n", "%time x = 2\nimport os\nos._exit(1)\n", GOOD]})

    assert told(session) == ["hw.ipynb cell 2:3: the process exited; it is left out"]
    assert still_answers(session)


def test_a_file_that_cannot_even_be_read_is_left_out(load: Any, told: Any) -> None:
    """Reading it runs no statement of it; the file itself is what stops the loading."""
    session = load(
        {"a.py": "import ast, os\nast.parse = lambda *_: os._exit(1)\n", "b.py": "def f(x): return x\n"}
    )

    assert told(session) == ["b.py: the process exited; it is left out"]
    assert session.names == frozenset()


def test_a_submission_that_stops_at_every_statement_is_given_up(load: Any, told: Any) -> None:
    """After a few it is clear how this will go on; nothing in it is graded, and the batch goes on."""
    session = load(GOOD + "import os\n" + "os._exit(1)\n" * 20)

    assert told(session) == [f"hw.py:{line}: the process exited; it is left out" for line in range(5, 11)]
    assert session.names == frozenset()


def test_a_worker_that_dies_after_its_last_statement_costs_no_one_else(load: Any, submission: Any) -> None:
    """Whatever it still does then, the session has an end."""
    session = load(
        "import os\nclass Trap:\n    def __call__(self): pass\n    @property\n"
        "    def __module__(self): os._exit(1)\n"
        "f = Trap()\n" + GOOD
    )

    assert len(session.problems) <= 6
    assert still_answers(load(GOOD))


def test_a_function_that_is_gone_after_loading_again_is_told_so(load: Any) -> None:
    """A submission may be different every time it is loaded."""
    until = time.time() + 2
    session = load(
        "import os, time\n"
        f"def f(x):\n    time.sleep({until} - time.time())\n    os._exit(1)\n"
        f"if time.time() < {until}:\n    def g(x):\n        return x\n"
    )
    assert session.names == {"f", "g"}

    session.ask("f", [[1]])

    gone = Failure(Verdict.DIED, "`g` was no longer there when it was loaded again")
    assert session.ask("g", [[1], [2]]) == [gone, gone]


def test_megabytes_of_source_are_loaded(load: Any, value: Callable[..., Any]) -> None:
    """More than fits into the channel at once."""
    session = load("x = '" + "a" * 3_000_000 + "'\ndef f(y):\n    return len(x)\n")

    assert value(session, "f", 0) == 3_000_000


def test_an_empty_submission_has_no_functions(load: Any) -> None:
    """And no problems that are ours."""
    session = load({})

    assert (session.names, list(session.problems), session.written) == (frozenset(), [], {})


def test_an_argument_that_cannot_be_sent_is_our_mistake(load: Any) -> None:
    """The student's function must not be asked with words in its place."""
    session = load(GOOD)

    for words, argument in {"an array of 38 MB": np.zeros(5_000_000), "a tuple_iterator": [iter(())]}.items():
        with pytest.raises(GraderError, match=f"^an argument cannot be sent to a worker: {words}$"):
            session.ask("g", [[argument]])
    assert still_answers(session)


# ---- output ----------------------------------------------------------------------------------------


def test_megabytes_of_prints_are_read_and_mostly_dropped(load: Any) -> None:
    """On both streams, while loading and in calls with large arguments; what is kept is the beginning."""
    session = load(
        "import sys\nprint('first')\nsys.stdout.flush()\nprint('y' * 3_000_000)\n"
        "def f(x):\n"
        "    print('x' * 1_000_000)\n    print('x' * 1_000_000, file=sys.stderr)\n    return x\n"
    )

    replies = session.ask("f", [[np.full(100_000, float(number))] for number in range(20)])

    assert [reply.value[0] for reply in replies] == list(range(20))
    assert bytes(session.channel.prints.kept[:10]) == b"first\nyyyy"
    assert len(session.channel.prints.kept) == OUTPUT_LIMIT


def test_prints_of_any_bytes_do_no_harm(load: Any, value: Callable[..., Any]) -> None:
    """Half characters, binary rubbish, closed and replaced streams."""
    session = load(
        "import os, sys\nos.write(1, bytes(range(256)))\nos.write(2, b'\\xff')\n"
        "sys.stdout = None\nsys.stderr.close()\n"
        "os.close(1)\ndef f(x):\n    print(x)\n    return x\n"
    )

    assert value(session, "f", 1) == 1
    assert bytes(session.channel.prints.kept) == bytes(range(256)) + b"\xff"


# ---- the protocol ----------------------------------------------------------------------------------

FORGE = """
import os, socket, stat
def send(data):
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                while data:
                    data = data[os.write(fd, data):]
        except OSError:
            pass
"""


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (messages.frame(messages.Answered(1, []), 999), "an answer nobody asked for"),
        (messages.frame(messages.Answered(1, [])), "an answer nobody asked for"),
        (messages.frame(messages.Starting(1, "hw.py:1"), 1), "an answer nobody asked for"),
        (messages.frame(messages.Loaded(["f", "g"], {}, []), 1), "an answer nobody asked for"),
        (messages.frame(messages.Locked("A", []), 1), "an answer nobody asked for"),
        (messages.frame(messages.Raised("E", "", "", memory=False), 7), "an answer nobody asked for"),
        (b"\xff" * 100, "a frame of 4294967295 bytes"),
        (b"\0\0\0\0\0\0\0\1", "not a response: Input data was truncated"),
        (b"\0\0\0\6\0\0\0\1passed", "not a response: Expected `object`, got `int`"),
        (
            messages.frame(messages.Answered(wire.Array("float64", (9,), "C", b"\0"), []), 1),
            "an array whose bytes do not fit its shape",
        ),
    ],
)
def test_a_student_who_writes_to_the_channel_is_told_so(load: Any, ask: Any, sent: Any, message: str) -> None:
    """It costs the function that did it, and no other."""
    session = load(f"{FORGE}\ndef f(x):\n    send({sent!r})\n    return x\n{GOOD}")

    reply = ask(session, "f", 1)

    assert reply == Failure(Verdict.DIED, f"the worker did not keep to the protocol: {message}")
    assert still_answers(session)


def test_a_forged_answer_is_an_answer_like_any_other(load: Any) -> None:
    """It is judged by its value, and the real one comes unasked.  Places that no argument has are nothing."""
    forged = messages.frame(messages.Answered(42, [5, -1, 1, 1, 10**9]), 1)
    session = load(f"{FORGE}\ndef f(x, y):\n    send({forged!r})\n    return x\n{GOOD}")

    assert session.ask("f", [[1, 2]]) == [Answer(42)]
    assert session.ask("f", [[1, 2]])[0].final
    assert still_answers(session)


def test_a_forged_loading_promises_nothing(load: Any, ask: Any) -> None:
    """A function that is not there does not answer; one that was not wanted cannot be named."""
    forged = messages.frame(
        messages.Loaded(
            ["f", "os._exit", "g"], {"1": "x" * 10**5}, [messages.Told("y" * 10**3, "z" * 10**3)] * 99
        )
    )
    session = load(f"{FORGE}\nsend({forged!r})\n{GOOD}", "f", "g")

    assert session.names == {"f", "g"}
    assert session.written == {"1": "x" * 20_000}
    assert {(problem.where, problem.message) for problem in session.problems} == {("y" * 700, "z" * 700)}
    assert len(session.problems) == 50
    assert ask(session, "f", 1).verdict is Verdict.DIED


@pytest.mark.parametrize(
    "sent",
    [b"\xff" * 9, messages.frame(messages.Answered(1, []), 1), messages.frame(messages.Locked("A", []))],
)
def test_a_forgery_while_loading_costs_its_statement(load: Any, told: Any, sent: Any) -> None:
    """Nothing but a statement that starts and the end of the loading is expected."""
    session = load(f"{FORGE}\nx = 1\nsend({sent!r})\n{GOOD}")

    (line,) = told(session)
    assert line.startswith("hw.py:13: the worker did not keep to the protocol: ")
    assert line.endswith("; it is left out")
    assert still_answers(session)


def test_a_flood_while_arguments_are_sent_is_not_collected(load: Any) -> None:
    """Who writes without end and reads nothing is stopped at once: nothing was asked yet."""
    session = load(GOOD)
    session.clock.seconds = 5
    ours, theirs = socket.socketpair()
    channel = session.channel
    channel.selector.unregister(channel.worker.channel)
    channel.worker.channel.close()
    channel.worker = channel.worker._replace(channel=ours)
    ours.settimeout(0)
    channel.selector.register(ours, selectors.EVENT_READ)
    frame = messages.frame(messages.Answered("x" * 10**5, []), 1)

    def flood() -> None:
        with suppress(OSError):
            while True:
                theirs.sendall(frame)

    flooding = threading.Thread(target=flood, daemon=True)
    flooding.start()
    (reply,) = session.ask("g", [[np.zeros(3_000_000)]])

    flooding.join(10)
    theirs.close()
    assert reply == Failure(
        Verdict.DIED, "the worker did not keep to the protocol: an answer nobody asked for"
    )


# ---- zygotes ---------------------------------------------------------------------------------------


def test_a_call_whose_zygote_dies_is_asked_again(load: Any) -> None:
    """It was not the student's fault, and the student reads nothing of it."""
    session = load("import time\ndef f(x):\n    time.sleep(x)\n    return x\n")
    zygote = session.channel.zygote.process
    killer = threading.Timer(0.3, zygote.kill)
    killer.start()

    replies = session.ask("f", [[0.0], [0.8], [0.0]])

    killer.join()
    assert replies == [Answer(0.0), Answer(0.8), Answer(0.0)]
    assert list(session.problems) == []
    assert zygote.wait() == -signal.SIGKILL


def test_a_submission_whose_zygote_died_before_it_is_loaded_as_ever(load: Any) -> None:
    """The next fork starts another."""
    first = load(GOOD)
    first.channel.zygote.process.kill()

    assert still_answers(load(GOOD))
    assert still_answers(first)


def test_a_zygote_that_dies_every_time_is_not_asked_for_ever(load: Any) -> None:
    """Should a submission ever be able to kill it, that submission pays."""
    session = load("import time\ndef f(x):\n    time.sleep(60)\n" + GOOD)
    session.channel.excuses = 1
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(0.1):
            process = session.channel.zygote.process
            if process is not None and session.number >= killed[0]:
                killed[0] += 1
                time.sleep(0.2)
                process.kill()

    killed = [1]
    killer = threading.Thread(target=kill)
    killer.start()

    (reply,) = session.ask("f", [[1]])

    stop.set()
    killer.join()
    assert reply == Failure(Verdict.DIED, "the process was ended by SIGKILL in `f`")
    assert killed == [3]


# ---- many ------------------------------------------------------------------------------------------


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def children(pid: int) -> list[int]:
    """The processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.slow
def test_three_hundred_submissions_leave_nothing_behind(sandbox: Any, submission: Any) -> None:
    """No descriptor in the grader and no process, whether a submission behaves or not."""
    sandbox.limits = Limits(30, 512)
    sources = [
        GOOD,
        f"import os\ndef f(x): os._exit(1)\n{GOOD}",
        f"x = = 1\n{GOOD}",
        f"import os\nos.closerange(0, 64)\n{GOOD}",
        f"import threading\nthreading.Thread(target=threading.Event().wait).start()\n{GOOD}",
        f"print('x' * 10**6)\ndef f(x): raise SystemExit\n{GOOD}",
    ]

    def grade(number: int) -> None:
        with sandbox.open(submission(sources[number % len(sources)]), ["f", "g"]) as session:
            if "f" in session.names:
                assert not isinstance(session.ask("f", [[1]])[0], Answer)
            assert still_answers(session)

    grade(0)
    zygotes = [zygote.process.pid for zygote in sandbox.zygotes.values() if zygote.process]
    before = descriptors(), [children(pid) for pid in zygotes]

    for number in range(300):
        grade(number)

    assert (descriptors(), [children(pid) for pid in zygotes]) == before
    assert [zygote.process.pid for zygote in sandbox.zygotes.values() if zygote.process] == zygotes


def test_two_submissions_can_be_open_at_once(load: Any, value: Callable[..., Any]) -> None:
    """Each in its own process, with its own numbers."""
    one, two = (
        load(f"n = {number}\ndef f(x):\n    global n\n    n += x\n    return n\n") for number in (0, 100)
    )

    assert [value(session, "f", 1) for session in (one, two, one, two)] == [1, 101, 2, 102]
    assert one.channel.pid != two.channel.pid


def test_closing_twice_is_no_mistake(load: Any) -> None:
    """And a session that was closed can be asked again: it starts anew."""
    session = load(GOOD)

    session.close()
    session.close()

    assert still_answers(session)


def test_a_session_knows_how_well_it_was_locked_in(load: Any) -> None:
    """For the report: a level, and a sentence for each gap."""
    session = load(GOOD)

    assert session.level in {"A", "B", "C", "D"}
    assert (session.level == "A") == (session.locked.notes == [])


def test_replies_that_were_read_take_no_more_than_some_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes, and however often it is new."""
    monkeypatch.setattr(reading, "REMEMBERED", 50_000)
    replies = reading.Replies()
    sizes = []
    for number in range(200):
        body = messages.frame(messages.Answered(wire.pack([f"{number}{place}" for place in range(50)]), []))[
            8:
        ]
        assert replies.read(body)[0] == reading.read(body)
        sizes.append(len(replies.known))
    assert 1 < max(sizes) < 20
    assert replies.read(body)[0] is replies.read(body)[0]


def test_a_worker_that_does_not_start_in_time_had_the_seconds_to_start(
    sandbox: Any, submission: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told how long it was waited for, not how long a function may take: no student pays for it."""
    monkeypatch.setattr(asking, "STARTING", 0.0)
    with pytest.raises(GraderError, match=r"^a worker did not start: did not finish within 0 s$"):
        sandbox.open(submission(GOOD), ["f"])
