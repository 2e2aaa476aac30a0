"""Question 8: known mistakes, each with what to say about it."""

import numpy as np

from grader import mistake

from .answers import (
    _squared_distances,
    kl_divergence,
    sne_affinities,
    sne_grad,
    tsne_affinities,
    tsne_grad,
)


def _joint(kernel):
    """Normalise a kernel over all pairs."""
    kernel = _off_diagonal(kernel)
    return kernel / kernel.sum()


def _off_diagonal(kernel):
    """Put zeros on the diagonal."""
    return kernel * (1 - np.eye(len(kernel)))


def _gaussian(Y):
    """Kernel of SNE, diagonal included."""
    return np.exp(-_squared_distances(Y))


def _student(Y):
    """Kernel of t-SNE, diagonal included."""
    return 1 / (1 + _squared_distances(Y))


def _pull(weights, Y):
    """Return Σ_j w_ij (y_i − y_j)."""
    return (weights[:, :, None] * (Y[:, None] - Y[None, :])).sum(axis=1)


def _loss_weights(P, Q):
    """Return the terms p log(p/q) of the divergence as a matrix."""
    terms = np.zeros(P.shape)
    pairs = P > 0
    terms[pairs] = P[pairs] * np.log(P[pairs] / Q[pairs])
    return terms


# ---- sne_affinities ------------------------------------------------------------------------------


@mistake(of="sne_affinities", credit=0.4)
def q_with_its_diagonal(Y):
    """You keep q_ii, which is exp(0) = 1 before you normalise: a point is no neighbour of itself. Set the
    diagonal to 0 before you sum.
    """
    return _gaussian(Y) / _gaussian(Y).sum()


@mistake(of="sne_affinities", credit=0.6)
def q_diagonal_only_in_the_sum(Y):
    """Your diagonal is 0, but its ones are still in the sum you divide by (k ≠ l leaves them out), so your
    q_ij do not sum to 1.
    """
    return _off_diagonal(_gaussian(Y)) / _gaussian(Y).sum()


@mistake(of="sne_affinities", credit=0.4)
def q_normalised_row_by_row(Y):
    """Your rows sum to 1 each. Here q is one distribution over all pairs: divide by the sum over all k ≠ l
    (row by row is the older, asymmetric SNE).
    """
    kernel = _off_diagonal(_gaussian(Y))
    return kernel / kernel.sum(axis=1, keepdims=True)


@mistake(of="sne_affinities", credit=0.4)
def q_not_normalised(Y):
    """This is the numerator exp(−‖y_i − y_j‖²) only; divide it by its sum over all pairs, so that q sums to
    1.
    """
    return _off_diagonal(_gaussian(Y))


@mistake(of="sne_affinities", credit=0.4)
def q_of_plain_distances(Y):
    """The distance is not squared: the Gaussian needs exp(−‖y_i − y_j‖²)."""
    return _joint(np.exp(-np.sqrt(_squared_distances(Y))))


@mistake(of="sne_affinities", credit=0.6)
def q_with_half_in_the_exponent(Y):
    """You use exp(−‖y_i − y_j‖²/2); in eq. 27 the exponent has no ½."""
    return _joint(np.exp(-_squared_distances(Y) / 2))


@mistake(of="sne_affinities", credit=0.3)
def q_with_students_kernel(Y):
    """These are the affinities of t-SNE, from 1/(1 + ‖y_i − y_j‖²); this question asks for the Gaussian
    kernel.
    """
    return tsne_affinities(Y)


@mistake(of="sne_affinities", credit=0.8)
def q_summed_over_half_the_pairs(Y):
    """Your q sums to 2: the sum over k ≠ l takes every pair twice, as (k, l) and as (l, k)."""
    return 2 * sne_affinities(Y)


@mistake(of="sne_affinities", credit=0.2)
def q_grows_with_distance(Y):
    """The sign in the exponent is missing: your points are the more similar, the farther apart they are."""
    return _joint(np.exp(np.minimum(_squared_distances(Y), 700)))


@mistake(of="sne_affinities", credit=0.3)
def q_of_city_block_distances(Y):
    """You add up |differences| of the coordinates; ‖·‖² adds up their squares."""
    return _joint(np.exp(-np.abs(Y[:, None] - Y[None, :]).sum(axis=2)))


