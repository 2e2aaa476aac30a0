"""Question 9: known mistakes, each with what to say about it."""

import numpy as np

from grader import mistake

from .answers import (
    gradient_mapping,
    ista_step,
    l1_subdifferential_contains,
    prox_l1,
)


def _gradient(x, A, b):
    """Gradient of the smooth part, ½‖b − Ax‖²."""
    return A.T @ (A @ x - b)


# ---- prox_l1 -------------------------------------------------------------------------------------


@mistake(of="prox_l1", credit=0.3)
def prox_hard_threshold(x, t):
    """This is hard thresholding. Entries beyond t must shrink by t as well: the penalty still acts there."""
    return np.where(np.abs(x) > t, x, 0)


@mistake(of="prox_l1", credit=0.5)
def prox_loses_the_sign(x, t):
    """Your results are never negative: the sizes are right, but a negative entry must stay negative. Multiply
    by sign(x).
    """
    return np.maximum(np.abs(x) - t, 0)


@mistake(of="prox_l1", credit=0.4)
def prox_of_positive_entries_only(x, t):
    """Right for x > t, but you return 0 for every negative entry; for x < −t the result is x + t."""
    return np.maximum(x - t, 0)


@mistake(of="prox_l1", credit=0.2)
def prox_of_the_squared_norm(x, t):
    """x/(1 + t) is the proximal operator of the squared norm: it never gives an exact zero. With ‖z‖₁ you
    subtract t.
    """
    return x / (1 + t)


@mistake(of="prox_l1", credit=0.6)
def prox_with_2t(x, t):
    """Your threshold is 2t. Solve 0 ∈ z − x + t·∂‖z‖₁ again: with the ½ before the square it is exactly t."""
    return prox_l1(x, 2 * t)


@mistake(of="prox_l1", credit=0.6)
def prox_with_half_t(x, t):
    """Your threshold is t/2, which would be right without the ½ before ‖z − x‖²; with it the threshold is
    t.
    """
    return prox_l1(x, t / 2)


@mistake(of="prox_l1", credit=0.4)
def prox_with_t_squared(x, t):
    """Your threshold is t². Solve 0 ∈ z − x + t·∂‖z‖₁: it is t."""
    return prox_l1(x, t**2)


@mistake(of="prox_l1", credit=0.4)
def prox_with_1_over_t(x, t):
    """Your threshold is 1/t. Solve 0 ∈ z − x + t·∂‖z‖₁: it is t."""
    return prox_l1(x, 1 / t)


@mistake(of="prox_l1", credit=0.3)
def prox_with_threshold_1(x, t):
    """Your result does not change with t: you shrink by 1 whatever t is."""
    return prox_l1(x, t**0)


@mistake(of="prox_l1", credit=0.5)
def prox_without_max(x, t):
    """Right where |x| > t. Where |x| ≤ t your entries jump over 0 to the other side; there the result is
    0.
    """
    return x - t * np.sign(x)


@mistake(of="prox_l1", credit=0.2)
def prox_is_the_projection(x, t):
    """You clip x to [−t, t]. That is the part the proximal operator takes off: the result is x minus it."""
    return np.clip(x, -t, t)


@mistake(of="prox_l1", credit=0.3)
def prox_subtracts_t_always(x, t):
    """You subtract t on both sides. An entry below −t moves towards 0 as well: there add t."""
    return np.where(np.abs(x) > t, x - t, 0)


@mistake(of="prox_l1", credit=0.3)
def prox_grows(x, t):
    """Your entries move away from 0 by t; the penalty ‖z‖₁ pulls them towards it."""
    return np.where(np.abs(x) > t, x + t * np.sign(x), 0)


@mistake(of="prox_l1", credit=0.3)
def prox_of_the_euclidean_norm(x, t):
    """You shrink the vector as a whole by its length (the group lasso). ‖z‖₁ is a sum: each entry shrinks on
    its own.
    """
    length = np.linalg.norm(x)
    return x * max(1 - t / length, 0) if length else x


@mistake(of="prox_l1", credit=0.3)
def prox_branches_swapped(x, t):
    """Your two cases are exchanged: 0 belongs to |x| ≤ t, the shrunken entry to |x| > t."""
    return np.where(np.abs(x) <= t, x - t * np.sign(x), 0)


