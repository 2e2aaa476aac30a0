"""Known wrong answers to question 6, each with what a teacher would say."""

import math

import numpy as np

from grader import mistake

from .answers import autoencoder, reconstruction_loss, reconstruction_loss_grads, sgd_step, sigmoid

# ---- the network ----------------------------------------------------------------------------------


@mistake(of="autoencoder", credit=0.3)
def network_without_sigmoid(W1, b1, W2, b2, x):
    """The hidden layer has no sigmoid here, so the two layers are one linear map. Apply σ to W1 x + b1."""
    return W2 @ (W1 @ x + b1) + b2


@mistake(of="autoencoder", credit=0.4)
def network_with_sigmoid_at_the_end(W1, b1, W2, b2, x):
    """Your reconstruction goes through σ once more, so it stays between 0 and 1. The
    second layer is linear.
    """
    return sigmoid(autoencoder(W1, b1, W2, b2, x))


@mistake(of="autoencoder", credit=0.5)
def network_with_tanh(W1, b1, W2, b2, x):
    """Your hidden layer is tanh; σ is the logistic function 1/(1 + exp(−z)) here."""
    return W2 @ np.tanh(W1 @ x + b1) + b2


@mistake(of="autoencoder", credit=0.5)
def network_with_relu(W1, b1, W2, b2, x):
    """Your hidden layer is a ReLU; σ is the logistic function 1/(1 + exp(−z)) here."""
    return W2 @ np.maximum(W1 @ x + b1, 0) + b2


@mistake(of="autoencoder", credit=0.2)
def network_with_softmax(W1, b1, W2, b2, x):
    """Your hidden units share a sum of 1 (a softmax). With σ each unit is on or off by itself."""
    z = W1 @ x + b1
    h = np.exp(z - z.max())
    return W2 @ (h / h.sum()) + b2


@mistake(of="autoencoder", credit=0.5)
def network_without_first_bias(W1, b1, W2, b2, x):
    """b1 has no part in your result: the hidden layer is σ(W1 x + b1)."""
    return W2 @ sigmoid(W1 @ x) + b2


@mistake(of="autoencoder", credit=0.5)
def network_without_second_bias(W1, b1, W2, b2, x):
    """b2 has no part in your result: add it to W2 h."""
    return W2 @ sigmoid(W1 @ x + b1)


@mistake(of="autoencoder", credit=0.5)
def network_with_first_bias_after_the_sigmoid(W1, b1, W2, b2, x):
    """You add b1 after the sigmoid. It belongs inside: σ(W1 x + b1)."""
    return W2 @ (sigmoid(W1 @ x) + b1) + b2


@mistake(of="autoencoder", credit=0.4)
def network_with_the_sign_of_z_reversed(W1, b1, W2, b2, x):
    """Your sigmoid falls where it should rise: σ(z) = 1/(1 + exp(−z)), with a minus."""
    return W2 @ sigmoid(-(W1 @ x + b1)) + b2


@mistake(of="autoencoder", credit=0.2)
def network_stops_at_the_hidden_layer(W1, b1, W2, b2, x):
    """This is the hidden layer σ(W1 x + b1). Decode it: W2 h + b2."""
    return sigmoid(W1 @ x + b1)


@mistake(of="autoencoder", credit=0.3)
def network_with_tied_weights(W1, b1, W2, b2, x):
    """You decode with the transpose of W1. The second layer has weights of its own, W2."""
    return W1.T @ sigmoid(W1 @ x + b1) + b2


@mistake(of="autoencoder", credit=0.3)
def network_for_square_weights_only(W1, b1, W2, b2, x):
    """Your matrices are transposed, which raises an error unless they are square: W1 is
    (h, d) and acts as W1 @ x.
    """
    return sigmoid(x @ W1 + b1) @ W2 + b2


@mistake(of="autoencoder", credit=0.7)
def network_with_exp_over_1_plus_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but exp(z) overflows for large z, and inf/inf is nan:
    write 1/(1 + exp(−z)).
    """
    e = np.exp(W1 @ x + b1)
    return W2 @ (e / (1 + e)) + b2


@mistake(of="autoencoder", credit=0.7)
def network_with_math_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but math.exp raises OverflowError above 709. Use np.exp, or
    exp(z)/(1+exp(z)) where z < 0.
    """
    return W2 @ np.array([1 / (1 + math.exp(-z)) for z in W1 @ x + b1]) + b2


# ---- the loss -------------------------------------------------------------------------------------


