"""Answers in words where nobody asked for them: in comments, in texts of a module, in files beside the code.

None of it is surely an answer.  It counts where a question has no other, and then a person reads it: what
begins with the name of a question is that one's; of a report that is not read it is said that there is one.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from grader.submissions.found import File
from grader.submissions.limits import MAX_ANSWER
from grader.submissions.scripts import CODE, texts_alone, uncommented
from grader.submissions.written import Block, written_answers
from grader.text.safe import safe

WORDS = 8  # fewer are the title of a part of the code
_WORD = re.compile(r"[^\W\d_]{2,}")
_TEXT = re.compile(r".+\.(?:md|markdown|txt|rst|org|tex)", re.IGNORECASE)
_REPORT = re.compile(r"(.+)\.(?:pdf|docx?|odt|rtf|pages)", re.IGNORECASE)


def likely_answers(
    modules: Iterable[str], data: Iterable[File], question_ids: Collection[str]
) -> Mapping[str, str]:
    """The answers that ordinary modules and files of text seem to hold, by question."""
    blocks = [block for source in modules for block in _in_module(source)]
    for file in data:
        if _TEXT.fullmatch(file.path):
            blocks += [Block(file.data[: 4 * MAX_ANSWER].decode("utf-8", "replace")), CODE]
    found = written_answers(blocks, question_ids)
    return {question: text for question, text in found.items() if len(_WORD.findall(text)) >= WORDS}


def _in_module(source: str) -> Iterator[Block]:
    """The comments at the left margin and the texts that are statements of their own."""
    for comment, run in itertools.groupby(source.split("\n"), key=lambda line: line.startswith("#")):
        if comment:
            yield from (Block("\n".join(map(uncommented, run))), CODE)
    if '"""' in source or "'''" in source:
        for _, _, text in texts_alone(source):
            yield from (Block(text), CODE)


def reports_beside(unread: Sequence[str], sources: Collection[str]) -> str:
    """Say which reports a person has to look at; "" for none: one named as a source is a print of it."""
    stems = {path.rpartition(".")[0] for path in sources}
    reports = [path for path in unread if (match := _REPORT.fullmatch(path)) and match[1] not in stems]
    named = ", ".join(safe(path, 60) for path in reports[:5])
    return f"Nothing here names this question; handed in beside it, and not read: {named}" if named else ""
