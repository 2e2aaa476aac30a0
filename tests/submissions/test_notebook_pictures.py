"""Pictures of a notebook come to whoever reads the answers, a few, small ones, and change no score."""

import base64
import io
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from to_mark import png

from grader.batch import kept
from grader.frontends.mark.groups import groups
from grader.marking.answers import fingerprint
from grader.marking.exchange import marks_csv, marks_md
from grader.model import (
    Assignment,
    Check,
    Form,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Submission,
    Verdict,
)
from grader.reports.json_report import results_json
from grader.reports.student_page import student_page
from grader.reports.view import student_view
from grader.submissions.found import File, Found
from grader.submissions.limits import MAX_DRAWN, MAX_PASTED, MAX_PICTURES
from grader.submissions.read import submission
from grader.text.answer_html import answer_html
from grader.text.bitmaps import addresses, as_typed

Image = pytest.importorskip("PIL.Image")
SVG = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()


def drawn(colour: int, size: int = 8, form: str = "PNG") -> str:
    out = io.BytesIO()
    noise = np.random.default_rng(colour).integers(0, 256, (size, size), dtype=np.uint8)
    Image.fromarray(noise).save(out, form)
    return base64.b64encode(out.getvalue()).decode()


def words(text: str, attachments: Mapping | None = None, tags: tuple[str, ...] = ("1a",)) -> dict:
    more = {} if attachments is None else {"attachments": attachments}
    return {"cell_type": "markdown", "metadata": {"tags": list(tags)}, "source": text, **more}


def code(source: str, *outputs: object) -> dict:
    return {
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": list(outputs),
        "execution_count": 1,
    }


def shown(data: object, kind: str = "image/png") -> dict:
    return {"output_type": "display_data", "data": {"text/plain": "<Figure>", kind: data}, "metadata": {}}


def notebook(tmp_path: Path, *cells: dict, name: str = "hw.ipynb") -> Submission:
    path = tmp_path / name
    tree = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(tree, indent=1))
    return read(path)


def read(path: Path) -> Submission:
    found = Found.of([File(path.name, path.read_bytes())], [])
    return submission("jane", str(path), path.name, found, ["1a", "1b"])


def page(submission: Submission, question: str = "1a") -> str:
    answer = submission.written[question]
    return answer_html(answer, addresses(submission.pictures, answer))


def test_a_pasted_picture_is_shown_in_its_answer(tmp_path: Path) -> None:
    """Whatever it is called; of two that are called alike, each where it belongs."""
    one, two = drawn(1), drawn(200)
    found = notebook(
        tmp_path,
        words("![image.png](attachment:image.png) so", {"image.png": {"image/png": one}}),
        words("![](attachment:image.png)", {"image.png": {"image/png": [two]}}, ("1b",)),
    )
    assert f'src="data:image/png;base64,{one}" alt="image.png"> so' in page(found)
    assert f'src="data:image/png;base64,{two}"' in page(found, "1b")
    assert as_typed(found.written["1a"]) == "![image.png](attachment:image.png) so"
    named = "![](attachment:Bild%20(1)%20%C3%A4.png) <img src='attachment:Bild%20(1)%20%C3%A4.png' width=9>"
    found = notebook(tmp_path, words(named, {"Bild (1) ä.png": {"image/png": one}}))
    assert page(found).count("<img") == 2


def test_a_picture_that_stands_in_the_text_is_shown(tmp_path: Path) -> None:
    """As some editors paste it."""
    found = notebook(tmp_path, words(f"look ![](data:image/png;base64,{drawn(3)}) there"))
    assert "look <img" in page(found)
    assert len(found.written["1a"]) < 100


