"""Question 5 in unusual ways that are right all the same: Fourier transforms and one big matrix."""

import numpy as np


def conv_output_shape(image_shape, kernel_shape):
    """From the lengths of a full convolution."""
    return np.array(
        [
            len(np.convolve(np.ones(n), np.ones(k), "valid"))
            for n, k in zip(image_shape, kernel_shape, strict=True)
        ]
    )


def conv2d_valid(image, kernel):
    """Multiply the Fourier transforms; the conjugate keeps the kernel from being turned."""
    spectrum = np.fft.fft2(image) * np.conj(np.fft.fft2(kernel, image.shape))
    h, w = conv_output_shape(image.shape, kernel.shape)
    return np.fft.ifft2(spectrum).real[:h, :w]


def conv_answer():
    """With entries as texts of the answer sheet turned into numbers."""
    return np.array(
        list(map(int, ["109", "92", "72", "108", "85", "74", "110", "74", "79"])), dtype=np.float32
    ).reshape(3, 3)


def _matrix(image_shape, kernel):
    """The convolution as a matrix on the flattened image."""
    h, w = conv_output_shape(image_shape, kernel.shape)
    rows = []
    for r in range(h):
        for c in range(w):
            row = np.zeros(image_shape)
            row[r : r + kernel.shape[0], c : c + kernel.shape[1]] = kernel
            rows.append(row.ravel())
    return np.array(rows)


def conv2d_grad_image(image, kernel, grad_out):
    """The transposed matrix."""
    return (_matrix(image.shape, kernel).T @ grad_out.ravel()).reshape(image.shape)


def conv2d_grad_kernel(image, kernel, grad_out):
    """Central differences are exact for what is linear; the kernel is changed and restored."""
    kernel = kernel.copy()
    grad = np.zeros(kernel.shape)
    for at in np.ndindex(kernel.shape):
        before, values = kernel[at], []
        for change in (1.0, -1.0):
            kernel[at] = change * (np.abs(kernel).max() + 1)
            values.append((np.sum(grad_out * conv2d_valid(image, kernel)), kernel[at]))
            kernel[at] = before
        (up, a), (down, b) = values
        grad[at] = (up - down) / (a - b)
    return grad
