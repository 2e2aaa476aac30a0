"""A reference folder is read by its files, and what is wrong in it is told with file, line and column."""

# ruff: noqa: E501  (a table of mistakes reads best with one a line)

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from grader.errors import AssignmentError
from grader.reference.contents import Reference, sentence
from grader.reference.load import load

ANSWERS = '''
from jaxtyping import Float
from numpy import ndarray


def total(x: Float[ndarray, "n"]) -> float:
    """The sum."""
    return float(x.sum())
'''

LAWS = '''
from jaxtyping import Float
from numpy import ndarray


def order_does_not_matter(total, x: Float[ndarray, "n"]) -> None:
    """Turned round, the sum
    is the same.

    For those who read on.
    """
    assert total(x) == total(x[::-1])
'''

WRITE = 'write @mistake(of="softmax", credit=0.5)'
MISTAKES = '''
from grader import mistake


@mistake(of="total", credit=0.5)
def mean_instead_of_sum(x):
    """You divide by the number of entries."""
    return x.mean()


def helper(x):
    return x
'''


def folder(tmp_path: Path, **files: str) -> Path:
    """A reference of one question, q1, and further files: ``laws="..."`` is q1/laws.py."""
    question = tmp_path / "reference" / "q1"
    question.mkdir(parents=True)
    for name, source in {"answers": ANSWERS, **files}.items():
        (question / f"{name}.py").write_text(dedent(source), encoding="utf-8")
    return tmp_path / "reference"


def problems(reference: Path) -> list[str]:
    with pytest.raises(AssignmentError) as error:
        load(reference)
    return [str(mistake).removeprefix(f"{reference}/") for mistake in error.value.mistakes]


def unusable(reference: Reference, name: str) -> str:
    mistake = reference.unusable[name]
    return f"{mistake.file.name}:{mistake.line}:{mistake.column}: {mistake.message}"


def test_functions_are_what_their_file_says(tmp_path: Path) -> None:
    """Answers, laws and mistakes are told apart by the file they stand in."""
    read = load(folder(tmp_path, laws=LAWS, mistakes=MISTAKES))
    assert list(read.answers) == list(read.signatures) == ["total"]
    assert list(read.laws) == ["order_does_not_matter"]
    assert read.laws["order_does_not_matter"].of == ("total",)
    assert list(read.laws["order_does_not_matter"].signature.parameters) == ["x"]
    assert [known.__name__ for known in read.mistakes["total"]] == ["mean_instead_of_sum"]
    assert read.unusable == {}


def test_the_line_for_the_student_is_the_first_paragraph(tmp_path: Path) -> None:
    """A docstring's first paragraph is one line, however it is broken."""
    read = load(folder(tmp_path, laws=LAWS))
    assert read.laws["order_does_not_matter"].sentence == "Turned round, the sum is the same."
    assert sentence(lambda: None) == ""


def test_files_of_a_question_import_one_another(tmp_path: Path) -> None:
    """The folder is a package: domains stand in a file of their own, and mistakes call the right answer."""
    inputs = "LIMIT = 3.0"
    laws = "from .inputs import LIMIT\n" + LAWS
    mistakes = "from .answers import total\n" + MISTAKES
    read = load(folder(tmp_path, inputs=inputs, laws=laws, mistakes=mistakes))
    assert list(read.laws) == ["order_does_not_matter"]
    assert list(read.answers) == ["total"]


def test_functions_that_are_imported_or_private_are_nobodys_answers(tmp_path: Path) -> None:
    """What another module defines, and what begins with an underscore, cannot be named in a rubric."""
    answers = (
        "from math import sqrt\nfrom textwrap import dedent\n"
        + ANSWERS
        + "\ndef _half(x):\n    return x / 2\n"
    )
    read = load(folder(tmp_path, answers=answers))
    assert list(read.answers) == ["total"]
    assert read.unusable == {}


def test_answers_may_stand_in_the_folder_itself(tmp_path: Path) -> None:
    """A small assignment needs no folder for each question."""
    (tmp_path / "answers.py").write_text(ANSWERS, encoding="utf-8")
    assert list(load(tmp_path).answers) == ["total"]


def test_two_references_live_side_by_side(tmp_path: Path) -> None:
    """Loading another reference neither replaces the first nor shadows an installed package."""
    one = folder(tmp_path / "one", inputs="FACTOR = 1.0", answers="from .inputs import FACTOR\n" + ANSWERS)
    two = folder(tmp_path / "two", inputs="FACTOR = 2.0", answers="from .inputs import FACTOR\n" + ANSWERS)
    first, second = load(one), load(two)
    assert first.answers["total"].__globals__["FACTOR"] == 1.0
    assert second.answers["total"].__globals__["FACTOR"] == 2.0
    assert "q1" not in sys.modules


