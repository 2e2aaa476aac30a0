"""From an assignment to the kit that students get.  What is not named here does not leave."""

import inspect
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from grader.checks import kind_of
from grader.checks.trial import Trial
from grader.errors import AssignmentError, GraderError, InputError, Mistake
from grader.examples.corpora import Corpora
from grader.functions.local import Local
from grader.grading import cache, frozen
from grader.grading.decide import planned
from grader.grading.pipeline import Job, grade_questions, load_job, preflight, prepare
from grader.installing.libraries import lines, torch_version, wanted
from grader.installing.wheel import wheel
from grader.kit import starter
from grader.kit.modules import Modules, Name
from grader.kit.source import ReferenceTree
from grader.model import Assignment, Check, Question, Visibility
from grader.reference.load import Function, Reference
from grader.reference.mistakes import Known
from grader.rubric.read import Rubric
from grader.values.stored import InexactError

MARK = "made by `grader release`"  # a folder whose README says so may be made anew
TEXTS = Path(__file__).parent / "texts"
CPU_TORCH = "python -I -m grader.installing.cpu_torch"
MORE = (
    "Public checks are not all there is: others, with other inputs, decide your grade. The last line says "
    "how many were not run."
)
ALL = "Your grade comes from these checks, with other inputs."


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
    public = _public(job)
    if not public.rubric.assignment.questions:
        raise AssignmentError(
            [Mistake(rubric, 1, 1, "no check of this rubric is public; a kit would be empty")]
        )
    _check_free(folder)
    tree = _tree(job, public)
    sources = _sources(tree)
    hidden = {
        question.id: len(question.checks) - len(_kept(question))
        for question in job.rubric.assignment.questions
    }
    kept = frozen.Frozen({q.id: _frozen(public, q) for q in public.rubric.assignment.questions}, hidden)
    with tempfile.TemporaryDirectory() as aside:  # what goes wrong leaves no half of a kit
        made = Path(aside) / "kit"
        made.mkdir()
        for path, text in sources.items():
            target = made / "public" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        frozen.write(made / frozen.PLACE, kept)
        heads = _heads(tree, job.rubric.reference)
        left = sum(hidden.values())
        _write(made, job.rubric.assignment, public.rubric, job.rubric.reference, heads, left)
        _try(made, job)
        if folder.is_dir() and any(folder.iterdir()):
            shutil.rmtree(folder)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(made, folder, ignore=ignored, dirs_exist_ok=True)
    return hidden


# ---- what is public ----------------------------------------------------------------------------------


def _kept(question: Question) -> tuple[Check, ...]:
    """Return the checks that leave, each as its kind lets it."""
    public = [check for check in question.checks if check.visibility is Visibility.PUBLIC]
    released = (kind_of(check).released(check) for check in public)
    return tuple(check for check in released if check is not None)


def _public(job: Job) -> Job:
    """Return the job with its public checks and the part of the reference that these name."""
    assignment, reference = job.rubric.assignment, job.rubric.reference
    questions = [replace(q, checks=_kept(q)) for q in assignment.questions]
    assignment = replace(assignment, questions=tuple(q for q in questions if q.checks))
    checks = [check for question in assignment.questions for check in question.checks]
    laws = {name for check in checks for name in kind_of(check).uses(check).laws}
    names = {name for check in checks for name in kind_of(check).names_of(check, reference)}
    part = Reference(
        {name: each for name, each in reference.answers.items() if name in names},
        {name: each for name, each in reference.signatures.items() if name in names},
        {name: each for name, each in reference.laws.items() if name in laws},
        {of: told for of, each in reference.mistakes.items() if of in names and (told := _told(each))},
    )
    rubric = replace(job.rubric, assignment=assignment, reference=part)
    return Job(rubric, job.path, frozen.SEED)


def _told(mistakes: tuple[Function, ...]) -> tuple[Function, ...]:
    """Return the mistakes whose sentence may be shown."""
    known: Mapping[Function, Known] = {each: each.__known_mistake__ for each in mistakes}  # type: ignore[attr-defined]
    return tuple(each for each in mistakes if known[each].public)


