"""Question 9: what is true of any right proximal operator, step, iteration and gradient mapping."""

import numpy as np
from numpy import ndarray

from grader import agree

from .inputs import (
    Blur,
    Exact,
    Observed,
    OftenOnTheFace,
    Penalty,
    Point,
    Share,
    Signal,
    Square,
    Step,
    Threshold,
)


def _soft(x: ndarray, t: float) -> ndarray:
    """What is left of x when the part in [−t, t] is taken off (Moreau's decomposition)."""
    return x - np.clip(x, -t, t)


def _objective(x: ndarray, A: ndarray, b: ndarray, lam: float) -> float:
    """Return ½‖b − Ax‖² + lam‖x‖₁."""
    return float(0.5 * np.sum((b - A @ x) ** 2) + lam * np.abs(x).sum())


def _penalty(A: ndarray, b: ndarray, share: float) -> float:
    """Return that share of the smallest penalty at which the solution is 0, ‖Aᵀb‖∞, and at most 1e4."""
    return min(share * float(np.abs(A.T @ b).max()), 1e4)


# ---- proximal operator ---------------------------------------------------------------------------


def prox_takes_off_the_part_within_t(prox_l1, x: Signal, t: Threshold) -> None:
    """What the proximal operator takes off is the part of x in [−t, t]: x − prox(x) = clip(x, −t, t)."""
    agree(x - prox_l1(x, t), np.clip(x, -t, t), scale=max(np.abs(x).max(), t))


def prox_twice_is_prox_once(prox_l1, x: Signal, t: Threshold) -> None:
    """Shrinking by t/4 and then by 3t/4 is shrinking by t."""
    agree(prox_l1(prox_l1(x, t / 4), 3 * t / 4), prox_l1(x, t), scale=max(np.abs(x).max(), t))


# ---- ISTA ----------------------------------------------------------------------------------------


def step_takes_off_at_most_step_times_lam(
    ista_step, x: Point, A: Blur, b: Observed, lam: Penalty, step: Step
) -> None:
    """After the gradient step to v, the prox takes off the part of v within step·lam, not lam."""
    v = x - step * A.T @ (A @ x - b)
    part = np.clip(v, -step * lam, step * lam)
    agree(v - ista_step(x, A, b, lam, step), part, scale=max(np.abs(v).max(), np.abs(x).max()))


def ista_starts_at_zero(ista, A: Blur, b: Observed, share: Share) -> None:
    """Before the first step the iterate is 0."""
    agree(ista(A, b, _penalty(A, b, share), 0), np.zeros(A.shape[1]), scale=1)


LATE = 25  # an iteration at which one that stops early has stopped, and few have come to the minimum


def ista_iterates_are_proximal_steps(ista, A: Blur, b: Observed, share: Share) -> None:
    """From 0 on, every iterate comes from the one before by a proximal gradient step, for some step size."""
    lam, L = _penalty(A, b, share), float(np.sum(A**2))
    usual = float(np.max(np.abs(A.T) @ np.abs(b))) / L
    old = np.zeros(A.shape[1])
    for iteration in (1, 2, 3, 4, 5, LATE):
        if iteration == LATE:
            old = ista(A, b, lam, iteration - 1)
        if not np.abs(old).max() <= 1e3 * usual:
            return  # it does not converge, which is another law's business
        new = ista(A, b, lam, iteration)
        gradient = A.T @ (A @ old - b)
        size = max(np.abs(new).max(), 1e-3 * usual)
        moved = np.abs(new - old).max()
        if moved == 0:  # it may stay only where every step leads back
            agree(_soft(old - gradient / L, lam / L), old, scale=max(size, usual))
        if moved <= 1e-5 * size or not new.any():
            return  # only rounding moves from now on; or it fell back to 0, which raised the objective
        step = _step(old, new, gradient, lam)
        assert step > 0, "No step size leads from this iterate to the next."
        agree(new, _soft(old - step * gradient, step * lam), scale=size)
        old = new


def _step(old: ndarray, new: ndarray, gradient: ndarray, lam: float) -> float:
    """Return the step that fits best: where new ≠ 0, new = old − step·(gradient + lam·sign(new)).

    Where that says nothing of the step, it is the shortest that leads to 0 whatever has come there.
    """
    moving = np.abs(new) > 1e-9 * np.abs(new).max()
    slope = (gradient + lam * np.sign(new))[moving]
    if slope @ slope > 1e-20 * (gradient @ gradient):
        return float((old - new)[moving] @ slope / (slope @ slope))
    fell = (new == 0) & (old != 0)
    return float(np.max(old[fell] / (gradient + lam * np.sign(old))[fell], initial=0.0))


