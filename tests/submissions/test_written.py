"""Which Markdown answers which question."""

import time

import pytest

from grader.submissions.written import Block, written_answers

IDS = ("1a", "1b", "7", "bonus")
CODE = Block("", code=True)


def answers(*cells: str | Block, ids: tuple[str, ...] = IDS) -> dict[str, str]:
    """The answers in these cells; a string is a Markdown cell."""
    return dict(written_answers([Block(cell) if isinstance(cell, str) else cell for cell in cells], ids))


@pytest.mark.parametrize(
    "text",
    [
        "# 1a\nBecause.",
        "## Question 1a\nBecause.",
        "## Question 1A: why?\n\nBecause.\n",
        "### 1(a) Why is it needed?\nBecause.",
        "### (1a) Why is it needed?\nBecause.",
        "### 1 (a)\nBecause.",
        "### 1 a)\nBecause.",
        "### 1.a\nBecause.",
        "## Q1a:\nBecause.",
        "## Answer to question 1a\nBecause.",
        "# Exercise 1.a ##\nBecause.",
        "##1a\nBecause.",
        "## **Question 1a**\nBecause.",
        "## <a id='x'></a>1a\nBecause.",
        "<h3>Question 1a</h3>\nBecause.",
        "1a\n==\nBecause.",
        "**1a.**\nBecause.",
        "**1a.** Because.",
        "**1a**: Because.",
        "*Question 1a* - Because.",
        "__Answer 1a:__ Because.",
        "1a) Because.",
        "1a: Because.",
        "Question 1a.\nBecause.",
        "\n\n1(a) - Because.",
        "# Some title\ntext\n## 1a\nBecause.",
        "# Some title\n## 1a\nBecause.\n## 2c\nNot this.",
    ],
)
def test_a_heading_names_its_question(text: str) -> None:
    """However students number their answers, the text below is found."""
    assert answers(text) == {"1a": "Because."}


@pytest.mark.parametrize(
    "text",
    [
        "Because.",
        "# 1ab\nBecause.",
        "# 11a\nBecause.",
        "# 1 A linear layer\nBecause.",
        "# 7.1 More\nBecause.",
        "# 77\nBecause.",
        "7. Because.",
        "**7** reasons.",
        "**Bonus** points are nice.",
        "1a is the question I like.",
        "Some words.\n1a) Because.",
        "```python\n# 1a\nBecause.\n```",
        "~~~\n# 1a\n```\nBecause.\n~~~",
        "    # 1a\nBecause.",
        "#######1a\nBecause.",
    ],
)
def test_what_names_no_question_is_no_answer(text: str) -> None:
    """Text without a heading, with another number, or in a block of code, answers nothing."""
    assert answers(text) == {}


def test_a_plain_number_needs_more_than_a_mention() -> None:
    """The id 7 is named by a heading, or with the word question, or with a mark behind it."""
    for text in (
        "# 7\nyes",
        "## 7 Top-k error\nyes",
        "Question 7: yes",
        "**7.** yes",
        "**Q7** yes",
        "**7**\nyes",
    ):
        assert answers(text) == {"7": "yes"}


def test_an_id_may_be_a_word_or_hold_the_word_question() -> None:
    """Ids are the instructor's; those that begin with q are found without it too."""
    assert answers("# Bonus\nyes") == {"bonus": "yes"}
    assert answers("# Bonus points are nice\nyes") == {}
    for text in ("# q1\nyes", "# Question 1\nyes", "# 1\nyes", "**Q1** yes"):
        assert answers(text, ids=("q1", "q2")) == {"q1": "yes"}
    assert answers("# C++\nyes", ids=("c++",)) == {"c++": "yes"}
    assert answers("# ?\nyes", ids=("?",)) == {"?": "yes"}
    assert answers("# 1a\nyes", ids=()) == {}


def test_the_longest_id_wins() -> None:
    """1a is not taken for question 1."""
    assert answers("# 1a\nyes\n# 1\nno", ids=("1", "1a")) == {"1a": "yes", "1": "no"}
    assert answers("# 1(a)\nyes", ids=("1", "1a")) == {"1a": "yes"}