def test_a_relative_path_leads_where_it_leads_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes the folder between two references of one path gets the files of each."""
    for name in ("one", "two"):
        place = folder(
            tmp_path / name, inputs=f"NAME = {name!r}", answers="from .inputs import NAME\n" + ANSWERS
        )
        monkeypatch.chdir(place.parent)
        assert load(Path(place.name)).answers["total"].__globals__["NAME"] == name


def test_a_reference_is_read_afresh(tmp_path: Path) -> None:
    """What was changed since it was loaded counts."""
    reference = folder(tmp_path)
    load(reference)
    (reference / "q1" / "answers.py").write_text(ANSWERS.replace("total", "the_whole_sum"), encoding="utf-8")
    assert list(load(reference).answers) == ["the_whole_sum"]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ('def f(x) -> float:\n    """Doc."""', "`f`: the argument `x` has no annotation"),
        (
            'def f(x: float, seen=()) -> float:\n    """Doc."""',
            (
                "`f`: the argument `seen` has no annotation: write its type, or, where students need not have "
                "it, leave it to a helper, `_f`"
            ),
        ),
        (
            'def f(x: None) -> float:\n    """Doc."""',
            (
                "`f`: the argument `x`: None stands for no argument: what is the same in each call is "
                "Annotated[Any, lambda pick: None]"
            ),
        ),
        ('def f(x: float):\n    """Doc."""', "`f`: the result has no annotation"),
        (
            'def f(**xs: float) -> float:\n    """Doc."""',
            "`f`: the argument `**xs`: calls with any names cannot be drawn: write the names, with defaults",
        ),
        (
            'def f(x: float = 1.0, *, y: float) -> float:\n    """Doc."""',
            "`f`: the argument `y`: it has no default, and one before it has: those with a default come last",
        ),
        ("def f(x: float) -> float:\n    return x", "`f`: it has no docstring, and the student reads its first line"),
        (
            'def f(x: ndarray) -> float:\n    """Doc."""',
            ('`f`: the argument `x`: ndarray is not understood; write Float[ndarray, "n d"], Int[ndarray, ...], '
            "Bool[ndarray, ...], Complex[ndarray, ...], float, int, complex, bool, str, list[...], dict[str, ...], set[...] or a tuple of them, "
            "with Annotated[..., domain] for its values"),
        ),
        (
            'def f(x: float) -> "Flaot":\n    """Doc."""',
            "`f`: its annotations cannot be read (NameError: name 'Flaot' is not defined)",
        ),
        (
            'def f(x: float) -> Float[ndarray, "n/2"]:\n    """Doc."""',
            "`f`: the result: an axis is a name, a whole number, or names joined by + - *",
        ),
    ],
)  # fmt: skip
def test_functions_a_rubric_cannot_name_are_kept_with_the_reason(
    tmp_path: Path, definition: str, message: str
) -> None:
    """A helper may lack what an answer needs; only a rubric that names it is told, with the line."""
    read = load(folder(tmp_path, answers=ANSWERS + "\n\n" + definition))
    assert list(read.answers) == ["total"]
    assert unusable(read, "f") == f"answers.py:11:1: {message}"


def test_a_function_that_another_replaces_is_told(tmp_path: Path) -> None:
    """Python forgets the first without a word."""
    again = ANSWERS + "\n\n" + ANSWERS[ANSWERS.index("def total") :]
    assert problems(folder(tmp_path, answers=again)) == [
        (
            "q1/answers.py:11:1: there is a function `total` in line 6 already, which this one replaces: "
            "give it a name of its own"
        )
    ]


def test_a_name_is_used_once(tmp_path: Path) -> None:
    """Of two functions of one name, in whichever questions, neither is taken, nor is a third."""
    reference = folder(tmp_path)
    for question in ("q2", "q3"):
        (reference / question).mkdir()
        (reference / question / "answers.py").write_text(ANSWERS, encoding="utf-8")
    read = load(reference)
    assert "total" not in read.answers
    assert (
        unusable(read, "total")
        == "answers.py:6:1: `total`: there are two functions of this name in the reference"
    )


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("def f(:\n    pass\n", "q1/answers.py:1:7: SyntaxError: invalid syntax"),
        ("x = 1\n\nif x:\ny = 2\n", "q1/answers.py:4:1: IndentationError: expected an indented block after 'if' statement on line 3"),
        ("x = 1\n\nx / 0\n", "q1/answers.py:3:1: ZeroDivisionError: division by zero"),
        ("import numpy\nimport nunpy\n", "q1/answers.py:2:1: ModuleNotFoundError: No module named 'nunpy'"),
        ("from .inputs import Nothing\n", "q1/inputs.py:3:1: NameError: name 'undefined' is not defined"),
        ("raise NotImplementedError\n", "q1/answers.py:1:1: NotImplementedError"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_told_with_its_line(tmp_path: Path, answers: str, message: str) -> None:
    """The place is the last line of the reference that was reached, in whichever of its files."""
    reference = folder(tmp_path, answers=answers, inputs="\n\nNothing = undefined\n")
    assert problems(reference) == [message]


def test_a_syntax_error_in_an_imported_file_is_told_once(tmp_path: Path) -> None:
    """The file that is wrong is named, not those that import it, however many do."""
    using = "from .inputs import x\n"
    reference = folder(tmp_path, answers=using, laws=using, mistakes=using, inputs="x = (1,\ny = 2\n")
    assert problems(reference) == ["q1/inputs.py:1:5: SyntaxError: '(' was never closed"]


def test_a_syntax_error_in_the_answers_is_told_once(tmp_path: Path) -> None:
    """Mistakes that call the right answers are told nothing else than the answers themselves."""
    mistakes = "from .answers import total\n" + MISTAKES
    reference = folder(tmp_path, answers="def total(x)\n    return x\n", mistakes=mistakes)
    assert problems(reference) == ["q1/answers.py:1:13: SyntaxError: expected ':'"]


def test_the_line_is_found_from_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rubric in the current folder gives relative paths, and the message keeps them."""
    folder(tmp_path, answers="x = 1\nx / 0\n")
    monkeypatch.chdir(tmp_path)
    assert problems(Path("reference")) == ["q1/answers.py:2:1: ZeroDivisionError: division by zero"]


