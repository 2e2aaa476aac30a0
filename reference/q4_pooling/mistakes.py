"""Known wrong answers to question 4, each with what a teacher would say."""

import numpy as np

from grader import mistake

from .answers import avg_pool2d, lp_pool2d, max_pool2d, power_mean_pool2d, windows

# ---- the names ------------------------------------------------------------------------------------


@mistake(of="pooling_modules", credit=0.5)
def names_of_another_library():
    """These are the names of Keras. Look the layers up in the documentation of torch.nn,
    under "Pooling layers".
    """
    return ["MaxPooling2D", "AveragePooling2D", "GlobalMaxPooling2D"]


@mistake(of="pooling_modules", credit=0.3)
def kinds_in_place_of_names():
    """You name kinds of pooling, not layers: which class of torch does the max, which one the average?"""
    return ["max", "average", "lp"]


@mistake(of="pooling_modules", credit=0.5)
def only_two_names():
    """Max and average pooling are two layers; the question asks for at least three. Torch
    also has an Lp layer.
    """
    return ["MaxPool2d", "AvgPool2d"]


# ---- max ------------------------------------------------------------------------------------------


@mistake(of="max_pool2d", credit=0.6)
def max_starts_at_zero(x, size):
    """A window of negative numbers has a negative maximum; yours is 0. Start from -inf or
    from the first pixel.
    """
    return np.maximum(max_pool2d(x, size), 0)


@mistake(of="max_pool2d", credit=0.4)
def max_of_absolute_values(x, size):
    """Signs matter in max pooling: of -3 and 1 the larger is 1, you return 3."""
    return max_pool2d(np.abs(x), size)


@mistake(of="max_pool2d", credit=0.4)
def max_by_absolute_value(x, size):
    """Signs matter in max pooling: of -3 and 1 the larger is 1, you return -3, the one farther from 0."""
    largest, smallest = max_pool2d(x, size), -max_pool2d(-x, size)
    return np.where(np.abs(smallest) > np.abs(largest), smallest, largest)


@mistake(of="max_pool2d", credit=0.4)
def max_with_overlapping_windows(x, size):
    """Your windows overlap: they move on by one pixel. Move on by `size`, so that the
    result is (h/size, w/size).
    """
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).max(axis=(2, 3))


@mistake(of="max_pool2d", credit=0.2)
def min_for_max(x, size):
    """This is the smallest entry of each window, max pooling keeps the largest."""
    return -max_pool2d(-x, size)


@mistake(of="max_pool2d")
def average_for_max(x, size):
    """This is average pooling; max pooling keeps the largest entry of each window and forgets the others."""
    return avg_pool2d(x, size)


@mistake(of="max_pool2d")
def median_for_max(x, size):
    """This is the median of each window; max pooling keeps the largest entry."""
    return np.median(windows(x, size), axis=2)


@mistake(of="max_pool2d", credit=0.5)
def max_leaves_out_the_last_windows(x, size):
    """The last row and the last column of windows are missing: h/size by w/size windows
    fit, the last included.
    """
    return max_pool2d(x, size)[:-1, :-1]


@mistake(of="max_pool2d", credit=0.4)
def max_leaves_out_the_last_pixels(x, size):
    """The last row and column of every window never count: a slice x[a:b] already stops before b."""
    inside = max(size - 1, 1)
    cut = windows(x, size)
    return cut.reshape(*cut.shape[:2], size, size)[:, :, :inside, :inside].max(axis=(2, 3))


@mistake(of="max_pool2d")
def global_max(x, size):
    """You take one maximum over the whole image. Each window gives a number of its own."""
    return x.max()


@mistake(of="max_pool2d", credit=0.5)
def max_transposed(x, size):
    """Rows and columns of the result are exchanged: window (r, c) of the image belongs at [r, c]."""
    return max_pool2d(x, size).T


@mistake(of="max_pool2d", credit=0.2)
def position_of_the_max(x, size):
    """You return the position of the largest entry in its window, not its value."""
    return windows(x, size).argmax(axis=2)


