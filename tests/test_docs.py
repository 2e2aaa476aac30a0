"""The code in the documentation is code: it is put together and graded."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import small
import yaml
from one_question import assignment

import grader
from grader.grading import pipeline

ROOT = Path(__file__).parent.parent


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of code of a page."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_for_instructors_make_an_assignment(tmp_path: Path) -> None:
    """Answer, law and mistake of the page grade a student who makes the mistake, and make a kit."""
    answers, laws, claim, mistakes = blocks("docs/instructors.md", "python")
    folder = tmp_path / "reference" / "q1"
    folder.mkdir(parents=True)
    (folder / "answers.py").write_text(answers, encoding="utf-8")
    imports = "from jaxtyping import Float\nfrom numpy import ndarray\n"
    (folder / "laws.py").write_text(f"{imports}{laws}\n{claim}", encoding="utf-8")
    (folder / "mistakes.py").write_text("import numpy as np\n\n" + mistakes, encoding="utf-8")
    check = "{matches: softmax, points: 2}, {law: odds_are_exponentials_of_differences, points: 1}"
    rubric = f"assignment: page\nreference: reference\nquestions:\n  - {{id: 1, checks: [{check}]}}\n"
    (tmp_path / "rubric.yaml").write_text(rubric, encoding="utf-8")
    (tmp_path / "hw.py").write_text("import numpy as np\ndef softmax(a): return np.exp(a - a.max())\n")
    command = [sys.executable, "-m", "grader", "check", "hw.py", "--out", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 1, done.stderr
    (graded,) = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["submissions"]
    matches, law = graded["questions"][0]["checks"]
    assert (matches["mistake"], matches["earned"]) == ("without_normalisation", 1)
    assert law["verdict"] == "passed"
    command = [sys.executable, "-m", "grader", "release", "kit"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "page",
    [
        "action.yml",
        "docs/workflows/course.yml",
        ".github/workflows/tests.yml",
        ".github/workflows/site.yml",
        "grader/kit/texts/check.yml",
    ],
)
def test_workflows_are_what_github_reads(page: str) -> None:
    """Each job has a runner, each step does one thing, and nothing may write to the repository."""
    data = yaml.safe_load((ROOT / page).read_text(encoding="utf-8"))
    if "runs" in data:
        assert data["runs"]["using"] == "composite"
        steps = data["runs"]["steps"]
        assert all("shell" in step for step in steps if "run" in step)
    else:
        assert data["permissions"] == {"contents": "read"}
        assert True in data or "on" in data  # YAML reads `on` as true
        steps = [step for job in data["jobs"].values() for step in job["steps"]]
        assert all("runs-on" in job and "timeout-minutes" in job for job in data["jobs"].values())
    assert all(("run" in step) != ("uses" in step) for step in steps)
    for step in steps:  # what students name is never put into a script as it is
        assert "${{" not in step.get("run", "")


def anchors(page: Path) -> set[str]:
    """Return what headings of a page can be linked by, as GitHub and most makers of sites call them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    titles = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_documentation_lead_somewhere(page: Path) -> None:
    """Every file that a page names by a link or shows is there, and every heading in it."""
    for target in re.findall(r"\]\(([^)\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            file, _, heading = target.partition("#")
            there = (page.parent / file) if file else page
            assert there.exists(), target
            assert not heading or heading in anchors(there), target


def test_every_command_is_in_the_readme_or_its_pages() -> None:
    """A command nobody is told of is no use."""
    from grader.frontends.cli import COMMANDS

    text = "".join(p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        assert f"grader {name}" in text, name


def test_the_page_for_python_does_what_it_says(tmp_path: Path) -> None:
    """Its programs run on the small assignment, one after the other, and print what they promise."""
    folder = small.copied(tmp_path).parent
    programs = [text for text in blocks("docs/python.md", "python") if not text.startswith("# ")]
    said = []
    for text in programs:
        (folder / "program.py").write_text(text, encoding="utf-8")
        command = [sys.executable, "program.py"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
        assert (done.returncode, done.stderr) == (0, ""), text
        said.append(done.stdout.splitlines())
    batch, one, error = said
    assert "right 7.0 of 8.0" in batch
    assert one[0] == "1a below_largest 2.0"
    assert one[-1].startswith("1.0 This is the distance from the mean")
    assert error == ["nobody.py does not exist."]


def test_the_page_for_python_has_an_example_of_every_name(tmp_path: Path) -> None:
    """Whatever ``import grader`` offers is in its code, and the reference that it writes holds."""
    code = blocks("docs/python.md", "python")
    missing = [name for name in grader.__all__ if not re.search(rf"\b{name}\b", "".join(code))]
    assert not missing
    for text in [*code, *blocks("docs/python.md", "yaml")]:
        if text.startswith("# "):
            file = tmp_path / text.splitlines()[0].removeprefix("# ")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    wrong = "import numpy as np\ndef softmax(a): return np.exp(a - np.max(a))\n"
    (tmp_path / "hw.py").write_text(wrong, encoding="utf-8")
    result = grader.check(tmp_path / "hw.py", rubric=tmp_path / "rubric.yaml")
    ((matches, law, *others),) = [part.outcomes for part in result.questions]
    assert (matches.mistake, matches.earned) == ("without_normalisation", 0.5)
    assert law.verdict is grader.Verdict.PASSED
    assert len(others) == 13


def test_the_second_example_is_what_a_new_assignment_says(tmp_path: Path) -> None:
    """The law that the README shows, and what a student reads of it."""
    from small import command

    (law, *_), text = blocks("README.md", "python"), (ROOT / "README.md").read_text(encoding="utf-8")
    assert law in (ROOT / "grader/scaffold/reference/q1_integrals/laws.py").read_text(encoding="utf-8")
    command(tmp_path, "new", "integrals")
    told = command(tmp_path / "integrals", "check", "submissions/left_ends.py").stdout
    shown = text.partition("  ✗ area under a straight line")[2].partition("```")[0]
    assert " ".join(shown.split()) in " ".join(told.split())


def test_workflows_run_tests_that_are_there() -> None:
    """A folder of tests that was moved is not left out of what other systems run."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/tests.yml").read_text(encoding="utf-8"))["jobs"]
    runs = " ".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    named = re.findall(r"\btests/\S+", runs)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_commit_is_held_to_what_make_lint_runs() -> None:
    """The hooks run the tools of `make lint`, none of which may be missing."""
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    hooks = [hook["entry"].replace(" --force-exclude", "") for hook in local["hooks"]]
    lint = (
        (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint: setup\n")[2].partition("\n\n")[0]
    )
    tools = [line.strip().removeprefix("$(BIN)/") for line in lint.splitlines()]
    assert hooks == [tool.replace(" --check", "").removesuffix(" .") for tool in tools]


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_a_page_on_the_code_names_is_there(page: str) -> None:
    """Paths in code style, from the top or from the package, lead to a file or a folder."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+(?:/|\.(?:py|md|txt|yaml|svg)))`", text))
    assert len(named) > 5
    made = {"results.json", "rubric.yaml", "download.py", "gradebook.py", "__init__.py"}
    missing = {
        name for name in named - made if not (ROOT / name).exists() and not (ROOT / "grader" / name).exists()
    }
    assert missing == set()


def test_each_kind_of_question_is_shown_by_an_example_that_works(tmp_path: Path) -> None:
    """The examples of the page together are an assignment, which its own reference passes."""
    answers = "\n".join(blocks("docs/questions_tables.md", "python"))
    targets = re.findall(
        r"`(\{(?:matches|source): .*?\})`", (ROOT / "docs/questions_tables.md").read_text("utf-8")
    )
    assert targets
    pipeline.prepare(assignment(tmp_path, answers, ", ".join(targets)))
