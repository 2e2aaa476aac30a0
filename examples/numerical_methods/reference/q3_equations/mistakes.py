"""What goes wrong with steps."""

import numpy as np

from grader import mistake


@mistake(of="euler", credit=0.5)
def goes_beyond_the_end(f, y, h, end):
    """Your last step goes beyond the end: make it as short as it has to be."""
    times, values = [0.0], [y]
    while times[-1] < end:
        values.append(values[-1] + h * f(times[-1], values[-1]))
        times.append(times[-1] + h)
    return np.array(times), np.array(values)


@mistake(of="euler", credit=0.5)
def stops_before_the_end(f, y, h, end):
    """You stop one step early: the last one is shorter, but it is one."""
    times, values = [0.0], [y]
    while times[-1] + h <= end:
        values.append(values[-1] + h * f(times[-1], values[-1]))
        times.append(times[-1] + h)
    return np.array(times), np.array(values)


@mistake(of="euler", credit=0.5)
def time_of_the_next_step(f, y, h, end):
    """The slope is taken at the end of each step here. Euler's method takes it where the step begins."""
    times, values = [0.0], [y]
    while times[-1] < end:
        step = min(h, end - times[-1])
        times.append(times[-1] + step)
        values.append(values[-1] + step * f(times[-1], values[-1]))
    return np.array(times), np.array(values)


@mistake(of="adaptive")
def a_hundred_steps_of_euler(f, y, end, tol):
    """These are a hundred steps whatever the tolerance is. Compare a step with two of half the length, and
    halve it until they agree.
    """
    times, values = np.linspace(0, end, 101), [y]
    for t in times[:-1]:
        values.append(values[-1] + end / 100 * f(t, values[-1]))
    return times, np.array(values)
