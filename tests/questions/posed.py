"""One question of a course that is not there: what an instructor writes of it, and what a student reads."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console

from grader.grading import pipeline
from grader.model import Cell, Module, QuestionResult, Submission
from grader.reports.terminal import submission_detail
from grader.reports.view import student_view
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox


@dataclass(frozen=True)
class Posed:
    """A question in a folder: ``answers``, ``laws`` and ``mistakes`` as they stand in its files."""

    folder: Path

    @classmethod
    def write(
        cls, folder: Path, checks: str, answers: str, laws: str = "", mistakes: str = "", more: str = ""
    ) -> "Posed":
        """Write the files of a question; ``checks`` are lines of YAML, ``more`` lines above ``questions``."""
        reference = folder / "course" / "reference" / "q1"
        reference.mkdir(parents=True)
        for name, source in (("answers", answers), ("laws", laws), ("mistakes", mistakes)):
            if source:
                (reference / f"{name}.py").write_text(source, encoding="utf-8")
        lines = [f"      - {each}" for each in checks.strip().splitlines()]
        head = f"assignment: asked\nreference: reference\nlimits: {{seconds: 10}}\n{more}"
        rubric = f"{head}questions:\n  - id: 1\n    checks:\n" + "\n".join(lines) + "\n"
        (folder / "course" / "rubric.yaml").write_text(rubric, encoding="utf-8")
        return cls(folder)

    @property
    def rubric(self) -> Path:
        """Where its rubric is."""
        return self.folder / "course" / "rubric.yaml"

    def graded(self, source: str) -> QuestionResult:
        """Grade a module in a worker."""
        result, _ = self._graded(source)
        return result

    def told(self, source: str) -> str:
        """Return what a student reads of a module on a terminal, without the line with the total."""
        return self._graded(source)[1]

    def _graded(self, source: str) -> tuple[QuestionResult, str]:
        job = pipeline.prepare(self.rubric)
        modules = (Module("hw", "hw.py", (Cell("hw.py", source),)),)
        submission = Submission("anna", "anna/hw.py", modules, {}, (), "")
        with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as box:
            result = pipeline.grade(job, submission, box)
        console = Console(width=100, file=StringIO(), color_system=None)
        console.print(submission_detail(student_view(result, "")))
        text = console.file.getvalue()  # type: ignore[attr-defined]
        return result.questions[0], "\n".join(line.rstrip() for line in text.splitlines())