def test_every_file_that_is_wrong_is_told(tmp_path: Path) -> None:
    """One mistake does not hide the next."""
    reference = folder(tmp_path, answers="1 / 0\n", laws="\nimport nunpy\n")
    assert problems(reference) == [
        "q1/answers.py:1:1: ZeroDivisionError: division by zero",
        "q1/laws.py:2:1: ModuleNotFoundError: No module named 'nunpy'",
    ]


def test_a_mistake_of_nothing_is_told(tmp_path: Path) -> None:
    """A misspelt name would leave the mistake unused for ever; the message says which name is meant."""
    reference = folder(tmp_path, mistakes=MISTAKES.replace('of="total"', 'of="totale"'))
    assert problems(reference) == [
        (
            "q1/mistakes.py:5:1: `mean_instead_of_sum` is a mistake of `totale`, which the reference does not have; "
            "did you mean `total`?"
        )
    ]


def test_a_mistake_without_a_sentence_is_told(tmp_path: Path) -> None:
    """A mistake is there for its sentence."""
    mistakes = MISTAKES.replace('    """You divide by the number of entries."""\n', "")
    assert problems(folder(tmp_path, mistakes=mistakes)) == [
        "q1/mistakes.py:5:1: `mean_instead_of_sum`: it has no docstring, and the student reads it"
    ]


@pytest.mark.parametrize("credit", ["1", "-0.5", "50"])
def test_credit_is_a_share_below_one(tmp_path: Path, credit: str) -> None:
    """A mistake cannot earn all points, nor a percentage of them."""
    reference = folder(tmp_path, mistakes=MISTAKES.replace("credit=0.5", f"credit={credit}"))
    assert problems(reference) == [
        f"q1/mistakes.py:5:1: credit is a share of the points, from 0 to below 1, not {credit}; {WRITE}"
    ]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("x, k, scale", "calls of `total` may leave out k, scale, so it needs the same defaults"),
        ("x, k, *, scale=1.0", "calls of `total` may leave out k, so it needs the same defaults"),
        ("x, k=2, scale=1.0", None),
        ("x, *others", None),
    ],
)
def test_a_mistake_needs_the_defaults_of_what_it_imitates(
    tmp_path: Path, head: str, message: str | None
) -> None:
    """It could not be asked what a student is asked, and never be named."""
    answers = ANSWERS.replace('"n"])', '"n"], k: int = 2, scale: float = 1.0)')
    mistakes = MISTAKES.replace("instead_of_sum(x)", f"instead_of_sum({head})")
    reference = folder(tmp_path, answers=answers, mistakes=mistakes)
    if message is None:
        assert load(reference).mistakes["total"]
    else:
        assert problems(reference) == [f"q1/mistakes.py:5:1: `mean_instead_of_sum`: {message}"]


