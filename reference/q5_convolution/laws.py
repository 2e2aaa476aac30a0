"""What every right answer to question 5 obeys."""

import numpy as np

from grader import agree

from .inputs import Image, ImageShape, Kernel, Length, Output, PointedKernel, PointedOutput


def shape_for_the_smallest_and_the_largest_kernel(
    conv_output_shape, image_shape: ImageShape, taller: Length, wider: Length
) -> None:
    """A 1×1 kernel fits at every pixel, a kernel as large as the image once."""
    height, width = image_shape
    agree(conv_output_shape((height, width), (1, 1)), (height, width))
    agree(conv_output_shape((height, width), (height, width)), (1, 1))
    agree(conv_output_shape((height + taller, width + wider), (height, width)), (taller + 1, wider + 1))


# ---- the convolution ------------------------------------------------------------------------------


def kernel_with_a_single_one_cuts_out_a_piece(conv2d_valid, image: Image, kernel: PointedKernel) -> None:
    """A kernel that is 1 at (i, j) and 0 elsewhere cuts out the piece of the image that starts at (i, j)."""
    row, column = np.argwhere(kernel)[0]
    h, w = np.subtract(image.shape, kernel.shape) + 1
    piece = image[row : row + h, column : column + w]
    agree(conv2d_valid(image, kernel), piece, scale=np.abs(image).max())


def image_with_a_single_one_shows_the_kernel(conv2d_valid, kernel: Kernel) -> None:
    """A single 1 among zeros shows the kernel turned by 180°: it moves right while the 1,
    seen from it, moves left.
    """
    i, j = kernel.shape
    image = np.zeros((2 * i - 1, 2 * j - 1))
    image[i - 1, j - 1] = 1.0
    agree(conv2d_valid(image, kernel), kernel[::-1, ::-1])


def kernel_of_the_image_s_size_gives_one_sum(conv2d_valid, image: Kernel, kernel: Kernel) -> None:
    """A kernel as large as the image gives one number: all products summed."""
    products = image * kernel
    agree(conv2d_valid(image, kernel), products.sum(keepdims=True), scale=np.abs(products).sum())


def convolution_is_linear_in_the_kernel(conv2d_valid, image: Image, kernel: Kernel, other: Kernel) -> None:
    """The convolution with 2·K − L is twice that with K less that with L."""
    want = 2 * conv2d_valid(image, kernel) - conv2d_valid(image, other)
    agree(
        conv2d_valid(image, 2 * kernel - other),
        want,
        scale=np.abs(image).max() * (2 * np.abs(kernel).sum() + np.abs(other).sum()),
    )


# ---- its gradients --------------------------------------------------------------------------------


def one_output_hands_the_kernel_back(
    conv2d_grad_image, image: Image, kernel: Kernel, grad_out: PointedOutput
) -> None:
    """If only the output at (r, c) counts, the image's gradient is the kernel laid at (r,
    c), and 0 elsewhere.
    """
    row, column = np.argwhere(grad_out)[0]
    want = np.zeros(image.shape)
    want[row : row + kernel.shape[0], column : column + kernel.shape[1]] = kernel
    agree(conv2d_grad_image(image, kernel, grad_out), want)


def one_output_hands_its_pixels_back(
    conv2d_grad_kernel, image: Image, kernel: Kernel, grad_out: PointedOutput
) -> None:
    """If only the output at (r, c) counts, the kernel's gradient is the piece of the
    image that output saw.
    """
    row, column = np.argwhere(grad_out)[0]
    piece = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    agree(conv2d_grad_kernel(image, kernel, grad_out), piece, scale=np.abs(image).max())


def image_gradient_finds_the_objective(
    conv2d_grad_image, image: Image, kernel: Kernel, grad_out: Output
) -> None:
    """The objective is linear in the image: gradient times image is the objective itself."""
    pieces = _terms(image, kernel, grad_out)
    product = np.sum(conv2d_grad_image(image, kernel, grad_out) * image)
    agree(product, pieces.sum(), scale=np.abs(pieces).sum())


def kernel_gradient_finds_the_objective(
    conv2d_grad_kernel, image: Image, kernel: Kernel, grad_out: Output
) -> None:
    """The objective is linear in the kernel: gradient times kernel is the objective itself."""
    pieces = _terms(image, kernel, grad_out)
    product = np.sum(conv2d_grad_kernel(image, kernel, grad_out) * kernel)
    agree(product, pieces.sum(), scale=np.abs(pieces).sum())


def _terms(image: Image, kernel: Kernel, grad_out: Output) -> Kernel:
    """Return what every kernel entry adds to the objective."""
    (h, w), terms = grad_out.shape, np.zeros(kernel.shape)
    for a, b in np.ndindex(kernel.shape):
        terms[a, b] = kernel[a, b] * np.sum(grad_out * image[a : a + h, b : b + w])
    return terms
