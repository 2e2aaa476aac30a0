"""Question 5 with torch: its convolution and its gradients."""

import torch


def conv_output_shape(image_shape, kernel_shape):
    """Ask torch."""
    image = torch.zeros(1, 1, *image_shape)
    kernel = torch.zeros(1, 1, *kernel_shape)
    return tuple(torch.nn.functional.conv2d(image, kernel).shape[2:])


def _tensor(x, requires_grad=False):
    return torch.tensor(x, dtype=torch.float64, requires_grad=requires_grad)


def _conv(image, kernel):
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0]


def conv2d_valid(image, kernel):
    """torch's conv2d does not turn the kernel either."""
    return _conv(_tensor(image), _tensor(kernel))


def conv_answer():
    """In whole numbers."""
    image = [[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]]
    kernel = [[4, 3, 3], [5, 5, 5], [2, 4, 3]]
    return conv2d_valid(image, kernel).to(torch.int64)


def conv2d_grad_image(image, kernel, grad_out):
    """Autograd."""
    x = _tensor(image, requires_grad=True)
    _conv(x, _tensor(kernel)).backward(_tensor(grad_out))
    return x.grad


def conv2d_grad_kernel(image, kernel, grad_out):
    """Autograd; the axes of batch and channel are kept."""
    k = _tensor(kernel, requires_grad=True)
    (_tensor(grad_out) * _conv(_tensor(image), k)).sum().backward()
    return k.grad[None, None]
