"""Answers in words where nobody asked for them: in comments, in texts of a module, in files beside the code.

None of it is surely an answer.  It counts where a question has no other, and then a person reads it: what
begins with the name of a question is that one's; of a report that is not read it is said that there is one.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from grader.submissions.found import File
from grader.submissions.limits import MAX_ANSWER, MAX_WORDS
from grader.submissions.scripts import CODE, uncommented
from grader.submissions.written import Block, written_answers
from grader.text.safe import safe

WORDS = 8  # fewer are the title of a part of the code
_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMENT = re.compile(r"^#[^\n]*(?:\n#[^\n]*)*", re.MULTILINE)
_QUOTES = re.compile(r"^[rR]?(\"\"\"|''')", re.MULTILINE)
_TEXT = re.compile(r".+\.(?:md|markdown|txt|rst|org|tex)", re.IGNORECASE)
_REPORT = re.compile(r"(.+)\.(?:pdf|docx?|odt|rtf|pages)", re.IGNORECASE)


def likely_answers(
    modules: Iterable[str], data: Iterable[File], question_ids: Collection[str]
) -> Mapping[str, str]:
    """The answers that ordinary modules and files of text seem to hold, by question."""
    texts = itertools.chain(
        (text for source in modules for text in _in_module(source) if text.count(" ") >= WORDS),
        (
            file.data[: 4 * MAX_ANSWER].decode("utf-8", "replace")
            for file in data
            if _TEXT.fullmatch(file.path)
        ),
    )
    blocks: list[Block] = []
    room = MAX_WORDS
    for text in texts:
        if (room := room - len(text)) < 0:
            break
        blocks += [Block(text), CODE]
    found = written_answers(blocks, question_ids)
    return {question: text for question, text in found.items() if len(_WORD.findall(text)) >= WORDS}


def _in_module(source: str) -> Iterator[str]:
    """The comments at the left margin and the texts that begin there and are statements of their own."""
    for match in _COMMENT.finditer(source):
        yield "\n".join(map(uncommented, match[0].split("\n")))
    behind, open_ = dict.fromkeys(('"""', "'''"), 0), dict.fromkeys(('"""', "'''"), False)
    for match in _QUOTES.finditer(source):
        quotes, start = match[1], match.start(1)
        open_[quotes] ^= source.count(quotes, behind[quotes], start) % 2 == 1
        behind[quotes] = start
        if not open_[quotes]:
            end = source.find(quotes, match.end())
            yield source[match.end() : end if end >= 0 else None]


def reports_beside(unread: Sequence[str], sources: Collection[str]) -> str:
    """Say which reports a person has to look at; "" for none: one named as a source is a print of it."""
    stems = {path.rpartition(".")[0] for path in sources}
    reports = [path for path in unread if (match := _REPORT.fullmatch(path)) and match[1] not in stems]
    named = ", ".join(safe(path, 60) for path in reports[:5])
    return f"Nothing here names this question; handed in beside it, and not read: {named}" if named else ""
