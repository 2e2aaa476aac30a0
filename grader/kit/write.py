"""The files of a kit beside its reference: the rubric, starters, what to read, what to install."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import yaml

from grader.installing.libraries import lines, torch_version, wanted
from grader.installing.wheel import wheel
from grader.kit import opening, starter
from grader.model import Assignment, Check, Question
from grader.reference.contents import Reference
from grader.rubric.read import Rubric

MARK = "made by `grader release`"  # a folder whose README says so may be made anew
TEXTS = Path(__file__).parent / "texts"
CPU_TORCH = "python -I -m grader.installing.cpu_torch"
MORE = (
    "Public checks are not all there is: others, with other inputs, decide your grade. The last line says "
    "how many were not run."
)
ALL = "Your grade comes from these checks, with other inputs."


def write(
    folder: Path,
    whole: Assignment,
    kit: Rubric,
    reference: Reference,
    heads: Mapping[str, str],
    modules: Collection[Path],
    hidden: int,
) -> None:
    """Write all of a kit but its reference: `whole` is the assignment, `kit` its public part.

    `heads` are the arguments of each function as students see them, `modules` those of the answers, and
    `hidden` counts the checks that stay.
    """
    public = kit.assignment
    needed = wanted(folder / "public", public.packages)
    # torch is large: whoever needs it for nothing that is asked is not made to install it.
    imported = [each for each in opening.libraries(modules) if each != "torch" or each in needed]
    libraries = tuple(sorted({*needed, *wanted(folder / "public", imported[1:])}))  # numpy comes with us
    torch = torch_version(libraries)
    (folder / "rubric.yaml").write_text(_rubric(public, list(kit.files)), encoding="utf-8")
    for name, data in kit.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    first = opening.opening(imported, sorted(kit.files))
    (folder / "hw.py").write_text(starter.module(whole, reference, heads, first), encoding="utf-8")
    (folder / "hw.ipynb").write_text(starter.notebook(whole, reference, heads, first), encoding="utf-8")
    _write_texts(folder, whole, public, torch, hidden)
    (folder / wheel().name).write_bytes(wheel().data)
    asked = [wheel().requirement, *lines(libraries)]
    (folder / "requirements.txt").write_text("".join(f"{line}\n" for line in asked), encoding="utf-8")


def _write_texts(folder: Path, whole: Assignment, public: Assignment, torch: str | None, hidden: int) -> None:
    """Write what is read of a kit, and the workflow that runs it."""
    cpu = f"python -m grader.installing.cpu_torch {torch}"
    texts = {
        "README.md": {
            "TORCH": f"{cpu}   # without what only graphics cards need\n" if torch else "",
            "PUBLIC": MORE if hidden else ALL,
            "QUESTION": public.questions[0].id,
            "MARK": MARK,
            "TITLE": " ".join(whole.title.split()),
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
    target = check.target + str(options.pop("part", ""))
    data: dict[str, object] = {check.kind: target, "points": check.points, **options}
    if check.examples is not None:
        data["examples"] = check.examples
    if check.credit:
        data["credit"] = dict(check.credit)
    return data
