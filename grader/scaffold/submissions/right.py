def trapezoid(x, y):
    pieces = zip(x[:-1], x[1:], y[:-1], y[1:])
    return sum((right - left) * (low + high) / 2 for left, right, low, high in pieces)


answer_1 = "Halving the step makes the error of a smooth function four times smaller."
