"""Installs the grader that lies beside this file and starts it; Classroom 50 runs it in the student's checkout.

What goes wrong before anything was graded is no student's fault: it ends with 1, and the platform keeps the
last result.  The grader takes the place of this process, which holds the job's tokens, and hides its memory
before it reads what a student wrote.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

KNOWN = ((3, 11), (3, 14))

checkout = Path.cwd()
here = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve()


def fault(why):
    """End as the platform reads it: grading did not run."""
    sys.stderr.write(f"this could not be graded, through no fault of the student: {why}\n")
    if output := os.environ.get("GITHUB_OUTPUT"):
        Path(output).write_text(f"status=error\nsummary=not graded: {why}\n", encoding="utf-8")
    sys.exit(1)


def run(what, *command):
    """Run a command in the bundle, where nothing is the student's; what it says is in the log."""
    if status := subprocess.call(command, cwd=here):
        fault(f"{what} failed with status {status}; the log says why")


if not KNOWN[0] <= sys.version_info[:2] <= KNOWN[1]:
    fault(f"Python {sys.version_info[0]}.{sys.version_info[1]} runs here, and the grader knows 3.11 to 3.14")
folder = tempfile.mkdtemp(prefix="grader-")  # goes with the runner: we are not there to remove it
Path(folder).chmod(0o755)  # who runs a submission may have another user, and needs the libraries too
venv.create(folder, with_pip=True)
python = f"{folder}/bin/python"
pip = (python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off")
run("installing what the grader needs", *pip, "-r", "requirements.txt")
if (here / "torch.txt").is_file():
    version = (here / "torch.txt").read_text().strip()
    run("installing torch", python, "-I", "-m", "grader.installing.cpu_torch", version)
command = [python, "-I", "-B", "-m", "grader.platforms.classroom50.runner", str(checkout), str(here)]
os.chdir(here)  # nothing is imported from a student's folder, whatever may be told to look where it is
os.execve(python, command, {**os.environ, "PYTHONSAFEPATH": "1"})