@mistake(of="max_pool2d", credit=0.3)
def max_over_rows_only(x, size):
    """You pool along the columns only; a window is size by size, so the rows become fewer too."""
    return x.reshape(x.shape[0], x.shape[1] // size, size).max(axis=2)


@mistake(of="max_pool2d", credit=0.4)
def max_with_windows_of_two(x, size):
    """Your windows are always 2×2. Use the argument `size`."""
    return max_pool2d(x, 2)


@mistake(of="max_pool2d", credit=0.4)
def max_of_regrouped_pixels(x, size):
    """Your reshape puts pixels of one window next to those of another: split both axes,
    x.reshape(h//size, size, w//size, size), and take the maximum over axes 1 and 3.
    """
    rows, columns = x.shape[0] // size, x.shape[1] // size
    return x.reshape(rows, size, size, columns).max(axis=(1, 2))


@mistake(of="max_pool2d", credit=0.1)
def max_is_the_first_pixel(x, size):
    """You keep the first pixel of every window, x[::size, ::size]. Take the largest of all size² pixels."""
    return x[::size, ::size]


@mistake(of="max_pool2d", credit=0.5)
def max_of_square_images_only(x, size):
    """Rows and columns have the same count in your loops, which is right for square
    images only: try a 2×4 one.
    """
    n = len(x) // size
    return np.array(
        [[x[r * size : (r + 1) * size, c * size : (c + 1) * size].max() for c in range(n)] for r in range(n)]
    )


# ---- average --------------------------------------------------------------------------------------


@mistake(of="avg_pool2d", credit=0.5)
def sum_for_average(x, size):
    """This is the sum of each window. Divide by its number of pixels, size²."""
    return avg_pool2d(x, size) * size**2


@mistake(of="avg_pool2d", credit=0.6)
def average_divided_by_size(x, size):
    """You divide by size, but a window has size² pixels: a constant image must stay as it is."""
    return avg_pool2d(x, size) * size


@mistake(of="avg_pool2d", credit=0.5)
def average_divided_by_four(x, size):
    """You divide by 4 whatever the window is. A window has size² pixels."""
    return avg_pool2d(x, size) * size**2 / 4


@mistake(of="avg_pool2d")
def average_divided_by_the_image(x, size):
    """You divide by the number of pixels of the whole image. Each window is averaged over
    its own size² pixels.
    """
    return avg_pool2d(x, size) * size**2 / x.size


@mistake(of="avg_pool2d", credit=0.4)
def average_with_overlapping_windows(x, size):
    """Your windows overlap: they move on by one pixel. Move on by `size`, so that the
    result is (h/size, w/size).
    """
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).mean(axis=(2, 3))


@mistake(of="avg_pool2d")
def max_for_average(x, size):
    """This is max pooling; the average counts every pixel of the window."""
    return max_pool2d(x, size)


@mistake(of="avg_pool2d")
def median_for_average(x, size):
    """This is the median of each window. The average moves when any of the pixels moves."""
    return np.median(windows(x, size), axis=2)


@mistake(of="avg_pool2d", credit=0.2)
def middle_of_the_range_for_average(x, size):
    """This is halfway between the smallest and the largest pixel. The average counts all
    pixels of the window.
    """
    return (max_pool2d(x, size) - max_pool2d(-x, size)) / 2


@mistake(of="avg_pool2d", credit=0.3)
def average_of_absolute_values(x, size):
    """You average |x|. Signs matter: -1 and 1 average to 0."""
    return avg_pool2d(np.abs(x), size)


@mistake(of="avg_pool2d", credit=0.5)
def average_leaves_out_the_last_windows(x, size):
    """The last row and the last column of windows are missing: h/size by w/size windows
    fit, the last included.
    """
    return avg_pool2d(x, size)[:-1, :-1]


@mistake(of="avg_pool2d")
def global_average(x, size):
    """You take one average over the whole image. Each window gives a number of its own."""
    return x.mean()


@mistake(of="avg_pool2d", credit=0.5)
def average_transposed(x, size):
    """Rows and columns of the result are exchanged: window (r, c) of the image belongs at [r, c]."""
    return avg_pool2d(x, size).T


