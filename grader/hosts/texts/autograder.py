"""Starts the grader beside this file; Classroom 50 runs it in the student's checkout.

The libraries of requirements.txt must be there; the grader itself is not installed but found, through an
environment of its own.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

here = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve()
with tempfile.TemporaryDirectory() as folder:
    venv.create(folder, system_site_packages=True, symlinks=True)
    (packages,) = Path(folder).glob("lib/python*/site-packages")
    found = [str(here), *(path for path in sys.path if path.endswith("-packages"))]
    (packages / "grader.pth").write_text("\n".join(found), encoding="utf-8")
    command = [f"{folder}/bin/python", "-P", "-m", "grader.hosts.classroom50"]
    status = subprocess.call(command, env={**os.environ, "CLASSROOM50_BUNDLE_DIR": str(here)})
sys.exit(status)