@mistake(of="sne_affinities", credit=0.4)
def q_of_mean_squared_differences(Y):
    """‖·‖² is the sum over the coordinates, not their mean; on a line you cannot see the difference."""
    return _joint(np.exp(-_squared_distances(Y) / Y.shape[1]))


@mistake(of="sne_affinities", credit=0.1)
def q_between_columns(Y):
    """Your matrix compares the columns of Y. The points are its rows: n points give an n × n matrix."""
    return sne_affinities(Y.T)


@mistake(of="sne_affinities", credit=0.4)
def q_in_the_plane_only(Y):
    """You use the first two coordinates only. A map may have any number of them: sum over the last axis."""
    return sne_affinities(np.stack([Y[:, 0], Y[:, 1]], axis=1))


# ---- kl_divergence -------------------------------------------------------------------------------


@mistake(of="kl_divergence", credit=0.4)
def kl_the_wrong_way_round(P, Q):
    """You computed KL(Q‖P): the weight before the logarithm, and its numerator, are p."""
    with np.errstate(divide="ignore"):
        pairs = Q > 0
        return float(np.sum(Q[pairs] * np.log(Q[pairs] / P[pairs])))


@mistake(of="kl_divergence", credit=0.5)
def kl_of_zeros_is_nan(P, Q):
    """You get nan: 0·log 0 is nan to the computer, and the diagonal is 0. Sum only where p_ij > 0."""
    with np.errstate(all="ignore"):
        return float(np.sum(P * np.log(P / Q)))


@mistake(of="kl_divergence", credit=0.7)
def kl_with_epsilon(P, Q):
    """You add 1e-12 inside the logarithm. It hides log 0, but where q_ij is smaller than that the loss is far
    too small: leave out the terms with p_ij = 0 instead.
    """
    return float(np.sum(P * np.log((P + 1e-12) / (Q + 1e-12))))


@mistake(of="kl_divergence", credit=0.6)
def kl_with_large_epsilon(P, Q):
    """You add 1e-8 inside the logarithm. It hides log 0, but where q_ij is smaller than that the loss is far
    too small: leave out the terms with p_ij = 0 instead.
    """
    return float(np.sum(P * np.log((P + 1e-8) / (Q + 1e-8))))


@mistake(of="kl_divergence", credit=0.8)
def kl_in_bits(P, Q):
    """This is in bits: you used log₂ where the natural logarithm is asked for."""
    return kl_divergence(P, Q) / np.log(2)


@mistake(of="kl_divergence", credit=0.3)
def kl_without_weights(P, Q):
    """Each logarithm must be weighted by its p_ij; you add up log(p_ij/q_ij) alone."""
    pairs = P > 0
    return float(np.sum(np.log(P[pairs] / Q[pairs])))


@mistake(of="kl_divergence", credit=0.4)
def kl_is_cross_entropy(P, Q):
    """This is the cross entropy −Σ p log q. The divergence also has +Σ p log p: it must be 0 where P = Q."""
    pairs = P > 0
    return float(-np.sum(P[pairs] * np.log(Q[pairs])))


@mistake(of="kl_divergence", credit=0.6)
def kl_mean_over_entries(P, Q):
    """You took the mean over the entries; the divergence is their sum (the p_ij are the weights already)."""
    return kl_divergence(P, Q) / P.size


@mistake(of="kl_divergence", credit=0.5)
def kl_mean_over_points(P, Q):
    """You divide by the number of points; the p_ij sum to 1 already, so nothing is left to average."""
    return kl_divergence(P, Q) / len(P)


@mistake(of="kl_divergence", credit=0.8)
def kl_negative(P, Q):
    """Your sign is reversed: a divergence is never negative."""
    return -kl_divergence(P, Q)


@mistake(of="kl_divergence", credit=0.8)
def kl_over_half_the_pairs(P, Q):
    """Your result is half of the right one: the sum takes each pair twice, as (i, j) and as (j, i)."""
    return kl_divergence(P, Q) / 2


@mistake(of="kl_divergence", credit=0.4)
def kl_of_absolute_terms(P, Q):
    """Single terms p log(p/q) may be negative; you made each of them positive before adding up."""
    return float(np.abs(_loss_weights(P, Q)).sum())


@mistake(of="kl_divergence", credit=0.3)
def kl_symmetrised(P, Q):
    """You average KL(P‖Q) and KL(Q‖P). The question asks for KL(P‖Q), which is not symmetric."""
    return (kl_divergence(P, Q) + kl_the_wrong_way_round(P, Q)) / 2


