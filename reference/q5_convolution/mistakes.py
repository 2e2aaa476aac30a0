"""Known wrong answers to question 5, each with what a teacher would say."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from grader import mistake

from .answers import IMAGE, KERNEL, conv2d_grad_image, conv2d_grad_kernel, conv2d_valid

# ---- the shape ------------------------------------------------------------------------------------


@mistake(of="conv_output_shape", credit=0.5)
def shape_one_too_small(image_shape, kernel_shape):
    """One place is missing along each axis: a kernel as large as the image fits once, so it is h − i + 1."""
    return image_shape[0] - kernel_shape[0], image_shape[1] - kernel_shape[1]


@mistake(of="conv_output_shape", credit=0.2)
def shape_of_same_padding(image_shape, kernel_shape):
    """This is the size of the image, which needs padding. "Valid" counts the places where
    the whole kernel fits.
    """
    return tuple(image_shape)


@mistake(of="conv_output_shape", credit=0.2)
def shape_of_full_convolution(image_shape, kernel_shape):
    """h + i − 1 is the "full" convolution, where the kernel sticks out. "Valid" has h − i + 1."""
    return image_shape[0] + kernel_shape[0] - 1, image_shape[1] + kernel_shape[1] - 1


@mistake(of="conv_output_shape", credit=0.6)
def shape_width_first(image_shape, kernel_shape):
    """Right numbers, wrong order: (height, width) is asked for."""
    return image_shape[1] - kernel_shape[1] + 1, image_shape[0] - kernel_shape[0] + 1


@mistake(of="conv_output_shape", credit=0.4)
def shape_two_too_small(image_shape, kernel_shape):
    """You subtract i + 1; it is h − (i − 1) = h − i + 1. Try a 1×1 kernel: it fits at every pixel."""
    return image_shape[0] - kernel_shape[0] - 1, image_shape[1] - kernel_shape[1] - 1


@mistake(of="conv_output_shape", credit=0.4)
def shape_of_square_images_only(image_shape, kernel_shape):
    """Your width is computed from the heights, which is right for square images and kernels only."""
    height = image_shape[0] - kernel_shape[0] + 1
    return height, height


@mistake(of="conv_output_shape", credit=0.5)
def shape_of_square_kernels_only(image_shape, kernel_shape):
    """You subtract the kernel's height from both lengths. The width of the result needs
    the kernel's width.
    """
    return image_shape[0] - kernel_shape[0] + 1, image_shape[1] - kernel_shape[0] + 1


@mistake(of="conv_output_shape", credit=0.1)
def shape_of_tiles(image_shape, kernel_shape):
    """You count kernels laid side by side, as in pooling. A convolution moves by one
    pixel: places may overlap.
    """
    return image_shape[0] // kernel_shape[0], image_shape[1] // kernel_shape[1]


@mistake(of="conv_output_shape", credit=0.2)
def shape_as_a_number_of_pixels(image_shape, kernel_shape):
    """You return the number of output pixels. Return the pair (height, width)."""
    return (image_shape[0] - kernel_shape[0] + 1) * (image_shape[1] - kernel_shape[1] + 1)


@mistake(of="conv_output_shape", credit=0.3)
def shape_with_stride_two(image_shape, kernel_shape):
    """Your kernel moves by two pixels at a time; here it moves by one."""
    return tuple((n - k) // 2 + 1 for n, k in zip(image_shape, kernel_shape, strict=True))


# ---- the convolution ------------------------------------------------------------------------------


@mistake(of="conv2d_valid", credit=0.6)
def kernel_turned(image, kernel):
    """Your kernel is turned by 180°, as mathematicians define convolution. Here it is laid on the image as it
    is: kernel[0, 0] meets the top left pixel.
    """
    return conv2d_valid(image, kernel[::-1, ::-1])


@mistake(of="conv2d_valid", credit=0.4)
def kernel_upside_down(image, kernel):
    """Your kernel is upside down: kernel[0] meets the lowest row of each place, not the highest."""
    return conv2d_valid(image, kernel[::-1])


@mistake(of="conv2d_valid", credit=0.4)
def kernel_mirrored(image, kernel):
    """Your kernel is mirrored left to right: its first column meets the last column of each place."""
    return conv2d_valid(image, kernel[:, ::-1])


@mistake(of="conv2d_valid", credit=0.4)
def kernel_transposed(image, kernel):
    """You use kernel[j, i] where kernel[i, j] belongs: rows and columns of the kernel are exchanged."""
    h, w = np.subtract(image.shape, kernel.shape) + 1
    i, j = kernel.shape
    return np.array([[np.sum(image[r : r + i, c : c + j] * kernel.T) for c in range(w)] for r in range(h)])


@mistake(of="conv2d_valid", credit=0.4)
def same_convolution(image, kernel):
    """Your result is as large as the image, which takes padding. "Valid" keeps only the places where the
    whole kernel lies on the image.
    """
    i, j = kernel.shape
    top, left = (i - 1) // 2, (j - 1) // 2
    return conv2d_valid(np.pad(image, ((top, i - 1 - top), (left, j - 1 - left))), kernel)


@mistake(of="conv2d_valid", credit=0.4)
def full_convolution(image, kernel):
    """Your result is larger than the image: this is the "full" convolution. "Valid" keeps only the places
    where the whole kernel lies on the image.
    """
    i, j = kernel.shape
    return conv2d_valid(np.pad(image, ((i - 1, i - 1), (j - 1, j - 1))), kernel)


@mistake(of="conv2d_valid", credit=0.4)
def convolution_with_stride_two(image, kernel):
    """Your kernel moves by two pixels at a time; here it moves by one."""
    return conv2d_valid(image, kernel)[::2, ::2]


@mistake(of="conv2d_valid", credit=0.3)
def convolution_by_tiles(image, kernel):
    """Your kernel moves by its own size, as in pooling. A convolution moves by one pixel: places overlap."""
    return conv2d_valid(image, kernel)[:: kernel.shape[0], :: kernel.shape[1]]


@mistake(of="conv2d_valid", credit=0.6)
def last_places_missing(image, kernel):
    """The last row and the last column of places are missing: there are h − i + 1 by w − j + 1 of them."""
    return conv2d_valid(image, kernel)[:-1, :-1]


@mistake(of="conv2d_valid", credit=0.4)
def mean_of_products(image, kernel):
    """You average the products. A convolution sums them, without dividing."""
    return conv2d_valid(image, kernel) / kernel.size


@mistake(of="conv2d_valid", credit=0.4)
def kernel_normalised(image, kernel):
    """You divide the kernel by its sum. Use it as it is."""
    return conv2d_valid(image, kernel) / kernel.sum()


@mistake(of="conv2d_valid", credit=0.2)
def matrix_product_with_the_kernel(image, kernel):
    """You multiply each piece of the image with the kernel as matrices. Multiply entry by entry, then sum."""
    pieces = sliding_window_view(image, kernel.shape)
    return (pieces @ kernel).sum(axis=(2, 3))


@mistake(of="conv2d_valid", credit=0.5)
def convolution_transposed(image, kernel):
    """Rows and columns of your result are exchanged: place (r, c) belongs at [r, c]."""
    return conv2d_valid(image, kernel).T


@mistake(of="conv2d_valid", credit=0.6)
def negative_sums_lost(image, kernel):
    """Where the sum is negative you return 0. There is no ReLU here: keep the sign."""
    return np.maximum(conv2d_valid(image, kernel), 0)


@mistake(of="conv2d_valid", credit=0.6)
def sums_without_sign(image, kernel):
    """Where the sum is negative you return its absolute value. Keep the sign."""
    return np.abs(conv2d_valid(image, kernel))


@mistake(of="conv2d_valid", credit=0.1)
def largest_product(image, kernel):
    """You return the largest product at each place. A convolution sums all of them."""
    return (sliding_window_view(image, kernel.shape) * kernel).max(axis=(2, 3))


@mistake(of="conv2d_valid", credit=0.1)
def box_filter(image, kernel):
    """You sum the pixels at each place without weighing them by the kernel."""
    return conv2d_valid(image, np.ones_like(kernel))


@mistake(of="conv2d_valid", credit=0.6)
def square_images_only(image, kernel):
    """Rows and columns have the same count in your loops, which is right for square images and kernels only:
    try a 3×5 image.
    """
    n, k = len(image), len(kernel)
    return np.array(
        [[np.sum(image[r : r + k, c : c + k] * kernel) for c in range(n - k + 1)] for r in range(n - k + 1)]
    )


@mistake(of="conv2d_valid", credit=0.5)
def kernels_of_three_only(image, kernel):
    """Your loops count on a 3×3 kernel. Take its size from `kernel.shape`."""
    h, w = image.shape
    return np.array(
        [[np.sum(image[r : r + 3, c : c + 3] * kernel) for c in range(w - 2)] for r in range(h - 2)]
    )


@mistake(of="conv2d_valid", credit=0.5)
def last_kernel_entries_missing(image, kernel):
    """The last row and column of the kernel never count: range(n) already stops before n."""
    cut = kernel.copy()
    cut[-1], cut[:, -1] = 0, 0
    return conv2d_valid(image, cut)


@mistake(of="conv2d_valid", credit=0.5)
def whole_numbers_only(image, kernel):
    """Your result is cut to whole numbers: make the array for the result with a float dtype."""
    return np.trunc(conv2d_valid(image, kernel))


# ---- the 3×3 result -------------------------------------------------------------------------------


@mistake(of="conv_answer", credit=0.6)
def answer_with_the_kernel_turned():
    """This is the result for the kernel turned by 180°. Here it is laid on the image as it is."""
    return conv2d_valid(IMAGE, KERNEL[::-1, ::-1])


@mistake(of="conv_answer", credit=0.4)
def answer_with_the_kernel_upside_down():
    """This is the result for the kernel upside down: its first row belongs on the first row of each place."""
    return conv2d_valid(IMAGE, KERNEL[::-1])


@mistake(of="conv_answer", credit=0.4)
def answer_with_the_kernel_mirrored():
    """This is the result for the kernel mirrored: its first column belongs on the first
    column of each place.
    """
    return conv2d_valid(IMAGE, KERNEL[:, ::-1])


@mistake(of="conv_answer", credit=0.4)
def answer_with_the_kernel_transposed():
    """This is the result for the transposed kernel: its rows and columns are exchanged."""
    return conv2d_valid(IMAGE, KERNEL.T)


@mistake(of="conv_answer", credit=0.5)
def answer_transposed():
    """Right numbers, but rows and columns of the result are exchanged."""
    return conv2d_valid(IMAGE, KERNEL).T


@mistake(of="conv_answer", credit=0.5)
def answer_divided_by_nine():
    """You divided by the 9 entries of the kernel. Sum the products, nothing more."""
    return conv2d_valid(IMAGE, KERNEL) / 9


@mistake(of="conv_answer", credit=0.5)
def answer_divided_by_the_kernel_s_sum():
    """You divided by the sum of the kernel, 34. Sum the products, nothing more."""
    return conv2d_valid(IMAGE, KERNEL) / KERNEL.sum()


@mistake(of="conv_answer", credit=0.4)
def answer_with_padding():
    """This is the 5×5 result with a border of zeros; its middle is right. "Valid" leaves
    only the middle 3×3.
    """
    return conv2d_valid(np.pad(IMAGE, 1), KERNEL)


@mistake(of="conv_answer", credit=0.4)
def answer_of_full_convolution():
    """This is the 7×7 "full" result; its middle is right. "Valid" leaves only the middle 3×3."""
    return conv2d_valid(np.pad(IMAGE, 2), KERNEL)


@mistake(of="conv_answer", credit=0.1)
def answer_without_the_kernel():
    """These are sums of the pixels alone. Multiply each by the kernel entry that lies on it first."""
    return conv2d_valid(IMAGE, np.ones((3, 3)))


# ---- the gradients --------------------------------------------------------------------------------


@mistake(of="conv2d_grad_image", credit=0.6)
def image_gradient_with_the_kernel_not_turned(image, kernel, grad_out):
    """On the way back the kernel is turned by 180°: the output at (r, c) saw pixel (r+i,
    c+j) through kernel[i, j].
    """
    return conv2d_grad_image(image, kernel[::-1, ::-1], grad_out)


@mistake(of="conv2d_grad_image", credit=0.3)
def image_gradient_of_half_turned_kernel(image, kernel, grad_out):
    """You turn only the rows of the kernel on the way back. Turn both axes (or scatter
    the kernel unturned).
    """
    return conv2d_grad_image(image, kernel[:, ::-1], grad_out)


@mistake(of="conv2d_grad_image", credit=0.4)
def image_gradient_overwritten(image, kernel, grad_out):
    """A pixel is seen by several outputs: add what each of them hands back. Yours keeps only the last."""
    out = np.zeros(image.shape)
    i, j = kernel.shape
    for r, c in np.ndindex(grad_out.shape):
        out[r : r + i, c : c + j] = grad_out[r, c] * kernel
    return out


@mistake(of="conv2d_grad_image", credit=0.4)
def image_gradient_without_the_border(image, kernel, grad_out):
    """The border of the image gets no gradient here, though outputs see it. Pad grad_out by the kernel's size
    less one before you slide the kernel over it.
    """
    full = conv2d_grad_image(image, kernel, grad_out)
    (i, j), (h, w) = kernel.shape, image.shape
    inside = np.zeros_like(full)
    inside[i - 1 : h - i + 1, j - 1 : w - j + 1] = full[i - 1 : h - i + 1, j - 1 : w - j + 1]
    return inside


@mistake(of="conv2d_grad_image", credit=0.3)
def image_gradient_of_the_size_of_grad_out(image, kernel, grad_out):
    """A gradient has the shape of what it belongs to, here the image's; yours has the shape of grad_out."""
    i, j = kernel.shape
    full = conv2d_grad_image(image, kernel, grad_out)
    return full[(i - 1) // 2 :, (j - 1) // 2 :][: grad_out.shape[0], : grad_out.shape[1]]


@mistake(of="conv2d_grad_image", credit=0.4)
def image_gradient_without_grad_out(image, kernel, grad_out):
    """grad_out has no part in your result: every output's share must be multiplied by its gradient."""
    return conv2d_grad_image(image, kernel, np.ones_like(grad_out))


@mistake(of="conv2d_grad_image", credit=0.3)
def image_gradient_times_the_image(image, kernel, grad_out):
    """There is a factor image too many: the objective is linear in the image, so its
    gradient does not contain it.
    """
    return image * conv2d_grad_image(image, kernel, grad_out)


@mistake(of="conv2d_grad_image", credit=0.5)
def image_gradient_divided_by_the_kernel_s_size(image, kernel, grad_out):
    """You divide by the number of kernel entries. The objective sums, so its gradient has no such factor."""
    return conv2d_grad_image(image, kernel, grad_out) / kernel.size


@mistake(of="conv2d_grad_image", credit=0.5)
def image_gradient_with_the_opposite_sign(image, kernel, grad_out):
    """All signs are reversed."""
    return -conv2d_grad_image(image, kernel, grad_out)


@mistake(of="conv2d_grad_image", credit=0.5)
def image_gradient_without_the_last_outputs(image, kernel, grad_out):
    """The last row and column of grad_out hand nothing back: do your loops stop one too early?"""
    cut = grad_out.copy()
    cut[-1], cut[:, -1] = 0, 0
    return conv2d_grad_image(image, kernel, cut)


@mistake(of="conv2d_grad_kernel", credit=0.5)
def kernel_gradient_turned(image, kernel, grad_out):
    """Right numbers, but turned by 180°: entry (i, j) belongs at [i, j], since the kernel
    was not turned either.
    """
    return conv2d_grad_kernel(image, kernel, grad_out)[::-1, ::-1]


@mistake(of="conv2d_grad_kernel", credit=0.3)
def kernel_gradient_with_grad_out_turned(image, kernel, grad_out):
    """You turn grad_out by 180° before you slide it over the image. Leave it as it is: its entry (r, c) meets
    pixel (r+i, c+j).
    """
    return conv2d_grad_kernel(image, kernel, grad_out[::-1, ::-1])


@mistake(of="conv2d_grad_kernel", credit=0.3)
def kernel_gradient_of_the_last_place(image, kernel, grad_out):
    """The kernel is used at every place: add what each of them gives. Yours keeps only the last place."""
    i, j = kernel.shape
    return grad_out[-1, -1] * image[-i:, -j:]


@mistake(of="conv2d_grad_kernel", credit=0.2)
def kernel_gradient_of_the_first_place(image, kernel, grad_out):
    """The kernel is used at every place: add what each of them gives. Yours counts only the first place."""
    i, j = kernel.shape
    return grad_out[0, 0] * image[:i, :j]


@mistake(of="conv2d_grad_kernel", credit=0.4)
def kernel_gradient_without_grad_out(image, kernel, grad_out):
    """grad_out has no part in your result: every output's share must be multiplied by its gradient."""
    return conv2d_grad_kernel(image, kernel, np.ones_like(grad_out))


@mistake(of="conv2d_grad_kernel", credit=0.3)
def kernel_gradient_times_the_kernel(image, kernel, grad_out):
    """There is a factor kernel too many: the objective is linear in the kernel, so its
    gradient does not contain it.
    """
    return kernel * conv2d_grad_kernel(image, kernel, grad_out)


@mistake(of="conv2d_grad_kernel", credit=0.5)
def kernel_gradient_averaged(image, kernel, grad_out):
    """You average over the outputs. The objective sums over them, so its gradient does too."""
    return conv2d_grad_kernel(image, kernel, grad_out) / grad_out.size


@mistake(of="conv2d_grad_kernel", credit=0.5)
def kernel_gradient_with_the_opposite_sign(image, kernel, grad_out):
    """All signs are reversed."""
    return -conv2d_grad_kernel(image, kernel, grad_out)


@mistake(of="conv2d_grad_kernel", credit=0.5)
def kernel_gradient_transposed(image, kernel, grad_out):
    """Right numbers, but rows and columns are exchanged: entry (i, j) belongs at [i, j]."""
    return conv2d_grad_kernel(image, kernel, grad_out).T


@mistake(of="conv2d_grad_kernel", credit=0.5)
def kernel_gradient_without_the_last_outputs(image, kernel, grad_out):
    """The last row and column of grad_out count for nothing: do your loops stop one too early?"""
    cut = grad_out.copy()
    cut[-1], cut[:, -1] = 0, 0
    return conv2d_grad_kernel(image, kernel, cut)
