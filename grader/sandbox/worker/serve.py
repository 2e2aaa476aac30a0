"""What runs beside the student's code: load it, answer "call f with these arrays".  It judges nothing.

Imports nothing of the grader but the wire, and what loads a submission.  Everything here is in the student's
reach; nothing here knows a right answer.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from time import perf_counter
from typing import Any

from grader.sandbox import messages
from grader.sandbox.worker import programs
from grader.sandbox.worker.choice import code_of
from grader.sandbox.worker.loader import Loader
from grader.sandbox.worker.outbox import Outbox
from grader.sandbox.worker.words import raised
from grader.values import plots, wire
from grader.values.by_name import AskedNames, by_name
from grader.values.counting import counted, keep_hooks_ours
from grader.values.formula import begin_to_count, build_argument, require_few_calls
from grader.values.hands import Hands, Manner
from grader.values.leaves import PackedFormula
from grader.values.left import is_left_changed
from grader.values.printed import Recorder
from grader.values.programs import PackedProgram
from grader.values.typed import PackedLines, typing_first

WORTH_TELLING = 0.001  # seconds


def serve(outbox: Outbox) -> None:
    """Answer requests until the grader hangs up."""
    buffer = messages.Buffer(limit=2**31)
    functions: Mapping[str, Callable[..., Any]] = {}
    asked: AskedNames = {}
    sys.stdout = Recorder(sys.stdout)
    keep_hooks_ours()
    while data := outbox.channel.recv(1 << 20):
        for number, body in buffer.feed(data):
            request = messages.read_request(body)
            if isinstance(request, messages.Load):
                # A statement is announced before it can say anything itself.
                submission = Loader(request, lambda message: outbox.send(messages.frame(message)))
                functions = submission.load()
                asked = request.argument_names
                outbox.send(messages.frame(submission.loaded(functions)))
            else:
                answer(request, number, functions, asked, outbox)


# ---- calling ---------------------------------------------------------------------------------------


def answer(
    request: messages.CallRequest,
    number: int,
    functions: Mapping[str, Callable[..., Any]],
    asked: AskedNames,
    outbox: Outbox,
) -> None:
    """Call some functions, one after the other.

    Each has its own seconds.  So the replies of one that took some are sent before the next is called: the
    grader hears then for whom it waits, and how long the one before took, however late it comes to listen.
    """
    begun = perf_counter()
    for place, each in enumerate(request.calls):
        if place and (seconds := perf_counter() - begun) > WORTH_TELLING:
            outbox.send(messages.frame(messages.Took(seconds), number))
            begun += seconds
        function, hands = functions[each.function], Hands()
        names = asked.get(each.function, ())
        manners: Iterable[Manner] = each.manners or repeat("new")
        for arguments, manner in zip(each.arguments, manners, strict=False):
            if arguments and type(arguments[0]) is PackedProgram:
                outbox.add(bounded(programs.answer(functions, arguments[0], outbox.has_begun, asked), number))
            else:
                outbox.add(bounded(call(function, arguments, hands, manner, names), number))
    outbox.flush()


def call(
    function: Callable[..., Any],
    arguments: Sequence[wire.Value | wire.Named | PackedProgram | PackedFormula | PackedLines],
    hands: Hands,
    manner: Manner,
    asked: Sequence[str] = (),
) -> messages.Answered | messages.Raised:
    """Call a student's function on copies of the arguments, and say which of them it left changed.

    ``asked`` are the names under which they are asked for.
    """
    try:
        names = [each.name for each in arguments if type(each) is wire.Named]
        plain: Sequence[Any] = arguments
        if names:
            plain = [each.value if type(each) is wire.Named else each for each in arguments]
        values = hands.over([build_argument(argument) for argument in plain], manner)
        begin_to_count(values)
        places = len(values) - len(names)
        by_place: Sequence[Any] = values[:places]
        named, steps = dict(zip(names, values[places:], strict=True)), 0
        if not named:
            by_place, named = by_name(code_of(function), values, asked)
        recorder = sys.stdout if type(sys.stdout) is Recorder else None  # or they put another there
        if recorder is not None:
            recorder.begin()
        plots.close_all()  # those of the calls before, and of the program itself

        def answered() -> wire.Value:
            value = plots.answer_of(typing_first(function, by_place, named))
            return wire.pack(value if recorder is None else recorder.value(value))

        if manner == "counted":  # an answer may do its work only when it is read
            packed, steps = counted(answered, guarded=True)
        else:
            packed = answered()
        require_few_calls(values)
        changed = _left_changed(values, plain)
    except BaseException as problem:  # SystemExit is an answer too
        return raised(problem)
    return messages.Answered(packed, list(changed), list(changed.values()), steps)


def _left_changed(values: Sequence[Any], sent: Sequence[Any]) -> dict[int, wire.Value]:
    """Return the arguments that are not as they were sent any more, by place."""
    return {
        place: wire.pack(value)
        for place, (value, there) in enumerate(zip(values, sent, strict=True))
        if is_left_changed(value, there)
    }


def bounded(reply: messages.Answered | messages.Raised, number: int) -> bytes:
    """Return the frame of a reply; describe a value that the grader would refuse for its size."""
    frame = messages.frame(reply, number)
    if len(frame) > messages.SMALL_FRAME and isinstance(reply, messages.Answered):
        body = frame[messages.HEADER.size :]
        try:
            if len(body) > wire.FRAME_LIMIT:
                raise wire.WireError
            messages.read_response(body)
        except wire.WireError:
            words = wire.Other(f"a result of {len(frame) / 2**20:,.0f} MB")
            left: list[wire.Value] = [words] * len(reply.left)
            return messages.frame(messages.Answered(words, reply.changed, left, reply.steps), number)
    return frame
