"""Nothing that lies where the grader is started, or beside a submission, runs outside a worker.

A folder is full of traps: modules named like the standard library, like what we depend on and like ours, what
Python, pip and pytest run or read by themselves.  Each leaves a mark when it runs, which a worker cannot; and
each is an honest hand-in as well, for a student may call a file ``pickle.py``.  The grader is started there
by every door it has.
"""

import importlib.util
import json
import os
import subprocess
import sys
import venv
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

import pytest
import small
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
HONEST = (small.HERE / "submissions" / "right.py").read_text(encoding="utf-8")
FULL = 7.0  # one point more waits for a person
STANDARD = """
    _pickle argparse ast asyncio base64 bisect calendar code codeop collections concurrent contextlib copy csv
    ctypes dataclasses datetime decimal difflib email encodings enum fnmatch functools gettext hashlib heapq
    html http importlib inspect io json keyword linecache locale logging math multiprocessing numbers operator
    pathlib pickle pkgutil platform queue random re reprlib runpy secrets select selectors shutil signal site
    socket sqlite3 ssl stat statistics string struct subprocess tempfile textwrap threading tokenize tomllib
    traceback types typing unicodedata unittest urllib uuid venv warnings weakref zipfile zlib
""".split()  # noqa: SIM905  a list of so many is a page
OTHERS = """
    _pytest IPython attr dask distributed hypothesis jaxtyping msgpack msgspec nbformat numpy packaging pandas
    pluggy pygments pytest rich setuptools torch yaml zmq
""".split()  # noqa: SIM905
SEEN = ("sitecustomize", "usercustomize", "conftest", "setup", "reference", "evil", "__init__")
SETTINGS = {
    "pytest.ini": "[pytest]\npythonpath = .\naddopts = -p evil\n",
    "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\naddopts = '-p evil'\n",
    "tox.ini": "[pytest]\naddopts = -p evil\n",
    "setup.cfg": "[tool:pytest]\naddopts = -p evil\n",
}