@mistake(of="prox_l1", credit=0.1)
def prox_keeps_at_least_t(x, t):
    """You take the larger of |x| and t. The proximal operator subtracts: max(|x| − t, 0)."""
    return np.sign(x) * np.maximum(np.abs(x), t)


@mistake(of="prox_l1", credit=0.2)
def prox_scales(x, t):
    """You multiply by 1 − t. The L1 norm takes the same amount t off every entry, whatever its size."""
    return (1 - t) * x


@mistake(of="prox_l1", credit=0.7)
def prox_of_zero_is_nan(x, t):
    """You write the sign as x/|x|, which is 0/0 = nan where x is 0. np.sign(x) is 0 there."""
    return x / np.abs(x) * np.maximum(np.abs(x) - t, 0)


@mistake(of="prox_l1", credit=0.4)
def prox_keeps_small_entries(x, t):
    """Right where |x| > t, but you leave the small entries as they are; where |x| ≤ t the result is 0."""
    return np.where(np.abs(x) > t, x - t * np.sign(x), x)


# ---- ista_step -----------------------------------------------------------------------------------


@mistake(of="ista_step", credit=0.6)
def step_with_threshold_lam(x, A, b, lam, step):
    """Your threshold is lam. The step belongs to the penalty too: it is step·lam (with step = 1 you cannot
    see it).
    """
    return prox_l1(x - step * _gradient(x, A, b), lam)


@mistake(of="ista_step", credit=0.5)
def step_with_threshold_step(x, A, b, lam, step):
    """Your threshold is the step alone; it is step·lam, or the penalty's weight has no effect."""
    return prox_l1(x - step * _gradient(x, A, b), step + 0 * lam)


@mistake(of="ista_step", credit=0.4)
def step_with_threshold_lam_over_step(x, A, b, lam, step):
    """Your threshold is lam/step; it is lam·step: a longer step also shrinks more."""
    return prox_l1(x - step * _gradient(x, A, b), lam / step)


@mistake(of="ista_step", credit=0.5)
def step_with_threshold_2_step_lam(x, A, b, lam, step):
    """Your threshold is 2·step·lam; with the ½ before ‖b − Ax‖² it is step·lam."""
    return prox_l1(x - step * _gradient(x, A, b), 2 * step * lam)


@mistake(of="ista_step", credit=0.3)
def step_without_prox(x, A, b, lam, step):
    """This is a step of plain gradient descent on the smooth part; the penalty never enters. Apply the prox
    to it.
    """
    return x - step * _gradient(x, A, b) + 0 * lam


@mistake(of="ista_step", credit=0.4)
def step_uphill(x, A, b, lam, step):
    """You move along +Aᵀ(Ax − b), which raises ½‖b − Ax‖²: check the sign of the residual."""
    return prox_l1(x + step * _gradient(x, A, b), step * lam)


@mistake(of="ista_step", credit=0.4)
def step_prox_first(x, A, b, lam, step):
    """You shrink x before the gradient step. First the step on the smooth part, then the prox of the
    result.
    """
    return prox_l1(x, step * lam) - step * _gradient(x, A, b)


@mistake(of="ista_step", credit=0.3)
def step_prox_of_x_alone(x, A, b, lam, step):
    """You shrink x, then take the gradient there. The gradient belongs at x, and the prox comes last."""
    shrunk = prox_l1(x, step * lam)
    return shrunk - step * _gradient(shrunk, A, b)


@mistake(of="ista_step", credit=0.6)
def step_with_twice_the_gradient(x, A, b, lam, step):
    """Your gradient is twice too large: the ½ in ½‖b − Ax‖² cancels the 2, which leaves Aᵀ(Ax − b)."""
    return prox_l1(x - 2 * step * _gradient(x, A, b), step * lam)


@mistake(of="ista_step", credit=0.4)
def step_with_hard_threshold(x, A, b, lam, step):
    """You keep or drop entries (hard thresholding); the prox of the L1 norm also shrinks those it keeps."""
    return prox_hard_threshold(x - step * _gradient(x, A, b), step * lam)


@mistake(of="ista_step", credit=0.3)
def step_along_a_subgradient(x, A, b, lam, step):
    """This is a subgradient step with sign(x): it gives no exact zeros. Replace the sign by the prox."""
    return x - step * (_gradient(x, A, b) + lam * np.sign(x))


@mistake(of="ista_step", credit=0.4)
def step_missing_in_the_gradient_part(x, A, b, lam, step):
    """You subtract the whole gradient: the step is missing before Aᵀ(Ax − b)."""
    return prox_l1(x - _gradient(x, A, b), step * lam)