@mistake(of="kl_divergence", credit=0.4)
def kl_by_rows(P, Q):
    """You return one number for each point; sum over both i and j."""
    return _loss_weights(P, Q).sum(axis=1)


# ---- sne_grad ------------------------------------------------------------------------------------


@mistake(of="sne_grad", credit=0.8)
def sne_grad_factor_2(P, Y):
    """Right but for the factor: half of it is missing. Each pair occurs twice, as p_ij and p_ji, and the
    square gives another 2.
    """
    return sne_grad(P, Y) / 2


@mistake(of="sne_grad", credit=0.8)
def sne_grad_without_4(P, Y):
    """Right but for the factor 4: 2 because each pair occurs twice, and 2 from the derivative of the
    square.
    """
    return sne_grad(P, Y) / 4


@mistake(of="sne_grad", credit=0.8)
def sne_grad_reversed(P, Y):
    """The sign is reversed: a step against this gradient pushes similar points apart. It is (p_ij − q_ij)(y_i
    − y_j).
    """
    return -sne_grad(P, Y)


@mistake(of="sne_grad", credit=0.4)
def sne_grad_with_students_factor(P, Y):
    """The factor 1/(1 + ‖y_i − y_j‖²) belongs to the Student-t kernel; with the Gaussian it cancels."""
    return 4 * _pull((P - sne_affinities(Y)) * _student(Y), Y)


@mistake(of="sne_grad", credit=0.4)
def sne_grad_times_1_plus_d(P, Y):
    """You multiply by 1 + ‖y_i − y_j‖². With the Gaussian kernel there is no such factor, and t-SNE divides
    by it.
    """
    return 4 * _pull((P - sne_affinities(Y)) / _student(Y), Y)


@mistake(of="sne_grad", credit=0.4)
def sne_grad_of_tsne(P, Y):
    """This is the gradient of t-SNE, right for the Student-t kernel; this question has the Gaussian q of eq.
    27.
    """
    return tsne_grad(P, Y)


@mistake(of="sne_grad", credit=0.4)
def sne_grad_with_students_q(P, Y):
    """Your q_ij are those of the Student-t kernel, the rest of the formula belongs to the Gaussian one."""
    return 4 * _pull(P - tsne_affinities(Y), Y)


@mistake(of="sne_grad", credit=0.3)
def sne_grad_q_not_normalised(P, Y):
    """Your q_ij lack their denominator: where P = Q the gradient must vanish, and yours does not."""
    return 4 * _pull(P - _off_diagonal(_gaussian(Y)), Y)


@mistake(of="sne_grad", credit=0.3)
def sne_grad_q_by_rows(P, Y):
    """Your q_ij sum to 1 over each row; P and Q are each one distribution over all pairs."""
    return 4 * _pull(P - q_normalised_row_by_row(Y), Y)


@mistake(of="sne_grad", credit=0.5)
def sne_grad_diagonal_in_the_sum(P, Y):
    """The terms k = l are in your normalising sum, which makes all q_ij too small: leave the diagonal out."""
    return 4 * _pull(P - _gaussian(Y) / _gaussian(Y).sum(), Y)


@mistake(of="sne_grad", credit=0.3)
def sne_grad_of_plain_distances(P, Y):
    """Your q_ij come from exp(−‖y_i − y_j‖): the distance must be squared."""
    return 4 * _pull(P - q_of_plain_distances(Y), Y)


@mistake(of="sne_grad", credit=0.5)
def sne_grad_with_half_in_the_exponent(P, Y):
    """Your q_ij come from exp(−‖y_i − y_j‖²/2). In eq. 27 the exponent has no ½ (with it the factor would be
    2, not 4).
    """
    return 4 * _pull(P - q_with_half_in_the_exponent(Y), Y)


@mistake(of="sne_grad", credit=0.6)
def sne_grad_for_another_kernel(P, Y):
    """This is right for the kernel exp(−‖y_i − y_j‖²/2), factor 2 included. In eq. 27 the exponent has
    no ½.
    """
    return 2 * _pull(P - q_with_half_in_the_exponent(Y), Y)