class Place:
    """A folder full of traps, and an assignment elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.marks = folder / "marks"
        self.rubric = small.copied(folder)
        self.here = folder / "hand_ins"
        self.aside = folder / "aside"
        self.aside.mkdir()
        self.cache = folder / "cache"

    def trap(self, name: str) -> str:
        """Return a module that leaves a mark where it may, and is right."""
        return (
            f"try:\n    with open({str(self.marks)!r}, 'a') as marks: marks.write({name!r} + '\\n')\n"
            f"except OSError: pass\n{HONEST}"
        )

    def set_traps(self, folder: Path, *, settings: bool = True) -> Path:
        """Fill a folder with traps."""
        folder.mkdir(exist_ok=True)
        cached = folder / "__pycache__"
        cached.mkdir(exist_ok=True)
        for name in (*STANDARD, *OTHERS, *SEEN):
            (folder / f"{name}.py").write_text(self.trap(name))
            forged = compile(self.trap(f"forged {name}"), name, "exec")
            place = cached / f"{name}.{sys.implementation.cache_tag}.pyc"
            place.write_bytes(_code_to_hash_pyc(forged, b"\0" * 8, checked=False))
        for package in ("grader", "grader/sandbox", "grader/hosts", "pip"):
            (folder / package).mkdir(exist_ok=True)
            for name in (
                "__init__",
                "__main__",
                "cli",
                "zygote",
                "workers",
                "classroom50",
                "pool",
                "_internal",
            ):
                (folder / package / f"{name}.py").write_text(self.trap(f"{package}/{name}"))
        (folder / "traps.pth").write_text(f"import evil\n{folder}\n")
        for name, text in SETTINGS.items():
            if settings:
                (folder / name).write_text(text)
        (folder / "hw.py").write_text(HONEST)
        return folder

    def run(
        self, *command: object, cwd: Path | None = None, status: tuple[int, ...] = (0,), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command among the traps, as a terminal would; no trap may have run."""
        ours = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "PYTEST", "GITHUB"))}
        environment = {
            **ours,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(self.cache),
            **variables,
        }
        done = subprocess.run(
            [*map(str, command)],
            cwd=cwd or self.here,
            env=environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert self.sprung() == [], done.stderr
        assert done.returncode in status, done.stdout + done.stderr
        return done

    def sprung(self) -> list[str]:
        """Return the traps that ran outside a worker, and forget them."""
        found = sorted(set(self.marks.read_text().split("\n"))) if self.marks.exists() else []
        self.marks.unlink(missing_ok=True)
        return found

    def scores(self, out: Path) -> dict[str, float]:
        """Return the scores of a run by submission."""
        found = json.loads((out / "results.json").read_text(encoding="utf-8"))
        return {each["id"]: each["score"] for each in found["submissions"]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One for all tests."""
    place = Place(tmp_path_factory.mktemp("traps"))
    place.set_traps(place.here)
    return place


GRADER = BIN / "grader"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a submission is not kept from leaving marks")
class TestTraps:
    """Every door, one after the other."""

    def test_a_trap_leaves_a_mark(self, place: Place) -> None:
        """Python itself runs what lies where it is started: else none of what follows would say anything."""
        subprocess.run(
            [sys.executable, "-c", "import random"], cwd=place.here, stderr=subprocess.DEVNULL, check=False
        )
        # From Python 3.14 on it does not get so far: what -c itself imports is forged.
        assert {"forged random", "forged linecache"} & set(place.sprung())

    @pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
    def test_a_batch(self, place: Place, jobs: int) -> None:
        """Whatever an honest hand-in is called, it earns what it deserves: a few, or with two jobs all."""
        out = place.aside / f"out{jobs}"
        few = [
            "_pickle.py",
            "multiprocessing.py",
            "numpy.py",
            "pickle.py",
            "signal.py",
            "sitecustomize.py",
            "hw.py",
        ]
        paths = ["."] if jobs == 2 else few
        place.run(GRADER, "grade", *paths, "--rubric", place.rubric, "--out", out, "--jobs", jobs)
        scores = place.scores(out)
        assert len(scores) >= len(few)
        names = [*STANDARD, *OTHERS, *SEEN] if jobs == 2 else []
        wrong = {name for name in ["hw", "pickle", "signal", *names] if scores[name] != FULL}
        assert wrong == set()

    def test_one_submission(self, place: Place) -> None:
        """Where points wait for a person, none is lost."""
        out = place.aside / "checked"
        place.run(GRADER, "check", "hw.py", "--rubric", place.rubric, "--out", out)
        assert place.scores(out) == {"hw": FULL}

    def test_the_module_of_the_command_line(self, place: Place) -> None:
        """With -P, as the documentation says; without it Python runs what is there before us."""
        place.run(sys.executable, "-P", "-m", "grader", "check", "hw.py", "--rubric", place.rubric)

    def test_an_audit(self, place: Place) -> None:
        """In processes of its own."""
        command = [
            GRADER,
            "audit",
            "--rubric",
            place.rubric,
            "--seeds",
            "1",
            "--jobs",
            "2",
            "--question",
            "2a",
        ]
        place.run(*command, status=(0, 1))

    def test_all_other_commands(self, place: Place) -> None:
        """Even where the folder was put on the path before they began."""
        out, aside = place.aside / "checked", place.aside
        if not out.exists():
            place.run(GRADER, "check", "hw.py", "--rubric", place.rubric, "--out", out)
        (aside / "book.csv").write_text("Student,ID,SIS User ID,SIS Login ID,Section\nHw,1,hw,hw,A\n")
        commands: list[Any] = [
            ["doctor"],
            ["new", aside / "new"],
            ["release", aside / "kit", "--rubric", place.rubric],
            ["export", "junit", "--results", out],
            ["export", "ctrf", "--results", out],
            ["export", "github", "--results", out],
            ["export", "classroom", "--results", out],
            *([
                "export", system, "--results", out, "--roster", aside / "book.csv", "--out", aside / system
            ] for system in ("canvas", "moodle", "blackboard", "brightspace")),
            ["export", "gradescope", "--rubric", place.rubric, "--out", aside / "gradescope.zip"],
            ["export", "classroom50", "--rubric", place.rubric, "--out", aside / "classroom50.zip"],
        ]  # fmt: skip
        program = (
            "import json, sys\nfrom grader.frontends.cli import main\nsys.path[:0] = ['', '.']\n"
            "for words in json.loads(sys.argv[1]):\n"
            "    try: main(words)\n    except SystemExit as end: print(words[:2], end.code)\n"
        )
        words = json.dumps([[*map(str, each)] for each in commands])
        done = place.run(sys.executable, "-P", "-c", program, words)
        failed = [line for line in done.stdout.splitlines() if line.startswith("[") and line.endswith("] 2")]
        # Of the four only one is the system that wrote this gradebook.
        assert len(failed) == 3, done.stdout + done.stderr

    # ---- platforms

    def bundle(self, place: Place, platform: str) -> Path:
        """Unpack a platform's bundle."""
        folder = place.aside / f"{platform}-bundle"
        zipped = place.aside / f"{platform}-made.zip"
        place.run(GRADER, "export", platform, "--rubric", place.rubric, "--out", zipped)
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(folder)
        return folder

    @pytest.mark.slow
    def test_classroom50(self, place: Place) -> None:
        """In the student's checkout, with the job's token; traps of theirs are modules of their hand-in.

        The runner has nothing but Python: what is needed is installed, by the real pip and not by theirs.
        """
        checkout = place.set_traps(place.aside / "checkout50")
        bundle = self.bundle(place, "classroom50")
        names = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL")
        output = place.aside / "output50"
        variables: dict[str, Any] = dict.fromkeys(names, "x")
        variables |= {"GITHUB_TOKEN": "secret", "GITHUB_OUTPUT": str(output)}
        python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        place.run(python, bundle / "autograder.py", cwd=checkout, **variables)
        result = json.loads((checkout / "result.json").read_text())
        assert (result["score"], result["max-score"]) == (700, 800)
        assert output.read_text() == "status=success\nsummary=7 of 8 points\n"

    def test_gradescope(self, place: Place) -> None:
        """As its container runs it, but for the root of the file system."""
        root = place.aside / "autograder"
        place.set_traps(root / "submission") if root.mkdir() is None else None
        self.bundle(place, "gradescope").rename(root / "source")
        venv.create(root / "python", symlinks=True)
        (packages,) = (root / "python").glob("lib/python*/site-packages")
        libraries = [path for path in sys.path if path.endswith("-packages")]
        (packages / "libraries.pth").write_text("\n".join(libraries))
        (wheel,) = (root / "source").glob("*.whl")
        with zipfile.ZipFile(wheel) as ours:  # as pip would
            ours.extractall(packages)
        script = (root / "source" / "run_autograder").read_text().replace("/autograder", str(root))
        place.run("bash", "-c", f"{script.rstrip()} --root {root} --seconds 100", cwd=root / "submission")
        assert json.loads((root / "results" / "results.json").read_text())["score"] == FULL

    def test_the_action(self, place: Place) -> None:
        """Its steps, in order, where the workspace is the student's checkout."""
        source = place.aside / "source"
        source.mkdir()
        (source / "constraints.txt").touch()
        (source / "pyproject.toml").write_text(
            "[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
            "[project]\nname = 'stand-in'\nversion = '1'\n[tool.setuptools]\npy-modules = []\n"
        )
        given = {"submission": "hw.py", "rubric": str(place.rubric), "out": str(place.aside / "action")}
        variables: dict[str, Any] = {
            "GITHUB_ACTION_PATH": str(source),
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(place.aside / "output"),
            "GITHUB_STEP_SUMMARY": str(place.aside / "summary"),
            # Nothing is fetched, and nothing changed but a folder of the test's own.
            "PIP_NO_INDEX": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_TARGET": str(place.aside / "installed"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }
        steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
        ran = 0
        for step in steps:
            if "run" in step:
                inputs: dict[str, Any] = {}
                for name, value in step.get("env", {}).items():
                    word = value.removeprefix("${{ inputs.").removesuffix(" }}")
                    inputs[name] = given[word]
                place.run("bash", "-eo", "pipefail", "-c", step["run"], **variables, **inputs)
                ran += 1
        assert ran == 6
        assert place.scores(place.aside / "action") == {"hw": FULL}
        assert "all-points=true" in (place.aside / "output").read_text()

    def test_the_workflow_of_the_kit(self, place: Place) -> None:
        """In a student's own repository, beside what they wrote."""
        kit = place.aside / "kit-of-a-student"
        place.run(GRADER, "release", kit, "--rubric", place.rubric)
        place.set_traps(kit)
        (kit / "requirements.txt").write_text("")
        workflow = yaml.safe_load((kit / ".github" / "workflows" / "check.yml").read_text())
        steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
        assert len(steps) == 2
        for step in steps:
            done = place.run("bash", "-eo", "pipefail", "-c", step, cwd=kit, PIP_NO_INDEX="1")
        assert "public checks passed" in done.stdout

    # ---- where a student works

    def test_pytest(self, place: Place) -> None:
        """With settings that are named, or none at all, nothing of what is beside a hand-in is run."""
        submission = place.here / "hw.py"
        options = ["-p", "no:cacheprovider", f"--rubric={place.rubric}", f"--submission={submission}"]
        done = place.run(BIN / "pytest", *options, cwd=place.rubric.parent)
        assert "4 passed, 1 skipped" in done.stdout
        (place.aside / "ours.ini").write_text("[pytest]\n")
        done = place.run(BIN / "pytest", "-c", place.aside / "ours.ini", *options)
        assert "4 passed, 1 skipped" in done.stdout

    def test_pytest_beside_a_rubric(self, place: Place) -> None:
        """A kit stands where the student works, whose folder may be a package with its own fixtures."""
        kit = place.aside / "kit-for-pytest"
        place.run(GRADER, "release", kit, "--rubric", place.rubric)
        place.set_traps(kit, settings=False)
        (kit / "pyproject.toml").write_text("[project]\nname = 'mine'\n")
        options = ["-p", "no:cacheprovider", "--rubric", "rubric.yaml", "--submission", "hw.py"]
        done = place.run(BIN / "pytest", *options, cwd=kit)
        assert "passed" in done.stdout
        assert "failed" not in done.stdout

    def test_a_notebook(self, place: Place) -> None:
        """``%check --clean``, in a kernel that looks into the notebook's folder first."""
        cell: dict[str, Any] = {
            "cell_type": "code",
            "source": HONEST,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (place.aside / "book.ipynb").write_text(json.dumps(book))
        program = (
            "import sys\nfrom IPython.core.interactiveshell import InteractiveShell\n"
            "shell = InteractiveShell.instance()\nimport grader\nsys.path.insert(0, '')\n"
            "shell.run_line_magic('load_ext', 'grader')\n"
            "print(repr(shell.run_line_magic('check', sys.argv[1])))\n"
        )
        line = f"1a --clean --file {place.aside / 'book.ipynb'} --rubric {place.rubric}"
        done = place.run(sys.executable, "-P", "-c", program, line, IPYTHONDIR=str(place.aside / "ipython"))
        assert "✗" not in done.stdout
        assert "3 / 3" in done.stdout or "✓" in done.stdout, done.stdout

    @pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")
    def test_a_dask_worker(self, place: Place) -> None:
        """Started as the documentation says; one that is started otherwise is refused."""
        program = (
            "import sys\nfrom pathlib import Path\nimport distributed\n"
            "from grader.batch import cluster\nfrom grader.batch.plan import plan\n"
            "from grader.grading import pipeline\n"
            "from grader.platforms.find import read_one\n"
            "if __name__ == '__main__':\n"
            "    job = pipeline.prepare(Path(sys.argv[1]))\n"
            "    options = dict(n_workers=1, threads_per_worker=1, dashboard_address=None)\n"
            "    with distributed.LocalCluster(local_directory=sys.argv[2], **options) as local:\n"
            "        with cluster.connected(local.scheduler_address) as client:\n"
            "            todo = plan(job, [read_one(Path('pickle.py'), ['1b'])])\n"
            "            list(todo.run(cluster.on_cluster(client)))\n"
            "    print(todo.results()[0].score)\n"
        )
        script = place.aside / "on_dask.py"
        script.write_text(program)
        command = [sys.executable, script, place.rubric, place.aside / "dask"]
        done = place.run(*command, PYTHONSAFEPATH="1", PYTHONPATH=str(ROOT))
        assert done.stdout.split()[-1] == str(FULL)


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_may_be_a_students_are_refused(name: str, tmp_path: Path) -> None:
    """pytest has followed them before any plugin is asked: so it is said, and nothing is graded."""
    rubric = small.copied(tmp_path)
    text = SETTINGS[name].replace("addopts = -p evil", "addopts = -q").replace("'-p evil'", "'-q'")
    (tmp_path / name).write_text(text)
    submission = small.HERE / "submissions" / "right.py"
    command = [BIN / "pytest", "-p", "no:cacheprovider", "--rubric", rubric, "--submission", submission]
    run: dict[str, Any] = {
        "cwd": tmp_path,
        "capture_output": True,
        "text": True,
        "timeout": 100,
        "check": False,
    }
    done = subprocess.run([*map(str, command)], **run)
    assert done.returncode == 4
    assert f"pytest follows the settings in {tmp_path / name}" in done.stderr
    if name == "pytest.ini":
        done = subprocess.run([*map(str, command), "-c", name], **run)
        assert "4 passed" in done.stdout
