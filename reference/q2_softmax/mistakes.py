"""Known mistakes of question 2, each with the sentence a good teacher would say."""

import math

import numpy as np

from grader import mistake

from .answers import cross_entropy, softmax, softmax_loss, softmax_loss_grad_b


def _sigmoid(a):
    return np.exp(-np.logaddexp(0, -a))


def _overflowing_softmax(a):
    return np.exp(a) / np.sum(np.exp(a))


# ---- softmax --------------------------------------------------------------------------------------


@mistake(of="softmax")
def softmax_without_shift(a):
    """The formula is right, but exp(900) is already infinite, and exp(−900) is 0 for all classes at once.
    Subtract max(a) first: a common shift changes no probability.
    """
    return _overflowing_softmax(a)


@mistake(of="softmax")
def softmax_shifted_by_the_mean(a):
    """You subtract the mean of the logits. The largest may still lie far above it, so exp still overflows:
    subtract max(a).
    """
    return _overflowing_softmax(a - a.mean())


@mistake(of="softmax")
def softmax_shifted_by_the_minimum(a):
    """You subtract the smallest logit, so the others become large and exp overflows: subtract the largest."""
    return _overflowing_softmax(a - a.min())


@mistake(of="softmax", credit=0.6)
def softmax_shifted_by_the_first(a):
    """You subtract the first logit. Another one may lie far above it, so exp still overflows: subtract the
    largest.
    """
    return _overflowing_softmax(a - a[0])


@mistake(of="softmax")
def softmax_with_clipped_logits(a):
    """You clip the logits, so two different large ones count as equal. Subtract max(a) instead: then nothing
    can overflow.
    """
    return softmax(np.clip(a, -500, 500))


@mistake(of="softmax", credit=0.2)
def softmax_divided_by_the_maximum(a):
    """You divide the logits by their maximum. That changes their differences; subtracting it does not."""
    return _overflowing_softmax(a / np.max(np.abs(a)))


@mistake(of="softmax")
def softmax_by_sigmoids(a):
    """Each class has its own sigmoid here, so the classes do not compete and the sum is not 1. Divide every
    exp(a_i) by their sum.
    """
    return _sigmoid(a)


@mistake(of="softmax", credit=0.3)
def softmax_not_normalised(a):
    """Your probabilities do not add up to 1: divide by the sum of all exp(a_j)."""
    return np.exp(a - np.max(a))


@mistake(of="softmax", credit=0.3)
def softmax_normalised_by_length(a):
    """You divide by the Euclidean length of exp(a), so the squares add up to 1. Divide by the sum."""
    powers = np.exp(a - np.max(a))
    return powers / np.linalg.norm(powers)


@mistake(of="softmax", credit=0.3)
def softmax_divided_by_the_count(a):
    """You divide by the number of classes. It is the sum of the exp(a_j) that makes them add up to 1."""
    return np.exp(a) / len(a)


@mistake(of="softmax")
def softmax_without_exp(a):
    """You normalise the logits themselves: a_i / Σ a_j may be negative. Take exp first."""
    return a / np.sum(a)


@mistake(of="softmax", credit=0.5)
def softmax_as_logarithm(a):
    """You return the logarithms of the probabilities (log-softmax). Here the probabilities are asked for."""
    return a - np.logaddexp.reduce(a)


@mistake(of="softmax", credit=0.4)
def softmax_to_base_two(a):
    """You take powers of 2. Softmax has powers of e: np.exp(a)."""
    return np.exp2(a - np.max(a)) / np.sum(np.exp2(a - np.max(a)))


@mistake(of="softmax", credit=0.3)
def softmax_as_argmax(a):
    """You give the whole probability to the largest logit. That is argmax; softmax leaves every class its
    share.
    """
    return (np.arange(len(a)) == np.argmax(a)).astype(float)


@mistake(of="softmax", credit=0.3)
def softmax_of_negated_logits(a):
    """The largest logit gets the smallest probability. The sign in the exponent is plus."""
    return softmax(-a)