@mistake(of="reconstruction_loss", credit=0.6)
def loss_averaged_over_components(W1, b1, W2, b2, x):
    """You average over the components. The loss is the squared length of the error, a sum."""
    return reconstruction_loss(W1, b1, W2, b2, x) / len(x)


@mistake(of="reconstruction_loss", credit=0.6)
def loss_halved(W1, b1, W2, b2, x):
    """Half of the right value: this loss has no factor ½."""
    return reconstruction_loss(W1, b1, W2, b2, x) / 2


@mistake(of="reconstruction_loss", credit=0.5)
def loss_not_squared(W1, b1, W2, b2, x):
    """This is the length of the error, ‖x̃ − x‖. The loss is its square."""
    return math.sqrt(reconstruction_loss(W1, b1, W2, b2, x))


@mistake(of="reconstruction_loss", credit=0.5)
def loss_root_mean_square(W1, b1, W2, b2, x):
    """This is the root of the mean square. The loss is the plain sum of the squares."""
    return math.sqrt(reconstruction_loss(W1, b1, W2, b2, x) / len(x))


@mistake(of="reconstruction_loss", credit=0.4)
def loss_of_absolute_values(W1, b1, W2, b2, x):
    """You sum absolute values. Sum the squares of the components."""
    return np.abs(autoencoder(W1, b1, W2, b2, x) - x).sum()


@mistake(of="reconstruction_loss", credit=0.3)
def loss_square_of_the_sum(W1, b1, W2, b2, x):
    """You sum first and square then, so errors of opposite sign cancel. Square each component, then sum."""
    return (autoencoder(W1, b1, W2, b2, x) - x).sum() ** 2


@mistake(of="reconstruction_loss", credit=0.2)
def loss_not_compared_with_the_input(W1, b1, W2, b2, x):
    """x is not subtracted: this is the squared length of the reconstruction, not of its error."""
    return (autoencoder(W1, b1, W2, b2, x) ** 2).sum()


@mistake(of="reconstruction_loss", credit=0.4)
def loss_of_each_component(W1, b1, W2, b2, x):
    """You return the squared error of each component. Sum them up to one number."""
    return (autoencoder(W1, b1, W2, b2, x) - x) ** 2


@mistake(of="reconstruction_loss", credit=0.5)
def loss_with_error_not_squared_but_doubled(W1, b1, W2, b2, x):
    """You double each component of the error where it should be squared: e**2, not e*2."""
    return ((autoencoder(W1, b1, W2, b2, x) - x) * 2).sum()


@mistake(of="reconstruction_loss", credit=0.2)
def loss_largest_error(W1, b1, W2, b2, x):
    """Only the largest component of the error counts in your loss. All squares are summed."""
    return ((autoencoder(W1, b1, W2, b2, x) - x) ** 2).max()


@mistake(of="reconstruction_loss", credit=0.4)
def loss_without_sigmoid(W1, b1, W2, b2, x):
    """Your reconstruction has no sigmoid in its hidden layer."""
    return ((network_without_sigmoid(W1, b1, W2, b2, x) - x) ** 2).sum()


@mistake(of="reconstruction_loss", credit=0.5)
def loss_without_biases(W1, b1, W2, b2, x):
    """The biases have no part in your loss. The reconstruction is W2 σ(W1 x + b1) + b2."""
    return reconstruction_loss(W1, 0 * b1, W2, 0 * b2, x)


@mistake(of="reconstruction_loss", credit=0.7)
def loss_with_exp_over_1_plus_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but exp(z) overflows for large z, and inf/inf is nan:
    write 1/(1 + exp(−z)).
    """
    return ((network_with_exp_over_1_plus_exp(W1, b1, W2, b2, x) - x) ** 2).sum()


@mistake(of="reconstruction_loss", credit=0.7)
def loss_with_math_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but math.exp raises OverflowError above 709. Use np.exp, or
    exp(z)/(1+exp(z)) where z < 0.
    """
    return ((network_with_math_exp(W1, b1, W2, b2, x) - x) ** 2).sum()


# ---- the gradients --------------------------------------------------------------------------------


def _pieces(W1, b1, W2, b2, x):
    """Return the hidden layer h, its slope h(1−h), and e = 2(x̃ − x)."""
    h = sigmoid(W1 @ x + b1)
    return h, h * (1 - h), 2 * (W2 @ h + b2 - x)


def _gradients(delta, h, e, x):
    """Return the four gradients from those of the two pre-activations."""
    return np.outer(delta, x), delta, np.outer(e, h), e