def _frozen(public: Job, question: Question) -> bytes:
    """Return the inputs of a question's checks and the right answers to them."""
    corpora = Corpora(public.rubric.reference)
    rubric = replace(public.rubric, assignment=replace(public.rubric.assignment, questions=(question,)))
    preflight(replace(public, rubric=rubric, corpora={question.id: corpora}))
    trial = Trial(public.rubric.reference, corpora, Local({}), public.plan(question))
    for check in question.checks:
        kind_of(check).freeze(planned(trial, check), check)
    try:
        return cache.pack(corpora)
    except InexactError as problem:
        raise InputError(
            f"question {question.id} cannot be released: its inputs are nothing plain ({problem})"
        ) from None


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
    return Path(inspect.unwrap(function).__code__.co_filename).resolve()


# ---- what is written ---------------------------------------------------------------------------------


def _check_free(folder: Path) -> None:
    """Raise InputError where a folder holds what we did not make."""
    if folder.is_dir() and any(folder.iterdir()):
        readme = folder / "README.md"
        if not readme.is_file() or MARK not in readme.read_text(encoding="utf-8", errors="replace"):
            raise InputError(f"{folder} is not empty, and no kit of ours; name a new folder")


def _write(
    folder: Path,
    whole: Assignment,
    kit: Rubric,
    reference: Reference,
    heads: Mapping[str, str],
    hidden: int,
) -> None:
    title = " ".join(whole.title.split())
    public = kit.assignment
    libraries = wanted(folder / "public", public.packages)
    torch = torch_version(libraries)
    (folder / "rubric.yaml").write_text(_rubric(public, list(kit.files)), encoding="utf-8")
    for name, data in kit.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "hw.py").write_text(starter.module(whole, reference, heads), encoding="utf-8")
    (folder / "hw.ipynb").write_text(starter.notebook(whole, reference, heads), encoding="utf-8")
    cpu = f"python -m grader.installing.cpu_torch {torch}"
    texts = {
        "README.md": {
            "TORCH": f"{cpu}   # without what only graphics cards need\n" if torch else "",
            "PUBLIC": MORE if hidden else ALL,
            "QUESTION": public.questions[0].id,
            "MARK": MARK,
            "TITLE": title,
        },
        "check.yml": {"TORCH": f"      - run: {CPU_TORCH} {torch}\n" if torch else ""},
    }
    (folder / ".github" / "workflows").mkdir(parents=True)
    for name, words in texts.items():
        text = (TEXTS / name).read_text(encoding="utf-8")
        for word, said in words.items():
            text = text.replace(word, said)
        place = folder / ".github" / "workflows" if name == "check.yml" else folder
        (place / name).write_text(text, encoding="utf-8")
    (folder / wheel().name).write_bytes(wheel().data)
    asked = [wheel().requirement, *lines(libraries)]
    (folder / "requirements.txt").write_text("".join(f"{line}\n" for line in asked), encoding="utf-8")


def _rubric(public: Assignment, files: Sequence[str]) -> str:
    """Return the rubric of the kit as YAML."""
    limits = {"seconds": public.limits.seconds, "megabytes": public.limits.megabytes}
    data = {
        "assignment": public.id,
        "title": public.title,
        "reference": "public",
        "frozen": "public/frozen.bin",
        "limits": limits,
        "examples": public.examples,
        **({"packages": list(public.packages)} if public.packages else {}),
        **({"files": files} if files else {}),
        "questions": [_question(question) for question in public.questions],
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _question(question: Question) -> Mapping[str, object]:
    data: dict[str, object] = {"id": question.id, "title": question.title}
    if question.bonus:
        data["bonus"] = True
    if question.sizes:
        data["sizes"] = {axis: list(ends) for axis, ends in question.sizes.items()}
    data["checks"] = [_check(check) for check in question.checks]
    return data


def _check(check: Check) -> Mapping[str, object]:
    options = {name: list(v) if isinstance(v, tuple) else v for name, v in check.options.items()}
    data: dict[str, object] = {check.kind: check.target, "points": check.points, **options}
    if check.examples is not None:
        data["examples"] = check.examples
    if check.credit:
        data["credit"] = dict(check.credit)
    return data


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
