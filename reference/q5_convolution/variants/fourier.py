"""Right: by Fourier transforms, whose results are complex with imaginary parts of rounding."""

import numpy as np


def conv_output_shape(image_shape, kernel_shape):
    return np.subtract(image_shape, kernel_shape) + 1.0


def conv2d_valid(image, kernel):
    turned = np.flip(kernel)
    room = np.add(image.shape, kernel.shape)
    full = np.fft.ifft2(np.fft.fft2(image, room) * np.fft.fft2(turned, room))
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]


def conv_answer():
    image = [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
    return conv2d_valid(np.array(image), np.array([[4, 3, 3], [5, 5, 5], [2, 4, 3]]))


def conv2d_grad_kernel(image, kernel, grad_out):
    return conv2d_valid(image, grad_out)
