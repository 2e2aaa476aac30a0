"""Known mistakes of question 1, each with the sentence a good teacher would say."""

import math

import numpy as np

from grader import mistake

from .answers import sigmoid

# ---- collapse_linear ------------------------------------------------------------------------------


@mistake(of="collapse_linear", credit=0.4)
def collapse_in_the_wrong_order(W1, W2):
    """You multiply W1 W2. The first layer acts on x first, so it stands next to x: W2 W1."""
    return W1 @ W2


@mistake(of="collapse_linear", credit=0.6)
def collapse_transposed(W1, W2):
    """Your matrix is the transpose of the right one, so it maps outputs to inputs. Try d = 3 and k = 2: which
    shape turns an x of length 3 into an output of length 2?
    """
    return (W2 @ W1).T


@mistake(of="collapse_linear", credit=0.3)
def collapse_transposes_the_first_layer(W1, W2):
    """You multiply W2 with the transpose of W1. Square layers hide it: with h ≠ d the shapes do not fit. W1 x
    goes into W2 as it is.
    """
    return W2 @ W1.T


@mistake(of="collapse_linear")
def collapse_entry_by_entry(W1, W2):
    """You multiply entry by entry. One layer after the other is a matrix product: every output sums over all
    hidden units.
    """
    return W1 * W2


@mistake(of="collapse_linear")
def collapse_adds_the_layers(W1, W2):
    """You add the two matrices. Stacking layers composes the maps: the output of the first is the input of
    the second, so the matrices are multiplied.
    """
    return W1 + W2


@mistake(of="collapse_linear", credit=0.6)
def collapse_averages_over_hidden_units(W1, W2):
    """Your matrix is too small by the number of hidden units. W2 W1 sums over them, it does not average: with
    W1 = W2 = I the result must be I.
    """
    return W2 @ W1 / len(W1)


@mistake(of="collapse_linear", credit=0.2)
def collapse_keeps_relu_on_the_first_weights(W1, W2):
    """You cut the negative weights of W1. There is no activation in this question, and a ReLU would act on W1
    x, not on W1.
    """
    return W2 @ np.maximum(0, W1)


@mistake(of="collapse_linear", credit=0.2)
def collapse_cuts_negative_entries(W1, W2):
    """Your matrix has no negative entries where W2 W1 has some. There is no activation here, so nothing is
    cut at 0.
    """
    return np.maximum(0, W2 @ W1)


@mistake(of="collapse_linear", credit=0.2)
def collapse_keeps_a_sigmoid(W1, W2):
    """You pass W1 through a sigmoid. The question leaves the activation out: only then do two layers become
    one matrix.
    """
    return W2 @ sigmoid(W1)


@mistake(of="collapse_linear")
def collapse_uses_one_hidden_unit(W1, W2):
    """Only the first hidden unit counts in your result. Every path from input j to output i counts: sum W2[i,
    m] W1[m, j] over all hidden units m.
    """
    return np.outer(W2[:, 0], W1[0])


@mistake(of="collapse_linear", credit=0.3)
def collapse_misses_the_last_hidden_unit(W1, W2):
    """The last hidden unit is missing from your sum. Look at where your loop over the hidden units ends."""
    return W2[:, :-1] @ W1[:-1]


@mistake(of="collapse_linear")
def collapse_forgets_the_first_layer(W1, W2):
    """Your result does not depend on W1. Both layers act on x, so both are part of the one matrix."""
    return W2


@mistake(of="collapse_linear", credit=0.5)
def collapse_into_whole_numbers(W1, W2):
    """The decimals are cut off. You probably fill an array made for whole numbers: create it with
    dtype=float.
    """
    return (W2 @ W1).astype(int)


@mistake(of="collapse_linear", credit=0.5)
def collapse_of_square_layers_only(W1, W2):
    """This is right only while all layers have the same width. Take the number of rows from W2, the number of
    columns from W1, and sum over the hidden units between them.
    """
    n = len(W1)
    return np.array([[sum(W2[i, m] * W1[m, j] for m in range(n)) for j in range(n)] for i in range(n)])


# ---- relu_is_not_linear ---------------------------------------------------------------------------
# None keeps a share: of all the examples that fail in one way these are single ones. The claim itself says
# why any other fails.


@mistake(of="relu_is_not_linear")
def witness_that_stays_positive():
    """Where all pre-activations are positive the ReLU changes nothing, so both sides agree. Choose x and y so
    that a hidden unit is positive for one and negative for the other.
    """
    return np.eye(2), np.eye(2), np.array([1.0, 2.0]), np.array([3.0, 4.0])