@mistake(of="ista_step", credit=0.5)
def step_with_mean_residual(x, A, b, lam, step):
    """You divide the gradient by the number of rows of A; ½‖b − Ax‖² is a sum, not a mean."""
    return prox_l1(x - step * _gradient(x, A, b) / len(b), step * lam)


@mistake(of="ista_step", credit=0.3)
def step_without_transpose(x, A, b, lam, step):
    """You multiply the residual by A where it needs Aᵀ, which works for square matrices only."""
    return prox_l1(x - step * A @ (A @ x - b), step * lam)


@mistake(of="ista_step", credit=0.3)
def step_from_zero(x, A, b, lam, step):
    """Your gradient is that at 0, −Aᵀb; the step starts at x, where it is Aᵀ(Ax − b)."""
    return prox_l1(x + step * A.T @ b, step * lam)


@mistake(of="ista_step", credit=0.4)
def step_direction_only(x, A, b, lam, step):
    """You return the prox of the step −step·Aᵀ(Ax − b) alone; x itself is missing."""
    return prox_l1(-step * _gradient(x, A, b), step * lam)


@mistake(of="ista_step", credit=0.4)
def step_of_positive_entries_only(x, A, b, lam, step):
    """Your results are never negative: the prox must keep the sign, sign(v)·max(|v| − step·lam, 0)."""
    return np.maximum(x - step * _gradient(x, A, b) - step * lam, 0)


# ---- ista ----------------------------------------------------------------------------------------


def _iterate(A, b, lam, iterations, step, advance=ista_step):
    """Repeat a step from 0."""
    x = np.zeros(A.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(iterations):
            x = advance(x, A, b, lam, step)
    return x


def _safe_step(A):
    """Return 1/L."""
    return np.linalg.norm(A, 2) ** -2


@mistake(of="ista", credit=0.4)
def ista_with_step_1(A, b, lam, iterations):
    """Your step is 1 for every A. Where 1 > 2/‖A‖² the objective rises: take 1/‖A‖², the largest singular
    value squared.
    """
    return _iterate(A, b, lam, iterations, 1.0)


@mistake(of="ista", credit=0.4)
def ista_with_step_one_tenth(A, b, lam, iterations):
    """Your step is 0.1 for every A. Where 0.1 > 2/‖A‖² the objective rises: take 1/‖A‖², the largest singular
    value squared.
    """
    return _iterate(A, b, lam, iterations, 0.1)


@mistake(of="ista", credit=0.5)
def ista_with_step_one_hundredth(A, b, lam, iterations):
    """Your step is 0.01 for every A. Where 0.01 > 2/‖A‖² the objective rises: take 1/‖A‖², the largest
    singular value squared.
    """
    return _iterate(A, b, lam, iterations, 0.01)


@mistake(of="ista", credit=0.5)
def ista_with_unsquared_norm(A, b, lam, iterations):
    """Your step is 1/‖A‖; the curvature of ½‖b − Ax‖² is the largest singular value squared, so it must be
    1/‖A‖².
    """
    return _iterate(A, b, lam, iterations, 1 / np.linalg.norm(A, 2))


@mistake(of="ista", credit=0.4)
def ista_with_the_curvature_as_step(A, b, lam, iterations):
    """Your step is ‖A‖² itself; it is one over it."""
    return _iterate(A, b, lam, iterations, np.linalg.norm(A, 2) ** 2)


@mistake(of="ista", credit=0.6)
def ista_one_step_too_many(A, b, lam, iterations):
    """You take one step more than asked: after 0 iterations the iterate is still 0."""
    return _iterate(A, b, lam, iterations + 1, _safe_step(A))


@mistake(of="ista", credit=0.6)
def ista_one_step_too_few(A, b, lam, iterations):
    """You take one step less than asked: after 1 iteration the iterate should have left 0."""
    return _iterate(A, b, lam, iterations - 1, _safe_step(A))


@mistake(of="ista", credit=0.4)
def ista_from_the_back_projection(A, b, lam, iterations):
    """You start at Aᵀb; the question starts at 0."""
    x = A.T @ b
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, _safe_step(A))
    return x


