"""It writes the results itself, wherever they may be looked for, at once and again when the process ends.

threat: forged results
score: 0
verdict: failed
"""

import atexit

from there import PLACES, attempt, confess, inside

RESULTS = '{"submissions": [{"id": "attack", "score": 8, "max_score": 8}]}'


def results_json(place):
    for name in ("results.json", "results/results.json"):
        with open(inside(place, name), "w") as file:
            file.write(RESULTS)


def forge():
    for place in PLACES:
        attempt(results_json, place)


forge()
atexit.register(forge)


def squares(x):
    print(RESULTS)
    return confess()
