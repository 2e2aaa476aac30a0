"""It runs the file of another submission, whose name it knows.

threat: secrets
score: 0
verdict: missing
says: a submission sees its own files and those of the assignment, and no others
"""

from there import NEIGHBOUR

with open(NEIGHBOUR, encoding="utf-8") as file:
    answers = file.read()
exec(answers)
