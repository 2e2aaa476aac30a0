"""What exceptions mean but for TypeErrors, by the beginning of what Python and NumPy say."""

# The first that fits.  {0}, {1} … are the parts in brackets.
OF_OTHER_ERRORS: tuple[tuple[str, str], ...] = (
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
            "it multiplies arrays of the shapes {0} and {1}: the last length of one must be the first "
            "of the other"
        ),
    ),
    (
        r"ValueError: matmul: .*size (\d+) is different from (\d+)",
        (
            "it multiplies matrices whose inner lengths, {1} and {0}, differ: is one to be transposed, "
            "or are they exchanged?"
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
            "it asks the math module for what there is not, such as the logarithm of 0 or the root of "
            "a negative number"
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
        r"NameError: name '(\w{1,60})' is not defined(?!:)",  # behind a colon stands why it is not
        "`{0}` is a name that stands for nothing: is it spelt as where it is defined?",
    ),
    (
        r"UnboundLocalError: (?:cannot access local variable|local variable) '(\w{1,60})'",
        "`{0}` is used before it has a value: not every way through the function gives it one",
    ),
    (
        (
            r"ValueError: non-broadcastable output operand with shape (\([\d, ]*\)) doesn't match the "
            r"broadcast shape (\([\d, ]*\))"
        ),
        "it adds to an array of the shape {0}, with += or the like, what has the shape {1}",
    ),
    (
        "ValueError: all the input array dimensions except for the concatenation axis",
        "it joins arrays whose other lengths differ",
    ),
    (
        "ValueError: all the input arrays must have same number of dimensions",
        "it joins arrays with different numbers of axes: x[None, :] is x as one row",
    ),
    (
        "ValueError: zero-dimensional arrays cannot be concatenated",
        "it joins single numbers: np.array([a, b]) makes an array of them",
    ),
    (
        "ValueError: attempt to get arg(?:max|min) of an empty sequence",
        "it asks for the place of the largest or smallest entry of an empty array",
    ),
    (
        r"ValueError: invalid literal for int\(\)",
        "it makes a whole number of a text that is none",
    ),
    (
        "ValueError: could not convert string to float",
        "it makes a number of a text that is none",
    ),
    (
        "ValueError: cannot convert float NaN to integer",
        "it makes a whole number of nan: what was calculated before is no number",
    ),
    (
        "OverflowError: cannot convert float infinity to integer",
        "it makes a whole number of infinity: was something divided by 0 before?",
    ),
    (
        (
            r"ValueError: (?:.{1,60} is not in list|list\.(?:remove|index)\(x\): x not in "
            r"list|substring not found|tuple\.index)"
        ),
        "it looks for something in a list or a text that is not there",
    ),
    (
        r"(?:\w*AxisError): axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0} in an array that has {1}: axes are counted from 0",
    ),
    (
        r"\w*LinAlgError: Last 2 dimensions of the array must be square",
        "it needs a square matrix, and is given another",
    ),
    (
        r"\w*LinAlgError: (\d)-dimensional array given",
        "it needs a matrix, and is given an array with {0} axes",
    ),
    (
        "IndexError: pop from (?:an )?empty",
        "it takes an item from what is empty",
    ),
    (
        "IndexError: list assignment index out of range",
        "it puts an item at a place that the list does not have: append puts it behind the last",
    ),
    (
        "KeyError: 'pop from an empty set'",
        "it takes an item from what is empty",
    ),
    (
        r"AttributeError: module '([\w.]{1,40})' has no attribute '(\w{1,40})'",
        "`{0}` has nothing called `{1}`: is it spelt right?",
    ),
    (
        r"NameError: cannot access free variable '(\w{1,60})'",
        "`{0}` is used before it has a value",
    ),
    (
        r"(?:\w*ArrayMemoryError|MemoryError)",
        "it makes something that is too large to be held: are its lengths right?",
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
        "FloatingPointError: underflow",
        (
            "a result is too small to be told from 0, which is an error where `np.seterr` or `np.errstate` "
            "makes it one: leave `under` out of it, and `all`"
        ),
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
        r"AttributeError: '([\w.]{1,40})' object has no attribute '(\w{1,40})'",
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
        "an `assert` does not hold there",
    ),
)