def ista_never_raises_the_objective(ista, A: Blur, b: Observed, share: Share) -> None:
    """The objective ½‖b − Ax‖² + lam‖x‖₁ never rises from one iterate to the next."""
    lam = _penalty(A, b, share)
    start = _objective(np.zeros(A.shape[1]), A, b, lam)
    before = start
    for iteration in range(1, 9):
        now = _objective(ista(A, b, lam, iteration), A, b, lam)
        assert now <= before + 1e-5 * start, (
            f"At iteration {iteration} the objective rises from {before:.6g} to {now:.6g}."
        )
        before = now


def ista_reaches_the_minimum(ista, M: Square, b: Point, share: Share) -> None:
    """With A = 8Q, Q orthogonal, 100 steps come close to the known solution, S_{lam/64}(Qᵀb/8)."""
    A = 8 * np.linalg.qr(M)[0]
    lam = _penalty(A, b, share)
    zero = np.zeros(len(b))
    start = _objective(zero, A, b, lam)
    least = _objective(_soft(A.T @ b / 64, lam / 64), A, b, lam)
    reached = _objective(ista(A, b, lam, 100), A, b, lam)
    # A step of length s, here as it is without a penalty, leaves 1 − 64s of the way.  Any s below 2/64 will
    # do, be it very short, become fifty times shorter, or nearly too long.
    way = 64 * _step(zero, ista(A, b, 0.0, 1), -A.T @ b, 0.0)
    left = 0.05 + min(max(1 - way / 50, way - 1), 1.0) ** 200
    assert reached <= least + left * (start - least) + 1e-5 * start, (
        f"After 100 iterations the objective is {reached:.6g}; its minimum is {least:.6g}."
    )


# ---- subdifferential -----------------------------------------------------------------------------


def subdifferential_is_a_face_of_the_cube(l1_subdifferential_contains, u: Exact, g: OftenOnTheFace) -> None:
    """g is a subgradient of ‖·‖₁ at u exactly when no |g_i| is above 1 and g·u = ‖u‖₁."""
    inside = bool(np.abs(g).max() <= 1 and g @ u == np.abs(u).sum())
    agree(l1_subdifferential_contains(u, g), inside)
    for place in (np.abs(u).argmin(), np.abs(u).argmax()):  # mostly where u is 0, and where it is not
        beyond = g.copy()
        beyond[place] = 2 * (np.sign(g[place]) or 1)
        agree(l1_subdifferential_contains(u, beyond), want=False)


def residual_of_the_prox_is_a_subgradient(l1_subdifferential_contains, x: Signal, t: Threshold) -> None:
    """(x − u)/t is a subgradient at u = prox(x), and stops being one when its entries at u ≠ 0 are halved."""
    u, g = _soft(x, t), np.clip(x / t, -1, 1)
    agree(l1_subdifferential_contains(u, g), want=True)
    large = np.abs(u) > 1e-6
    if large.any():
        agree(l1_subdifferential_contains(u, np.where(large, g / 2, g)), want=False)


# ---- gradient mapping ----------------------------------------------------------------------------


def mapping_minus_gradient_is_a_subgradient(
    gradient_mapping, x: Point, A: Blur, b: Observed, lam: Penalty, step: Step
) -> None:
    """G − ∇g(x) is the subgradient of lam‖·‖₁ at the next iterate: x/step − ∇g(x), cut to [−lam, lam]."""
    gradient = A.T @ (A @ x - b)
    subgradient = np.clip(x / step - gradient, -lam, lam)
    G = gradient_mapping(x, A, b, lam, step)
    rounding = 1e-14 * np.abs(x).max() / step  # of x − prox, which is divided by the step
    agree(G - gradient, subgradient, scale=max(np.abs(G).max(), np.abs(gradient).max()), noise=rounding)


def mapping_vanishes_at_the_solution(gradient_mapping, M: Square, b: Point, share: Share, step: Step) -> None:
    """G is 0 at the minimum of the objective, for any step."""
    A = 2 * np.linalg.qr(M)[0]
    lam = _penalty(A, b, share)
    x = _soft(A.T @ b / 4, lam / 4)
    agree(
        gradient_mapping(x, A, b, lam, step),
        np.zeros(len(b)),
        scale=max(np.abs(b).max(), np.abs(x).max() / step),
    )
