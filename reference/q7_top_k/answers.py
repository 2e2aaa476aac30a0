"""Right answers to question 7."""

import numpy as np

from .inputs import K, Labels, Scores


def top_k_error(scores: Scores, labels: Labels, k: K) -> float:
    """The fraction of rows whose label is not among the k largest scores; labels count from 0.

    A row is missed where k or more classes score higher than the label. [answer sheet, 7]
    """
    label_scores = np.take_along_axis(scores, labels[:, None], axis=1)
    better = np.sum(scores > label_scores, axis=1)
    return np.mean(better >= k)
