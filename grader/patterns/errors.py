"""What an exception means, in plain words: the dozen that students meet most."""

import re

# By the beginning of what Python says; the first that fits.  {0}, {1} … are the parts in brackets.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "RecursionError",
        "your function calls itself without end: there is an input on which it never stops to do so",
    ),
    (
        r"IndexError: index (-?\d+) is out of bounds for axis (\d+) with size 0",
        "it asks for an entry of an array that is empty",
    ),
    (
        r"IndexError: index (\d+) is out of bounds for axis (\d+) with size (\d+)",
        "it asks for the entry at {0} along axis {1}, and the last one is at {2}: places count from 0",
    ),
    (
        "IndexError: (?:list|tuple|string) index out of range",
        "it asks for an item after the last: places count from 0",
    ),
    (
        r"IndexError: too many indices for array: array is (\d+)-dimensional, but (\d+) were indexed",
        "it uses {1} indices on an array with {0} {axes0}",
    ),
    (
        "IndexError: arrays used as indices must be of integer",
        "an index is a number with decimals: places are whole numbers, as // gives them, not /",
    ),
    (
        "IndexError: only integers, slices",
        "an index is no whole number: / always gives a number with decimals, // does not",
    ),
    (
        "IndexError: boolean index did not match",
        "it picks entries of an array by a mask of another shape",
    ),
    (
        r"ValueError: operands could not be broadcast together with shapes (\([\d, ]*\)) (\([\d, ]*\))",
        "it combines arrays of the shapes {0} and {1} entry by entry, which do not fit",
    ),
    (
        r"ValueError: shapes (\([\d, ]*\)) and (\([\d, ]*\)) not aligned",
        (
            "it multiplies arrays of the shapes {0} and {1}: the last length of one must be the first of "
            "the other"
        ),
    ),
    (
        r"ValueError: matmul: .*size (\d+) is different from (\d+)",
        (
            "it multiplies matrices whose inner lengths, {1} and {0}, differ: is one to be transposed, or"
            " are they exchanged?"
        ),
    ),
    (
        "ValueError: The truth value of an array",
        (
            "it uses a whole array where one yes or no is wanted, as in `if` or `max`: say .any() or "
            ".all(), or use np.maximum"
        ),
    ),
    (
        "ValueError: setting an array element with a sequence",
        "it puts a list or an array in the place of one number",
    ),
    (
        r"ValueError: cannot reshape array of size (\d+) into shape (\([\d, ]*\))",
        "it lays {0} numbers out as {1}, which does not come out even",
    ),
    (
        r"ValueError: could not broadcast input array from shape (\([\d, ]*\)) into shape (\([\d, ]*\))",
        "it puts an array of the shape {0} where one of the shape {1} stands",
    ),
    (
        "ValueError: zero-size array to reduction operation",
        "it asks for the largest or smallest entry of an empty array",
    ),
    (
        r"ValueError: (?:max|min)\(\) (?:arg is an empty sequence|iterable argument is empty)",
        "it asks for the largest or smallest of nothing",
    ),
    (
        "ValueError: math domain error",
        (
            "it asks the math module for what there is not, such as the logarithm of 0 or the root of a "
            "negative number"
        ),
    ),
    (
        "ValueError: not enough values to unpack",
        "it takes more parts from a value than there are",
    ),
    (
        "ValueError: too many values to unpack",
        "it takes fewer parts from a value than there are",
    ),
    (
        "ValueError: negative dimensions",
        "it makes an array of a negative length",
    ),
    (
        "TypeError: only (?:size-1|length-1|0-dimensional) arrays can be converted",
        "it hands a whole array to a function for one number: use NumPy's in place of math's",
    ),
    (
        r"TypeError: unsupported operand type\(s\) for (.{1,8}): 'NoneType' and",
        "it calculates with None: does a function of yours lack its return?",
    ),
    (
        r"TypeError: unsupported operand type\(s\) for (.{1,8}): '.{1,40}' and 'NoneType'",
        "it calculates with None: does a function of yours lack its return?",
    ),
    (
        "TypeError: 'NoneType' object is not (?:subscriptable|iterable|callable)",
        "it uses None as if it held something: does a function of yours lack its return?",
    ),
    (
        r"TypeError: '(\w{1,40})' object is not callable",
        (
            "it calls what is no function but of type {0}: is the name used twice, or an operator missing"
            " before a bracket?"
        ),
    ),
    (
        r"TypeError: '(\w{1,40})' object is not subscriptable",
        "it takes an item of what holds none, of type {0}",
    ),
    (
        r"TypeError: '(\w{1,40})' object is not iterable",
        "it goes through what holds nothing, of type {0}: range(n) counts to n",
    ),
    (
        r"TypeError: object of type '(\w{1,40})' has no len",
        "it asks for the length of one number: is it given an array?",
    ),
    (
        r"TypeError: '(float|numpy\.float64)' object cannot be interpreted as an integer",
        "a number with decimals stands where a whole one is wanted, as in range: // gives whole numbers",
    ),
    (
        "TypeError: can(?:not|'t) multiply sequence by non-int",
        "it multiplies a list: make it an array first",
    ),
    (
        "TypeError: can only concatenate",
        "it adds a list and something else: make it an array first",
    ),
    (
        r"NameError: name '(\w{1,60})' is not defined",
        "`{0}` is a name that stands for nothing: is it spelt as where it is defined?",
    ),
    (
        r"UnboundLocalError: (?:cannot access local variable|local variable) '(\w{1,60})'",
        "`{0}` is used before it has a value: not every way through the function gives it one",
    ),
    (
        "ZeroDivisionError",
        "it divides by 0",
    ),
    (
        "OverflowError",
        "a number becomes too large to be held",
    ),
    (
        "FloatingPointError",
        "a calculation has no finite result",
    ),
    (
        "KeyError",
        "it looks for a key that is not in the dictionary",
    ),
    (
        r"AttributeError: '(\w{1,40})' object has no attribute '(\w{1,40})'",
        "it asks a value of type {0} for `.{1}`, which it does not have",
    ),
    (
        r"LinAlgError: Singular matrix|\w*LinAlgError: Singular",
        "it inverts a matrix that has no inverse",
    ),
    (
        r"RuntimeError: (?:Set|dictionary|OrderedDict|deque)\b.* (?:during iteration|mutated during)",
        "it changes a set or a dict while it goes through it: go through a copy of it",
    ),
    (
        "AssertionError",
        "an `assert` of yours does not hold there",
    ),
    (
        "UFuncTypeError|_UFuncOutputCastingError|UFuncOutputCastingError",
        "it writes numbers with decimals into an array of whole numbers: make it with dtype=float",
    ),
)


def meaning(raised: str) -> str:
    """Return what an exception means, by its type and words ("IndexError: …"); "" where nobody knows."""
    for pattern, words in MEANINGS:
        if (match := re.match(pattern, raised)) is not None:
            parts = [part or "" for part in match.groups()]
            if "with size" in pattern and len(parts) == 3:
                parts[2] = str(int(parts[2]) - 1)
            axes = "axis" if parts[:1] == ["1"] else "axes"
            return words.format(*parts, axes0=axes)
    return ""
