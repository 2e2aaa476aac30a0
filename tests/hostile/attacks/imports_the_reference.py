"""It imports the reference, the grader and the tests, wherever they may be.

threat: secrets
score: 0
"""

import importlib
import importlib.util
import os
import sys

from there import PLACES, REFERENCE, attempt, confess

sys.path[:0] = [*PLACES, REFERENCE, os.path.dirname(REFERENCE), "/work", ".", ""]
for name in (
    "reference.answers",
    "reference",
    "answers",
    "laws",
    "grader",
    "grader.grading.pipeline",
    "tests.hostile",
    "rubric",
):
    attempt(importlib.import_module, name)


def from_its_file():
    spec = importlib.util.spec_from_file_location("answers", os.path.join(REFERENCE, "answers.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


answers = attempt(from_its_file)
if answers:
    squares = answers.squares
else:

    def squares(x):
        return confess()
