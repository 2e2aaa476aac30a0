"""A class whose answers in words wait for a person, in a store of a test's own."""

import base64
import struct
import zlib
from pathlib import Path

from grader.batch.store import Store
from grader.frontends.mark.desk import MarkingDesk
from grader.marking.journal import Journal
from grader.model import (
    Assignment,
    Cell,
    Check,
    Form,
    Limits,
    Module,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Student,
    Submission,
    Verdict,
)

CRITERIA = "Without the activation W2 (W1 x) = (W2 W1) x is one linear map, so depth adds nothing."
COMPUTED = Check("1a.matches.softmax", "matches", "softmax", 2.0)
WRITTEN = Check(
    "1a.written.answer_1a", "written", "answer_1a", 2.0, options={"criteria": CRITERIA}, form=Form.WORDS
)
OTHER = Check(
    "2.written.answer_2", "written", "answer_2", 1.5, options={"criteria": "Say why."}, form=Form.WORDS
)
SUBJECTS = ("slope", "loss", "rate", "model", "layer", "weight", "input", "noise")
EQUAL = "Two linear maps after one another are **one** linear map: $W_2 (W_1 x) = (W_2 W_1) x$."
NEAR = "Stacking linear layers without any activation between them gives nothing but a single linear layer"


def answer(number: int) -> str:
    """The answers: six that are equal, three that are nearly so, and others."""
    if number % 5 == 0 and number < 30:
        return EQUAL if number else EQUAL.replace("Two", "two").replace("**one**", "one")
    if number in (1, 2, 3):
        return NEAR.replace("gives", ("gives", "yields", "makes")[number - 1])
    word, other = SUBJECTS[number % 8], SUBJECTS[number // 8 % 8]
    return f"## 1a\n\nBecause the {word} of the {other} is $x_{{{number}}}^2$:\n\n- it *grows*\n- it stays"


def course(
    count: int = 40, answers: dict[int, str] | None = None, lost: dict[int, Outcome] | None = None
) -> Report:
    """A class of that size, as it was found; ``answers`` and ``lost`` are those of some students."""
    questions = (
        Question("1a", "Why an activation?", (COMPUTED, WRITTEN)),
        Question("2", "What is lost?", (OTHER,)),
    )
    results = []
    for number in range(count):
        said = (answers or {}).get(number, answer(number))
        submission = Submission(
            id=f"student{number:03d}",
            path=f"hand_ins/student{number:03d}.py",
            modules=(Module("hw", "hw.py", (Cell("hw.py", "def softmax(x):\n    return x\n"),)),),
            written={"1a": said},
            problems=(),
            digest=str(number),
            students=(Student(f"Name of {number:03d}", str(number)),),
        )
        second = Outcome(OTHER, Verdict.PENDING, answer="The place where it was.")
        second = Outcome(OTHER, Verdict.MISSING) if number % 2 else second
        computed = (lost or {}).get(number, Outcome(COMPUTED, Verdict.PASSED, 1.0))
        first = (computed, Outcome(WRITTEN, Verdict.PENDING, answer=said))
        found = (QuestionResult(questions[0], first), QuestionResult(questions[1], (second,)))
        results.append(Result(submission, found, (), "A"))
    assignment = Assignment("maps", "Linear maps", questions, Limits(), 100)
    return Report(assignment, 0, tuple(results))


def desk(folder: Path, report: Report) -> MarkingDesk:
    """Keep a report in a store there; return what a marker sits down at."""
    path = folder / "store.sqlite"
    store = Store(path)
    store.put_report(report)
    store.close()
    return MarkingDesk(report, Journal(path))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, height: int = 2) -> str:
    """A black picture that says it has that size, as base64."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()
