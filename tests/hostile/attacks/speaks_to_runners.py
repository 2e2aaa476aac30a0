"""It prints what scripts that read the output of a grader take for commands and for results.

threat: readers of reports
score: 0
verdict: failed
"""

import os

LINES = """
::set-output name=result::8
::error file=rubric.yaml::wrong
::stop-commands::x
##[set-env name=PATH]/tmp
submission  score
attack      8
{"submissions": [{"id": "attack", "score": 8}]}
"""
print(LINES)
os.write(2, LINES.encode())


def squares(x):
    print(LINES, flush=True)
    return LINES