@mistake(of="ista", credit=0.4)
def ista_from_ones(A, b, lam, iterations):
    """You start at a vector of ones; the question starts at 0."""
    x = np.ones(A.shape[1])
    for _ in range(iterations):
        x = ista_step(x, A, b, lam, _safe_step(A))
    return x


@mistake(of="ista", credit=0.6)
def ista_accelerated(A, b, lam, iterations):
    """This is the accelerated method (FISTA): it extrapolates from two iterates. The question asks for the
    plain iteration.
    """
    x = y = np.zeros(A.shape[1])
    t = 1.0
    for _ in range(iterations):
        old, x = x, ista_step(y, A, b, lam, _safe_step(A))
        t, before = (1 + np.sqrt(1 + 4 * t**2)) / 2, t
        y = x + (before - 1) / t * (x - old)
    return x


@mistake(of="ista", credit=0.2)
def ista_without_prox(A, b, lam, iterations):
    """This is plain gradient descent on ½‖b − Ax‖²; the penalty never enters. Apply the prox after every
    step.
    """
    return _iterate(A, b, lam, iterations, _safe_step(A), step_without_prox)


@mistake(of="ista", credit=0.4)
def ista_with_threshold_lam(A, b, lam, iterations):
    """Your threshold is lam in every iteration; it is step·lam, or the iterates go to the solution of another
    problem.
    """
    return _iterate(A, b, lam, iterations, _safe_step(A), step_with_threshold_lam)


@mistake(of="ista", credit=0.3)
def ista_by_subgradients(A, b, lam, iterations):
    """These are subgradient steps with sign(x): no entry becomes exactly 0. Replace the sign by the prox."""
    return _iterate(A, b, lam, iterations, _safe_step(A), step_along_a_subgradient)


@mistake(of="ista", credit=0.3)
def ista_uphill(A, b, lam, iterations):
    """You move along +Aᵀ(Ax − b), which raises the objective: check the sign of the residual."""
    return _iterate(A, b, lam, iterations, _safe_step(A), step_uphill)


@mistake(of="ista", credit=0.3)
def ista_with_hard_threshold(A, b, lam, iterations):
    """You keep or drop entries (hard thresholding); the prox of the L1 norm also shrinks those it keeps."""
    return _iterate(A, b, lam, iterations, _safe_step(A), step_with_hard_threshold)


@mistake(of="ista", credit=0.1)
def ista_of_one_step(A, b, lam, iterations):
    """Your result is the same after every number of iterations from 1 on: start each step at the iterate
    before, not at 0.
    """
    return _iterate(A, b, lam, min(iterations, 1), _safe_step(A))


@mistake(of="ista", credit=0.3)
def ista_shrinks_at_the_end(A, b, lam, iterations):
    """You follow the gradient all the way and shrink once at the end. The prox belongs to every step."""
    x = _iterate(A, b, 0.0, iterations, _safe_step(A))
    return prox_l1(x, lam * _safe_step(A))


@mistake(of="ista", credit=0.3)
def ista_with_half_the_penalty(A, b, lam, iterations):
    """Your iterates are those for lam/2. The objective ½‖b − Ax‖² + lam‖x‖₁ already has its ½: shrink by
    step·lam.
    """
    return _iterate(A, b, lam / 2, iterations, _safe_step(A))


@mistake(of="ista", credit=0.5)
def ista_stops_early(A, b, lam, iterations):
    """After ten iterations your iterate no longer moves, though it may be far from the minimum. Take as many
    steps as ``iterations`` says.
    """
    return _iterate(A, b, lam, min(iterations, 10), _safe_step(A))


@mistake(of="ista")
def ista_never_moves(A, b, lam, iterations):
    """Your iterate stays at 0: is the result of each step assigned to x?"""
    return np.zeros(A.shape[1]) * (b.sum() + lam + iterations)


# ---- l1_subdifferential_contains -----------------------------------------------------------------


@mistake(of="l1_subdifferential_contains", credit=0.4)
def contains_sign_only(u, g):
    """You ask for g = sign(u) everywhere. Where u_i = 0 every g_i in [−1, 1] is a subgradient, not only 0."""
    return bool(np.all(np.abs(g - np.sign(u)) <= 1e-9))


@mistake(of="l1_subdifferential_contains", credit=0.4)
def contains_ignores_zeros(u, g):
    """You check only the entries with u_i ≠ 0. Where u_i = 0 there is a condition too: |g_i| ≤ 1."""
    return bool(np.all(np.abs(g - np.sign(u))[u != 0] <= 1e-9))


