import numpy as np
from scipy.integrate import solve_ivp


def euler(f, y, h, end):
    t = np.append(np.arange(0, end, h), end)
    values = [y]
    for k in range(len(t) - 1):
        values.append(values[k] + (t[k + 1] - t[k]) * f(t[k], values[k]))
    return t, values


def adaptive(f, y, end, tol):
    found = solve_ivp(f, (0, end), [y], rtol=tol / 100, atol=tol / 100)
    return found.t, found.y[0]