@mistake(of="relu_is_not_linear")
def witness_along_one_ray():
    """Here y is a positive multiple of x, and max(0, c·z) = c·max(0, z): along one ray the ReLU is linear.
    Let a hidden unit change its sign between x and y.
    """
    return np.array([[1.0, -2.0], [0.5, 1.0]]), np.eye(2), np.array([1.0, 1.0]), np.array([2.0, 2.0])


@mistake(of="relu_is_not_linear")
def witness_with_a_zero_vector():
    """One of your vectors is 0, so both sides are the same sum. Take two vectors that are not 0, for example
    opposite ones.
    """
    return np.eye(2), np.eye(2), np.array([1.0, -1.0]), np.zeros(2)


@mistake(of="relu_is_not_linear")
def witness_that_is_never_active():
    """All your hidden units are off for x, y and x + y, so both sides are 0. At least one of them has to be
    on for one of the vectors and off for another.
    """
    return np.eye(2), np.eye(2), np.array([-1.0, -2.0]), np.array([-3.0, -1.0])


@mistake(of="relu_is_not_linear")
def witness_whose_output_is_off():
    """The second layer is 0, so both sides are 0 whatever the ReLU does. Give W2 a weight on the unit that
    changes its sign.
    """
    return np.eye(1), np.zeros((1, 1)), np.array([1.0]), np.array([-1.0])


@mistake(of="relu_is_not_linear")
def witness_with_units_that_cancel():
    """max(0, z) − max(0, −z) = z: your two hidden units together are linear again. Use one of them, or add
    them.
    """
    return np.array([[1.0], [-1.0]]), np.array([[1.0, -1.0]]), np.array([1.0]), np.array([-1.0])


@mistake(of="relu_is_not_linear")
def witness_of_rounding_only():
    """Your two sides differ by rounding only: 0.1 + 0.2 is not 0.3 in floating point. Choose x and y so that
    the ReLU cuts something off.
    """
    return (
        np.array([[0.1, 0.2, 0.3]]),
        np.array([[0.7]]),
        np.array([0.1, 0.2, 0.3]),
        np.array([0.7, 0.9, 0.1]),
    )


@mistake(of="relu_is_not_linear")
def witness_in_another_order():
    """The two vectors come first in your answer. Return (W1, W2, x, y), in this order."""
    return np.array([1.0, 2.0]), np.array([-1.0, 3.0]), np.eye(2), np.eye(2)


@mistake(of="relu_is_not_linear")
def witness_as_a_claim():
    """Return the example itself, the four arrays (W1, W2, x, y), not whether it works."""
    return True


@mistake(of="relu_is_not_linear")
def witness_of_shapes_that_do_not_fit():
    """W2 cannot follow W1 here: W2 needs one column for each row of W1."""
    return np.ones((3, 2)), np.ones((1, 2)), np.array([1.0, -1.0]), np.array([-2.0, 1.0])


# ---- sparse_coding_loss ---------------------------------------------------------------------------


def _squares(X, D, A):
    """Return ‖x_i − D a_i‖² for every sample."""
    return np.sum((X - A @ D.T) ** 2, axis=1)


def _lengths(A):
    """Return ‖a_i‖₁ for every sample."""
    return np.sum(np.abs(A), axis=1)


@mistake(of="sparse_coding_loss", credit=0.7)
def sparse_loss_summed_over_samples(X, D, A, lam):
    """Too large by the number of samples: the loss is a mean over the x_i, you have their sum."""
    return np.sum(0.5 * _squares(X, D, A) + lam * _lengths(A))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_a_summed_penalty(X, D, A, lam):
    """The penalty is not divided by n. The mean over the samples goes over both terms."""
    return np.mean(0.5 * _squares(X, D, A)) + lam * np.abs(A).sum()


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_a_summed_residual(X, D, A, lam):
    """The squared residuals are not divided by n. The mean over the samples goes over both terms."""
    return 0.5 * np.sum((X - A @ D.T) ** 2) + lam * np.mean(_lengths(A))


@mistake(of="sparse_coding_loss", credit=0.7)
def sparse_loss_without_the_half(X, D, A, lam):
    """The factor ½ of the squared residual is missing."""
    return np.mean(_squares(X, D, A) + lam * _lengths(A))


