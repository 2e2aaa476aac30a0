"""Question 5 as sums of shifted images."""

import numpy as np


def conv_output_shape(image_shape, kernel_shape):
    """A pair from an array."""
    return tuple(np.array(image_shape) - kernel_shape + 1)


def conv2d_valid(image, kernel):
    """One shifted image per kernel entry."""
    h, w = conv_output_shape(image.shape, kernel.shape)
    return sum(kernel[i, j] * image[i : i + h, j : j + w] for i, j in np.ndindex(*kernel.shape))


def conv_answer():
    """Computed."""
    image = [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
    kernel = [[4, 3, 3], [5, 5, 5], [2, 4, 3]]
    return conv2d_valid(np.array(image), np.array(kernel))


def conv2d_grad_image(image, kernel, grad_out):
    """Shifted copies of grad_out."""
    h, w = grad_out.shape
    grad = np.zeros(image.shape)
    for i, j in np.ndindex(*kernel.shape):
        grad[i : i + h, j : j + w] += kernel[i, j] * grad_out
    return grad


def conv2d_grad_kernel(image, kernel, grad_out):
    """Inner products of grad_out with shifted images."""
    h, w = grad_out.shape
    return np.array(
        [
            [np.vdot(grad_out, image[i : i + h, j : j + w]) for j in range(kernel.shape[1])]
            for i in range(kernel.shape[0])
        ]
    )
