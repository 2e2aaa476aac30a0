"""A rubric is read whole, and every mistake in it is told at once, each with its line and column."""

# ruff: noqa: E501  (a table of mistakes reads best with one a line)

from pathlib import Path
from typing import Any

import pytest
import small

from grader.checks import KINDS as ALL_KINDS
from grader.errors import AssignmentError, InputError
from grader.grading.fingerprint import fingerprints
from grader.model import Assignment, LateRule, Limits, Visibility
from grader.rubric.read import Rubric, read

ALL = "there are softmax, loss, loss_grad_W, loss_in_bits, limit, witness, loss_and_grads, label_of, rounded, rounded_up"
REFERENCE = {
    "answers": '''
from typing import Annotated

from grader import Within
from jaxtyping import Float, Int
from numpy import ndarray


def softmax(a: Float[ndarray, "k"]) -> Float[ndarray, "k"]:
    """Probabilities."""


def loss(W: Float[ndarray, "k d"], x: Float[ndarray, "d"], label: int) -> float:
    """The loss."""


def loss_grad_W(W: Float[ndarray, "k d"], x: Float[ndarray, "d"], label: int) -> Float[ndarray, "k d"]:
    """Its gradient."""


def loss_in_bits(W: Float[ndarray, "k d"], x: Float[ndarray, "d"], label: int) -> float:
    """Another convention."""


def limit() -> float:
    """A number."""


def witness() -> tuple[float, float]:
    """An example."""


def helper(z):
    """Half an answer."""


def unreadable(z: ndarray) -> float:
    """Not understood."""


def loss_and_grads(
    W: Float[ndarray, "k d"], x: Float[ndarray, "d"], label: int
) -> tuple[float, Float[ndarray, "k d"], Float[ndarray, "d"]]:
    """All at once."""


def label_of(W: Float[ndarray, "k d"], x: Float[ndarray, "d"], label: int) -> int:
    """No gradient."""


mean_height = 1.7


def rounded(x: float, digits: int = 2) -> float:
    """Rounded."""


def rounded_up(x: float, digits: int) -> float:
    """Another convention."""


class Stack:
    """A class."""
''',
    "laws": '''
from jaxtyping import Float
from numpy import ndarray


def sums_to_one(softmax, a: Float[ndarray, "k"]) -> None:
    """The probabilities sum to 1."""


def about_a_typo(sofmax, a: Float[ndarray, "k"]) -> None:
    """Nothing is about this."""


def without_annotation(softmax, amplitude) -> None:
    """One argument too many."""


def about_a_helper(helper, a: Float[ndarray, "k"]) -> None:
    """The helper is none of the answers."""


def breaks_additivity(x: float, y: float) -> bool:
    """A claim about numbers."""
''',
}

HEAD = """\
assignment: dl-3
title: Deep Learning
reference: reference
limits: {seconds: 5, megabytes: 512}
examples: 20
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a reference in it, and room for a rubric."""
    question = tmp_path / "reference" / "q"
    question.mkdir(parents=True)
    for name, source in REFERENCE.items():
        (question / f"{name}.py").write_text(source, encoding="utf-8")
    return tmp_path


def rubric(home: Path, text: str | bytes) -> Rubric:
    path = home / "rubric.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def mistakes(home: Path, text: str | bytes) -> list[str]:
    with pytest.raises(AssignmentError) as error:
        rubric(home, text)
    return [str(mistake).replace(f"{home}/", "") for mistake in error.value.mistakes]


def with_checks(*checks: str) -> str:
    lines = [f"      - {check}" for check in checks]
    return "\n".join([f"{HEAD}questions:", "  - id: 2a", "    checks:", *lines, ""])


def with_check(home: Path, check: str) -> list[str]:
    """The mistakes of a rubric with this one check, which stands in line 9 from column 9 on."""
    return [message.removeprefix("rubric.yaml:9:") for message in mistakes(home, with_checks(check))]


# ---- what is read ---------------------------------------------------------------------------------

GOOD = f"""{HEAD}\
questions:
  - id: 2a
    title: Softmax
    sizes: {{k: [2, 5]}}
    checks:
      - {{matches: softmax, points: 2}}
      - {{law: sums_to_one, points: 1.5}}
      - {{gradient: loss_grad_W, of: loss, wrt: W, points: 4, visibility: hidden, carried: 0.5}}
      - {{gradient: loss_grad_W, of: loss, wrt: [W], points: 1}}
      - {{matches: loss, points: 1, accept: [loss_in_bits]}}
      - {{written: answer_7, points: 1, criteria: "says: why"}}
  - id: 7
    bonus: true
    checks:
      - {{value: limit, points: 1.0e-1, rtol: 1.0e-3}}
      - {{witness: witness, proves: breaks_additivity, points: 1}}
"""