@mistake(of="sparse_coding_loss", credit=0.7)
def sparse_loss_with_half_the_penalty(X, D, A, lam):
    """The ½ belongs to the squared residual only; you halve the penalty too. Look at your brackets."""
    return np.mean(0.5 * (_squares(X, D, A) + lam * _lengths(A)))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_a_squared_penalty(X, D, A, lam):
    """You penalise the squares of the codes. That is ridge: it makes codes small, but not zero. Use absolute
    values.
    """
    return np.mean(0.5 * _squares(X, D, A) + lam * np.sum(A**2, axis=1))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_euclidean_penalty(X, D, A, lam):
    """You penalise the Euclidean length of each code. ‖a‖₁ is the sum of the absolute values: only that one
    favours single zeros.
    """
    return np.mean(0.5 * _squares(X, D, A) + lam * np.linalg.norm(A, axis=1))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_a_signed_penalty(X, D, A, lam):
    """Negative codes lower your loss. ‖a‖₁ is a sum of absolute values."""
    return np.mean(0.5 * _squares(X, D, A) + lam * A.sum(axis=1))


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_that_counts_codes(X, D, A, lam):
    """You count the codes that are not zero. That is the l0 'norm'; l1, the sum of absolute values, is its
    convex substitute.
    """
    return np.mean(0.5 * _squares(X, D, A) + lam * np.sum(A != 0, axis=1))


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_with_a_matrix_norm(X, D, A, lam):
    """np.linalg.norm(A, 1) of a matrix is its largest column sum. Sum the absolute values yourself:
    np.abs(A).sum().
    """
    return np.mean(0.5 * _squares(X, D, A)) + lam * np.linalg.norm(A, 1) / len(A)


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_without_penalty(X, D, A, lam):
    """Your loss does not change with lam. Without the penalty, what stops a large dictionary from copying
    x?
    """
    return np.mean(0.5 * _squares(X, D, A))


@mistake(of="sparse_coding_loss", credit=0.3)
def sparse_loss_that_penalises_the_dictionary(X, D, A, lam):
    """You penalise the dictionary. It is the codes a_i that should be sparse."""
    return np.mean(0.5 * _squares(X, D, A)) + lam * np.abs(D).sum() / len(A)


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_of_unsquared_residuals(X, D, A, lam):
    """You use ‖x − Da‖ where the loss has its square."""
    return np.mean(0.5 * np.sqrt(_squares(X, D, A)) + lam * _lengths(A))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_averaged_over_all_entries(X, D, A, lam):
    """You average over every entry. The mean goes over the samples only; within a sample the squares and the
    absolute values are summed.
    """
    return 0.5 * np.mean((X - A @ D.T) ** 2) + lam * np.mean(np.abs(A))


@mistake(of="sparse_coding_loss", credit=0.5)
def sparse_loss_with_mean_squared_error(X, D, A, lam):
    """Your first term is averaged over the components of x as well. ‖x − Da‖² is a sum over the components;
    only the samples are averaged.
    """
    return 0.5 * np.mean((X - A @ D.T) ** 2) + lam * np.mean(_lengths(A))


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_with_the_dictionary_transposed(X, D, A, lam):
    """You build x from the rows of D. The atoms are its columns: x_i ≈ D a_i. A square D hides this."""
    return np.mean(0.5 * np.sum((X - A @ D) ** 2, axis=1) + lam * _lengths(A))


@mistake(of="sparse_coding_loss", credit=0.4)
def sparse_loss_of_one_code_for_all(X, D, A, lam):
    """Every x_i is rebuilt from the first code. In ‖x_i − D a_i‖ the code has an index too: each sample has
    its own.
    """
    return np.mean(0.5 * np.sum((X - A[0] @ D.T) ** 2, axis=1) + lam * _lengths(A))


@mistake(of="sparse_coding_loss", credit=0.3)
def sparse_loss_of_the_first_sample(X, D, A, lam):
    """Only the first sample counts in your loss. It is the mean over all n."""
    return 0.5 * _squares(X, D, A)[0] + lam * _lengths(A)[0]


# ---- autoencoder_loss -----------------------------------------------------------------------------


def _distances(X, codes, W_dec):
    """Return ‖W_dec h_i − x_i‖² for every sample."""
    return np.sum((codes @ W_dec.T - X) ** 2, axis=1)


@mistake(of="autoencoder_loss", credit=0.7)
def autoencoder_loss_summed_over_samples(X, W_enc, W_dec):
    """Too large by the number of samples: the loss is a mean over the x_i, you have their sum."""
    return np.sum(_distances(X, sigmoid(X @ W_enc.T), W_dec))


@mistake(of="autoencoder_loss", credit=0.7)
def autoencoder_loss_halved(X, W_enc, W_dec):
    """Half of the right value: eq. 5 has no factor ½."""
    return 0.5 * np.mean(_distances(X, sigmoid(X @ W_enc.T), W_dec))