@mistake(of="softmax")
def softmax_of_absolute_logits(a):
    """A strongly negative logit gets a large probability here. The sign of a counts: exp(−3) is less than
    1.
    """
    return softmax(np.abs(a))


@mistake(of="softmax", credit=0.3)
def softmax_divided_by_the_others(a):
    """You divide by the sum over the other classes only; that gives the odds. The sum in the denominator goes
    over all classes, i among them.
    """
    powers = np.exp(a - np.max(a))
    return powers / (np.sum(powers) - powers)


@mistake(of="softmax", credit=0.5)
def softmax_with_epsilon_in_the_sum(a):
    """You add a small number to the denominator. Where all exp(a_j) are small themselves it takes over;
    subtract max(a), and the sum is at least 1.
    """
    return np.exp(a) / (np.sum(np.exp(a)) + 1e-8)


# ---- cross_entropy --------------------------------------------------------------------------------


@mistake(of="cross_entropy", credit=0.7)
def cross_entropy_without_minus(y, y_hat):
    """The sign is reversed: logarithms of probabilities are negative, the loss is positive."""
    return -cross_entropy(y, y_hat)


@mistake(of="cross_entropy", credit=0.7)
def cross_entropy_in_bits(y, y_hat):
    """You use the logarithm to base 2. Here log is natural: np.log."""
    return cross_entropy(y, y_hat) / math.log(2)


@mistake(of="cross_entropy", credit=0.6)
def cross_entropy_to_base_ten(y, y_hat):
    """You use the logarithm to base 10. Here log is natural: np.log."""
    return cross_entropy(y, y_hat) / math.log(10)


@mistake(of="cross_entropy", credit=0.6)
def cross_entropy_averaged_over_classes(y, y_hat):
    """Too small by the number of classes: the terms are summed, not averaged."""
    return cross_entropy(y, y_hat) / len(y)


@mistake(of="cross_entropy", credit=0.3)
def cross_entropy_with_arguments_exchanged(y, y_hat):
    """You take the logarithm of y. It is the prediction ŷ that stands inside the logarithm, y is the
    weight.
    """
    return -np.sum(y_hat * np.log(y))


@mistake(of="cross_entropy", credit=0.4)
def cross_entropy_of_independent_classes(y, y_hat):
    """You add (1 − y) log(1 − ŷ): that is the binary cross entropy, one yes or no for each class. With
    several classes only −Σ y log ŷ remains.
    """
    return cross_entropy(y, y_hat) - np.sum((1 - y) * np.log(1 - y_hat))


@mistake(of="cross_entropy", credit=0.5)
def cross_entropy_of_the_likeliest_class(y, y_hat):
    """Only the largest entry of y counts. Right for one-hot labels; for any other y every class counts with
    its weight.
    """
    return -np.log(y_hat[np.argmax(y)])


@mistake(of="cross_entropy", credit=0.4)
def cross_entropy_log_of_the_sum(y, y_hat):
    """You take the logarithm of Σ y ŷ. For a one-hot y that is the same; in general the logarithm comes
    first, then the weighted sum.
    """
    return -np.log(np.sum(y * y_hat))


@mistake(of="cross_entropy", credit=0.2)
def cross_entropy_without_logarithm(y, y_hat):
    """The logarithm is missing: you have −Σ y ŷ."""
    return -np.sum(y * y_hat)


@mistake(of="cross_entropy")
def cross_entropy_as_squared_error(y, y_hat):
    """That is the squared error. The cross entropy is −Σ y log ŷ."""
    return np.sum((y - y_hat) ** 2)


@mistake(of="cross_entropy", credit=0.5)
def cross_entropy_minus_entropy(y, y_hat):
    """You have Σ y log(y/ŷ), the Kullback-Leibler divergence: it is smaller by the entropy of y, which is 0
    only for a one-hot y.
    """
    return cross_entropy(y, y_hat) - cross_entropy(y, y)


