"""Known mistakes of question 5, each with what a teaching assistant would say."""

import numpy as np

from grader import mistake

from .answers import dropout_forward


def _mask(x, dropout_param, p):
    return np.random.default_rng(dropout_param.get("seed")).random(x.shape) < p


@mistake(of="dropout_forward", credit=0.5)
def not_scaled(x, dropout_param):
    """What is kept is not divided by p. Then the next layer gets less in training than in the test: divide
    the mask by p ("inverted dropout"), and nothing is left to do in the test.
    """
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    mask = _mask(x, dropout_param, dropout_param["p"])
    return x * mask, mask


@mistake(of="dropout_forward", credit=0.5)
def p_is_the_probability_to_drop(x, dropout_param):
    """You drop with probability p. Here p is the probability to keep an entry: rand < p."""
    return dropout_forward(x, {**dropout_param, "p": 1 - dropout_param["p"]})


@mistake(of="dropout_forward", credit=0.5)
def scaled_in_the_test(x, dropout_param):
    """You multiply by p in the test. Training has divided by p already, so the test has nothing to do:
    return x.
    """
    if dropout_param["mode"] == "test":
        return x * dropout_param["p"], np.ones(x.shape)
    return dropout_forward(x, dropout_param)


@mistake(of="dropout_forward", credit=0.5)
def whole_columns_are_dropped(x, dropout_param):
    """You draw one number for each column, so that a unit is dropped for the whole batch at once. Draw one
    for each entry: rand(*x.shape).
    """
    p = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, np.ones(x.shape)
    mask = _mask(x[:1], dropout_param, p) / p * np.ones(x.shape)
    return x * mask, mask


@mistake(of="dropout_forward", credit=0.5)
def one_seed_for_ever(x, dropout_param):
    """Whatever the seed is, or without one, the same entries are kept: hand the seed on, and where there is
    none let the generator choose its own.
    """
    return dropout_forward(x, {**dropout_param, "seed": 0})


@mistake(of="dropout_backward", credit=0.5)
def gradient_goes_through(dout, cache):
    """The gradient goes through everywhere. What was dropped had no part in the output: multiply by the
    mask of the way there, which is what the cache is for.
    """
    return dout + 0 * cache


@mistake(of="dropout_backward", credit=0.5)
def gradient_is_not_scaled(dout, cache):
    """The gradient is not divided by p, as the output was: multiply by the same mask, with 1/p in it."""
    return dout * (cache > 0)