@mistake(of="avg_pool2d", credit=0.3)
def average_over_rows_only(x, size):
    """You pool along the columns only; a window is size by size, so the rows become fewer too."""
    return x.reshape(x.shape[0], x.shape[1] // size, size).mean(axis=2)


@mistake(of="avg_pool2d", credit=0.3)
def average_without_zeros(x, size):
    """You divide by the number of pixels that are not 0. Zeros count too: a window has size² pixels."""
    cut = windows(x, size)
    return cut.sum(axis=2) / np.maximum((cut != 0).sum(axis=2), 1)


@mistake(of="avg_pool2d", credit=0.3)
def average_rounded_down(x, size):
    """Your averages are rounded down to whole numbers: // is integer division, / is what you want."""
    return windows(x, size).sum(axis=2) // size**2


@mistake(of="avg_pool2d", credit=0.4)
def average_with_windows_of_two(x, size):
    """Your windows are always 2×2. Use the argument `size`."""
    return avg_pool2d(x, 2)


@mistake(of="avg_pool2d", credit=0.5)
def average_of_square_images_only(x, size):
    """Rows and columns have the same count in your loops, which is right for square
    images only: try a 2×4 one.
    """
    n = len(x) // size

    def mean(r, c):
        window = x[r * size : (r + 1) * size, c * size : (c + 1) * size]
        return window.sum() / np.float64(window.size)

    return np.array([[mean(r, c) for c in range(n)] for r in range(n)])


# ---- Lp -------------------------------------------------------------------------------------------


@mistake(of="lp_pool2d", credit=0.5)
def lp_with_1_over_n_outside_the_root(x, size, p):
    """At p = 1 this is the mean, but a constant window c gives c·n^(1/p−1), and for large p it tends to
    max/n, not to the maximum. Put 1/n inside the root, or leave it out.
    """
    return lp_pool2d(x, size, p) / size**2


@mistake(of="lp_pool2d", credit=0.3)
def lp_without_root(x, size, p):
    """The p-th root is missing: doubling every pixel must double the result."""
    return lp_pool2d(x, size, p) ** p


@mistake(of="lp_pool2d", credit=0.3)
def lp_mean_without_root(x, size, p):
    """The p-th root is missing: doubling every pixel must double the result."""
    return power_mean_pool2d(x, size, p) ** p


@mistake(of="lp_pool2d", credit=0.3)
def lp_without_power(x, size, p):
    """You add up the pixels themselves and take the root: it is the p-th powers x^p that are added up."""
    return windows(x, size).sum(axis=2) ** (1 / p)


@mistake(of="lp_pool2d", credit=0.6)
def lp_with_integer_division(x, size, p):
    """1//p is integer division: 0 for every p above 1, and anything to the power 0 is 1. Write 1/p."""
    return (windows(x, size) ** p).sum(axis=2) ** (1 // p)


@mistake(of="lp_pool2d", credit=0.5)
def lp_divided_by_one_pixel_less(x, size, p):
    """You divide by n−1, which belongs to the sample variance. The mean divides by n (or leave 1/n out)."""
    total = (windows(x, size) ** p).sum(axis=2)
    return (total / np.float64(size**2 - 1)) ** (1 / p)


@mistake(of="lp_pool2d", credit=0.3)
def lp_with_p_fixed_at_two(x, size, p):
    """The result does not change with p: it is the 2-norm for every p. Use the argument p."""
    return lp_pool2d(x, size, 2)


@mistake(of="lp_pool2d", credit=0.3)
def lp_mean_with_p_fixed_at_two(x, size, p):
    """The result does not change with p: it is the root of the mean square for every p.
    Use the argument p.
    """
    return power_mean_pool2d(x, size, 2)


@mistake(of="lp_pool2d", credit=0.6)
def lp_with_a_square_root(x, size, p):
    """The powers are right, but you always take the square root. It must be the p-th."""
    return np.sqrt((windows(x, size) ** p).sum(axis=2))


@mistake(of="lp_pool2d", credit=0.3)
def lp_divided_by_p(x, size, p):
    """You divide by p. The 1/p is an exponent: a p-th root."""
    return (windows(x, size) ** p).sum(axis=2) / p


@mistake(of="lp_pool2d", credit=0.2)
def lp_root_of_every_term(x, size, p):
    """You take the root of every term, which undoes the power: this is only the sum of the pixels. The root
    goes over the sum.
    """
    return windows(x, size).sum(axis=2)


@mistake(of="lp_pool2d", credit=0.2)
def lp_root_of_every_term_of_the_mean(x, size, p):
    """You take the root of every term, which undoes the power: this is only the mean of the pixels. The root
    goes over the sum.
    """
    return windows(x, size).mean(axis=2)


@mistake(of="lp_pool2d", credit=0.1)
def lp_always_the_maximum(x, size, p):
    """This is max pooling, the limit p → ∞. For the p you are given, smaller pixels count too."""
    return max_pool2d(x, size)


@mistake(of="lp_pool2d", credit=0.5)
def lp_without_the_first_pixel(x, size, p):
    """The first pixel of every window never counts. Does your sum start at the right index?"""
    powers = windows(x, size) ** p
    return (powers.sum(axis=2) - powers[:, :, 0]).clip(0) ** (1 / p)


@mistake(of="lp_pool2d", credit=0.1)
def lp_as_a_log_of_exponentials(x, size, p):
    """This is (1/p)·log Σ exp(p·x), another soft maximum: doubling every pixel does not
    double it. Use powers.
    """
    return np.log(np.exp(p * windows(x, size)).sum(axis=2)) / p


@mistake(of="lp_pool2d", credit=0.7)
def lp_with_p_cut_to_a_whole_number(x, size, p):
    """p need not be a whole number: you use its integer part."""
    return lp_pool2d(x, size, int(p))


@mistake(of="lp_pool2d", credit=0.6)
def lp_mean_over_size(x, size, p):
    """The mean inside the root divides by size, but a window has size² pixels."""
    return ((windows(x, size) ** p).sum(axis=2) / size) ** (1 / p)


@mistake(of="lp_pool2d", credit=0.4)
def lp_with_overlapping_windows(x, size, p):
    """Your windows overlap: they move on by one pixel. Move on by `size`, so that the
    result is (h/size, w/size).
    """
    return (np.lib.stride_tricks.sliding_window_view(x, (size, size)) ** p).sum(axis=(2, 3)) ** (1 / p)


@mistake(of="lp_pool2d", credit=0.5)
def lp_root_with_p_in_place_of_its_inverse(x, size, p):
    """You raise the sum to the power p once more. The root is the power 1/p."""
    return (windows(x, size) ** p).sum(axis=2) ** p


@mistake(of="lp_pool2d", credit=0.7)
def lp_with_a_constant_under_the_root(x, size, p):
    """A window of zeros must give 0 and a tiny one a tiny result: leave out the small
    constant under the root.
    """
    return ((windows(x, size) ** p).sum(axis=2) + 1e-8) ** (1 / p)
