"""Starters say what goes in and what comes out, in words that a student knows."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Annotated, Any
from unittest.mock import patch

import numpy as np
from jaxtyping import Complex, Float, Int
from numpy import ndarray

from grader.kit.skeleton import name_in_library
from grader.kit.starter import module, notebook
from grader.model import Assignment, Check, Form, Limits, Question
from grader.platforms.find import read_one
from grader.reference.contents import Reference
from grader.reference.load import load
from grader.signatures.signature import signature


def turned(z: Complex[ndarray, "n"], w: complex, k: Int[ndarray, "n"]) -> tuple[complex, Any]:
    """Turn z."""
    return w, None


def path(x: float) -> tuple[Float[ndarray, "_steps"], Float[ndarray, "_"]]:
    """Go there."""
    return np.zeros(3), np.zeros(4)


def test_an_axis_of_the_student_s_own_is_shown_by_its_name() -> None:
    """Without the underscore that says so to us."""
    question = Question("1", "One", (Check("1.matches.path", "matches", "path", 1.0),))
    text = module(
        Assignment("a", "A", (question,), Limits(), 10),
        Reference({"path": path}, {"path": signature(path)}, {}),
        {"path": "x"},
    )
    assert "x a number → a tuple of (steps,) and (any,)" in text


def test_a_starter_says_what_goes_in_and_comes_out() -> None:
    """Complex and whole numbers, and the part of a result that is the student's own."""
    question = Question("1", "One", (Check("1.matches.turned", "matches", "turned", 1.0),))
    reference = Reference({"turned": turned}, {"turned": signature(turned)}, {})

    text = module(Assignment("a", "A", (question,), Limits(), 10), reference, {"turned": "z, w, k"})

    assert "def turned(z, w, k):" in text
    assert text.startswith('"""A."""')
    asked = Assignment("a", "Is it late?", (question,), Limits(), 10)
    assert module(asked, reference, {"turned": "z, w, k"}).startswith('"""Is it late?"""')
    assert (
        "z complex numbers (n,), w a complex number, k whole numbers (n,) → "
        "a tuple of a complex number and anything of yours"
    ) in " ".join(text.split())


def which() -> int:
    """Which of these?

    1. one
    2. two
    """
    return 1


def squares() -> Iterator[int]:
    r"""All squares, as in \frac{1}{2}."""
    return iter([1, 4])


def starter_of(functions: Mapping[str, Callable[..., Any]]) -> str:
    """Return the starter that asks for functions without arguments."""
    checks = tuple(Check(f"1.matches.{name}", "matches", name, 1.0) for name in functions)
    signatures = {name: signature(each) for name, each in functions.items()}
    asked = Assignment("a", "A", (Question("1", "One", checks),), Limits(), 10)
    return module(asked, Reference(functions, signatures, {}), dict.fromkeys(functions, ""))


def test_a_prompt_keeps_its_list_and_an_iterator_is_called_one() -> None:
    """Choices are no prose, and a backslash means itself."""
    text = starter_of({"which": which, "squares": squares})
    assert '    """Which of these?\n\n    1. one\n    2. two\n\n    nothing → a whole number\n' in text
    assert "nothing → an iterator" in text
    compile(text, "hw.py", "exec")


def test_what_is_asked_in_words_stands_above_its_place(tmp_path: Path) -> None:
    """In the module as a comment, in the notebook as a cell that is nobody's answer."""
    options = {"criteria": "a limit", "prompt": "Why?\n\n1. it ends\n2. it does not"}
    check = Check("1.written.answer_1", "written", "answer_1", 1.0, options=options, form=Form.WORDS)
    assignment = Assignment("a", "A", (Question("1", "One", (check,)),), Limits(), 10)
    text = module(assignment, Reference({}, {}, {}), {})
    assert '# In words: Why?\n#\n# 1. it ends\n# 2. it does not\nanswer_1 = """\n"""' in text
    handed_in = json.loads(notebook(assignment, Reference({}, {}, {}), {}))
    cells = handed_in["cells"]
    assert [cell["source"] for cell in cells[-2:]] == [
        "Why?\n\n1. it ends\n2. it does not",
        "### Answer 1\n\n",
    ]
    path = tmp_path / "hw.ipynb"
    path.write_text(json.dumps(handed_in))
    assert read_one(path, ["1"]).written == {}
    cells[-1]["source"] += "It ends."
    path.write_text(json.dumps(handed_in))
    assert read_one(path, ["1"]).written == {"1": "It ends."}
    (tmp_path / "hw.py").write_text(text)
    assert read_one(tmp_path / "hw.py", ["1"]).written == {}


def test_a_class_has_its_base_and_its_attributes(tmp_path: Path) -> None:
    """Also a base that no check names, and no value of an attribute."""
    folder = tmp_path / "q1"
    folder.mkdir()
    (folder / "answers.py").write_text(
        "class Account:\n"
        "    '''An account.'''\n"
        "    interest: float = 0.02\n"
        "    size: int\n"
        "    def __init__(self) -> None: self.balance, self.size = 0, 1\n"
        "    def deposit(self, amount: int) -> int: return amount\n\n\n"
        "class Free(Account):\n"
        "    '''One that costs nothing.'''\n"
        "    def deposit(self, amount: int) -> int: return amount + 1\n"
    )
    reference = load(tmp_path)
    question = Question("1", "One", (Check("1.matches.Free", "matches", "Free", 1.0),))
    text = module(Assignment("a", "A", (question,), Limits(), 10), reference, {})
    assert text.index("class Account:") < text.index("class Free(Account):")
    assert '    """An account."""\n\n    interest: float = ...\n    size: int\n\n' in text
    assert "0.02" not in text
    compile(text, "hw.py", "exec")


def test_a_librarys_class_is_named_as_the_starter_imports_it() -> None:
    """A class that comes from one of torch names it by its public name; another library's is not named."""
    module = ModuleType("torch.utils.cases.of_all")
    made = type("Dataset", (), {"__module__": "torch.utils.cases.of_all"})
    vars(module)["Dataset"] = made
    with patch.dict(sys.modules, {"torch.utils.cases": module, "torch.utils.cases.of_all": module}):
        assert name_in_library(made) == "torch.utils.cases.Dataset"
    assert name_in_library(made) == name_in_library(Formatter) == ""


def counts(
    data: Annotated[Any, lambda _: 0], words: Annotated[list[str], lambda _: ["a"]]
) -> list[list[int]]:
    """Count."""
    return [[len(each) for each in words]]


def test_what_lists_hold_is_said_and_anything_is_called_so() -> None:
    """Who writes the function must know what is in its arguments."""
    question = Question("1", "One", (Check("1.matches.counts", "matches", "counts", 1.0),))
    reference = Reference({"counts": counts}, {"counts": signature(counts)}, {})
    text = module(Assignment("a", "A", (question,), Limits(), 10), reference, {"counts": "data, words"})
    shapes = "data anything, words a list of texts → a list, each a list of whole numbers"
    assert shapes in " ".join(text.split())
    assert "nothing → an iterator of whole numbers" in starter_of({"squares": squares})