def test_another_picture_is_another_answer(tmp_path: Path) -> None:
    """No mark stays with it, and no mark of a group goes to it, though every word is the same."""
    found = [
        notebook(tmp_path, words("It is as drawn: ![](attachment:i.png)", {"i.png": {"image/png": each}}))
        for each in (drawn(1), drawn(1), drawn(200))
    ]
    check = Check("1a.written", "written", "answer_1a", 1.0)
    of = [fingerprint(each, Outcome(check, Verdict.PENDING, answer=each.written["1a"])) for each in found]
    assert of[0] == of[1] != of[2]
    alike = groups({str(number): each.written["1a"] for number, each in enumerate((found[0], found[2]))})
    assert [len(each.members) for each in alike] == [1, 1]


def test_what_the_code_drew_is_there_with_its_cell(tmp_path: Path) -> None:
    """PNG as one text or by lines, JPEG, GIF and WebP; never SVG or HTML, nor what a text only tells of."""
    lines = [drawn(5, 40)[i : i + 76] + "\n" for i in range(0, len(drawn(5, 40)), 76)]
    told = json.dumps(shown(drawn(9)))
    found = notebook(
        tmp_path,
        code("x = 1"),
        code(
            "plot()",
            shown(drawn(1) + "\n"),
            shown("".join(lines)),
            shown(drawn(2, form="JPEG"), "image/jpeg"),
            shown(drawn(2, form="GIF"), "image/gif"),
            shown(drawn(2, form="WEBP"), "image/webp"),
            shown(SVG, "image/svg+xml"),
            shown(SVG, "image/png"),
            shown(["<img src=x>"], "text/html"),
            {"output_type": "stream", "name": "stdout", "text": told},
        ),
        words("as above"),
    )
    assert [each.sort for each in found.pictures] == ["png", "png", "jpeg", "gif", "webp"]
    assert {each.name for each in found.pictures} == {"hw.ipynb cell 2"}
    assert [cell.source for module in found.modules for cell in module.cells] == ["x = 1", "plot()"]


def test_lines_of_a_picture_are_joined(tmp_path: Path) -> None:
    """As older Jupyters keep them."""
    whole = drawn(7, 40)
    lines = [whole[i : i + 76] + "\n" for i in range(0, len(whole), 76)]
    found = notebook(tmp_path, code("plot()", shown(lines)), words("as above"))
    assert base64.b64encode(found.pictures[0].data).decode() == whole


def test_there_is_room_for_a_few(tmp_path: Path) -> None:
    """Of a hundred, twenty; the bytes of all are bounded; the rest is told to be in the file."""
    many = {f"{n}.png": {"image/png": drawn(n + 1)} for n in range(100)}
    text = " ".join(f"![](attachment:{n}.png)" for n in range(100))
    start = time.process_time()
    found = notebook(
        tmp_path, words(text, many), *(code("plot()", shown(drawn(n % 250 + 1, 9))) for n in range(100))
    )
    assert time.process_time() - start < 5
    assert sum(not each.drawn for each in found.pictures) == MAX_PICTURES
    assert sum(each.drawn for each in found.pictures) == MAX_PICTURES
    assert page(found).count("look at it in the file") == 100 - MAX_PICTURES
    large = {f"{n}.png": {"image/png": drawn(200 + n, 1000)} for n in range(9)}
    text = " ".join(f"![](attachment:{n}.png)" for n in range(9))
    found = notebook(tmp_path, words(text, large), code("plot()", *(shown(drawn(n, 1000)) for n in range(9))))
    for is_drawn, most in ((False, MAX_PASTED), (True, MAX_DRAWN)):
        sizes = [len(each.data) for each in found.pictures if each.drawn == is_drawn]
        assert 0 < sum(sizes) <= most