def test_an_answer_runs_over_several_cells() -> None:
    """It goes on in the next Markdown cells, until code or a heading that opens something else."""
    assert answers("## 1a", "First.", "Second.", CODE, "Not this.") == {"1a": "First.\n\nSecond."}
    assert answers("## 1a", "First.", "## 1b", "Other.") == {"1a": "First.", "1b": "Other."}
    assert answers("## 1a", "First.", "# Part two", "Not this.") == {"1a": "First."}
    assert answers("**1a.**", "First.", "### Next", "Not this.") == {"1a": "First."}


def test_headings_inside_an_answer_belong_to_it() -> None:
    """A deeper heading, or one in the same cell that names nothing, does not end an answer."""
    assert answers("## 1a\nOne.\n### 7. point\nTwo.") == {"1a": "One.\n### 7. point\nTwo."}
    assert answers("## 1a\nOne.\n## My reasons\nTwo.") == {"1a": "One.\n## My reasons\nTwo."}
    assert answers("## 1a", "### Reasons\nTwo.") == {"1a": "### Reasons\nTwo."}
    assert answers("## 1a\nOne.\n```\n# 1b\n```\nTwo.") == {"1a": "One.\n```\n# 1b\n```\nTwo."}


def test_two_pieces_of_one_answer_are_joined() -> None:
    """A question that is answered twice has both texts."""
    assert answers("# 1a\nOne.", CODE, "# 1a\nTwo.") == {"1a": "One.\n\n\nTwo."}


@pytest.mark.parametrize("tag", ["1a", "1A", "answer_1a", "Answer-1a"])
def test_a_tag_names_its_question(tag: str) -> None:
    """A tagged cell is the answer, with or without a heading, and only that cell."""
    assert answers(Block("Because.", tags=("other", tag)), "Not this.") == {"1a": "Because."}
    assert answers(Block("# 1a Why?\nBecause.\n# Really\nYes.", tags=(tag,))) == {
        "1a": "Because.\n# Really\nYes."
    }


def test_a_tag_that_names_nothing_is_ignored() -> None:
    """Tags of other kinds do not stop a heading from counting."""
    assert answers(Block("# 1a\nBecause.", tags=("slide", "hide-input"))) == {"1a": "Because."}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n\n",
        "---",
        "<!-- YOUR ANSWER HERE -->",
        "YOUR ANSWER HERE",
        "*Write your answer here.*",
        "_Type your answer here, replacing this text._",
        "Enter your explanation below",
        "Double-click this cell to edit",
        "Schreiben Sie hier Ihre Antwort.",
        "(Deine Antwort hier)",
        "Écrivez votre réponse ici",
        "Escribe tu respuesta aquí",
        "Scrivi qui la tua risposta",
        "Escreva sua resposta aqui",
        "Typ hier jouw antwoord",
        "Answer:",
        "TODO",
        "...",
    ],
)
def test_an_empty_answer_does_not_count(text: str) -> None:
    """Blank space, rules, comments and the template's own words are no answer."""
    assert answers(f"# 1a\n{text}", "# 1b\nYes.") == {"1b": "Yes."}


def test_formulas_and_pictures_count() -> None:
    """An answer may be a formula or a picture alone."""
    assert answers("# 1a\n$$x$$") == {"1a": "$$x$$"}
    assert answers("# 1a\n![sketch](attachment:a.png)") == {"1a": "![sketch](attachment:a.png)"}


def test_the_instructors_text_is_not_an_answer() -> None:
    """A locked cell may name the question, but its words are not the student's."""
    assert answers(Block("# 1a\nExplain why.", given=True), "Because.") == {"1a": "Because."}
    assert answers(Block("# 1a\nExplain why.", given=True)) == {}


def test_an_endless_answer_is_shortened() -> None:
    """An answer above the limit ends with a remark."""
    answer = answers("# 1a\n" + "x" * 200_000)["1a"]
    assert len(answer) < 101_000
    assert answer.endswith("x\n[shortened here]")


@pytest.mark.parametrize(
    "line", ["#\n", "# 1\n", "**1a.** x\n", "<", "# 1 ", "<!--", "your ", "Question ", "*", "1\n=\n"]
)
def test_hostile_text_takes_no_longer_than_other_text(line: str) -> None:
    """No text makes the search for headings slow."""
    start = time.process_time()
    answers("# 1a\n" + line * (50_000 // len(line)))
    assert time.process_time() - start < 5
