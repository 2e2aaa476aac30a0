"""Known mistakes of question 7, each with the sentence a good teacher would say."""

import numpy as np

from grader import mistake

from .answers import top_k_error


def _best_first(scores):
    return np.argsort(-scores, axis=1)


def _share_missed(lists, labels):
    """The fraction of labels that are not in their row of the lists."""
    return np.mean([label not in row for label, row in zip(labels, lists, strict=True)])


@mistake(of="top_k_error", credit=0.6)
def top_k_accuracy(scores, labels, k):
    """You count the hits: that is the accuracy. The error is 1 minus it."""
    return 1 - top_k_error(scores, labels, k)


@mistake(of="top_k_error", credit=0.4)
def top_k_of_the_smallest_scores(scores, labels, k):
    """You look among the k smallest scores. argsort is ascending: take the last k."""
    return _share_missed(np.argsort(scores, axis=1)[:, :k], labels)


@mistake(of="top_k_error", credit=0.6)
def top_k_plus_one(scores, labels, k):
    """You look at k + 1 classes. Check where your slice ends, or whether you need ≥ or >."""
    return top_k_error(scores, labels, k + 1)


@mistake(of="top_k_error", credit=0.6)
def top_k_minus_one(scores, labels, k):
    """You look at k − 1 classes: the k-th place still counts. Check where your slice ends, or whether you
    need ≥ or >.
    """
    return _share_missed(_best_first(scores)[:, : k - 1], labels)


@mistake(of="top_k_error", credit=0.3)
def top_k_exactly_the_kth(scores, labels, k):
    """You compare with the k-th guess only. Any of the first k is a hit."""
    return np.mean(_best_first(scores)[:, k - 1] != labels)


@mistake(of="top_k_error", credit=0.4)
def top_k_ignores_k(scores, labels, k):
    """Your result does not change with k: you look at the best class only."""
    return top_k_error(scores, labels, 1)


@mistake(of="top_k_error", credit=0.5)
def top_k_always_five(scores, labels, k):
    """Your result does not change with k: you always look at five classes."""
    return top_k_error(scores, labels, 5)


@mistake(of="top_k_error", credit=0.4)
def top_k_of_absolute_scores(scores, labels, k):
    """You rank by absolute value. A very negative score is not a high one."""
    return top_k_error(np.abs(scores), labels, k)


@mistake(of="top_k_error", credit=0.8)
def top_k_in_percent(scores, labels, k):
    """You return a percentage. A fraction between 0 and 1 is asked for."""
    return 100 * top_k_error(scores, labels, k)


@mistake(of="top_k_error", credit=0.7)
def top_k_counts_images(scores, labels, k):
    """You return the number of images that were missed: divide by the number of images."""
    return top_k_error(scores, labels, k) * len(labels)


@mistake(of="top_k_error", credit=0.6)
def top_k_divided_by_k(scores, labels, k):
    """You also divide by k. Each image counts once, however long the list is."""
    return top_k_error(scores, labels, k) / k


@mistake(of="top_k_error", credit=0.6)
def top_k_divided_by_classes(scores, labels, k):
    """You divide by the number of classes. Divide by the number of images, the rows of scores."""
    return top_k_error(scores, labels, k) * len(labels) / scores.shape[1]


@mistake(of="top_k_error", credit=0.6)
def top_k_with_labels_from_one(scores, labels, k):
    """You count the classes from 1. The labels are 0-based, like the columns of scores."""
    return _share_missed(_best_first(scores)[:, :k] + 1, labels)


@mistake(of="top_k_error", credit=0.2)
def top_k_by_threshold(scores, labels, k):
    """You compare the label's probability with 1/k. Top-k is about rank, not about a probability level."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    label_powers = powers[np.arange(len(labels)), labels]
    return np.mean(label_powers / powers.sum(axis=1) < 1 / k)


@mistake(of="top_k_error", credit=0.3)
def top_k_along_the_wrong_axis(scores, labels, k):
    """You rank the images within a class. Rank the classes within an image: along the rows, axis=1."""
    best_first = np.argsort(-scores, axis=0)[:k].T
    return _share_missed(best_first, labels)


@mistake(of="top_k_error", credit=0.3)
def top_k_among_all_scores(scores, labels, k):
    """You look for the k largest scores of the whole table. Every image has its own list of k."""
    smallest_kept = np.sort(scores, axis=None)[-k]
    return np.mean(scores[np.arange(len(labels)), labels] < smallest_kept)


@mistake(of="top_k_error", credit=0.3)
def top_k_all_must_be_right(scores, labels, k):
    """You call it an error as soon as any of the k guesses is wrong. It is enough that the right label is
    among them.
    """
    guesses = _best_first(scores)[:, :k]
    return np.mean(np.any(guesses != labels[:, None], axis=1))


@mistake(of="top_k_error", credit=0.4)
def top_k_loses_the_last_class(scores, labels, k):
    """The last class is never among your guesses. Check the range of your loop over the classes."""
    return _share_missed(_best_first(scores[:, :-1])[:, :k], labels)


@mistake(of="top_k_error", credit=0.3)
def top_k_compares_scores_with_labels(scores, labels, k):
    """You look for the label among the k largest scores themselves. You need their positions: argsort, not
    sort.
    """
    return _share_missed(-np.sort(-scores, axis=1)[:, :k], labels)


@mistake(of="top_k_error", credit=0.3)
def top_k_of_argsort_as_rank(scores, labels, k):
    """You read argsort as the rank of each class. It lists the classes in order of their scores: look for the
    label in its first k entries (or apply argsort twice).
    """
    return np.mean(_best_first(scores)[np.arange(len(labels)), labels] >= k)


@mistake(of="top_k_error", credit=0.5)
def top_k_of_rounded_scores(scores, labels, k):
    """Scores that are very close count as tied here: they are rounded, cast to float32, or compared with a
    tolerance. Compare them as they are.
    """
    return top_k_error(np.round(scores, 6), labels, k)


@mistake(of="top_k_error", credit=0.3)
def top_k_of_the_first_image(scores, labels, k):
    """Only the first image counts in your result. Look at where you return from the loop."""
    return top_k_error(scores[:1], labels[:1], k)