@mistake(of="cross_entropy", credit=0.4)
def cross_entropy_not_summed(y, y_hat):
    """You return one number for each class. The loss is their sum."""
    return np.where(y > 0, -y * np.log(y_hat), 0.0)


@mistake(of="cross_entropy", credit=0.6)
def cross_entropy_with_epsilon(y, y_hat):
    """You add a small number inside the logarithm. It hides how wrong a very confident mistake is: leave out
    the classes with y = 0 instead.
    """
    return -np.sum(y * np.log(y_hat + 1e-12))


@mistake(of="cross_entropy")
def cross_entropy_with_clipping(y, y_hat):
    """You clip ŷ before the logarithm, so a very confident mistake seems cheaper than it is. Leave out the
    classes with y = 0 instead.
    """
    return -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1 - 1e-15)))


@mistake(of="cross_entropy")
def cross_entropy_zero_times_infinity(y, y_hat):
    """Where y and ŷ are both 0 you get 0 · (−∞) = nan. Such a class counts 0: sum over the classes with y > 0
    only.
    """
    return -np.sum(y * np.log(y_hat))


# ---- softmax_loss ---------------------------------------------------------------------------------


@mistake(of="softmax_loss")
def loss_through_vanishing_probabilities(W, b, x, y):
    """Your ŷ is rounded to 0 before you take its logarithm. Put the two together: log ŷ_i = a_i − log Σ
    exp(a_j), with max(a) taken out of the sum.
    """
    return cross_entropy(y, softmax(W @ x + b))


@mistake(of="softmax_loss")
def loss_through_overflowing_powers(W, b, x, y):
    """exp overflows for large scores. Take max(a) out of the sum first: log Σ exp(a_j) = max(a) + log Σ
    exp(a_j − max(a)).
    """
    a = W @ x + b
    return y @ (np.log(np.sum(np.exp(a))) - a)


@mistake(of="softmax_loss", credit=0.6)
def loss_with_epsilon(W, b, x, y):
    """You add a small number inside the logarithm, so no mistake costs more than about 28. Use log ŷ_i = a_i
    − log Σ exp(a_j): it needs no such help.
    """
    return -np.sum(y * np.log(softmax(W @ x + b) + 1e-12))


@mistake(of="softmax_loss")
def loss_with_clipped_scores(W, b, x, y):
    """You clip the scores, so a very confident mistake seems cheaper than it is. Subtract max(a) instead."""
    return softmax_loss(0 * W, np.clip(W @ x + b, -500, 500), x, y)


@mistake(of="softmax_loss", credit=0.5)
def loss_without_bias(W, b, x, y):
    """Your loss does not change with b: the scores are Wx + b."""
    return softmax_loss(W, 0 * b, x, y)


@mistake(of="softmax_loss", credit=0.6)
def loss_without_minus(W, b, x, y):
    """The sign is reversed: logarithms of probabilities are negative, the loss is positive."""
    return -softmax_loss(W, b, x, y)


@mistake(of="softmax_loss", credit=0.6)
def loss_in_bits(W, b, x, y):
    """You use the logarithm to base 2. Here log is natural: np.log."""
    return softmax_loss(W, b, x, y) / math.log(2)


@mistake(of="softmax_loss", credit=0.6)
def loss_averaged_over_classes(W, b, x, y):
    """Too small by the number of classes: the terms are summed, not averaged."""
    return softmax_loss(W, b, x, y) / len(b)


@mistake(of="softmax_loss", credit=0.5)
def loss_of_the_likeliest_class(W, b, x, y):
    """Only the largest entry of y counts. Right for one-hot labels; for any other y every class counts with
    its weight.
    """
    return softmax_loss(W, b, x, np.eye(len(y))[np.argmax(y)])


@mistake(of="softmax_loss", credit=0.4)
def loss_log_of_the_sum(W, b, x, y):
    """You take the logarithm of Σ y ŷ. For a one-hot y that is the same; in general the logarithm comes
    first, then the weighted sum.
    """
    return -np.log(y @ softmax(W @ x + b))


