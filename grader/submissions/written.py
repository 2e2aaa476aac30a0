"""Answers in words: which Markdown of a notebook answers which question.

A cell is an answer if it carries the question's id as a tag.  Otherwise headings decide: what stands below
one that names a question, `## 1a`, `### Question 1(a): why?` or `**1a.**`, is the answer to it, up to the
next code cell or the next heading that opens something else.  Where it is unclear we take more rather than
less: a person reads it.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from grader.submissions.limits import MAX_ANSWER


@dataclass(frozen=True)
class Block:
    """One cell of a notebook, as far as answers in words are concerned."""

    text: str
    tags: tuple[str, ...] = ()
    code: bool = False  # ends the answer before it
    given: bool = False  # the instructor's text, not to be changed: its headings count, its words do not
    locked: bool = False  # the notebook asks not to change it
    task: bool = False  # the answer goes on in the cells below
    place: str = ""  # where it is, for the student
    answer: bool = False  # nbgrader or otter marked it as an answer that a person scores


def written_answers(blocks: Sequence[Block], question_ids: Collection[str]) -> Mapping[str, str]:
    """The answer to every question that has one; an answer without a word in it is none."""
    if all(block.code for block in blocks):
        return {}
    lines: dict[str, list[str]] = {}
    for question, line, _ in _answer_lines(blocks, _labels(tuple(question_ids))):
        lines.setdefault(question, []).append(line)
    answers = {question: "\n".join(each).strip() for question, each in lines.items()}
    return {question: _shortened(answer) for question, answer in answers.items() if says_something(answer)}


def unclaimed_answers(blocks: Sequence[Block], question_ids: Collection[str]) -> Sequence[Block]:
    """The blocks that a tool marks as answers and that answer none of the questions."""
    if not any(block.answer for block in blocks):
        return ()
    claimed = {number for _, _, number in _answer_lines(blocks, _labels(tuple(question_ids)))}
    left = [block for number, block in enumerate(blocks) if block.answer and number not in claimed]
    return [block for block in left if not block.given and says_something(block.text)]


# ---- which lines belong to which question ---------------------------------------------------------


@dataclass(frozen=True)
class _Section:
    """The answer that the lines being read belong to, and the level of the heading that opened it."""

    question: str
    level: int
    task: bool = False


def _answer_lines(blocks: Iterable[Block], labels: "_Labels") -> Iterator[tuple[str, str, int]]:
    """Every line of every answer with its question and the number of its block, in order."""
    section: _Section | None = None
    for number, block in enumerate(blocks):
        if block.code:
            section = None
            continue
        tagged = _tagged(block.tags, labels)
        if tagged is not None:
            section = _Section(tagged, level=6 if block.task else 0, task=block.task)
        elif section and section.task and block.given:
            section = None
        carried_over = section is not None and tagged is None
        for line, heading in _lines(block.text):
            text = line
            if heading and (name := _named(heading, section, labels)):
                section, carried_over, text = _Section(name.question, heading.level), False, name.rest
            elif heading and section and _closes(heading, section, carried_over=carried_over):
                section = None
            if section and not block.given:
                yield section.question, text, number
        if section and not block.given:
            yield section.question, "", number  # cells are paragraphs
        if tagged is not None and not block.task:
            section = None


def _closes(heading: "_Heading", section: _Section, *, carried_over: bool) -> bool:
    """Whether a heading that names none of our questions still ends the answer before it."""
    if heading.style is not _Style.HEADING or heading.level > section.level:
        return False
    title = _plain(heading.title)
    return carried_over or _OTHER_QUESTION.match(title, len(_prefix(title))) is not None


# ---- what looks like a heading --------------------------------------------------------------------


class _Style(Enum):
    """How a line may name a question; only the first is a heading even if it names none."""

    HEADING = auto()  # ## 1a
    LABEL = auto()  # **1a.** because ...
    PLAIN = auto()  # 1a) because ...


@dataclass(frozen=True)
class _Heading:
    style: _Style
    level: int
    title: str
    after: str = ""  # what follows on the line and is not part of the title
    underlined: bool = False


_BELOW_EVERY_HEADING = 7

_ATX = re.compile(r" {0,3}(#{1,6})(?!#)(.*)")
_HTML = re.compile(r"\s*<h([1-6])[^<>]{0,200}>(.*?)</h\1>", re.IGNORECASE)
_BOLD = re.compile(r"\s*(?:[-*+]\s+)?(\*{1,3}|_{1,3})(?=\S)(.+?)\1(.*)")
_UNDERLINE = re.compile(r" {0,3}(=+|--+)\s*")
_QUOTED = re.compile(r"\A {0,3}(?:> ?)+")
_FENCE = re.compile(r" {0,3}(```|~~~)")


def _lines(text: str) -> Iterator[tuple[str, _Heading | None]]:
    """Every line, and the heading that it may be; there are none inside a block of code."""
    fence = ""
    first = True
    lines = itertools.pairwise([*text.split("\n"), ""])
    for line, following in lines:
        mark = _FENCE.match(line)
        heading = None
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence:
            heading = _heading(line, following, first=first)
        yield line, heading
        first = first and not line.strip()
        if heading and heading.underlined:
            next(lines)


def _heading(line: str, following: str, *, first: bool) -> _Heading | None:
    if ">" in line:
        line = _QUOTED.sub("", line)
    if match := _ATX.match(line):
        return _Heading(_Style.HEADING, len(match[1]), match[2].rstrip().rstrip("#"))
    if match := _HTML.match(line):
        return _Heading(_Style.HEADING, int(match[1]), match[2])
    if match := _BOLD.match(line):
        return _Heading(_Style.LABEL, _BELOW_EVERY_HEADING, match[2], match[3])
    if line.strip() and _UNDERLINE.fullmatch(following):
        # A label only: a rule drawn below an answer must not turn its last line into a heading.
        return _Heading(_Style.LABEL, 1 if "=" in following else 2, line, underlined=True)
    if first and line.strip():
        return _Heading(_Style.PLAIN, _BELOW_EVERY_HEADING, line)
    return None


def _plain(title: str) -> str:
    """A title without Markdown's emphasis and without HTML tags."""
    return re.sub(r"<[^<>]{0,200}>", "", title).strip(" \t*_`")