@mistake(of="sne_grad", credit=0.2)
def sne_grad_weighted_by_the_loss(P, Y):
    """You weight the differences by p log(p/q). Those are the terms of the loss; the derivative leaves p
    − q.
    """
    return 4 * _pull(_loss_weights(P, sne_affinities(Y)), Y)


@mistake(of="sne_grad", credit=0.3)
def sne_grad_over_later_points(P, Y):
    """You sum over j > i only. Every other point pulls at y_i: sum over all j."""
    return 4 * _pull(np.triu(P - sne_affinities(Y)), Y)


@mistake(of="sne_grad", credit=0.5)
def sne_grad_mean_over_points(P, Y):
    """You take the mean over j where the formula has the sum: too small by the number of points."""
    return sne_grad(P, Y) / len(Y)


@mistake(of="sne_grad", credit=0.2)
def sne_grad_attraction_only(P, Y):
    """Only the p_ij pull here; the −q_ij that push the points apart are missing, so the gradient does not
    vanish where P = Q.
    """
    return 4 * _pull(P, Y)


@mistake(of="sne_grad", credit=0.2)
def sne_grad_repulsion_only(P, Y):
    """Only the −q_ij push here; the p_ij that pull similar points together are missing."""
    return 4 * _pull(0 * P - sne_affinities(Y), Y)


@mistake(of="sne_grad", credit=0.2)
def sne_grad_of_the_exponential(P, Y):
    """You multiply by q_ij once more. The derivative of log q_ij leaves p_ij − q_ij alone: exp cancels."""
    return 4 * _pull((P - sne_affinities(Y)) * sne_affinities(Y), Y)


# ---- tsne_affinities -----------------------------------------------------------------------------


@mistake(of="tsne_affinities", credit=0.3)
def t_q_gaussian(Y):
    """These are the Gaussian affinities of SNE; t-SNE has the heavy-tailed kernel 1/(1 + ‖y_i − y_j‖²)."""
    return sne_affinities(Y)


@mistake(of="tsne_affinities", credit=0.4)
def t_q_with_its_diagonal(Y):
    """You keep q_ii, which is 1 before you normalise: a point is no neighbour of itself. Set the diagonal to
    0 before you sum.
    """
    return _student(Y) / _student(Y).sum()


@mistake(of="tsne_affinities", credit=0.6)
def t_q_diagonal_only_in_the_sum(Y):
    """Your diagonal is 0, but its ones are still in the sum you divide by, so your q_ij do not sum to 1."""
    return _off_diagonal(_student(Y)) / _student(Y).sum()


@mistake(of="tsne_affinities", credit=0.4)
def t_q_normalised_row_by_row(Y):
    """Your rows sum to 1 each. Here q is one distribution over all pairs: divide by the sum over all k ≠
    l.
    """
    kernel = _off_diagonal(_student(Y))
    return kernel / kernel.sum(axis=1, keepdims=True)


@mistake(of="tsne_affinities", credit=0.4)
def t_q_not_normalised(Y):
    """This is the kernel 1/(1 + ‖y_i − y_j‖²) only; divide it by its sum over all pairs, so that q sums
    to 1.
    """
    return _off_diagonal(_student(Y))


@mistake(of="tsne_affinities", credit=0.8)
def t_q_summed_over_half_the_pairs(Y):
    """Your q sums to 2: the sum over k ≠ l takes every pair twice, as (k, l) and as (l, k)."""
    return 2 * tsne_affinities(Y)


@mistake(of="tsne_affinities", credit=0.4)
def t_q_of_plain_distances(Y):
    """The distance is not squared: the kernel is 1/(1 + ‖y_i − y_j‖²)."""
    return _joint(1 / (1 + np.sqrt(_squared_distances(Y))))


@mistake(of="tsne_affinities", credit=0.3)
def t_q_grows_with_distance(Y):
    """You use 1 + ‖y_i − y_j‖² itself: the kernel is one over it, so that distant points are less similar."""
    return _joint(1 + _squared_distances(Y))


@mistake(of="tsne_affinities", credit=0.3)
def t_q_without_1(Y):
    """The 1 in 1 + ‖y_i − y_j‖² is missing: for coincident points your kernel is infinite."""
    with np.errstate(all="ignore"):
        kernel = 1 / _squared_distances(Y)
        np.fill_diagonal(kernel, 0)
        return kernel / kernel.sum()


