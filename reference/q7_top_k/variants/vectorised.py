"""Question 7, compact."""

import numpy as np


def top_k_error(scores, labels, k):
    """One minus the share of hits among the k last of an ascending order."""
    top = np.argpartition(scores, -k, axis=-1)[:, -k:]
    return 1 - (top == labels.reshape(-1, 1)).any(axis=1).mean()
