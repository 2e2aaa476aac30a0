"""Right answers to question 5."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from numpy.lib.stride_tricks import sliding_window_view

from .inputs import Image, ImageShape, Kernel, KernelShape, Output


def conv_output_shape(image_shape: ImageShape, kernel_shape: KernelShape) -> tuple[int, int]:
    """Height and width of the valid convolution of an image of that shape with a kernel of that shape.

    How often the kernel finds room: (h − i + 1) × (w − j + 1). [answer sheet, 5a]
    """
    (h, w), (i, j) = image_shape, kernel_shape
    return h - i + 1, w - j + 1


def conv2d_valid(image: Image, kernel: Kernel) -> Output:
    """The valid convolution: multiply point by point and sum, wherever the kernel fits; it is not turned.

    out_rc = Σ_ij image_(r+i)(c+j) kernel_ij. [answer sheet, 5b]
    """
    return np.einsum("rcij,ij->rc", sliding_window_view(image, kernel.shape), kernel)


def conv_answer() -> Float[ndarray, "3 3"]:
    """The valid convolution of the image [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2],
    [5, 1, 3, 1, 4]] with the kernel [[4, 3, 3], [5, 5, 5], [2, 4, 3]].

    [answer sheet, 5b]
    """
    return conv2d_valid(IMAGE, KERNEL)


def conv2d_objective(image: Image, kernel: Kernel, grad_out: Output) -> float:
    """The number Σ grad_out · conv2d_valid(image, kernel), whose gradients are asked for.

    Σ_rc grad_out_rc out_rc.
    """
    return float(np.sum(grad_out * conv2d_valid(image, kernel)))


def conv2d_grad_image(image: Image, kernel: Kernel, grad_out: Output) -> Image:
    """The gradient of Σ grad_out · conv2d_valid(image, kernel) in the image.

    Every output hands its gradient back to the pixels it saw: Σ_rc grad_out_rc kernel_(a−r)(b−c).
    """
    i, j = kernel.shape
    padded = np.pad(grad_out, ((i - 1, i - 1), (j - 1, j - 1)))
    return conv2d_valid(padded, kernel[::-1, ::-1])


def conv2d_grad_kernel(image: Image, kernel: Kernel, grad_out: Output) -> Kernel:
    """The gradient of Σ grad_out · conv2d_valid(image, kernel) in the kernel.

    Every kernel entry gathers the pixels it met: Σ_rc grad_out_rc image_(r+i)(c+j).
    """
    return conv2d_valid(image, grad_out)


IMAGE = np.array(
    [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]], dtype=float
)
KERNEL = np.array([[4, 3, 3], [5, 5, 5], [2, 4, 3]], dtype=float)