@mistake(of="reconstruction_loss_grads", credit=0.4)
def grads_with_the_input_twice(W1, b1, W2, b2, x):
    """The gradient of W1 has a factor x too many: ∂σ(W1x + b1)/∂W1 already contains x. Go back step by step:
    e, W2ᵀe, times h(1−h), then the outer product with x.
    """
    dW1, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1 * x, db1, dW2, db2


@mistake(of="reconstruction_loss_grads", credit=0.3)
def grads_with_W2_times_the_input(W1, b1, W2, b2, x):
    """W2 x cannot be formed unless W2 is square: W2 acts on the hidden layer. On the way back the error
    passes W2ᵀ, then h(1−h), and then meets xᵀ in an outer product.
    """
    h, slope, e = _pieces(W1, b1, W2, b2, x)
    dW1 = e * (W2 @ x) * slope
    return dW1, e * (W2 @ np.ones_like(x)) * slope, np.outer(e, h), e


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_without_the_hidden_layer_in_W2(W1, b1, W2, b2, x):
    """A gradient has the shape of what it belongs to. That of W2 is the outer product e
    hᵀ; you stopped at e.
    """
    dW1, db1, _, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1, db1, db2, db2


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_with_the_error_in_every_column_of_W2(W1, b1, W2, b2, x):
    """Every column of your gradient of W2 is e. Column k must be multiplied by the hidden unit h_k: e hᵀ."""
    dW1, db1, _, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1, db1, np.repeat(db2[:, None], len(b1), axis=1), db2


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_without_the_slope_of_the_sigmoid(W1, b1, W2, b2, x):
    """The error passes through the sigmoid on its way back: multiply W2ᵀe by h(1−h)."""
    h, _, e = _pieces(W1, b1, W2, b2, x)
    return _gradients(W2.T @ e, h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.7)
