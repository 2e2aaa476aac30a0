"""From an assignment to the kit that students get.  What is not named here does not leave."""

import inspect
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import AssignmentError, GraderError, InputError, Mistake
from grader.functions.local import Local
from grader.grading import frozen
from grader.grading.pipeline import Job, grade_questions, load_job, prepare
from grader.kit.modules import Modules, Name
from grader.kit.public import frozen_answers, kept, public_part
from grader.kit.source import ReferenceTree
from grader.kit.write import MARK, write
from grader.reference.contents import Function, Reference, is_class


def release(rubric: Path, folder: Path) -> Mapping[str, int]:
    """Make the kit of an assignment in a folder; return how many checks of each question stay behind.

    Raises InputError where the folder holds something else, AssignmentError where the assignment is wrong or
    a public check cannot do without the answers.
    """
    job = prepare(rubric)
    if job.rubric.frozen:
        made_from = job.rubric.assignment.id
        raise InputError(
            f"{rubric} is that of a kit already, made from `{made_from}`: make one where its reference is"
        )
    public = public_part(job)
    if not public.rubric.assignment.questions:
        raise AssignmentError(
            [Mistake(rubric, 1, 1, "no check of this rubric is public; a kit would be empty")]
        )
    _check_free(folder)
    tree = _tree(job, public)
    sources = _sources(tree)
    hidden = {
        question.id: len(question.checks) - len(kept(question))
        for question in job.rubric.assignment.questions
    }
    answers = {q.id: frozen_answers(public, q) for q in public.rubric.assignment.questions}
    with tempfile.TemporaryDirectory() as aside:  # what goes wrong leaves no half of a kit
        made = Path(aside) / "kit"
        made.mkdir()
        for path, text in sources.items():
            target = made / "public" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        frozen.write(made / frozen.PLACE, frozen.Frozen(answers, hidden))
        heads = _heads(tree, job.rubric.reference)
        left = sum(hidden.values())
        asked = {_path(each) for each in job.rubric.reference.answers.values()}
        write(made, job.rubric.assignment, public.rubric, job.rubric.reference, heads, asked, left)
        _try(made, job)
        if folder.is_dir() and any(folder.iterdir()):
            shutil.rmtree(folder)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(made, folder, ignore=ignored, dirs_exist_ok=True)
    return hidden


def _check_free(folder: Path) -> None:
    """Raise InputError where a folder holds what we did not make."""
    if folder.is_dir() and any(folder.iterdir()):
        readme = folder / "README.md"
        if not readme.is_file() or MARK not in readme.read_text(encoding="utf-8", errors="replace"):
            raise InputError(f"{folder} is not empty, and no kit of ours; name a new folder")


# ---- the reference of the kit -------------------------------------------------------------------------


def _tree(job: Job, public: Job) -> ReferenceTree:
    """Return the modules of the reference, and what of them is public."""
    whole, part = job.rubric.reference, public.rubric.reference
    return ReferenceTree(
        Modules(job.rubric.folder.resolve()),
        answers=[(_path(each), name) for name, each in whole.answers.items()],
        mistakes=_named(whole.mistakes),
        bare=[*((_path(each), name) for name, each in part.answers.items()), *_named(part.mistakes)],
        whole=[(_path(law.function), name) for name, law in part.laws.items()],
    )


def _named(mistakes: Mapping[str, tuple[Function, ...]]) -> list[Name]:
    return [(_path(each), each.__name__) for of in mistakes.values() for each in of]


def _sources(tree: ReferenceTree) -> Mapping[Path, str]:
    """Return the modules of the kit's reference, by path below its folder."""
    return {
        path.relative_to(tree.modules.root): tree.source(path, _TITLES.get(path.stem, ""))
        for path in tree.needed
    }


def _heads(tree: ReferenceTree, reference: Reference) -> Mapping[str, str]:
    """Return the arguments of every function as students see them, by its name."""
    found = {}
    for name, function in reference.answers.items():
        if is_class(function):
            continue
        line = inspect.unwrap(function).__code__.co_firstlineno
        arguments = tree.arguments(_path(function), line)
        found[name] = ", ".join(reference.signatures[name].parameters) if arguments is None else arguments
    return found


_TITLES = {
    "answers": "What is asked for: signatures without bodies.",
    "laws": "What is true of any right answer.",
    "inputs": "What the functions are tried on.",
    "mistakes": "Mistakes that are told by name.",
}


def _path(function: Function) -> Path:
    code = getattr(inspect.unwrap(function), "__code__", None) or function.__code__  # of a class
    return Path(code.co_filename).resolve()


# ---- is it what it should be? -------------------------------------------------------------------------


def _try(folder: Path, job: Job) -> None:
    """Raise GraderError unless right answers earn every point in the kit, and none earn nothing."""
    try:
        kit = load_job(folder / "rubric.yaml", 0, ())
    except AssignmentError as problem:
        raise AssignmentError([_at_home(each, folder, job) for each in problem.mistakes]) from None
    for functions, right in ((Local(job.rubric.reference.answers), True), (Local({}), False)):
        for question in grade_questions(kit, functions, {}):
            for outcome in question.outcomes:
                if not outcome.check.by_person and outcome.share != float(right):
                    raise GraderError(
                        f"the kit is not what it should be: {outcome.check.id}: {outcome.message}"
                    )


def _at_home(mistake: Mistake, folder: Path, job: Job) -> Mistake:
    """Return a mistake in a module of the kit as one of the instructor's module that it is made from."""
    public, reference = (folder / "public").resolve(), job.rubric.folder
    said = mistake.message.replace(str(public), str(reference))
    if not mistake.file.resolve().is_relative_to(public):
        return Mistake(job.path, 1, 1, f"a kit of this assignment cannot be read: {said}")
    message = (
        f"what a kit takes of this module does not stand by itself ({said}): define what signatures and "
        "public laws need at the left margin, here or in `inputs.py`"
    )
    return Mistake(reference / mistake.file.resolve().relative_to(public), 1, 1, message)