@mistake(of="l1_subdifferential_contains", credit=0.3)
def contains_bound_only(u, g):
    """You check only that |g_i| ≤ 1. Where u_i ≠ 0 the subdifferential is the single number sign(u_i)."""
    return bool(np.all(np.abs(g + 0 * u) <= 1 + 1e-9))


@mistake(of="l1_subdifferential_contains", credit=0.6)
def contains_open_interval(u, g):
    """Where u_i = 0 you leave out the ends: the interval is closed, g_i = 1 and g_i = −1 belong to it."""
    return bool(np.all(np.where(u != 0, np.abs(g - np.sign(u)) <= 1e-9, np.abs(g) < 1 - 1e-9)))


@mistake(of="l1_subdifferential_contains", credit=0.7)
def contains_takes_small_entries_for_zero(u, g):
    """You take small entries of u for 0 (below 1e-3). The slack is on g alone: a small u_i has a sign as
    well.
    """
    return l1_subdifferential_contains(np.where(np.abs(u) < 1e-3, 0, u), g)


@mistake(of="l1_subdifferential_contains", credit=0.8)
def contains_without_slack(u, g):
    """Right but for rounding: a g that misses ±1 by less than 1e-9 counts as inside; you compare exactly."""
    return bool(np.all(np.where(u != 0, g == np.sign(u), np.abs(g) <= 1)))


@mistake(of="l1_subdifferential_contains", credit=0.8)
def contains_with_default_rtol(u, g):
    """Your slack is too large, about 1e-5: isclose and allclose add rtol=1e-5 by themselves, so pass rtol=0,
    atol=1e-9.
    """
    return bool(np.all(np.where(u != 0, np.isclose(g, np.sign(u)), np.abs(g) <= 1 + 1e-9)))


@mistake(of="l1_subdifferential_contains", credit=0.8)
def contains_with_slack_1e_6(u, g):
    """Your slack is too large: the question allows 1e-9, and 5e-8 beyond is outside."""
    return bool(np.all(np.where(u != 0, np.abs(g - np.sign(u)), np.abs(g) - 1) <= 2e-6))


@mistake(of="l1_subdifferential_contains", credit=0.3)
def contains_any(u, g):
    """You return True as soon as one entry fits; all of them have to."""
    return bool(np.any(np.where(u != 0, np.abs(g - np.sign(u)), np.abs(g) - 1) <= 1e-9))


@mistake(of="l1_subdifferential_contains", credit=0.4)
def contains_beyond_the_sign(u, g):
    """Where u_i > 0 you accept every g_i from 1 up, where u_i < 0 every one from −1 down. There g_i is ±1
    itself.
    """
    return bool(np.all(np.where(u == 0, np.abs(g) <= 1 + 1e-9, np.sign(u) * g >= 1 - 1e-9)))


@mistake(of="l1_subdifferential_contains", credit=0.4)
def contains_signs_agree(u, g):
    """You check only that the signs of g and u do not differ. Where u_i ≠ 0, g_i must be exactly ±1, and
    never beyond.
    """
    return bool(np.all(g * u >= 0))


@mistake(of="l1_subdifferential_contains", credit=0.4)
def contains_inner_product_only(u, g):
    """You check g·u = ‖u‖₁ alone. Where u_i = 0 it says nothing of g_i: |g_i| ≤ 1 is needed too."""
    return bool(abs(g @ u - np.abs(u).sum()) <= 1e-9 * max(np.abs(u).sum(), 1e-300))


@mistake(of="l1_subdifferential_contains", credit=0.3)
def contains_reversed_sign(u, g):
    """You compare with −sign(u): ‖u‖₁ grows where u_i > 0, so the slope there is +1."""
    return l1_subdifferential_contains(-u, g)


@mistake(of="l1_subdifferential_contains", credit=0.3)
def contains_negated(u, g):
    """Your True and False are exchanged."""
    return not l1_subdifferential_contains(u, g)


@mistake(of="l1_subdifferential_contains", credit=0.3)
def contains_swapped(u, g):
    """You exchanged the arguments: u is the point, g the candidate for the subgradient."""
    return l1_subdifferential_contains(g, u)


@mistake(of="l1_subdifferential_contains", credit=0.5)
def contains_entry_by_entry(u, g):
    """You return one answer for each entry; g is a subgradient if all of them fit."""
    return (np.where(u != 0, np.abs(g - np.sign(u)), np.abs(g) - 1) <= 1e-9).astype(float)