def grads_without_the_factor_two(W1, b1, W2, b2, x):
    """Right, but too small by the factor 2: the derivative of r² is 2r."""
    return tuple(grad / 2 for grad in reconstruction_loss_grads(W1, b1, W2, b2, x))


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_transposed(W1, b1, W2, b2, x):
    """The gradients of W1 and W2 are transposed: each has the shape of its matrix."""
    dW1, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1.T, db1, dW2.T, db2


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_through_W2_not_transposed(W1, b1, W2, b2, x):
    """Errors flow back through W2ᵀ, not W2. For square matrices there is no error
    message, only wrong numbers.
    """
    h, slope, e = _pieces(W1, b1, W2, b2, x)
    return _gradients((W2 @ e) * slope, h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_with_the_slope_at_z(W1, b1, W2, b2, x):
    """You use z(1−z) with the pre-activation z. The slope of the sigmoid is h(1−h) with h = σ(z)."""
    h, _, e = _pieces(W1, b1, W2, b2, x)
    z = W1 @ x + b1
    return _gradients((W2.T @ e) * z * (1 - z), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_with_the_sigmoid_twice(W1, b1, W2, b2, x):
    """You take the slope of the sigmoid at h, so σ is applied twice. Take it at z: with h
    = σ(z) it is h(1−h).
    """
    h, _, e = _pieces(W1, b1, W2, b2, x)
    again = sigmoid(h)
    return _gradients((W2.T @ e) * again * (1 - again), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_climbing(W1, b1, W2, b2, x):
    """All signs are reversed: the error is x̃ − x, not x − x̃. A step against your
    gradient raises the loss.
    """
    return tuple(-grad for grad in reconstruction_loss_grads(W1, b1, W2, b2, x))


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_with_the_slope_of_tanh(W1, b1, W2, b2, x):
    """1 − h² is the slope of tanh. That of the sigmoid is h(1−h)."""
    h, _, e = _pieces(W1, b1, W2, b2, x)
    return _gradients((W2.T @ e) * (1 - h**2), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_with_the_sigmoid_for_its_slope(W1, b1, W2, b2, x):
    """The slope of the sigmoid is h(1−h); you have h alone."""
    h, _, e = _pieces(W1, b1, W2, b2, x)
    return _gradients((W2.T @ e) * h, h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_with_one_minus_sigmoid_for_its_slope(W1, b1, W2, b2, x):
    """The slope of the sigmoid is h(1−h); you have 1−h alone."""
    h, _, e = _pieces(W1, b1, W2, b2, x)
    return _gradients((W2.T @ e) * (1 - h), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_without_the_input_in_W1(W1, b1, W2, b2, x):
    """Every column of your gradient of W1 is that of b1. Column j must be multiplied by the input x_j."""
    _, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return np.repeat(db1[:, None], len(x), axis=1), db1, dW2, db2


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_with_the_reconstruction_for_the_input(W1, b1, W2, b2, x):
    """In the gradient of W1 the outer product is with the input x; you took the reconstruction x̃."""
    _, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return np.outer(db1, autoencoder(W1, b1, W2, b2, x)), db1, dW2, db2


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_averaged_over_components(W1, b1, W2, b2, x):
    """Right, but divided by the number of components: the loss is a sum, not a mean."""
    return tuple(grad / len(x) for grad in reconstruction_loss_grads(W1, b1, W2, b2, x))


@mistake(of="reconstruction_loss_grads", credit=0.4)
def grads_of_the_length(W1, b1, W2, b2, x):
    """You differentiated ‖x̃ − x‖. The loss is its square, whose derivative is 2(x̃ − x)."""
    length = np.sqrt(reconstruction_loss(W1, b1, W2, b2, x))
    return tuple(grad / (2 * length) for grad in reconstruction_loss_grads(W1, b1, W2, b2, x))


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_with_the_layers_exchanged(W1, b1, W2, b2, x):
    """The layers are exchanged: return the gradients in the order W1, b1, W2, b2."""
    dW1, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW2, db2, dW1, db1


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_with_weights_before_biases(W1, b1, W2, b2, x):
    """Return the gradients in the order of the arguments, W1, b1, W2, b2; yours come as W1, W2, b1, b2."""
    dW1, db1, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1, dW2, db1, db2


@mistake(of="reconstruction_loss_grads", credit=0.5)
def grads_of_the_weights_only(W1, b1, W2, b2, x):
    """Only two of the four gradients came back: the biases b1 and b2 have gradients too."""
    dW1, _, dW2, _ = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1, dW2


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_of_the_first_bias_without_the_slope(W1, b1, W2, b2, x):
    """The gradient of b1 misses h(1−h): b1 acts through the sigmoid, as W1 does."""
    dW1, _, dW2, db2 = reconstruction_loss_grads(W1, b1, W2, b2, x)
    return dW1, W2.T @ db2, dW2, db2


@mistake(of="reconstruction_loss_grads", credit=0.4)
def grads_without_the_biases_in_the_network(W1, b1, W2, b2, x):
    """Your gradients do not change with the biases: the reconstruction is W2 σ(W1 x + b1) + b2."""
    return reconstruction_loss_grads(W1, 0 * b1, W2, 0 * b2, x)


@mistake(of="reconstruction_loss_grads", credit=0.4)
def grads_with_the_target_moving(W1, b1, W2, b2, x):
    """x is missing from the error: it is x̃ − x, you use x̃ alone."""
    h, slope, e = _pieces(W1, b1, W2, b2, x)
    e = e + 2 * x
    return _gradients((W2.T @ e) * slope, h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.7)
def grads_with_exp_over_1_plus_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but exp(z) overflows for large z, and inf/inf is nan:
    write 1/(1 + exp(−z)).
    """
    exp = np.exp(W1 @ x + b1)
    h = exp / (1 + exp)
    e = 2 * (W2 @ h + b2 - x)
    return _gradients((W2.T @ e) * h * (1 - h), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.7)
def grads_with_math_exp(W1, b1, W2, b2, x):
    """Right for moderate values, but math.exp raises OverflowError above 709. Use np.exp, or
    exp(z)/(1+exp(z)) where z < 0.
    """
    h = np.array([1 / (1 + math.exp(-z)) for z in W1 @ x + b1])
    e = 2 * (W2 @ h + b2 - x)
    return _gradients((W2.T @ e) * h * (1 - h), h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.7)
def grads_with_a_slope_that_overflows(W1, b1, W2, b2, x):
    """Right for moderate values, but exp(−z)/(1 + exp(−z))² is inf/inf = nan for strongly negative z. Write
    σ' as h(1 − h), with the h you have.
    """
    h, _, e = _pieces(W1, b1, W2, b2, x)
    exp = np.exp(-(W1 @ x + b1))
    return _gradients((W2.T @ e) * exp / (1 + exp) ** 2, h, e, x)


@mistake(of="reconstruction_loss_grads", credit=0.6)
def grads_after_W2_has_moved(W1, b1, W2, b2, x):
    """Both layers' gradients belong to the same point. You moved W2 before the error went back through it."""
    h, slope, e = _pieces(W1, b1, W2, b2, x)
    moved = W2 - 0.1 * np.outer(e, h)
    return _gradients((moved.T @ e) * slope, h, e, x)


# ---- plain steps ----------------------------------------------------------------------------------


@mistake(of="sgd_step", credit=0.3)
def step_uphill(w, grad, lr):
    """You add the gradient, which climbs. Subtract it."""
    return w + lr * grad


@mistake(of="sgd_step", credit=0.4)
def step_without_step_size(w, grad, lr):
    """The step size has no part in your result: multiply the gradient by lr."""
    return w - grad


@mistake(of="sgd_step", credit=0.3)
def step_alone(w, grad, lr):
    """This is the change −lr·grad. Return the new parameters, w − lr·grad."""
    return -lr * grad


@mistake(of="sgd_step", credit=0.3)
def step_reversed(w, grad, lr):
    """All signs are reversed: this is lr·grad − w."""
    return lr * grad - w


@mistake(of="sgd_step", credit=0.1)
def step_that_multiplies(w, grad, lr):
    """You multiply w by 1 − lr·grad. The gradient is subtracted from w, not used as a share of it."""
    return w * (1 - lr * grad)


@mistake(of="sgd_step", credit=0.3)
def step_of_fixed_length(w, grad, lr):
    """You divide the gradient by its length, so every step is lr long. A steep slope makes a longer step."""
    length = np.linalg.norm(grad)
    return w - lr * grad / (length if length else 1)


@mistake(of="sgd_step", credit=0.3)
def step_by_signs(w, grad, lr):
    """Only the signs of the gradient count in your step. Use its values."""
    return w - lr * np.sign(grad)


@mistake(of="sgd_step", credit=0.6)
def step_with_clipped_gradient(w, grad, lr):
    """You clip the gradient to ±1 before the step. The plain step uses it as it is."""
    return w - lr * np.clip(grad, -1, 1)


@mistake(of="sgd_step", credit=0.4)
def step_averaged(w, grad, lr):
    """You divide the gradient by its number of entries. The step is lr times the gradient, nothing else."""
    return w - lr * grad / grad.size


@mistake(of="sgd_step", credit=0.4)
def step_with_a_step_size_of_its_own(w, grad, lr):
    """Your step size is always 0.01. Use the argument lr."""
    return w - 0.01 * grad


@mistake(of="sgd_step", credit=0.3)
def step_divided_by_step_size(w, grad, lr):
    """You divide by lr: a smaller step size would make longer steps. Multiply."""
    return w - grad / np.float64(lr)


@mistake(of="sgd_step", credit=0.5)
def step_with_weight_decay(w, grad, lr):
    """The parameters shrink besides following the gradient (weight decay). Nobody asked for that term."""
    return w - lr * (grad + 0.01 * w)


@mistake(of="sgd_step", credit=0.5)
def step_with_the_step_size_squared(w, grad, lr):
    """lr enters your step twice. Multiply the gradient by it once."""
    return w - lr * lr * grad


@mistake(of="sgd_step", credit=0.2)
def step_with_the_same_change_for_all(w, grad, lr):
    """Every parameter moves by the same amount here. Each has its own entry of the gradient."""
    return w - lr * grad.mean()


# ---- momentum -------------------------------------------------------------------------------------


@mistake(of="momentum_step", credit=0.5)
def momentum_coefficient_missing(w, grad, velocity, lr, momentum):
    """The old velocity never fades: it has the coefficient 1. Multiply it by `momentum`, or the steps swing
    for ever.
    """
    velocity = velocity - lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_coefficient_missing_without_lr(w, grad, velocity, lr, momentum):
    """The old velocity never fades: it has the coefficient 1. Multiply it by `momentum`, or the steps swing
    for ever.
    """
    velocity = velocity + grad
    return w - lr * velocity, velocity


@mistake(of="momentum_step", credit=0.4)
def momentum_ignored(w, grad, velocity, lr, momentum):
    """This is the plain gradient step; the velocity does not move w. Add the new velocity to w."""
    return sgd_step(w, grad, lr), momentum * velocity - lr * grad


@mistake(of="momentum_step", credit=0.3)
def momentum_velocity_not_carried(w, grad, velocity, lr, momentum):
    """The old velocity is lost: each step starts anew. The new velocity is momentum times the old one plus
    this step.
    """
    velocity = -lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_velocity_returned_unchanged(w, grad, velocity, lr, momentum):
    """You return the velocity you were given, so the next step knows nothing of this one.
    Return the new one.
    """
    return w + momentum * velocity - lr * grad, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_moves_by_the_old_velocity(w, grad, velocity, lr, momentum):
    """w moves by the velocity you were given, so it lags one step behind. Update the
    velocity first, then w.
    """
    return w + velocity, momentum * velocity - lr * grad


@mistake(of="momentum_step", credit=0.5)
def momentum_moves_by_the_old_velocity_without_lr(w, grad, velocity, lr, momentum):
    """w moves by the velocity you were given, so it lags one step behind. Update the
    velocity first, then w.
    """
    return w - lr * velocity, momentum * velocity + grad


@mistake(of="momentum_step", credit=0.5)
def momentum_as_an_average(w, grad, velocity, lr, momentum):
    """Your gradient has the factor 1 − momentum (a running average), so even the first step is too short. Add
    the gradient itself.
    """
    velocity = momentum * velocity - (1 - momentum) * lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_as_an_average_without_lr(w, grad, velocity, lr, momentum):
    """Your gradient has the factor 1 − momentum (a running average), so even the first step is too short. Add
    the gradient itself.
    """
    velocity = momentum * velocity + (1 - momentum) * grad
    return w - lr * velocity, velocity


@mistake(of="momentum_step", credit=0.4)
def momentum_uphill(w, grad, velocity, lr, momentum):
    """Your first step climbs: the gradient is added. Subtract it."""
    velocity = momentum * velocity + lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_against_the_last_step(w, grad, velocity, lr, momentum):
    """Your second step turns part of the first one back: momentum goes on in the same direction. Check the
    sign of the old velocity.
    """
    velocity = -momentum * velocity - lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_with_velocity_of_mixed_sign(w, grad, velocity, lr, momentum):
    """Your second step turns part of the first one back: momentum goes on in the same direction. Check the
    sign of the old velocity.
    """
    velocity = momentum * velocity - lr * grad
    return w + velocity, -velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_with_the_step_size_twice(w, grad, velocity, lr, momentum):
    """lr enters twice, in the velocity and in the step. Put it in one of the two."""
    velocity = momentum * velocity + lr * grad
    return w - lr * velocity, velocity


@mistake(of="momentum_step", credit=0.4)
def momentum_without_step_size(w, grad, velocity, lr, momentum):
    """The step size has no part in your result: multiply the gradient (or the velocity) by lr."""
    velocity = momentum * velocity - grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.6)
def momentum_of_nesterov(w, grad, velocity, lr, momentum):
    """This is Nesterov's variant, which looks one step ahead. The question asks for plain momentum: w moves
    by the new velocity itself.
    """
    velocity = momentum * velocity - lr * grad
    return w + momentum * velocity - lr * grad, velocity


@mistake(of="momentum_step", credit=0.6)
def momentum_of_nesterov_without_lr(w, grad, velocity, lr, momentum):
    """This is Nesterov's variant, which looks one step ahead. The question asks for plain momentum: w moves
    by the new velocity itself.
    """
    velocity = momentum * velocity + grad
    return w - lr * (grad + momentum * velocity), velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_uphill_without_lr(w, grad, velocity, lr, momentum):
    """You add lr times the velocity, which climbs. Where the velocity gathers gradients, subtract it."""
    velocity = momentum * velocity + grad
    return w + lr * velocity, velocity


@mistake(of="momentum_step", credit=0.4)
def momentum_on_the_gradient(w, grad, velocity, lr, momentum):
    """The factor `momentum` stands at the gradient. It belongs to the old velocity."""
    velocity = velocity - lr * momentum * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.6)
def momentum_with_results_exchanged(w, grad, velocity, lr, momentum):
    """The two results are exchanged: return the parameters first, the velocity second."""
    velocity = momentum * velocity - lr * grad
    return velocity, w + velocity


@mistake(of="momentum_step", credit=0.4)
def momentum_fixed(w, grad, velocity, lr, momentum):
    """Your coefficient is always 0.9. Use the argument `momentum`."""
    velocity = 0.9 * velocity - lr * grad
    return w + velocity, velocity


@mistake(of="momentum_step", credit=0.5)
def momentum_without_the_velocity(w, grad, velocity, lr, momentum):
    """Only the parameters came back. Return the pair (parameters, velocity): the next
    step needs the velocity.
    """
    return w + momentum * velocity - lr * grad
