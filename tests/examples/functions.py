"""Functions as an assignment has them, and their examples."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader.examples.draw import Example, Plan, corpus
from grader.signatures.domains import Index, Near, Where, Within, distinct_rows, distribution, one_hot
from grader.signatures.pick import Mood
from grader.signatures.signature import signature


def loss(
    W: Float[ndarray, "k d"],
    b: Float[ndarray, " k"],
    x: Float[ndarray, " d"],
    y: Annotated[Float[ndarray, " k"], one_hot],
) -> float:
    return 0.0


def prox(t: Annotated[float, Within(0.5, 4)], x: Annotated[Float[ndarray, " d"], Near("t")]) -> float:
    return 0.0


def top_k(
    scores: Annotated[Float[ndarray, "n c"], distinct_rows],
    labels: Annotated[Int[ndarray, " n"], Index("c")],
    k: Annotated[int, Within(1, "c")],
) -> float:
    return 0.0


def entropy(p: Annotated[Float[ndarray, " k"], distribution]) -> float:
    return 0.0


def quotient(x: float, y: Annotated[float, Where(lambda x, y: x > y)]) -> float:
    return 0.0


def vector(x: Float[ndarray, " n"]) -> float:
    return 0.0


ALL = (loss, prox, top_k, entropy, quotient, vector)
SIGNATURES = {function.__name__: signature(function) for function in ALL}


def digest(plan: Plan) -> str:
    """A fingerprint of the corpora of all functions, to the last bit and stride."""
    told = hashlib.sha256()
    for read in SIGNATURES.values():
        for example in corpus(read, plan):
            told.update(repr((example.mood, example.choices, list(example.args))).encode())
            for value in example.values:
                array = np.asarray(value)
                told.update(repr((array.dtype.str, array.shape, array.strides)).encode() + array.tobytes())
    return told.hexdigest()


def examples(function: Callable[..., Any], *moods: Mood, seed: int = 0) -> list[Example]:
    drawn = corpus(SIGNATURES[function.__name__], Plan(seed=seed))
    return [example for example in drawn if not moods or example.mood in moods]


def elsewhere(hash_seed: str) -> str:
    """The digest in a fresh process, in which strings hash differently and other modules are loaded first."""
    code = "import decimal, xml.dom.minidom; from examples.functions import *; print(digest(Plan(seed=3)))"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()