# ---- does a heading name a question? --------------------------------------------------------------


@dataclass(frozen=True)
class _Labels:
    """The ids of all questions, in the forms in which students write them."""

    ids: tuple[str, ...]  # longest first, so that 1a is not taken for 1
    tags: Mapping[str, str]
    whole: re.Pattern[str]  # an id as it is: "q1a"; group n is the n-th id
    core: re.Pattern[str]  # without the word that is written in so many ways: "1a"


@dataclass(frozen=True)
class _Name:
    question: str
    rest: str  # what of the line is already the answer


_PREFIX = re.compile(
    r"(?:(?:(?:answers?|ans|solutions?|questions?|q|exercises?|ex|problems?|prob|tasks?|parts?|sub-?questions?"
    r"|(?:teil)?aufgaben?|fragen?|antworten?|l(?:ö|oe)sung(?:en)?|(?:ü|ue)bung(?:en)?|teil"
    r"|exercices?|r[ée]ponses?|probl[èe]mes?|partie|ejercicios?|preguntas?|respuestas?|soluci[óo]n(?:es)?|parte"
    r"|eserciz[io]|domand[ae]|rispost[ae]|soluzion[ei]|exerc[íi]cios?|quest(?:ão|ões)|respostas?"
    r"|opgaven?|oefening(?:en)?|vragen|vraag|antwoord(?:en)?|deel)"
    r"(?=[\W\d_]|$)|(?:to|for|of|zu|zur|für|auf|à|au|de|del|di|da|voor|op)\b)[\s:.#_–—-]*+)*+",
    re.IGNORECASE,
)
_OTHER_QUESTION = re.compile(r"[\[(]?\d+\s*[.(]?\s*[a-z]?\b", re.IGNORECASE)
_END_OF_LABEL = re.compile(r"\s*(?:[.:)\]–—-]|$)")


@lru_cache(maxsize=8)  # a batch asks for those of one rubric again and again
def _labels(question_ids: tuple[str, ...]) -> _Labels:
    ids = tuple(sorted(question_ids, key=lambda each: (-len(each), each)))
    cores = [each[len(_prefix(each)) :] or each for each in ids]
    tags = {_tag(each): each for each in ids} | {each.casefold(): each for each in ids}
    return _Labels(ids, tags, _pattern(ids), _pattern(cores))


def _pattern(labels: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"[\[(]?\s*(?:" + "|".join(f"({_label(each)})" for each in labels) + ")", re.IGNORECASE)


def _label(label: str) -> str:
    """`1a` as people write it: 1a, 1.a, 1(a), (1a), 1 a); but not the 1a of 1ab, nor the 1 of 1.5."""
    parts = [re.escape(part) for part in re.findall(r"\d+|[^\W\d_]+|[^\w\s.()\[\]-]+", label)] or [
        re.escape(label)
    ]
    close = r"(?:\s*[(\[.\-_]\s*)?".join(parts) + r"(?!\w)(?!\.\d)"
    apart = r"\s+".join(parts) + r"(?=\s*(?:[)\]]|$))"
    return f"{close}|{apart}"


