"""``pytest --rubric rubric.yaml --submission hw.py``: every check of a submission as a test.

So that the test panes of editors show them.  Without these options it does nothing and loads nothing.

pytest runs every ``conftest.py`` and ``__init__.py`` on the way to a test, and follows the settings of the
folder it is started in.  With these options it runs none of them, and settings that nobody named are refused:
they may lie beside a submission, and be the student's.  They are read before any plugin, so what they did
until then is done.
"""

import tomllib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.processes import isolated

if TYPE_CHECKING:
    from grader.model import Check, Outcome, Question


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("grader", "grading a submission")
    group.addoption("--rubric", type=Path, metavar="FILE", help="the rubric whose checks are the tests")
    group.addoption(
        "--submission", type=Path, metavar="FILE", help="what they are about: a module or notebook"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser
) -> Generator[None, object, object]:
    """Run no ``conftest.py``, and go on with no settings but those that were named."""
    if early_config.known_args_namespace.rubric is not None:
        early_config.known_args_namespace.noconftest = True
        settings = early_config.inipath
        named = parser.parse_known_args(list(early_config.invocation_params.args)).inifilename
        if settings is not None and not named and not _says_nothing(settings):
            raise pytest.UsageError(
                f"pytest follows the settings in {settings}, and beside a submission they may be a student's:"
                " name settings of yours with -c FILE, these or an empty file"
            )
    return (yield)


def _says_nothing(settings: Path) -> bool:
    """Whether pytest took the file for a mark of the project's folder only."""
    if settings.suffix != ".toml":
        return False
    with settings.open("rb") as file:
        return settings.name == "pyproject.toml" and "pytest" not in tomllib.load(file).get("tool", {})


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take no folder for a package, whose ``__init__.py`` would be run."""
    return pytest.Dir.from_parent(parent, path=path) if parent.config.getoption("--rubric") else None


def pytest_configure(config: pytest.Config) -> None:
    """Collect the rubric and nothing else."""
    rubric, submission = config.getoption("--rubric"), config.getoption("--submission")
    if (rubric is None) != (submission is None):
        raise pytest.UsageError("--rubric and --submission belong together")
    if rubric is not None:
        for path in (rubric, submission):
            if not path.exists():
                raise pytest.UsageError(f"{path} does not exist")
        config.args = [str(rubric)]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Make the rubric that was named a file of tests."""
    rubric = parent.config.getoption("--rubric")
    if rubric is None or file_path != rubric.resolve():
        return None
    return RubricFile.from_parent(parent, path=file_path)


class RubricFile(pytest.File):
    """A rubric: its questions, and the submission, graded when the first check is run."""

    graded: "dict[str, Outcome] | None" = None  # as the student may see them, by check

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield the questions."""
        with isolated.imports():  # `python -m pytest` imports from the folder it is started in first
            from grader.errors import AssignmentError, InputError
            from grader.grading import pipeline

            try:
                self.job = pipeline.prepare(self.path)
            except (AssignmentError, InputError) as problem:
                raise self.CollectError(str(problem)) from None
        for question in self.job.rubric.assignment.questions:
            yield QuestionChecks.from_parent(self, name=question.id, question=question)

    def outcome(self, check: "Check") -> "Outcome":
        """Return what became of a check."""
        if self.graded is None:
            with isolated.imports():
                from grader.batch.local import single
                from grader.platforms.find import read_one
                from grader.reports.view import shown

                path = self.config.getoption("--submission")
                ids = [question.id for question in self.job.rubric.assignment.questions]
                result = single(self.job, read_one(path, ids))
                told = (o for question in shown(result).questions for o in question.outcomes)
                checks = (o.check.id for question in result.questions for o in question.outcomes)
                self.graded = dict(zip(checks, told, strict=True))
        return self.graded[check.id]


class QuestionChecks(pytest.Collector):
    """One question."""

    def __init__(self, *, question: "Question", **rest: Any) -> None:
        super().__init__(**rest)
        self.question = question

    def collect(self) -> Iterator[pytest.Item]:
        """Yield its checks; a hidden one has no name."""
        from grader.reports.words import title

        seen: dict[str, int] = {}
        for check in self.question.checks:
            name = "hidden check" if check.visibility == "hidden" else title(check)
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            yield CheckItem.from_parent(self, name=name, check=check)


class NotPassed(Exception):
    """A check that was not passed; what is shown is the outcome, not where this was raised."""

    def __init__(self, outcome: "Outcome") -> None:
        super().__init__(outcome.message)
        self.outcome = outcome


class CheckItem(pytest.Item):
    """One check."""

    def __init__(self, *, check: "Check", **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check

    def setup(self) -> None:
        """Fail where the check could not be decided: that is an error, no failure of the submission."""
        from grader.reports.view import INSTEAD

        verdict = self._outcome().verdict
        if verdict == "broken":
            raise pytest.fail.Exception(INSTEAD[verdict], pytrace=False)
        if verdict == "pending":
            pytest.skip(INSTEAD[verdict])

    def runtest(self) -> None:
        """Raise NotPassed unless the check was passed."""
        outcome = self._outcome()
        if outcome.verdict != "passed":
            raise NotPassed(outcome)

    def _outcome(self) -> "Outcome":
        file = self.getparent(RubricFile)
        assert file is not None
        return file.outcome(self.check)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show why points were lost, as ``grader check`` does."""
        if not isinstance(excinfo.value, NotPassed):
            return super().repr_failure(excinfo, style)
        if self.check.visibility == "hidden":
            return "a hidden check was not passed"
        from grader.reports.terminal import reasons

        return reasons(excinfo.value.outcome)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the check stands in the rubric."""
        return self.path, self.check.line - 1, self.name
