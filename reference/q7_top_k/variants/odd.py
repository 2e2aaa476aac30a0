"""Question 7, unusual but right: ranks by a double argsort, and an array without axes."""

import numpy as np


def top_k_error(scores, labels, k):
    """The argsort of an argsort is the rank."""
    ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
    missed = sum(int(ranks[i, label] >= k) for i, label in enumerate(labels))
    return np.array(missed / len(labels))