def test_a_picture_that_is_named_often_is_looked_at_once(tmp_path: Path) -> None:
    """A hundred thousand names of a large one, in lines, and as many small ones in the outputs."""
    large = drawn(9, 1000)
    lines = [large[i : i + 76] + "\n" for i in range(0, len(large), 76)]
    text = "![](attachment:i.png)" * 5_000 + " so"
    start = time.process_time()
    cell = words(text, {"i.png": {"image/png": lines}})
    found = notebook(tmp_path, cell, cell)
    assert len(found.pictures) == 1
    assert as_typed(found.written["1a"]).count("attachment:i.png") > 1_000
    path = tmp_path / "many.ipynb"
    small = json.dumps(shown("AAAA"))
    cells = [
        '{"cell_type":"code","metadata":{},"source":"x","outputs":[' + ",".join([small] * 400) + "]}"
    ] * 200
    path.write_text('{"cells":[' + ",".join(cells) + "]}")
    assert read(path).pictures == ()
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "attachments",
    [
        None,
        [],
        {"i.png": None},
        {"i.png": {"image/png": 5}},
        {"i.png": {"image/png": "\ud800"}},
        {"i.png": {"image/png": "ä" * 100}},
        {"i.png": {"image/svg+xml": SVG}},
        {"i.png": {"image/png": SVG}},
        {"i.png": {"text/html": "<script>"}},
        {"../../i.png": {"image/png": png()}},
    ],
)
def test_what_is_no_picture_stays_a_name(tmp_path: Path, attachments: Any) -> None:
    """Nothing is shown, nothing is lost: the page says where to look."""
    found = notebook(tmp_path, words("![plot](attachment:i.png) so", attachments))
    assert found.pictures == ()
    assert "attachment:i.png: plot; look at it in the file] so" in re.sub("<[^>]*>", "", page(found))


def test_outputs_that_lie_name_no_picture_of_others(tmp_path: Path) -> None:
    """A number where outputs stand, in any disguise, is none of ours."""
    path = tmp_path / "hw.ipynb"
    cells = [code("a()", shown(drawn(1))), {**code("b()"), "outputs": [0]}, words("as above")]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    path.write_text(text.replace('"outputs": [0]', '"out\\u0070uts": [7, 0], "outputs": {"a": [0]}'))
    assert [each.name for each in read(path).pictures] == ["hw.ipynb cell 1"]
    path.write_text(text.replace('"outputs": [0]', '"out\\u0070uts": [-1]'))
    assert [each.name for each in read(path).pictures] == ["hw.ipynb cell 1"]


def test_pictures_are_kept_with_the_report_and_published(tmp_path: Path) -> None:
    """The page for the student holds them, and asks for nothing."""
    found = notebook(
        tmp_path,
        words("![](attachment:i.png) so", {"i.png": {"image/png": drawn(1)}}),
        code("plot()", shown(drawn(2))),
    )
    check = Check("1a.written", "written", "answer_1a", 1.0)
    outcome = Outcome(check, Verdict.PENDING, answer=found.written["1a"])
    question = QuestionResult(Question("1a", "One", (check,)), (outcome,))
    result = Result(found, (question,), (), "A")
    assert kept.decode(kept.encode(result)).submission.pictures == found.pictures
    html = student_page(student_view(result, "Homework"))
    assert html.count('<img src="data:image/png;base64,') == 2
    assert "img-src data:" in html
    assert "attachment:i.png" in html
    without = Result(found, (QuestionResult(question.question, (Outcome(check, Verdict.MISSING),)),), (), "A")
    assert "<img" not in student_page(student_view(without, "Homework"))


def test_reports_name_a_picture_as_its_author_did(tmp_path: Path) -> None:
    """What tells two pictures apart is no business of who reads a table."""
    found = notebook(tmp_path, words("![](attachment:i.png) so", {"i.png": {"image/png": drawn(1)}}))
    check = Check("1a.written", "written", "answer_1a", 1.0, form=Form.WORDS)
    question = Question("1a", "One", (check,))
    outcome = Outcome(check, Verdict.PENDING, answer=found.written["1a"])
    report = Report(
        Assignment("hw", "Homework", (question,), Limits(), 10),
        0,
        (Result(found, (QuestionResult(question, (outcome,)),), (), "A"),),
    )
    for text in (results_json(report), marks_csv(report, ()), marks_md(report, ())):
        assert "![](attachment:i.png) so" in text
