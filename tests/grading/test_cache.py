"""The corpus on disk: the second run starts at once and gives the same results to the bit."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import small

from grader.errors import AssignmentError
from grader.grading import cache, pipeline, prepare
from grader.values import stored


@pytest.fixture(autouse=True)
def folder(cache_of_its_own: Path) -> Path:
    return cache_of_its_own / "grader"


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    rubric = small.copied(tmp_path)
    (rubric.parent / "submissions" / "stuck.py").unlink()  # a time-out takes its time
    return rubric


unexplained = pytest.mark.usefixtures("unexplained")


def bits(array: np.ndarray) -> tuple[object, ...]:
    """All there is to an array; the stride of an axis of length one means nothing."""
    strides = [stride for stride, length in zip(array.strides, array.shape, strict=True) if length > 1]
    return array.tobytes(), array.dtype, array.shape, strides


def test_the_second_run_draws_nothing_and_tries_nothing(
    rubric: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.graded(rubric)
    for name in ("preflight", "catalogue"):
        monkeypatch.setattr(prepare, name, None)
    monkeypatch.setattr("grader.examples.corpora.corpus", None)
    monkeypatch.setattr("grader.examples.corpora.expected", None)
    small.graded(rubric)


def test_scores_are_the_same_without_a_cache_with_a_new_one_and_with_an_old_one(
    rubric: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = small.graded(rubric)[1]
    old = small.graded(rubric)[1]
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))  # nothing can be written below a file
    assert small.graded(rubric)[1] == new == old
    monkeypatch.setattr(cache, "pack", lambda corpora: (_ for _ in ()).throw(stored.InexactError))
    assert small.graded(rubric)[1] == new


def test_examples_come_back_as_they_were_drawn(rubric: Path) -> None:
    drawn = pipeline.load_job(rubric, 0, ())
    pipeline.preflight(drawn)
    drawn = prepare.chosen_for(drawn, drawn.rubric.assignment.questions)
    layouts = set()
    for kept in (pipeline.prepare(rubric), pipeline.prepare(rubric)):
        for question, corpora in drawn.corpora.items():
            again = {repr(key[1:]): examples for key, examples in kept.corpora[question].drawn.items()}
            for (_, *plan), examples in corpora.drawn.items():
                for one, other in zip(examples, again[repr(tuple(plan))], strict=True):
                    assert (one.choices, one.mood) == (other.choices, other.mood)
                    assert list(one.args) == list(other.args)
                    assert [*map(bits, one.values)] == [*map(bits, other.values)]
                    layouts |= {(v.flags.c_contiguous, v.flags.f_contiguous) for v in other.values}
    assert layouts >= {(True, False), (False, True), (False, False)}


@unexplained
@pytest.mark.parametrize("damage", [b"", b"foreign", None, "cut", "flip"])
def test_a_damaged_file_is_ignored_and_written_anew(
    rubric: Path, folder: Path, damage: bytes | str | None
) -> None:
    before = small.graded(rubric)[1]
    files = {path: path.read_bytes() for path in folder.iterdir()}
    for path, data in files.items():
        match damage:
            case "cut":
                path.write_bytes(data[: len(data) // 2])
            case "flip":
                path.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
            case None:
                path.unlink()
                path.mkdir()
            case _:
                path.write_bytes(damage)  # type: ignore[arg-type]
    assert small.graded(rubric)[1] == before
    if damage is not None:
        assert {path: path.read_bytes() for path in folder.iterdir()} == files


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("rubric.yaml", "examples: 40", "examples: 41", 3),
        ("rubric.yaml", "n: [1, 3]", "n: [1, 2]", 1),
        ("rubric.yaml", "seconds: 1", "seconds: 3", 3),
        ("rubric.yaml", "assignment: small", "# a line more\nassignment: small", 0),
        ("reference/q2_tables/answers.py", "Sum of", "The sum of", 1),
        ("reference/q1_vectors/laws.py", "x + 1.0", "x + 2.0", 2),
        ("reference/q1_vectors/mistakes.py", "x.mean() - x", "x.min() - x", 2),
        ("reference/__init__.py", "", "# shared", 3),
    ],
)
def test_a_question_is_drawn_again_where_something_it_meets_changes(
    rubric: Path, folder: Path, file: str, old: str, new: str, changed: int
) -> None:
    pipeline.prepare(rubric)
    before = set(folder.iterdir())
    small.edited(rubric.parent / file, old, new)
    pipeline.prepare(rubric)
    assert len(set(folder.iterdir()) - before) == changed


def test_a_folder_that_names_another_depends_on_it(rubric: Path, folder: Path) -> None:
    small.edited(
        rubric.parent / "reference/q2_tables/answers.py",
        "from numpy import ndarray",
        "from numpy import ndarray\n\nfrom ..q1_vectors import answers",
    )
    pipeline.prepare(rubric)
    before = set(folder.iterdir())
    small.edited(rubric.parent / "reference/q1_vectors/answers.py", "Half the", "One half of the")
    pipeline.prepare(rubric)
    assert len(set(folder.iterdir()) - before) == 3


def test_another_seed_is_another_corpus(rubric: Path, folder: Path) -> None:
    pipeline.prepare(rubric)
    pipeline.prepare(rubric, seed=1)
    assert len(list(folder.iterdir())) == 6


def test_a_failed_preflight_is_not_kept(rubric: Path, folder: Path) -> None:
    small.edited(rubric.parent / "reference/q1_vectors/answers.py", "return x.copy()", "return 3 * x")
    for _ in range(2):
        with pytest.raises(AssignmentError, match="does not pass `gradient: half_square_grad`"):
            pipeline.prepare(rubric)
    assert not folder.exists()


def test_arguments_that_are_nothing_plain_are_drawn_each_time(rubric: Path, folder: Path) -> None:
    path = rubric.parent / "reference/q2_tables/answers.py"
    path.write_text(
        "from fractions import Fraction\nfrom typing import Annotated, Any\n\n\n"
        "def sevenths(pick):\n    return Fraction(pick.choose(0, 3), 7)\n\n\n"
        'def row_sums(s: Annotated[Any, sevenths]) -> float:\n    """Twice."""\n    return 2 * float(s)\n',
        encoding="utf-8",
    )
    small.edited(rubric, "    sizes: {n: [1, 3]}\n", "")
    one, other = pipeline.prepare(rubric), pipeline.prepare(rubric)
    assert sorted(one.kept) == sorted(other.kept) == ["1a", "1b"]


def test_two_graders_may_start_at_once(rubric: Path, folder: Path, tmp_path: Path) -> None:
    running = [
        small.grader("check", rubric.parent / "submissions/right.py", "1a", "--rubric", rubric)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert outputs[0] == outputs[1]
    assert len(list(folder.iterdir())) == 1


def test_what_nobody_used_for_a_month_goes(rubric: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    old, young = folder / "old.corpus", folder / "young.corpus"
    old.touch()
    young.touch()
    os.utime(old, (time.time() - 32 * 24 * 3600,) * 2)
    pipeline.prepare(rubric)
    assert young.exists()
    assert not old.exists()