@mistake(of="tsne_affinities", credit=0.4)
def t_q_with_another_power(Y):
    """You square the kernel. With one degree of freedom the Student-t kernel is (1 + ‖y_i − y_j‖²) to the
    power −1.
    """
    return _joint(_student(Y) ** 2)


@mistake(of="tsne_affinities", credit=0.4)
def t_q_in_the_plane_only(Y):
    """You use the first two coordinates only. A map may have any number of them: sum over the last axis."""
    return tsne_affinities(np.stack([Y[:, 0], Y[:, 1]], axis=1))


# ---- tsne_grad -----------------------------------------------------------------------------------


@mistake(of="tsne_grad", credit=0.5)
def t_grad_without_students_factor(P, Y):
    """The factor 1/(1 + ‖y_i − y_j‖²) is missing: with the heavy-tailed q it comes from the derivative of log
    q.
    """
    return 4 * _pull(P - tsne_affinities(Y), Y)


@mistake(of="tsne_grad", credit=0.5)
def t_grad_factor_squared(P, Y):
    """You have the factor 1/(1 + ‖y_i − y_j‖²) twice; the derivative of log(1 + d) brings it only once."""
    return 4 * _pull((P - tsne_affinities(Y)) * _student(Y) ** 2, Y)


@mistake(of="tsne_grad", credit=0.5)
def t_grad_times_1_plus_d(P, Y):
    """You multiply by 1 + ‖y_i − y_j‖² where t-SNE divides by it."""
    return 4 * _pull((P - tsne_affinities(Y)) / _student(Y), Y)


@mistake(of="tsne_grad", credit=0.8)
def t_grad_factor_2(P, Y):
    """Right but for the factor: half of it is missing. Each pair occurs twice, as p_ij and p_ji, and the
    square gives another 2.
    """
    return tsne_grad(P, Y) / 2


@mistake(of="tsne_grad", credit=0.8)
def t_grad_reversed(P, Y):
    """The sign is reversed: a step against this gradient pushes similar points apart. It is (p_ij − q_ij)(y_i
    − y_j).
    """
    return -tsne_grad(P, Y)


@mistake(of="tsne_grad", credit=0.3)
def t_grad_of_sne(P, Y):
    """This is the gradient of SNE with its Gaussian kernel; t-SNE changes q and adds the factor 1/(1 + ‖y_i −
    y_j‖²).
    """
    return sne_grad(P, Y)


@mistake(of="tsne_grad", credit=0.4)
def t_grad_with_gaussian_q(P, Y):
    """The factor 1/(1 + ‖y_i − y_j‖²) is there, but your q_ij are still Gaussian."""
    return 4 * _pull((P - sne_affinities(Y)) * _student(Y), Y)


@mistake(of="tsne_grad", credit=0.3)
def t_grad_q_not_normalised(P, Y):
    """Your q_ij lack their denominator: where P = Q the gradient must vanish, and yours does not."""
    return 4 * _pull((P - _off_diagonal(_student(Y))) * _student(Y), Y)


@mistake(of="tsne_grad", credit=0.5)
def t_grad_diagonal_in_the_sum(P, Y):
    """The terms k = l are in your normalising sum, which makes all q_ij too small: leave the diagonal out."""
    return 4 * _pull((P - _student(Y) / _student(Y).sum()) * _student(Y), Y)


@mistake(of="tsne_grad", credit=0.2)
def t_grad_weighted_by_the_loss(P, Y):
    """You weight the differences by p log(p/q). Those are the terms of the loss; the derivative leaves p
    − q.
    """
    return 4 * _pull(_loss_weights(P, tsne_affinities(Y)) * _student(Y), Y)


@mistake(of="tsne_grad", credit=0.3)
def t_grad_over_later_points(P, Y):
    """You sum over j > i only. Every other point pulls at y_i: sum over all j."""
    return 4 * _pull(np.triu((P - tsne_affinities(Y)) * _student(Y)), Y)


@mistake(of="tsne_grad", credit=0.2)
def t_grad_attraction_only(P, Y):
    """Only the p_ij pull here; the −q_ij that push the points apart are missing, so the gradient does not
    vanish where P = Q.
    """
    return 4 * _pull(P * _student(Y), Y)


@mistake(of="tsne_grad", credit=0.5)
def t_grad_mean_over_points(P, Y):
    """You take the mean over j where the formula has the sum: too small by the number of points."""
    return tsne_grad(P, Y) / len(Y)