@mistake(of="autoencoder_loss", credit=0.5)
def autoencoder_loss_averaged_over_all_entries(X, W_enc, W_dec):
    """You average over the components of x as well. The squares are summed within a sample; only the samples
    are averaged.
    """
    return np.mean((sigmoid(X @ W_enc.T) @ W_dec.T - X) ** 2)


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_of_unsquared_distances(X, W_enc, W_dec):
    """You average the distances ‖W_dec h − x‖; the loss has their squares."""
    return np.mean(np.sqrt(_distances(X, sigmoid(X @ W_enc.T), W_dec)))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_a_root(X, W_enc, W_dec):
    """You take a square root of the mean at the end; the loss is the mean of the squares itself."""
    return np.sqrt(np.mean(_distances(X, sigmoid(X @ W_enc.T), W_dec)))


@mistake(of="autoencoder_loss", credit=0.3)
def autoencoder_loss_without_activation(X, W_enc, W_dec):
    """Your codes are W_enc x itself. Without σ the two layers collapse into one matrix, as in 1a."""
    return np.mean(_distances(X, X @ W_enc.T, W_dec))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_tanh(X, W_enc, W_dec):
    """Your units are 0 for z = 0 and reach −1: that is tanh. Here σ is the logistic 1/(1 + e^−z), which is ½
    there.
    """
    return np.mean(_distances(X, np.tanh(X @ W_enc.T), W_dec))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_relu(X, W_enc, W_dec):
    """Your units are max(0, z). Here σ is the logistic 1/(1 + e^−z)."""
    return np.mean(_distances(X, np.maximum(0, X @ W_enc.T), W_dec))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_softmax_codes(X, W_enc, W_dec):
    """Your codes add up to 1 in every sample: that is softmax. σ acts on each unit by itself."""
    z = X @ W_enc.T
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return np.mean(_distances(X, powers / powers.sum(axis=1, keepdims=True), W_dec))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_a_squashed_output(X, W_enc, W_dec):
    """You pass the reconstruction through σ as well. Then it lies between 0 and 1 and cannot reach most x;
    eq. 5 has σ on the codes only.
    """
    return np.mean(np.sum((sigmoid(sigmoid(X @ W_enc.T) @ W_dec.T) - X) ** 2, axis=1))


@mistake(of="autoencoder_loss", credit=0.3)
def autoencoder_loss_with_sigmoid_of_the_input(X, W_enc, W_dec):
    """You apply σ to x before the encoder. It belongs to the result of W_enc x."""
    return np.mean(_distances(X, sigmoid(X) @ W_enc.T, W_dec))


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_tied_weights(X, W_enc, W_dec):
    """Your loss does not change with W_dec: you decode with the transpose of W_enc. Here the two matrices are
    independent.
    """
    return np.mean(_distances(X, sigmoid(X @ W_enc.T), W_enc.T))


@mistake(of="autoencoder_loss", credit=0.5)
def autoencoder_loss_with_a_sparsity_penalty(X, W_enc, W_dec):
    """You add the size of the codes to the loss. That would be a sparse autoencoder; eq. 5 has no such
    term.
    """
    codes = sigmoid(X @ W_enc.T)
    return np.mean(_distances(X, codes, W_dec) + codes.sum(axis=1))


@mistake(of="autoencoder_loss", credit=0.3)
def autoencoder_loss_of_the_first_sample(X, W_enc, W_dec):
    """Only the first sample counts in your loss. It is the mean over all n."""
    return _distances(X, sigmoid(X @ W_enc.T), W_dec)[0]


@mistake(of="autoencoder_loss", credit=0.4)
def autoencoder_loss_with_the_data_transposed(X, W_enc, W_dec):
    """You take the columns of X for the samples. They are its rows; a square X hides this."""
    return np.mean(_distances(X.T, sigmoid(X.T @ W_enc.T), W_dec))


@mistake(of="autoencoder_loss")
def autoencoder_loss_is_nan_for_saturated_units(X, W_enc, W_dec):
    """For large z your σ is inf/inf = nan: exp(z)/(1 + exp(z)) overflows. Write 1/(1 + exp(−z)), or pick by
    the sign of z.
    """
    powers = np.exp(X @ W_enc.T)
    return np.mean(_distances(X, powers / (1 + powers), W_dec))


@mistake(of="autoencoder_loss")
def autoencoder_loss_overflows_in_math_exp(X, W_enc, W_dec):
    """math.exp raises OverflowError above 709, so a strongly negative z stops your σ. np.exp gives inf there,
    and 1/(1 + inf) is the right 0; or use exp(z)/(1 + exp(z)) for negative z.
    """
    codes = [[1 / (1 + math.exp(-z)) for z in row] for row in X @ W_enc.T]
    return np.mean(_distances(X, np.array(codes), W_dec))