@mistake(of="softmax_loss", credit=0.3)
def loss_with_sigmoids(W, b, x, y):
    """Your ŷ are sigmoids, so the classes do not compete: a common shift of all scores changes your loss. Use
    softmax.
    """
    return cross_entropy(y, _sigmoid(W @ x + b))


@mistake(of="softmax_loss", credit=0.3)
def loss_without_normaliser(W, b, x, y):
    """You have −Σ y a: the term log Σ exp(a_j) is missing, which makes the probabilities sum to 1."""
    return -y @ (W @ x + b)


@mistake(of="softmax_loss", credit=0.4)
def loss_forgets_the_shift(W, b, x, y):
    """You subtract max(a) inside the sum, but not from the score of the true class (or do not add it back
    after the logarithm). Shift all scores at once.
    """
    a = W @ x + b
    return y @ (np.log(np.sum(np.exp(a - np.max(a)))) - a)


@mistake(of="softmax_loss", credit=0.4)
def loss_with_softmax_twice(W, b, x, y):
    """You apply softmax twice. torch's cross_entropy takes the scores and does the softmax itself."""
    return softmax_loss(0 * W, softmax(W @ x + b), x, y)


@mistake(of="softmax_loss", credit=0.3)
def loss_with_weights_transposed(W, b, x, y):
    """You multiply x with the transpose of W. Row i of W belongs to class i; as many classes as features hide
    this.
    """
    return softmax_loss(W.T, b, x, y)


@mistake(of="softmax_loss", credit=0.5)
def loss_minus_entropy(W, b, x, y):
    """You have Σ y log(y/ŷ), the Kullback-Leibler divergence: it is smaller by the entropy of y, which is 0
    only for a one-hot y.
    """
    return softmax_loss(W, b, x, y) - cross_entropy(y, y)


# ---- softmax_loss_grad_W --------------------------------------------------------------------------


def _predict(W, b, x):
    return softmax(W @ x + b)


@mistake(of="softmax_loss_grad_W", credit=0.4)
def diagonal_of_the_jacobian_only(W, b, x, y):
    """Only the true class has a gradient here. Raising another class's score changes every ŷ_k through the
    denominator: sum ∂l/∂ŷ_k · ∂ŷ_k/∂a_i over all k, not only k = i. Then the columns add up to 0.
    """
    return np.outer(-y * (1 - _predict(W, b, x)), x)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_without_the_diagonal(W, b, x, y):
    """The term k = i of the chain rule is missing: the true class gets no gradient of its own. Your columns
    should add up to 0.
    """
    p = _predict(W, b, x)
    return np.outer(p * (y.sum() - y), x)


@mistake(of="softmax_loss_grad_W", credit=0.4)
def grad_W_with_the_jacobian_signs_wrong(W, b, x, y):
    """The other classes have the wrong sign: ∂ŷ_k/∂a_i is negative for k ≠ i, because a larger a_i takes
    probability away from class k. Your columns should add up to 0.
    """
    p = _predict(W, b, x)
    return np.outer(-y * (1 - p) - p * (y.sum() - y), x)


@mistake(of="softmax_loss_grad_W", credit=0.8)
def grad_W_sign_reversed(W, b, x, y):
    """The sign is reversed: a step against this gradient raises the loss. The factor is ŷ − y."""
    return np.outer(y - _predict(W, b, x), x)


@mistake(of="softmax_loss_grad_W", credit=0.8)
def grad_W_transposed(W, b, x, y):
    """The right numbers in the transposed layout: entry (i, j) belongs to class i and feature j, like W."""
    return np.outer(x, _predict(W, b, x) - y)


@mistake(of="softmax_loss_grad_W", credit=0.6)
def grad_W_without_x(W, b, x, y):
    """The factor x_j is missing. You stopped at ∂l/∂a_i = ŷ_i − y_i; one more step of the chain rule,
    ∂a_i/∂W_ij = x_j.
    """
    return np.outer(_predict(W, b, x) - y, np.ones_like(x))