def test_a_good_rubric_is_read_whole(home: Path) -> None:
    """Everything the rubric says is in the assignment, with the line it stands on."""
    assignment = rubric(home, GOOD).assignment
    assert (assignment.id, assignment.title, assignment.examples) == ("dl-3", "Deep Learning", 20)
    assert assignment.limits == Limits(5.0, 512)
    assert assignment.max_score == 10.5
    first, second = assignment.questions
    assert (first.id, first.title, first.bonus, first.sizes) == ("2a", "Softmax", False, {"k": (2, 5)})
    assert (second.id, second.title, second.bonus, second.sizes) == ("7", "7", True, {})
    assert [(check.id, check.points, check.line) for check in first.checks] == [
        ("2a.matches.softmax", 2.0, 11),
        ("2a.law.sums_to_one", 1.5, 12),
        ("2a.gradient.loss_grad_W", 4.0, 13),
        ("2a.gradient.loss_grad_W#2", 1.0, 14),
        ("2a.matches.loss", 1.0, 15),
        ("2a.written.answer_7", 1.0, 16),
    ]
    assert [check.options for check in first.checks] == [
        {},
        {},
        {"of": "loss", "wrt": "W", "carried": 0.5},
        {"of": "loss", "wrt": ("W",)},
        {"accept": ("loss_in_bits",)},
        {"criteria": "says: why"},
    ]
    assert [check.visibility for check in first.checks[1:3]] == [Visibility.PUBLIC, Visibility.HIDDEN]
    assert [check.options for check in second.checks] == [{"rtol": 1e-3}, {"proves": "breaks_additivity"}]
    assert second.checks[0].points == 0.1


def test_a_check_may_draw_its_own_number_of_examples(home: Path) -> None:
    """A check that costs much draws fewer; the others draw as many as the assignment says."""
    read = rubric(home, with_checks("{matches: loss, points: 1, examples: 12}", "{matches: loss, points: 1}"))
    assert [check.examples for check in read.assignment.questions[0].checks] == [12, None]


def test_a_slip_keeps_what_the_rubric_says_and_nothing_without_a_word(home: Path) -> None:
    """For the whole assignment, or for one check; of a value never."""
    text = with_checks(
        "{matches: softmax, points: 1}",
        "{matches: softmax, points: 1, credit: {constant_factor: 0.25}}",
        "{law: sums_to_one, points: 1}",
        "{law: sums_to_one, points: 1, untouched: true}",
        "{value: limit, points: 1}",
    )
    checks = rubric(home, text).assignment.questions[0].checks
    assert [bool(check.credit) for check in checks] == [False, True, False, False, False]
    said = {"transposed": 0.5, "changes_its_arguments": 0.8}
    text = text.replace(
        "questions:", f"credit: {{{', '.join(f'{k}: {v}' for k, v in said.items())}}}\nquestions:"
    )
    assert [check.credit for check in rubric(home, text).assignment.questions[0].checks] == [
        said,
        {"constant_factor": 0.25},
        {"transposed": 0.5},
        said,
        {},
    ]


def test_which_attempt_counts_is_read(home: Path) -> None:
    """The last, unless the rubric says the best; anything else is told."""
    assert not rubric(home, GOOD).assignment.best_attempt
    assert not rubric(home, f"attempts: last\n{GOOD}").assignment.best_attempt
    assert rubric(home, f"attempts: best\n{GOOD}").assignment.best_attempt
    with pytest.raises(
        AssignmentError, match="of several `attempts` the `best` counts or the `last`, not `3`"
    ):
        rubric(home, f"attempts: 3\n{GOOD}")


