"""The corpus on disk: examples, the reference's answers and the known mistakes' answers, worked out once.

One file a question, named by its fingerprint.  That a file is there also says that the question passed its
preflight.  A file that cannot be read, or that another version wrote, is ignored and written anew; without
a folder to write to, all is worked out each time.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from grader.checks.finding import Finding
from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan
from grader.examples.memo import Memo, Memoised
from grader.model import Verdict
from grader.reference.contents import Reference
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values import stored

FORMAT = 2
MAGIC = b"grader corpus %d\n" % FORMAT
MONTH = 30 * 24 * 3600  # seconds


def folder() -> Path:
    """Return where corpora are kept."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "grader"


def load(fingerprint: str, reference: Reference) -> tuple[Corpora, bytes] | None:
    """Return the corpora of a question and the bytes they are kept in; None where they are not to be had."""
    # RuntimeError: there is no home
    with suppress(OSError, RuntimeError, stored.OtherVersionError):
        path = folder() / f"{fingerprint}.corpus"
        data = path.read_bytes()
        path.touch()
        if (corpora := unpack(data, reference)) is not None:
            return corpora, data
    return None


def save(fingerprint: str, data: bytes) -> None:
    """Keep the corpora of a question, whole or not at all; drop those that nobody used for a month."""
    with suppress(OSError, RuntimeError):
        folder().mkdir(parents=True, exist_ok=True)
        for path in folder().iterdir():
            if time.time() - path.stat().st_mtime > MONTH:
                path.unlink()
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
            file.write(data)
        Path(file.name).replace(folder() / f"{fingerprint}.corpus")


class Drawn(msgspec.Struct, frozen=True):
    """The examples of one signature under one plan, and what is known of them."""

    plan: msgspec.Raw  # a function with this signature, and the rest of the plan
    moods: list[str]  # of each example
    choices: list[tuple[int, ...]]
    arguments: msgspec.Raw
    known: list[tuple[msgspec.Raw, msgspec.Raw]]  # a subject, and what is known of it for each example


class Kept(msgspec.Struct, frozen=True):
    """The corpora of a question, and the searches that passed."""

    layout: dict[str, tuple[str, ...]]  # of the stored classes
    drawn: list[Drawn]
    passed: dict[str, str]


_WRITTEN = re.compile(rb"grader corpus (\d{1,9})\n")
_decoder = msgspec.msgpack.Decoder(Kept)


def pack(corpora: Corpora) -> bytes:
    """Return corpora as bytes; raise stored.InexactError where an argument or answer is nothing plain."""
    owners = {s.key: name for name, s in _signatures(corpora.reference).items()}
    found = []
    for (parameters, (count, seed, moods, sizes)), examples in corpora.drawn.items():
        plan = (owners[parameters], count, seed, [str(mood) for mood in moods], sizes)
        known = [corpora.worked_out.known.get(example, {}) for example in examples]
        said = [what for what in known[0] if all(what in each for each in known)]
        told = [(_raw(what), _raw([each[what] for each in known])) for what in said]
        values = _raw([e.values for e in examples])
        found.append(
            Drawn(_raw(plan), [str(e.mood) for e in examples], [e.choices for e in examples], values, told)
        )
    body = msgspec.msgpack.encode(Kept(stored.layout(), found, _passed(corpora.memo)))
    return MAGIC + hashlib.sha256(body).digest() + body


def _passed(memo: Memo) -> dict[str, str]:
    """Return the remarks of the searches that passed and asked for nothing besides."""
    found = ((key, each.result) for key, each in memo.results.items() if not each.calls)
    return {
        key: result.message
        for key, result in found
        if isinstance(result, Finding) and result.verdict is Verdict.PASSED
    }


def _raw(value: Any) -> msgspec.Raw:
    return msgspec.Raw(stored.encode(value, exact=True))


def unpack(data: bytes, reference: Reference) -> Corpora | None:
    """Return corpora from bytes; None where these are not the corpora of this reference.

    Raises OtherVersionError where they are of another version of the grader.
    """
    start = len(MAGIC) + hashlib.sha256().digest_size
    body = memoryview(data)[start:]
    if (told := _WRITTEN.match(data)) is not None and int(told[1]) != FORMAT:
        raise stored.OtherVersionError(f"format {int(told[1])}; this one reads {FORMAT}")
    if data[:start] != MAGIC + hashlib.sha256(body).digest():
        return None
    corpora = Corpora(reference)
    signatures = _signatures(reference)
    kept = _decoder.decode(body)
    stored.require_layout(kept.layout)
    for drawn in kept.drawn:
        owner, count, seed, moods, sizes = stored.decode(drawn.plan)
        plan = Plan(count, seed, dict(sizes), tuple(map(Mood, moods)))
        examples = tuple(
            Example(signatures[owner].by_name(values), choices, Mood(mood))
            for values, choices, mood in zip(
                stored.decode(drawn.arguments), drawn.choices, drawn.moods, strict=True
            )
        )
        corpora.drawn[signatures[owner].key, plan.key] = examples
        for what, values in drawn.known:
            corpora.worked_out.undecoded.setdefault(stored.decode(what), []).append((examples, values))
    for key, remark in kept.passed.items():
        corpora.memo.add(key, Memoised(Finding(Verdict.PASSED, 1.0, remark)))
    return corpora


def _signatures(reference: Reference) -> Mapping[str, Signature]:
    """Return whose inputs are drawn, by name; of several functions with one signature the last."""
    found = {**reference.signatures, **{name: law.signature for name, law in reference.laws.items()}}
    for name, each in reference.signatures.items():
        if isinstance(each, ProgramSignature):
            found |= {name + part: of_method for part, of_method in each.methods.items()}
    return found