@mistake(of="softmax_loss_grad_W", credit=0.5)
def grad_W_with_sigmoid_derivative(W, b, x, y):
    """You have an extra factor ŷ(1 − ŷ). It belongs to the squared error of a sigmoid; with the cross entropy
    it cancels.
    """
    p = _predict(W, b, x)
    return np.outer((p - y) * p * (1 - p), x)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_of_unnormalised_powers(W, b, x, y):
    """Your ŷ do not add up to 1: divide exp(a) by its sum."""
    return np.outer(np.exp(W @ x + b) - y, x)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_without_label(W, b, x, y):
    """Your gradient does not depend on y. At a perfect prediction it must vanish: subtract y from ŷ."""
    return np.outer(_predict(W, b, x), x)


@mistake(of="softmax_loss_grad_W", credit=0.6)
def grad_W_stops_at_the_probabilities(W, b, x, y):
    """You have x_j times −y_i/ŷ_i, which is ∂l/∂ŷ_i. The derivative of softmax, ∂ŷ_k/∂a_i, is still
    missing.
    """
    return np.outer(-y / _predict(W, b, x), x)


@mistake(of="softmax_loss_grad_W", credit=0.8)
def grad_W_averaged_over_classes(W, b, x, y):
    """Right direction, too small by the number of classes: the loss has no mean over them."""
    return np.outer(_predict(W, b, x) - y, x) / len(y)


@mistake(of="softmax_loss_grad_W", credit=0.8)
def grad_W_of_bits(W, b, x, y):
    """Too large by 1/ln 2: you differentiated the logarithm to base 2. Here log is natural."""
    return np.outer(_predict(W, b, x) - y, x) / math.log(2)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_with_sigmoids(W, b, x, y):
    """Your ŷ are sigmoids, so the classes do not compete: a common shift of all scores changes your answer.
    Use softmax.
    """
    return np.outer(_sigmoid(W @ x + b) - y, x)


@mistake(of="softmax_loss_grad_W", credit=0.6)
def grad_W_without_bias(W, b, x, y):
    """Your gradient does not change with b. The prediction is softmax(Wx + b): the bias belongs in it."""
    return np.outer(_predict(W, 0 * b, x) - y, x)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_times_weights(W, b, x, y):
    """You multiply ŷ − y with W where the input belongs: ∂a_i/∂W_ij = x_j."""
    return (_predict(W, b, x) - y)[:, None] * W


@mistake(of="softmax_loss_grad_W", credit=0.5)
def grad_W_of_the_likeliest_class(W, b, x, y):
    """You replace y by its largest entry. Right for one-hot labels; any other distribution y is subtracted as
    it is.
    """
    return np.outer(_predict(W, b, x) - np.eye(len(y))[np.argmax(y)], x)


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_with_classes_reversed(W, b, x, y):
    """The rows are in the wrong order: row i of the gradient belongs to class i, like row i of W."""
    return np.outer(_predict(W, b, x) - y, x)[::-1]


@mistake(of="softmax_loss_grad_W", credit=0.3)
def grad_W_of_the_predicted_class(W, b, x, y):
    """You take the likeliest class for sure: ŷ is the vector of all probabilities, not a 1 at the largest."""
    a = W @ x + b
    return np.outer(np.eye(len(a))[np.argmax(a)] - y, x)


@mistake(of="softmax_loss_grad_W")
def grad_W_overflows(W, b, x, y):
    """Right formula, but exp overflows for large scores and your gradient is nan: subtract max(a) first."""
    return np.outer(_overflowing_softmax(W @ x + b) - y, x)


# ---- softmax_loss_grad_b --------------------------------------------------------------------------


@mistake(of="softmax_loss_grad_b", credit=0.4)
def grad_b_diagonal_only(W, b, x, y):
    """Only the true class has a gradient here. Raising another class's bias changes every ŷ_k through the
    denominator: sum ∂l/∂ŷ_k · ∂ŷ_k/∂a_i over all k, not only k = i. Then the entries add up to 0.
    """
    return -y * (1 - _predict(W, b, x))


