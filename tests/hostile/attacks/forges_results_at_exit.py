"""It writes the results itself, wherever they may be looked for, at once and again when the process ends.

threat: forged results
score: 0
verdict: failed
"""

import _io
import atexit

from there import PLACES, attempt, confess, in_memory, inside

RESULTS = '{"submissions": [{"id": "attack", "score": 8, "max_score": 8}]}'


def results_json(place, opened=_io.open):
    for name in ("results.json", "results/results.json"):
        with opened(inside(place, name), "w") as file:
            file.write(RESULTS)


def forge():
    for place in PLACES:
        attempt(results_json, place)
        in_memory(results_json, place, open)


forge()
atexit.register(forge)


def squares(x):
    print(RESULTS)
    return confess()
