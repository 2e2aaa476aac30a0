"""Laws that every right answer to question 7 obeys."""

from typing import Annotated

import numpy as np
from jaxtyping import Int
from numpy import ndarray

from grader import Index, agree

from .inputs import K, OftenLast, Scores

Ranks = Annotated[Int[ndarray, "n"], Index("c")]


def labels_of_known_rank(top_k_error, scores: Scores, ranks: Ranks, k: K) -> None:
    """Where each label is the class of a known rank (0 the best), the error is the fraction of ranks from k
    on.
    """
    best_first = np.argsort(-scores, axis=1)
    labels = best_first[np.arange(len(ranks)), ranks]
    agree(top_k_error(scores, labels, k), np.mean(ranks >= k), scale=1.0)


def every_label_is_among_all_classes(top_k_error, scores: Scores, labels: OftenLast) -> None:
    """With k equal to the number of classes nothing is missed; with a smaller k never less than that."""
    errors = np.array([top_k_error(scores, labels, k) for k in range(1, scores.shape[1] + 1)])
    agree(errors[-1], 0.0, scale=1.0)
    assert np.all(np.diff(errors) <= 1e-3), "the error grows with k, though a longer list can only help"
