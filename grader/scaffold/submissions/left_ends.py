def trapezoid(x, y):
    area = 0
    for i in range(len(x) - 1):
        area = area + (x[i + 1] - x[i]) * y[i]
    return area
