"""Question 5 with loops and lists."""


def conv_output_shape(image_shape, kernel_shape):
    """Count the places."""
    return [len(range(kernel_shape[axis] - 1, image_shape[axis])) for axis in range(2)]


def conv2d_valid(image, kernel):
    """Four loops."""
    h, w = conv_output_shape((len(image), len(image[0])), (len(kernel), len(kernel[0])))
    out = [[0.0] * w for _ in range(h)]
    for r in range(h):
        for c in range(w):
            for i in range(len(kernel)):
                for j in range(len(kernel[0])):
                    out[r][c] += image[r + i][c + j] * kernel[i][j]
    return out


def conv_answer():
    """By hand."""
    return [[109, 92, 72], [108, 85, 74], [110, 74, 79]]


def conv2d_grad_image(image, kernel, grad_out):
    """Every output hands its gradient back."""
    grad = [[0.0 for _ in row] for row in image]
    for r in range(len(grad_out)):
        for c in range(len(grad_out[0])):
            for i in range(len(kernel)):
                for j in range(len(kernel[0])):
                    grad[r + i][c + j] += grad_out[r][c] * kernel[i][j]
    return grad


def conv2d_grad_kernel(image, kernel, grad_out):
    """Every output hands its pixels back."""
    grad = [[0.0 for _ in row] for row in kernel]
    for r in range(len(grad_out)):
        for c in range(len(grad_out[0])):
            for i in range(len(kernel)):
                for j in range(len(kernel[0])):
                    grad[i][j] += grad_out[r][c] * image[r + i][c + j]
    return grad