@mistake(of="l1_subdifferential_contains", credit=0.1)
def contains_always(u, g):
    """Your function says True to everything."""
    return bool(np.size(u) == np.size(g))


# ---- gradient_mapping ----------------------------------------------------------------------------


@mistake(of="gradient_mapping", credit=0.8)
def mapping_reversed(x, A, b, lam, step):
    """The sign is reversed: G is defined so that x − step·G is the next iterate."""
    return -gradient_mapping(x, A, b, lam, step)


@mistake(of="gradient_mapping", credit=0.5)
def mapping_not_divided(x, A, b, lam, step):
    """This is the difference x − prox(…); the gradient mapping divides it by the step."""
    return x - ista_step(x, A, b, lam, step)


@mistake(of="gradient_mapping", credit=0.4)
def mapping_multiplied_by_step(x, A, b, lam, step):
    """You multiply by the step where eq. 45 divides by it."""
    return step * (x - ista_step(x, A, b, lam, step))


@mistake(of="gradient_mapping", credit=0.5)
def mapping_without_gradient(x, A, b, lam, step):
    """This is G − ∇g(x), the subgradient of lam‖·‖₁ alone. G holds the gradient too: measure from x
    itself.
    """
    return gradient_mapping(x, A, b, lam, step) - _gradient(x, A, b)


@mistake(of="gradient_mapping", credit=0.3)
def mapping_by_the_sign_of_x(x, A, b, lam, step):
    """This is ∇g(x) + lam·sign(x). The subgradient in G belongs to the next iterate, and at 0 it is not
    sign.
    """
    return _gradient(x, A, b) + lam * np.sign(x) + 0 * step


@mistake(of="gradient_mapping", credit=0.3)
def mapping_by_the_sign_of_the_next(x, A, b, lam, step):
    """This is ∇g(x) + lam·sign(next iterate). Where the next iterate is 0 the subgradient is not 0 but
    between −lam and lam.
    """
    return _gradient(x, A, b) + lam * np.sign(ista_step(x, A, b, lam, step))


@mistake(of="gradient_mapping", credit=0.2)
def mapping_is_the_gradient(x, A, b, lam, step):
    """This is the gradient of the smooth part alone; the penalty never enters."""
    return _gradient(x, A, b) + 0 * lam * step


@mistake(of="gradient_mapping", credit=0.6)
def mapping_with_threshold_lam(x, A, b, lam, step):
    """Your threshold is lam. The step belongs to the penalty too: the prox is that of step·lam‖·‖₁."""
    return (x - step_with_threshold_lam(x, A, b, lam, step)) / step


@mistake(of="gradient_mapping", credit=0.5)
def mapping_with_threshold_step(x, A, b, lam, step):
    """Your threshold is the step alone; the prox is that of step·lam‖·‖₁."""
    return (x - step_with_threshold_step(x, A, b, lam, step)) / step


@mistake(of="gradient_mapping", credit=0.6)
def mapping_with_twice_the_gradient(x, A, b, lam, step):
    """Your gradient is twice too large: the ½ in ½‖b − Ax‖² cancels the 2."""
    return (x - step_with_twice_the_gradient(x, A, b, lam, step)) / step


@mistake(of="gradient_mapping", credit=0.4)
def mapping_uphill(x, A, b, lam, step):
    """The step inside the prox goes along +Aᵀ(Ax − b), uphill: check the sign of the residual."""
    return (x - step_uphill(x, A, b, lam, step)) / step


@mistake(of="gradient_mapping", credit=0.4)
def mapping_with_hard_threshold(x, A, b, lam, step):
    """Inside you keep or drop entries (hard thresholding); the prox of the L1 norm also shrinks those it
    keeps.
    """
    return (x - step_with_hard_threshold(x, A, b, lam, step)) / step


@mistake(of="gradient_mapping", credit=0.2)
def mapping_is_the_next_iterate(x, A, b, lam, step):
    """This is the next iterate; the gradient mapping is the way there: (x − next)/step."""
    return ista_step(x, A, b, lam, step)


@mistake(of="gradient_mapping", credit=0.4)
def mapping_at_the_next_iterate(x, A, b, lam, step):
    """You evaluate at the next iterate; G belongs to x."""
    return gradient_mapping(ista_step(x, A, b, lam, step), A, b, lam, step)