def test_what_being_late_costs_is_read(home: Path) -> None:
    """Shares, a time with its unit, and a deadline; none of them changes what is graded anew."""
    late = "late: {per_day: 10%, grace: 15 min, at_most: 50%, due: 2026-03-01T23:59+01:00}\n"
    read = rubric(home, f"{late}{GOOD}")
    assert read.assignment.late == LateRule(0.1, 900, 0.5, "2026-03-01T23:59:00+01:00")
    assert fingerprints(read, 0) == fingerprints(rubric(home, GOOD), 0)
    assert rubric(home, f"late: {{per_day: 12.5 %}}\n{GOOD}").assignment.late == LateRule(0.125)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ("{grace: 15 min}", "`late` says with `per_day` what each day costs, such as `per_day: 10%`"),
        ("{per_day: 0.1}", "`per_day` is a share of the score, such as 10%, and at most 100%, not `0.1`"),
        ("{per_day: 110%}", "`per_day` is a share of the score, such as 10%, and at most 100%, not `110%`"),
        (
            "{per_day: 1%, grace: 15}",
            "`grace` is a time with its unit, such as 15 min, 2 h or 1 day, not `15`",
        ),
        ("{per_day: 1%, due: 2026-03-01}", "`due` is a day and a time, such as 2026-03-01T23:59+01:00, not"),
        ("{per_day: 1%, dew: x}", "`dew` is not a key of `late`; did you mean `due`?"),
    ],
)
def test_what_being_late_costs_is_looked_over(home: Path, late: str, said: str) -> None:
    """Each mistake at its place."""
    with pytest.raises(AssignmentError) as refused:
        rubric(home, f"late: {late}\n{GOOD}")
    assert said in str(refused.value.mistakes[0])


def test_an_option_may_be_true_or_false(home: Path) -> None:
    """As YAML writes them."""
    stanza = "{law: sums_to_one, points: 1, untouched: "
    read = rubric(home, with_checks(stanza + "true}", stanza + "false}"))
    given = [check.options for check in read.assignment.questions[0].checks]
    assert given == [{"untouched": True}, {"untouched": False}]


def test_most_of_a_rubric_may_be_left_out(home: Path) -> None:
    """Title, limits and the number of examples have usual values."""
    text = "assignment: a\nreference: reference\nquestions:\n- {id: 1, checks: [{value: limit, points: 1}]}\n"
    assignment: Assignment = rubric(home, text).assignment
    assert (assignment.title, assignment.limits, assignment.examples) == ("a", Limits(), 100)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_editors_may_save_it_their_way(home: Path, mark: bytes, end: bytes) -> None:
    """A byte-order mark and either line end are fine."""
    assert rubric(home, mark + GOOD.encode().replace(b"\n", end)).assignment.max_score == 10.5


# ---- the file itself ------------------------------------------------------------------------------


def test_a_missing_rubric_is_told(tmp_path: Path) -> None:
    """A path that is not there is the mistake of who typed it, not of the instructor."""
    with pytest.raises(InputError) as error:
        read(tmp_path / "rubric.yaml")
    assert str(error.value) == f"the rubric {tmp_path}/rubric.yaml cannot be read: No such file or directory"


def test_a_folder_is_no_rubric(tmp_path: Path) -> None:
    """The system says what is wrong."""
    with pytest.raises(InputError) as error:
        read(tmp_path)
    assert str(error.value) == f"the rubric {tmp_path} cannot be read: Is a directory"


EMPTY = "rubric.yaml:1:1: the file is empty; a rubric starts with `assignment: name`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", EMPTY),
        (b"\n# to do\n", EMPTY),
        (b"- a\n- b\n", "rubric.yaml:1:1: a rubric is a mapping (key: value), not a list"),
        (b"assignment", "rubric.yaml:1:1: a rubric is a mapping (key: value), not `assignment`"),
        (b"assignment: a\n\xff\xfeb: c\n", "rubric.yaml:2:1: this is not UTF-8 text; save the file as UTF-8"),
        ("assignment: é".encode("latin-1"), "rubric.yaml:1:1: this is not UTF-8 text; save the file as UTF-8"),
        (b"assignment: a\ntitle: Gradients: by hand\n", "rubric.yaml:2:17: a colon and a space begin a value; a text that has them stands in quotes: \"A: b\""),
        (b"assignment: a\nlimits:\n\tseconds: 3\n", "rubric.yaml:3:1: a tab is used for indentation; YAML wants spaces"),
        (b"assignment: a\nlimits: *usual\n", "rubric.yaml:2:9: aliases (*name) are not supported; write it out"),
        (b"assignment: a\ntitle: b\x07\n", "rubric.yaml:2:1: the character U+0007 does not belong in a text"),
        (b"assignment: a\nlimits: {seconds: 3\n", "rubric.yaml:3:1: a comma or a closing bracket is missing in this list or stanza: `{matches: f, points: 2}`"),
        (b"assignment: a: b\n", "rubric.yaml:1:14: a colon and a space begin a value; a text that has them stands in quotes: \"A: b\""),
        (b"assignment: a\n---\nassignment: b\n", "rubric.yaml:2:1: expected a single document in the stream, but found another document"),
        (b"[" * 800 + b"]" * 800, "rubric.yaml:1:21: lists or mappings are nested too deeply"),
        (b"#" * 2**20 + b"\n", "rubric.yaml:1:1: the file has 1048577 bytes; a rubric has at most 1 MB"),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else "",
)  # fmt: skip
def test_a_file_that_is_no_rubric_is_told_why(tmp_path: Path, text: bytes, message: str) -> None:
    """Whatever the file is, the message says what and where."""
    assert mistakes(tmp_path, text) == [message]