@mistake(of="softmax_loss_grad_b", credit=0.3)
def grad_b_without_the_diagonal(W, b, x, y):
    """The term k = i of the chain rule is missing: the true class gets no gradient of its own. Your entries
    should add up to 0.
    """
    return _predict(W, b, x) * (y.sum() - y)


@mistake(of="softmax_loss_grad_b", credit=0.8)
def grad_b_sign_reversed(W, b, x, y):
    """The sign is reversed: a step against this gradient raises the loss. The gradient is ŷ − y."""
    return y - _predict(W, b, x)


@mistake(of="softmax_loss_grad_b", credit=0.4)
def grad_b_times_input(W, b, x, y):
    """You multiply ŷ − y with the sum of x. The bias does not meet the input: ∂a_i/∂b_i = 1."""
    return (_predict(W, b, x) - y) * x.sum()


@mistake(of="softmax_loss_grad_b", credit=0.4)
def grad_b_shaped_like_W(W, b, x, y):
    """You return the gradient in W. The bias has one entry for each class, and so has its gradient: ŷ − y."""
    return np.outer(_predict(W, b, x) - y, x)


@mistake(of="softmax_loss_grad_b", credit=0.5)
def grad_b_with_sigmoid_derivative(W, b, x, y):
    """You have an extra factor ŷ(1 − ŷ). It belongs to the squared error of a sigmoid; with the cross entropy
    it cancels.
    """
    p = _predict(W, b, x)
    return (p - y) * p * (1 - p)


@mistake(of="softmax_loss_grad_b", credit=0.3)
def grad_b_of_unnormalised_powers(W, b, x, y):
    """Your ŷ do not add up to 1: divide exp(a) by its sum."""
    return np.exp(W @ x + b) - y


@mistake(of="softmax_loss_grad_b", credit=0.3)
def grad_b_without_label(W, b, x, y):
    """Your gradient does not depend on y. At a perfect prediction it must vanish: subtract y from ŷ."""
    return _predict(W, b, x)


@mistake(of="softmax_loss_grad_b", credit=0.6)
def grad_b_stops_at_the_probabilities(W, b, x, y):
    """You have −y_i/ŷ_i, which is ∂l/∂ŷ_i. The derivative of softmax, ∂ŷ_k/∂a_i, is still missing."""
    return -y / _predict(W, b, x)


@mistake(of="softmax_loss_grad_b", credit=0.8)
def grad_b_averaged_over_classes(W, b, x, y):
    """Right direction, too small by the number of classes: the loss has no mean over them."""
    return softmax_loss_grad_b(W, b, x, y) / len(y)


@mistake(of="softmax_loss_grad_b", credit=0.8)
def grad_b_of_bits(W, b, x, y):
    """Too large by 1/ln 2: you differentiated the logarithm to base 2. Here log is natural."""
    return softmax_loss_grad_b(W, b, x, y) / math.log(2)


@mistake(of="softmax_loss_grad_b", credit=0.3)
def grad_b_with_sigmoids(W, b, x, y):
    """Your ŷ are sigmoids, so the classes do not compete: a common shift of all scores changes your answer.
    Use softmax.
    """
    return _sigmoid(W @ x + b) - y


@mistake(of="softmax_loss_grad_b", credit=0.6)
def grad_b_without_bias(W, b, x, y):
    """Your gradient does not change with b. The prediction is softmax(Wx + b): the bias belongs in it."""
    return _predict(W, 0 * b, x) - y


@mistake(of="softmax_loss_grad_b", credit=0.5)
def grad_b_of_the_likeliest_class(W, b, x, y):
    """You replace y by its largest entry. Right for one-hot labels; any other distribution y is subtracted as
    it is.
    """
    return _predict(W, b, x) - np.eye(len(y))[np.argmax(y)]


