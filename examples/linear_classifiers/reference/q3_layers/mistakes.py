"""Known mistakes of question 3, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import affine_backward


@mistake(of="affine_forward", credit=0.5)
def bias_is_forgotten(x, w, b):
    """The biases are not added: x w + b."""
    return x.reshape(len(x), -1) @ w, (x, w)


@mistake(of="affine_backward", credit=0.5)
def bias_gradient_is_a_mean(dout, cache):
    """db is the mean over the batch here. Every row gets the same b, so the gradients of the rows add up:
    the sum over axis 0. (The mean, if there is one, is in the loss, and has come down with dout.)
    """
    dx, dw, _ = affine_backward(dout, cache)
    return dx, dw, dout.mean(axis=0)


@mistake(of="affine_backward", credit=0.5)
def weight_gradient_is_of_one_row(dout, cache):
    """dw takes one row of the batch alone. Each row has its part in it: x.T @ dout adds them up."""
    dx, _, db = affine_backward(dout, cache)
    x, _ = cache
    return dx, np.outer(x.reshape(len(x), -1)[-1], dout[-1]), db


@mistake(of="affine_backward", credit=0.8)
def input_gradient_is_flat(dout, cache):
    """The numbers in dx are right, but it is a matrix. A gradient has the shape of what it is the gradient
    in: .reshape(x.shape).
    """
    dx, dw, db = affine_backward(dout, cache)
    return dx.reshape(len(dx), -1), dw, db


@mistake(of="relu_forward")
def absolute_value(x):
    """Negative entries come out with their sign reversed here; they become 0."""
    return np.abs(x), x


@mistake(of="relu_backward")
def gradient_goes_through(dout, cache):
    """The gradient goes through everywhere. Where x was negative the output does not change with it, and the
    gradient is 0: keep x, or where it was positive, in the cache.
    """
    return dout + 0 * cache


@mistake(of="relu_backward")
def mask_of_the_gradient(dout, cache):
    """You ask where dout is positive. What decides is where x was on the way there, which is what the cache
    is for; a gradient may have any sign.
    """
    return np.maximum(dout, 0) + 0 * cache
