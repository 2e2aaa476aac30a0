"""It never ends while it is imported.

threat: time
score: 0
verdict: missing
says: attack.py:10: did not finish within 1 s; it is left out
"""

number = 0
while True:
    number += 1