def _prefix(title: str) -> str:
    """The words "Question", "Answer to", "Q" and the like that a title begins with."""
    match = _PREFIX.match(title)
    return match[0] if match else ""


def _tagged(tags: Iterable[str], labels: _Labels) -> str | None:
    """The question that one of a cell's tags names."""
    forms = [form for tag in tags for form in (tag.casefold(), _tag(tag))]
    return next((labels.tags[form] for form in forms if form in labels.tags), None)


def _tag(tag: str) -> str:
    """`1a` for the tags that mean it: answer_1a, q1a, question-1-a, 1a_answer."""
    if len(tag) > 200:
        return tag
    folded = tag.casefold()
    core = folded[len(_prefix(folded)) :] or folded
    return re.sub(r"[\W_]+", "", re.sub(r"[\s_-]+(?:answer|ans|text|written)$", "", core))


def _named(heading: _Heading, section: _Section | None, labels: _Labels) -> _Name | None:
    """The question that a heading names, if it names one."""
    title = heading.title.strip() if heading.style is _Style.PLAIN else _plain(heading.title)
    prefix = _prefix(title)
    match = labels.whole.match(title) or labels.core.match(title, len(prefix))
    if not labels.ids or match is None or match.lastindex is None:
        return None
    question = labels.ids[match.lastindex - 1]
    rest = title[match.end() :]
    # "7" and "softmax" also begin titles that mean something else; "1a" and "Question 7" do not.
    certain = bool(prefix) or (any(map(str.isdigit, question)) and any(map(str.isalpha, question)))
    ended = _END_OF_LABEL.match(rest + heading.after) is not None
    if heading.style is _Style.HEADING:
        # "### 1. First" below the heading of a question is a point of its answer, not question 1.
        deeper = section is not None and heading.level > section.level > 0
        accepted = certain or (not deeper and (ended or question.isdigit()))
    elif heading.style is _Style.LABEL:
        accepted = certain or ended
    else:
        accepted = certain and ended
    answer = rest if heading.style is _Style.PLAIN else heading.after
    return _Name(question, answer.lstrip(" \t.:)]–—-")) if accepted else None


# ---- the words themselves -------------------------------------------------------------------------

_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*+-->", re.DOTALL)
_PLACEHOLDER = re.compile(  # what templates say where an answer goes, with single spaces
    r"(?:(?:type|write|enter|put|insert|add) )?your (?:answer|text|explanation|solution|response)(?: goes)?"
    r"(?: here| below)?(?:, replacing this text)?"
    r"|double[- ]click (?:here |this cell )?to edit(?: this cell)?|\btodo\b|\banswer\b"
    r"|(?:(?:schreiben sie|geben sie|schreibe?|gib) )?(?:hier )?(?:ihre|deine|eure) (?:antwort|lösung)"
    r"(?: hier)?(?: ein(?:geben|fügen)?)?"
    r"|(?:(?:[ée]crivez|[ée]cris|tapez|entrez|saisissez) )?(?:ici )?(?:votre|ta) r[ée]ponse(?: ici)?"
    r"|(?:(?:escrib[ae]|ingresa|ingrese) )?(?:aqu[ií] )?(?:tu|su) respuesta(?: aqu[ií])?"
    r"|(?:(?:scrivi|scrivete|inserisci) )?(?:qui )?la (?:tua|vostra) risposta(?: qui)?"
    r"|(?:(?:escreva|digite|insira) )?(?:aqui )?(?:a )?sua resposta(?: aqui)?"
    r"|(?:(?:typ|type|schrijf) )?(?:hier )?(?:je|jouw|uw) antwoord(?: hier)?",
    re.IGNORECASE,
)

_PLACEHOLDER_OR_OWN = re.compile(rf"{_PLACEHOLDER.pattern}|(?P<own>[^\W_])", re.IGNORECASE)


def says_something(answer: str) -> bool:
    """Whether there is a word in it that is not the template's."""
    words = " ".join((_COMMENT.sub("", answer) if "<!--" in answer else answer).split())
    return any(match["own"] for match in _PLACEHOLDER_OR_OWN.finditer(words))  # mostly the first


def _shortened(answer: str) -> str:
    return answer if len(answer) <= MAX_ANSWER else answer[:MAX_ANSWER] + "\n[shortened here]"
