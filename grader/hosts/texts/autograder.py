"""Starts the grader beside this file; Classroom 50 runs it in the student's checkout.

The libraries of requirements.txt must be there; the grader itself is not installed but found.  It takes the
place of this process, which holds the job's tokens, and hides its memory before it reads what a student wrote.
"""

import os
import sys
from pathlib import Path

checkout = Path.cwd()
here = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve()
named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
packages = [path for path in named if os.path.isabs(path) and path.endswith("-packages")]
path = os.pathsep.join([str(here), *packages])
environment = {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
command = [sys.executable, "-P", "-B", "-m", "grader.hosts.classroom50", str(checkout), str(here)]
os.chdir(here)  # nothing is imported from a student's folder, whatever may be told to look where it is
os.execve(sys.executable, command, environment)