@mistake(of="softmax_loss_grad_b")
def grad_b_summed_to_one_number(W, b, x, y):
    """You return a single number. Every class has its own bias and its own entry ŷ_i − y_i."""
    return np.sum(_predict(W, b, x) - y)


@mistake(of="softmax_loss_grad_b", credit=0.3)
def grad_b_of_the_predicted_class(W, b, x, y):
    """You take the likeliest class for sure: ŷ is the vector of all probabilities, not a 1 at the largest."""
    a = W @ x + b
    return np.eye(len(a))[np.argmax(a)] - y


@mistake(of="softmax_loss_grad_b")
def grad_b_overflows(W, b, x, y):
    """Right formula, but exp overflows for large scores and your gradient is nan: subtract max(a) first."""
    return _overflowing_softmax(W @ x + b) - y


# ---- confident_mistake_loss, confident_mistake_grad ------------------------------------------------


@mistake(of="confident_mistake_loss", credit=0.5)
def confident_loss_minus_infinity():
    """The logarithm goes to −∞, but the loss has a minus in front of it."""
    return -math.inf


@mistake(of="confident_mistake_loss", credit=0.5)
def confident_loss_with_epsilon():
    """You have −log of a small number that was added or clipped. What is asked for is the limit."""
    return -math.log(1e-12)


@mistake(of="confident_mistake_loss")
def confident_loss_of_the_wrong_class():
    """You get 0 = −log 1, the loss of the class that was predicted. The true class has ŷ = 0."""
    return 0.0


@mistake(of="confident_mistake_loss")
def confident_loss_of_one():
    """You get 1, as if the loss were 1 − ŷ of the true class. It is −log ŷ, and ŷ goes to 0."""
    return 1.0


@mistake(of="confident_mistake_loss")
def confident_loss_squared():
    """You get 2, the squared distance of [0, 0, 1] and [1, 0, 0]. The cross entropy is −log ŷ of the true
    class.
    """
    return 2.0


@mistake(of="confident_mistake_loss", credit=0.3)
def confident_loss_undefined():
    """You return nan. The limit exists: −log ŷ grows beyond every bound as ŷ goes to 0."""
    return math.nan


@mistake(of="confident_mistake_grad", credit=0.5)
def confident_grad_of_the_true_class_only():
    """Only the true class has a gradient here. The predicted class has one too: ŷ_3 − y_3 pushes its
    score down.
    """
    return np.array([-1.0, 0.0, 0.0])


@mistake(of="confident_mistake_grad", credit=0.7)
def confident_grad_sign_reversed():
    """The sign is reversed: the gradient is ŷ − y. Descent goes against it and raises the true class's
    score.
    """
    return np.array([1.0, 0.0, -1.0])


@mistake(of="confident_mistake_grad", credit=0.3)
def confident_grad_in_the_probabilities():
    """You have ∂l/∂ŷ = −y/ŷ, which is infinite. In the logits the derivative of softmax brings in a factor ŷ,
    and the gradient ŷ − y stays finite.
    """
    return np.array([-math.inf, 0.0, 0.0])


@mistake(of="confident_mistake_grad", credit=0.2)
def confident_grad_vanishes():
    """The gradient does not vanish: that happens with the squared error, where the factor ŷ(1 − ŷ) remains.
    With the cross entropy it cancels and ŷ − y is left.
    """
    return np.zeros(3)


@mistake(of="confident_mistake_grad", credit=0.3)
def confident_grad_without_label():
    """You return ŷ. The gradient in the logits is ŷ − y."""
    return np.array([0.0, 0.0, 1.0])


@mistake(of="confident_mistake_grad", credit=0.6)
def confident_grad_averaged():
    """Right direction, too small by the number of classes: the loss has no mean over them."""
    return np.array([-1.0, 0.0, 1.0]) / 3


@mistake(of="confident_mistake_grad", credit=0.2)
def confident_grad_undefined():
    """You return nan: probably −y/ŷ times the derivative of softmax, ∞ · 0. Simplify before taking the limit:
    ŷ − y.
    """
    return np.full(3, math.nan)
