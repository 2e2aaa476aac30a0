"""From an assignment to the kit that students get.  What is not named here does not leave."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from grader import cache
from grader.checks.corpora import Corpora
from grader.checks.trial import Trial
from grader.diagnose import foresee_mistakes
from grader.errors import AssignmentError, GraderError, InputError, Mistake
from grader.examples import Plan
from grader.functions import Local
from grader.kit import frozen, starter
from grader.kit.source import Tree
from grader.mistakes import Known
from grader.model import Assignment, Check, Question, Visibility
from grader.pipeline import Job, about, grade_questions, planned, preflight, prepare, restricted
from grader.reference import Function, Reference
from grader.stored import InexactError

MARK = "made by `grader release`"  # a folder whose README says so may be made anew
TEXTS = Path(__file__).parent / "texts"
KINDS = ("matches", "law", "gradient", "witness", "written")  # the answer to a `value` would be the answer


def release(rubric: Path, folder: Path) -> Mapping[str, int]:
    """Make the kit of an assignment in a folder; return how many checks of each question stay behind.

    Raises InputError where the folder holds something else, AssignmentError where the assignment is wrong or
    a public check cannot do without the answers.
    """
    job = prepare(rubric)
    public = _public(job)
    if not public.rubric.assignment.questions:
        raise AssignmentError(
            [Mistake(rubric, 1, 1, "no check of this rubric is public; a kit would be empty")]
        )
    sources = _sources(public)
    hidden = {
        question.id: len(question.checks) - len(_kept(question))
        for question in job.rubric.assignment.questions
    }
    kept = frozen.Frozen({q.id: _frozen(public, q) for q in public.rubric.assignment.questions}, hidden)
    _empty(folder)
    for path, text in sources.items():
        target = folder / "public" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    frozen.write(folder / "public" / "frozen.bin", kept)
    _write(folder, job.rubric.assignment, public.rubric.assignment, job.rubric.reference)
    _try(folder, job)
    return hidden


# ---- what is public ----------------------------------------------------------------------------------


def _kept(question: Question) -> tuple[Check, ...]:
    """Return the checks that leave; what is carried forward by `matches` needs the answers, and stays."""
    return tuple(
        replace(
            check,
            options={k: v for k, v in check.options.items() if (check.kind, k) != ("matches", "carried")},
        )
        for check in question.checks
        if check.visibility is Visibility.PUBLIC and check.kind in KINDS
    )


def _public(job: Job) -> Job:
    """Return the job with its public checks and the part of the reference that these name."""
    assignment, reference = job.rubric.assignment, job.rubric.reference
    questions = [replace(q, checks=_kept(q)) for q in assignment.questions]
    assignment = replace(assignment, questions=tuple(q for q in questions if q.checks))
    checks = [
        check for question in assignment.questions for check in question.checks if check.kind != "written"
    ]
    laws = {check.target for check in checks if check.kind == "law"}
    laws |= {str(check.options["proves"]) for check in checks if check.kind == "witness"}
    names = {name for check in checks for name in about(check, reference)}
    for check in checks:
        names |= set(check.options.get("accept", ())) | (
            {check.options["of"]} if "of" in check.options else set()
        )
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
    trial = Trial(
        public.rubric.reference,
        corpora,
        Local({}),
        Plan(public.rubric.assignment.examples, public.seed, question.sizes),
    )
    for check in question.checks:
        if check.kind == "matches":
            there = planned(trial, check)
            for example in corpora.examples(corpora.reference.signatures[check.target], there.plan):
                for name in (check.target, *check.options.get("accept", ())):
                    corpora.expected(name, example)
            foresee_mistakes(there, check.target)
    try:
        return cache.pack(corpora)
    except InexactError as problem:
        raise InputError(
            f"question {question.id} cannot be released: its inputs are nothing plain ({problem})"
        ) from None


def _sources(public: Job) -> Mapping[Path, str]:
    """Return the modules of the kit's reference, by path below its folder."""
    reference, root = public.rubric.reference, public.rubric.folder.resolve()
    bare: dict[Path, list[str]] = {}
    for functions in (reference.answers.values(), *reference.mistakes.values()):
        for function in functions:
            bare.setdefault(_path(function), []).append(function.__name__)
    tree = Tree(root, bare)
    for path, names in bare.items():
        for name in names:
            tree.need(path, name)
    for name, law in reference.laws.items():
        tree.need(_path(law.function), name)
    return {path.relative_to(root): tree.source(path, _TITLES.get(path.stem, "")) for path in tree.needed}


_TITLES = {
    "answers": "What is asked for: signatures without bodies.",
    "laws": "What is true of any right answer.",
    "inputs": "What the functions are tried on.",
    "mistakes": "Mistakes that are told by name.",
}


def _path(function: Function) -> Path:
    return Path(function.__code__.co_filename).resolve()


# ---- what is written ---------------------------------------------------------------------------------


def _empty(folder: Path) -> None:
    """Have the folder there and empty, unless it holds what we did not make."""
    if folder.is_dir() and any(folder.iterdir()):
        readme = folder / "README.md"
        if not readme.is_file() or MARK not in readme.read_text(encoding="utf-8", errors="replace"):
            raise InputError(f"{folder} is not empty, and no kit of ours; name a new folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)


def _write(folder: Path, whole: Assignment, public: Assignment, reference: Reference) -> None:
    title = " ".join(whole.title.split())
    (folder / "rubric.yaml").write_text(_rubric(public), encoding="utf-8")
    (folder / "hw.py").write_text(starter.module(whole, reference), encoding="utf-8")
    (folder / "hw.ipynb").write_text(starter.notebook(whole, reference), encoding="utf-8")
    readme = (TEXTS / "README.md").read_text(encoding="utf-8")
    first = public.questions[0].id
    (folder / "README.md").write_text(
        readme.replace("TITLE", title).replace("QUESTION", first).replace("MARK", MARK), encoding="utf-8"
    )
    shutil.copy(TEXTS / "requirements.txt", folder / "requirements.txt")
    (folder / ".github" / "workflows").mkdir(parents=True)
    shutil.copy(TEXTS / "check.yml", folder / ".github" / "workflows" / "check.yml")


def _rubric(public: Assignment) -> str:
    """Return the rubric of the kit as YAML."""
    limits = {"seconds": public.limits.seconds, "megabytes": public.limits.megabytes}
    data = {
        "assignment": public.id,
        "title": public.title,
        "reference": "public",
        "frozen": "public/frozen.bin",
        "limits": limits,
        "examples": public.examples,
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
    if check.kind == "written":
        options["criteria"] = "A person reads it."
    data: dict[str, object] = {check.kind: check.target, "points": check.points, **options}
    if check.examples is not None:
        data["examples"] = check.examples
    return data


def _try(folder: Path, job: Job) -> None:
    """Raise GraderError unless right answers earn every point in the kit, and none earn nothing."""
    kit = restricted(folder / "rubric.yaml", 0, ())
    for functions, right in ((Local(job.rubric.reference.answers), True), (Local({}), False)):
        for question in grade_questions(kit, functions, {}):
            for outcome in question.outcomes:
                if outcome.check.kind != "written" and outcome.share != float(right):
                    raise GraderError(
                        f"the kit is not what it should be: {outcome.check.id}: {outcome.message}"
                    )
