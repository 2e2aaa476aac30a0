"""Gives a submission the result that is kept for it.  Nothing that was handed in is opened."""

import json
import os
from pathlib import Path

root = Path(os.environ.get("GRADESCOPE_ROOT", "/autograder"))
number = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))["id"]
kept = root / "source" / "results" / f"{int(number)}.json"
if kept.is_file():
    text = kept.read_text(encoding="utf-8")
else:
    why = "This submission has no marks yet: it was handed in after they were given."
    text = json.dumps({"output": why, "tests": [{"name": "marks", "output": why}]})
(root / "results" / "results.json").write_text(text, encoding="utf-8")
