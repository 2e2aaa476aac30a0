"""What earlier versions wrote is read, or refused in one sentence that gives the true cause."""

import hashlib
import json
import shutil
from pathlib import Path

import msgspec
import pytest
import small

from grader import __version__
from grader.batch.local import single
from grader.batch.store import FORMAT, TABLES, open_store
from grader.errors import InputError
from grader.grading import cache, frozen, pipeline
from grader.kit.release import release
from grader.model import Verdict
from grader.reports.results import read
from grader.signatures.pick import Mood
from grader.values import stored

GOLDEN = Path(__file__).parent / "golden" / "0.1.0"

INSTALL = "run `python -m pip install -r requirements.txt` in its folder"


@pytest.fixture
def old_kit(tmp_path: Path) -> Path:
    """A kit that was handed out by version 0.1.0, with a right hand-in."""
    shutil.copytree(GOLDEN / "kit", tmp_path / "kit")
    shutil.copy(GOLDEN / "right.py", tmp_path / "kit" / "right.py")
    return tmp_path / "kit"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit of today."""
    rubric = small.copied(tmp_path)
    small.edited(rubric, "examples: 40", "examples: 10")
    release(rubric, tmp_path / "kit")
    return tmp_path / "kit"


def test_an_old_kit_is_refused_in_one_sentence(old_kit: Path) -> None:
    """Not as damaged, not with a traceback, and never as a check that could not be decided."""
    done = small.command(old_kit, "check", "right.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"grader: {Path('public/frozen.bin')}: this kit was made by another version of the grader (format 1; "
        f"this one, {__version__}, reads 2): get the kit again from your course, and {INSTALL}\n"
    )


def test_a_kit_whose_rubric_looks_wrong_today_is_told_as_old_too(old_kit: Path) -> None:
    """What is wrong with it is its age, whatever this version would say of it."""
    small.edited(old_kit / "rubric.yaml", "examples:", "samples:")
    with pytest.raises(InputError, match="made by another version of the grader"):
        pipeline.prepare(old_kit / "rubric.yaml")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"grader kit 3 9.1\n", f", 9.1 (format 3; this one, VERSION, reads 2): {INSTALL}"),
        (
            b"grader kit 1 0.0.9\n",
            (
                ", 0.0.9 (format 1; this one, VERSION, reads 2): get the kit again from your course, "
                f"and {INSTALL}"
            ),
        ),
    ],
)
def test_a_kit_of_another_format_says_what_to_do(kit: Path, head: bytes, said: str) -> None:
    """A newer one needs a newer grader, an older one is to be had again."""
    path = kit / frozen.PLACE
    path.write_bytes(head + path.read_bytes().partition(b"\n")[2])
    with pytest.raises(InputError) as refused:
        pipeline.prepare(kit / "rubric.yaml")
    told = f"{path}: this kit was made by another version of the grader"
    assert str(refused.value) == told + said.replace("VERSION", __version__)


@pytest.mark.parametrize("change", ["a tag that is gone", "a field more"])
def test_a_kit_with_a_class_that_we_do_not_know_is_of_another_version(
    kit: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Where somebody forgot to raise the number, the layout in it tells."""
    kind, names = stored._classes["expected"]
    if change == "a field more":
        monkeypatch.setitem(stored._classes, "expected", (kind, (*names, "weight")))
    else:
        monkeypatch.delitem(stored._classes, "expected")
    with pytest.raises(
        InputError, match=r"\('expected' in it is not what it is in this one\): get the kit again"
    ):
        pipeline.prepare(kit / "rubric.yaml")


def test_a_kit_without_an_answer_gives_the_true_cause(kit: Path) -> None:
    """Its rubric asks for inputs that it does not hold: the code and the reference are not blamed."""
    small.edited(kit / "rubric.yaml", "examples: 10", "examples: 11")
    job = pipeline.prepare(kit / "rubric.yaml")
    (right,) = [s for s in small.submissions(small.HERE / "rubric.yaml", job) if s.id == "right"]
    outcomes = [o for question in single(job, right).questions for o in question.outcomes]
    broken = [outcome.message for outcome in outcomes if outcome.verdict is Verdict.BROKEN]
    assert broken
    for message in broken:
        assert "this kit holds no answer to that: it was made by another version of the grader" in message


def test_a_class_may_be_renamed(kit: Path) -> None:
    """What is on disk knows tags, no names of classes."""
    for kind, _ in stored._classes.values():
        assert kind.__name__.encode() not in (kit / frozen.PLACE).read_bytes()
    job = pipeline.prepare(kit / "rubric.yaml")
    (right,) = [s for s in small.submissions(small.HERE / "rubric.yaml", job) if s.id == "right"]
    verdicts = {o.verdict for question in single(job, right).questions for o in question.outcomes}
    assert verdicts == {Verdict.PASSED, Verdict.PENDING}


def test_what_formats_are_made_of_changes_with_their_numbers() -> None:
    """Where this fails, raise ``FORMAT`` in ``cache``, ``kit.frozen`` and ``batch``, and pin what is new.

    A class more, and a field with a default behind the others, need no other number: what is older is read.
    """
    structs = [kind.__struct_fields__ for kind in (cache.Kept, cache.Drawn, frozen.Frozen)]
    made_of = [stored.layout(), sorted(map(str, Mood)), structs, TABLES]
    digest = hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()[:16]
    assert (cache.FORMAT, frozen.FORMAT, FORMAT, digest) == (2, 2, 3, "a6bb6728ad426027")


def test_an_old_corpus_is_drawn_anew(tmp_path: Path, cache_of_its_own: Path) -> None:
    """It is a cache: what it held is worked out again, and nothing is said."""
    rubric = small.copied(tmp_path)
    data = (GOLDEN / "question.corpus").read_bytes()
    job = pipeline.load_job(rubric, 0, ())
    with pytest.raises(stored.OtherVersionError, match=r"^format 1; this one reads 2$"):
        cache.unpack(data, job.rubric.reference)
    cache.folder().mkdir(parents=True)
    for fingerprint in job.fingerprints.values():
        (cache.folder() / f"{fingerprint}.corpus").write_bytes(data)
    assert set(pipeline.prepare(rubric).kept) == {"1a", "1b", "2a"}


def test_an_old_store_is_put_aside(tmp_path: Path) -> None:
    """All is graded anew, and it is said why."""
    path = tmp_path / "store.sqlite"
    shutil.copy(GOLDEN / "store.sqlite", path)
    store, note = open_store(path)
    store.close()
    assert note == (
        f"{path} could not be used (it was made by another version of the grader: format 1; this one reads "
        "3): it is now store-1.sqlite, and all is graded anew"
    )


def test_old_results_are_read(tmp_path: Path) -> None:
    """They are of all questions, as they always were; a new run leaves them alone until they are moved."""
    found = read(GOLDEN)
    assert not found.partial
    assert {each.id: each.score for each in found.submissions} == {
        "mean": 3.6,
        "raises": 2,
        "right": 7,
        "unreadable": 2,
    }
    assert json.loads((GOLDEN / "results.json").read_text())["assignment"] == found.assignment