def test_what_is_no_function_is_told_so(tmp_path: Path) -> None:
    """The reason is kept for a rubric that names it; what nothing names is no fault."""
    answers = ANSWERS + "\nheight: float = 1.7\nwidth = 2\n\nclass Stack:\n    pass\n\ntotal_too = total\n"
    read = load(folder(tmp_path, answers=answers))

    told = {name: read.refusal(name) for name in ("height", "width", "Stack", "Float", "total", "nothing")}

    assert {name: each and each.line for name, each in told.items()} == {
        "height": None, "width": 11, "Stack": 13, "Float": 2, "total": None, "nothing": None,
    }  # fmt: skip
    assert str(told["Float"]).endswith(
        "`Float` is imported here: what is asked stands in an answers.py itself"
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("@mistake", "@mistake needs parentheses"),
        ("@mistake()", "@mistake wants `of`: the name of the function that is imitated, as text"),
        ('@mistake("total")', "@mistake wants its options by name"),
        ('@mistake(of="total", credits=0.5)', "@mistake has no option `credits`; did you mean `credit`?"),
        ('@mistake(of="total", zzz=1)', "@mistake has no option `zzz`; there are of, credit, public"),
        (
            '@mistake(of="total", credit="0.5")',
            "credit is a share of the points, from 0 to below 1, not '0.5'",
        ),
        ("@mistake(of=3)", "@mistake wants `of`: the name of the function that is imitated, as text, not 3"),
        ('@mistake(of="total", public="yes")', "public is True or False, not 'yes'"),
    ],
)
def test_a_mistake_that_is_marked_wrongly_is_told_how_it_is_written(
    tmp_path: Path, written: str, message: str
) -> None:
    """Not Python's words for a wrong call, but the place and an example of the right form."""
    reference = folder(tmp_path, mistakes=MISTAKES.replace('@mistake(of="total", credit=0.5)', written))
    assert problems(reference) == [f'q1/mistakes.py:5:1: {message}; write @mistake(of="softmax", credit=0.5)']


@pytest.mark.parametrize(
    ("argument", "wrong"),
    [
        ('norm: bool = "no"', "the default of `norm` is the text 'no', and the annotation says bool"),
        ("k: int = 2.5", "the default of `k` is 2.5, and the annotation says int"),
        ('t: float = "1"', "the default of `t` is the text '1', and the annotation says float"),
        ('y: Float[ndarray, "n"] = "a"', "the default of `y` is the text 'a', and the annotation says array"),
    ],
)
def test_a_default_that_is_no_value_of_its_annotation_is_told(
    tmp_path: Path, argument: str, wrong: str
) -> None:
    """Calls leave the argument out, and every check and law of the function would fall over it."""
    read = load(folder(tmp_path, answers=ANSWERS.replace('"n"])', f'"n"], {argument})')))
    assert unusable(read, "total") == f"answers.py:6:1: `total`: {wrong}"


@pytest.mark.parametrize("argument", ["k: int = None", "k: int = 2", "t: float = 1", "b: bool = False"])
def test_a_default_of_its_type_or_none_is_fine(tmp_path: Path, argument: str) -> None:
    """None stands for an argument that is not given."""
    assert not load(folder(tmp_path, answers=ANSWERS.replace('"n"])', f'"n"], {argument})'))).unusable


def test_a_file_that_ends_the_program_is_told(tmp_path: Path) -> None:
    """It would end the grader, too, without a word."""
    told = problems(folder(tmp_path, answers="raise SystemExit(3)\n"))
    assert told == [
        "q1/answers.py:1:1: this ends the program, and nothing can be read of the file: leave out exit()"
    ]


def test_a_neighbour_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    """The name that the package of a reference has here is nobody's business."""
    told = problems(folder(tmp_path, answers="from .input import X\n", inputs="X = 1\n"))
    assert told == ["q1/answers.py:1:1: there is no file input.py beside this one; did you mean `inputs`?"]


@pytest.mark.parametrize("arguments", ["x, y", ""])
def test_a_mistake_with_other_arguments_is_told(tmp_path: Path, arguments: str) -> None:
    """It would raise on every input, and be nobody's mistake."""
    wrong = MISTAKES.replace("mean_instead_of_sum(x)", f"mean_instead_of_sum({arguments})")
    assert problems(folder(tmp_path, mistakes=wrong)) == [
        f"q1/mistakes.py:5:1: `mean_instead_of_sum` takes ({arguments}) where `total`, which it imitates, takes (x)"
    ]