# ---- keys -----------------------------------------------------------------------------------------


def test_every_mistake_is_told_at_once_in_order(home: Path) -> None:
    """The instructor mends the rubric in one go: each mistake has its file, line and column."""
    text = """\
asignment: a
title: [b]
reference: reference
limits: {seconds: 0, minutes: 3}
examples: 5
questions:
  - id: 1
    checks:
      - {mathces: softmax, points: 1}
      - {law: sum_to_one, point: 2}
      - {matches: unreadable, points: -1}
  - id: 1
    title: Again
    title: And again
    checks: softmax
  - checks: []
"""
    assert mistakes(home, text) == [
        (
            "reference/q/answers.py:37:1: `unreadable`: the argument `z`: ndarray is not understood; write "
            'Float[ndarray, "n d"], Int[ndarray, ...], Bool[ndarray, ...], Complex[ndarray, ...], float, int, complex, bool, str, list[...], dict[str, ...], '
            "set[...] or a tuple of them, with Annotated[..., domain] for its values"
        ),
        "rubric.yaml:1:1: `asignment` is not a key of a rubric; did you mean `assignment`?",
        "rubric.yaml:1:1: the key `assignment` is missing",
        "rubric.yaml:2:8: `title` is a text, not a list",
        "rubric.yaml:4:19: `seconds` is a number above 0, not 0",
        "rubric.yaml:4:22: `minutes` is not a key of `limits`; there are seconds, megabytes",
        "rubric.yaml:5:11: `examples` is a whole number from 10 up, not 5",
        (
            f"rubric.yaml:9:9: this check has no kind; one of {', '.join(ALL_KINDS)} is "
            "wanted; did you mean `matches`?"
        ),
        "rubric.yaml:10:9: this check has no `points`",
        "rubric.yaml:10:15: there is no law `sum_to_one` in the reference; did you mean `sums_to_one`?",
        "rubric.yaml:10:27: `point` is not an option of `law`; did you mean `points`?",
        "rubric.yaml:11:39: `points` is a number above 0, not -1",
        "rubric.yaml:12:9: the question id `1` is used twice",
        "rubric.yaml:14:5: the key `title` stands here twice",
        "rubric.yaml:15:13: `checks` is a list, not `softmax`",
        "rubric.yaml:16:5: this question has no `id`",
        "rubric.yaml:16:13: this question has no checks",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Deep Learning", "titel: Deep Learning", "2:1: `titel` is not a key of a rubric; did you mean `title`?"),
        ("title: Deep Learning", "assignment: b", "2:1: the key `assignment` stands here twice"),
        ("title: Deep Learning", "? [a]\n: b", "2:3: a key of a rubric is a word, not a list"),
        ("title: Deep Learning", "title:", "2:7: `title` is a text, not empty"),
        ("reference: reference", "reference:", "3:11: `reference` is a text, not empty"),
        ("{seconds: 5, megabytes: 512}", "5", "4:9: `limits` is a mapping (key: value), not `5`"),
        ("seconds: 5", "seconds: fast", "4:19: `seconds` is a number, not `fast`"),
        ("seconds: 5", "seconds: .inf", "4:19: `seconds` is a number above 0, not .inf"),
        ("seconds: 5", "seconds: .nan", "4:19: `seconds` is a number above 0, not .nan"),
        ("megabytes: 512", "megabytes: 32", "4:33: `megabytes` is a whole number from 64 up, not 32"),
        ("examples: 20", "examples: 20.5", "5:11: `examples` is a whole number from 10 up, not 20.5"),
        ("examples: 20", "examples: many", "5:11: `examples` is a number, not `many`"),
        ("examples: 20", "examples: [20]", "5:11: `examples` is a number, not a list"),
        ("id: 2a", "ID: 2a", "7:5: `ID` is not a key of a question; did you mean `id`?"),
        ("id: 2a", "id: 2a\n    bonus: maybe", "8:12: `bonus` is true or false, not `maybe`"),
        ("id: 2a", "id: 2a\n    bonus: 1", "8:12: `bonus` is true or false, not `1`"),
        ("id: 2a", "id: 2a\n    sizes: {kk: [1, 2]}", "8:17: no check of this question draws an axis `kk`; did you mean `k`?"),
        ("id: 2a", "id: 2a\n    sizes: {d: [1, 2]}", "8:16: no check of this question draws an axis `d`; there is only k"),
        ("id: 2a", "id: 2a\n    sizes: {k: 3}", "8:16: the size of the axis `k` is [shortest, longest]"),
        ("id: 2a", "id: 2a\n    sizes: {k: [3]}", "8:16: the size of the axis `k` is [shortest, longest]"),
        ("id: 2a", "id: 2a\n    sizes: {k: [0, 3]}", "8:17: a length of the axis `k` is a whole number from 1 up, not 0"),
        ("id: 2a", "id: 2a\n    sizes: {k: [5, 3]}", "8:16: the size of the axis `k` is [shortest, longest]; 5 is more than 3"),
        ("- {matches: softmax, points: 1}", "- softmax", "9:9: a check is a mapping (key: value), not `softmax`"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_where_it_stands(home: Path, old: str, new: str, message: str) -> None:
    """One word changed in a good rubric gives one message, at that word."""
    text = with_checks("{matches: softmax, points: 1}")
    assert text.count(old) == 1
    told = [
        each
        for each in mistakes(home, text.replace(old, new))
        if "is missing" not in each and "has no `id`" not in each
    ]
    assert told == [f"rubric.yaml:{message}"]


@pytest.mark.parametrize("key", ["assignment", "reference", "questions"])
def test_what_a_rubric_needs_is_named(home: Path, key: str) -> None:
    """A rubric without a name, a reference or questions is told which it lacks."""
    lines = {"assignment": "assignment: a", "reference": "reference: reference", "questions": "questions: [{id: 1, checks: [{value: limit, points: 1}]}]"}  # fmt: skip
    del lines[key]
    assert mistakes(home, "\n".join(lines.values())) == [f"rubric.yaml:1:1: the key `{key}` is missing"]


def test_a_rubric_without_questions_is_told(home: Path) -> None:
    """An empty list is no assignment."""
    assert mistakes(home, HEAD + "questions: []\n") == ["rubric.yaml:6:12: there are no questions"]


def test_questions_without_an_id_are_not_told_twice(home: Path) -> None:
    """What is no question is told so, and nothing is said of its name."""
    assert mistakes(home, HEAD + "questions:\n  - 1a\n  - 1b\n") == [
        "rubric.yaml:7:5: a question is a mapping (key: value), not `1a`",
        "rubric.yaml:8:5: a question is a mapping (key: value), not `1b`",
    ]


@pytest.mark.parametrize("name", ["nowhere", "rubric.yaml"])
def test_a_reference_that_is_no_folder_is_told(home: Path, name: str) -> None:
    """The path that was looked for is named."""
    text = HEAD.replace("reference: reference", f"reference: {name}") + "questions: []\n"
    assert mistakes(home, text)[0] == f"rubric.yaml:3:12: there is no reference folder {name}"


def test_mistakes_in_the_reference_come_with_those_in_the_rubric(home: Path) -> None:
    """A syntax error is told with its own file and line, beside what is wrong in the rubric itself."""
    answers = home / "reference" / "q" / "answers.py"
    answers.write_text("def softmax(a)\n    return a\n", encoding="utf-8")
    assert mistakes(home, with_checks("{matches: softmax, points: 0}")) == [
        "reference/q/answers.py:1:15: SyntaxError: expected ':'",
        "rubric.yaml:9:36: `points` is a number above 0, not 0",
    ]


# ---- checks ---------------------------------------------------------------------------------------

KINDS = f"one of {', '.join(ALL_KINDS)} is wanted"


@pytest.mark.parametrize(
    ("check", "message"),
    [
        # kinds
        ("{points: 1}", f"9: this check has no kind; {KINDS}"),
        ("{points: 1, mathces: softmax}", f"9: this check has no kind; {KINDS}; did you mean `matches`?"),
        ("{matches: softmax, law: sums_to_one, points: 1}", f"9: this check has two kinds; {KINDS}"),
        # targets
        ("{matches: sofmax, points: 1}", "19: there is no function `sofmax` in the reference; did you mean `softmax`?"),
        ("{matches: xyz, points: 1}", f"19: there is no function `xyz` in the reference; {ALL}"),
        ("{matches: sums_to_one, points: 1}", f"19: there is no function `sums_to_one` in the reference; {ALL}"),
        ("{matches: [softmax], points: 1}", "19: the target of `matches` is a text, not a list"),
        ("{matches: , points: 1}", "18: the target of `matches` is a text, not empty"),
        ("{law: sums_to_on, points: 1}", "15: there is no law `sums_to_on` in the reference; did you mean `sums_to_one`?"),
        ("{law: about_a_typo, points: 1}", "15: the law `about_a_typo` is about `sofmax`, which the reference does not have; did you mean `softmax`?"),
        ("{law: without_annotation, points: 1}", "15: the law `without_annotation` is about `amplitude`, which the reference does not have; does the argument lack its annotation?"),
        ("{law: breaks_additivity, points: 1}", "15: the law `breaks_additivity` is about no function: an argument without annotation is one"),
        ("{value: softmax, points: 1}", "17: `softmax` takes arguments; `value` is for functions without, `matches` for the others"),
        ("{witness: softmax, proves: breaks_additivity, points: 1}", "19: `softmax` takes arguments; `witness` is for functions without, `matches` for the others"),
        ("{written: essay, points: 1, criteria: c}", "19: a written answer is called answer_<question>, not `essay`"),
        ("{written: answer_2A, points: 1, criteria: c}", "19: there is no question `2A`; did you mean `2a`?"),
        # points
        ("{matches: softmax}", "9: this check has no `points`"),
        ("{matches: softmax, points: 0}", "36: `points` is a number above 0, not 0"),
        ("{matches: softmax, points: -2}", "36: `points` is a number above 0, not -2"),
        ("{matches: softmax, points: two}", "36: `points` is a number, not `two`"),
        ("{matches: softmax, points: true}", "36: `points` is a number, not `true`"),
        ("{matches: softmax, points: }", "35: `points` is a number, not empty"),
        ("{matches: softmax, points: [1]}", "36: `points` is a number, not a list"),
        ("{matches: softmax, points: {a: 1}}", "36: `points` is a number, not a mapping"),
        ("{matches: softmax, points: .inf}", "36: `points` is a number above 0, not .inf"),
        ("{matches: softmax, points: !!float two}", "36: `points` is a number above 0, not two"),
        ('{matches: softmax, points: "2"}', '36: YAML reads "2" as text, not as a number; write 2'),
        ("{matches: softmax, points: 08}", "36: YAML reads 08 as text, not as a number; write 8"),
        ("{matches: softmax, points: +.5}", "36: YAML reads +.5 as text, not as a number; write 0.5"),
        ("{matches: softmax, points: 1e1}", "36: YAML reads 1e1 as text, not as a number; write 1.0e+1"),
        ("{matches: softmax, points: 1, points: 2}", "39: the key `points` stands here twice"),
        ("{matches: softmax, points: 1, examples: 5}", "49: `examples` is a whole number from 10 up, not 5"),
        # options
        ("{value: limit, points: 1, rtol: 1e-7}", "41: YAML reads 1e-7 as text, not as a number; write 1.0e-7"),
        ("{value: limit, points: 1, rtol: 1.5E7}", "41: YAML reads 1.5E7 as text, not as a number; write 1.5e+7"),
        ("{value: limit, points: 1, rtol: 2}", "41: `rtol` is a number above 0 and at most 1, not 2"),
        ("{value: limit, points: 1, tol: 0.1}", "35: `tol` is not an option of `value`; did you mean `rtol`?"),
        ("{matches: softmax, points: 1, of: loss}", "39: `of` is not an option of `matches`; there are matches, points, visibility, examples, credit, accept, carried, may_change, changes"),
        ("{matches: softmax, points: 1, visibility: secret}", "51: `secret` is no visibility; there are public, hidden"),
        ("{matches: softmax, points: 1, visibility: [hidden]}", "51: `visibility` is a text, not a list"),
        ("{matches: softmax, points: 1, accept: loss}", "47: `accept` is a list, not `loss`"),
        ("{matches: softmax, points: 1, accept: [sotfmax]}", "48: there is no `sotfmax` in the reference; did you mean `softmax`?"),
        ("{matches: softmax, points: 1, accept: [loss]}", "48: `loss` takes (W, x, label) where `softmax` takes (a)"),
        ("{matches: rounded, points: 1, accept: [rounded_up]}", "48: calls of `rounded` may leave out digits, but those of `rounded_up` not all"),
        ("{gradient: loss_grad_W, wrt: W, points: 1}", "9: `gradient` needs the option `of`"),
        ("{gradient: loss_grad_W, of: loss, points: 1}", "9: `gradient` needs the option `wrt`"),
        ("{gradient: loss_grad_W, wrt: W, of: los, points: 1}", "45: there is no `los` in the reference; did you mean `loss`?"),
        ("{gradient: loss_grad_W, wrt: W, of: loss_grad_W, points: 1}", "45: `loss_grad_W` is no loss: it returns no float; write a function of the same arguments that returns the loss alone, as float"),
        ("{gradient: loss_grad_W, wrt: W, of: limit, points: 1}", "45: `limit` takes () where `loss_grad_W` takes (W, x, label)"),
        ("{gradient: loss_grad_W, of: loss, wrt: b, points: 1}", "48: `b` is no argument of `loss_grad_W` with a derivative; there are W, x"),
        ("{gradient: loss_grad_W, of: loss, wrt: label, points: 1}", "48: `label` is no argument of `loss_grad_W` with a derivative; there are W, x"),
        ("{gradient: loss_grad_W, of: loss, wrt: [W, x], points: 1}", "20: `loss_grad_W` is no gradient in W, x: it returns one result, where one for each of these is wanted"),
        ("{gradient: loss_and_grads, of: loss, wrt: [W, x], points: 1}", "20: `loss_and_grads` is no gradient in W, x: it returns 3 results, where one for each of these is wanted"),
        ("{gradient: label_of, of: loss, wrt: W, points: 1}", "20: `label_of` is no gradient in W: it returns no array and no float"),
        ("{gradient: loss_grad_W, of: loss_and_grads, wrt: W, points: 1}", "37: `loss_and_grads` is no loss: it returns several results; name the part that is the loss, as in `of: loss_and_grads[0]`"),
        ("{gradient: loss_grad_W, of: loss, wrt: [W, b], points: 1}", "52: `b` is no argument of `loss_grad_W` with a derivative; there are W, x"),
        ("{gradient: loss_grad_W, of: loss, wrt: W, points: 1, carried: 1.5}", "71: `carried` is a number above 0 and at most 1, not 1.5"),
        ("{law: sums_to_one, points: 1, untouched: yes!}", "50: `untouched` is true or false, not `yes!`"),
        ("{law: sums_to_one, points: 1, untouched: [true]}", "50: `untouched` is a text, not a list"),
        # credit
        ("{matches: softmax, points: 1, credit: {transposd: 0.5}}", "48: `transposd` is not a key of `credit`; did you mean `transposed`?"),
        ("{matches: softmax, points: 1, credit: {transposed: 1}}", "60: the credit for `transposed` is a share of the points, below 1"),
        ("{matches: softmax, points: 1, credit: {transposed: 0}}", "60: the credit for `transposed` is a number above 0, not 0"),
        ("{matches: softmax, points: 1, credit: 0.8}", "47: `credit` is a mapping (key: value), not `0.8`"),
        ("{value: limit, points: 1, credit: {sign_reversed: 0.5}}", "43: `value` is right or wrong: no slip keeps points; leave `credit` out"),
        ("{witness: witness, proves: breaks_additivity, points: 1, credit: {sign_reversed: 0.5}}", "74: `credit` is for matches, law, gradient, not for `witness`"),
        ("{law: sums_to_one, points: 1, credit: {changes_its_arguments: 0.5}}", "71: `changes_its_arguments` is for `matches`, and for a `law` with `untouched: true`: this check minds no changes"),
        ("{witness: witness, points: 1}", "9: `witness` needs the option `proves`"),
        ("{witness: witness, proves: additivity, points: 1}", "36: there is no `additivity` in the reference; did you mean `breaks_additivity`?"),
        ("{written: answer_2a, points: 1}", "9: `written` needs the option `criteria`"),
        ("{written: answer_2a, points: 1, criteria: }", "50: `criteria` is a text, not empty"),
    ],
)  # fmt: skip
def test_each_mistake_in_a_check_is_told(home: Path, check: str, message: str) -> None:
    """The message names what is wrong, and where it can, what to write instead."""
    assert with_check(home, check) == [message]


@pytest.mark.parametrize(
    ("check", "line", "message"),
    [
        ("{matches: helper, points: 1}", 33, "`helper`: the argument `z` has no annotation"),
        ("{law: about_a_helper, points: 1}", 33, "`helper`: the argument `z` has no annotation"),
        ("{gradient: loss_grad_W, of: helper, wrt: W, points: 1}", 33, "`helper`: the argument `z` has no annotation"),
        ("{matches: unreadable, points: 1}", 37, "`unreadable`: the argument `z`: ndarray is not understood; "),
        (
            "{value: mean_height, points: 1}",
            51,
            (
                "`mean_height` is a variable without a type, and nothing says how it is read: "
                "write its type, as in `mean_height: float = ...`"
            ),
        ),
        (
            "{matches: Stack, points: 1}",
            62,
            (
                "`Stack`: nothing of it can be asked: its methods have no annotations"
            ),
        ),
        (
            "{matches: Within, points: 1}",
            4,
            "`Within` is imported here: what is asked stands in an answers.py itself",
        ),
    ],
)  # fmt: skip
def test_a_function_that_cannot_be_named_is_told_in_the_reference(
    home: Path, check: str, line: int, message: str
) -> None:
    """What keeps a function from being used stands in the reference, so that is the place that is named."""
    (told,) = mistakes(home, with_checks(check))
    assert told.startswith(f"reference/q/answers.py:{line}:1: {message}")


def test_what_is_wrong_with_a_function_is_told_once(home: Path) -> None:
    """Three checks of one function make one mistake."""
    checks = ["{matches: helper, points: 1}"] * 3
    assert len(mistakes(home, with_checks(*checks))) == 1


def test_text_that_looks_like_a_function_is_left_alone(home: Path) -> None:
    """What a reader should look for may be a word that a helper bears as its name."""
    options: Any = rubric(home, with_checks("{written: answer_2a, points: 1, criteria: helper}"))
    assert options.assignment.questions[0].checks[0].options == {"criteria": "helper"}


def test_a_file_is_not_blamed_for_a_reference_that_cannot_be_loaded(tmp_path: Path) -> None:
    """There is one mistake, and it is told once."""
    path = small.copied(tmp_path)
    small.edited(path, "examples: 40\n", "examples: 40\nfiles: [data.csv]\n")
    (path.parent / "data.csv").write_text("1,2\n")
    (path.parent / "reference" / "broken").mkdir()
    (path.parent / "reference" / "broken" / "answers.py").write_text("def f(:\n")
    with pytest.raises(AssignmentError) as caught:
        read(path)
    assert [mistake.file.name for mistake in caught.value.mistakes] == ["answers.py"]


LISTS = 'def mean(values: list[float]) -> float:\n    """The mean."""\n    return sum(values) / max(1, len(values))\n'


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (
            "{values: [-1, 3]}",
            ["rubric.yaml:8:22: a length of the list `values` is a whole number from 0 up, not -1"],
        ),
        (
            "{values: [4, 3]}",
            ["rubric.yaml:8:21: the size of the list `values` is [shortest, longest]; 4 is more than 3"],
        ),
        (
            "{value: [1, 3]}",
            ["rubric.yaml:8:20: no check of this question draws an axis `value`; did you mean `values`?"],
        ),
    ],
)
def test_a_list_may_be_empty_where_an_axis_may_not(home: Path, sizes: str, said: list[str]) -> None:
    """Its length goes by the name of the argument."""
    (home / "reference" / "q" / "answers.py").write_text(LISTS, encoding="utf-8")
    (home / "reference" / "q" / "laws.py").unlink()
    text = with_checks("{matches: mean, points: 1}").replace("id: 2a", f"id: 2a\n    sizes: {sizes}")
    assert mistakes(home, text) == said
    (question,) = rubric(home, text.replace(sizes, "{values: [0, 3]}")).assignment.questions
    assert question.sizes == {"values": (0, 3)}
