"""What a TypeError means, by the beginning of what Python and NumPy say: those that students meet."""

# The first that fits.  {0}, {1} … are the parts in brackets.
OF_TYPE_ERRORS: tuple[tuple[str, str], ...] = (
    (
        r"\w*UFunc\w*Error: ufunc '(\w{1,40})' did not contain a loop",
        "it calculates with what is no number, such as a text or None",
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
        r"TypeError: '([\w.]{1,40})' object is not callable",
        (
            "it calls what is no function but of type {0}: is the name used twice, or an operator "
            "missing before a bracket?"
        ),
    ),
    (
        r"TypeError: '([\w.]{1,40})' object is not subscriptable",
        "it takes an item of what holds none, of type {0}",
    ),
    (
        r"TypeError: '([A-Z]\w{0,40})' object is not iterable",
        "it goes through an object of the class {0}, which says nowhere how: has it an `__iter__`?",
    ),
    (
        r"TypeError: '([\w.]{1,40})' object is not iterable",
        "it goes through what holds nothing, of type {0}: range(n) counts to n",
    ),
    (
        r"TypeError: object of type '([\w.]{1,40})' has no len",
        "it asks for the length of one number: is it given an array?",
    ),
    (
        r"TypeError: '(float|numpy\.float64)' object cannot be interpreted as an integer",
        "a number with decimals stands where a whole one is wanted, as in range: // gives whole numbers",
    ),
    (
        "TypeError: can(?:not|'t) multiply sequence by non-int",
        "it multiplies a list or a text by what is no whole number: arrays multiply numbers",
    ),
    (
        "TypeError: can only concatenate str",
        "it adds a text and something that is none: str(x) makes a text of x",
    ),
    (
        "TypeError: can only concatenate",
        "it adds a list and something else: append puts an item behind it, and arrays add numbers",
    ),
    (
        r"TypeError: cannot unpack non-iterable ([\w.]{1,40}) object",
        "it takes several parts from one single value, of type {0}",
    ),
    (
        "TypeError: slice indices must be integers",
        "an end of a slice is no whole number: // gives whole numbers, / does not",
    ),
    (
        (
            "TypeError: (list|tuple|string|str) indices must be integers(?: or slices)?, not "
            r"'?(?:float|numpy\.float64)"
        ),
        "a place in a {0} is no whole number: // gives whole numbers, / does not",
    ),
    (
        "TypeError: (list|tuple) indices must be integers or slices, not tuple",
        "it asks a {0} with two indices: rows[i][j], or make it an array",
    ),
    (
        "TypeError: (list|tuple|string|str) indices must be integers",
        "it asks a {0} for an item by what is no place: places are whole numbers",
    ),
    (
        "TypeError: only integer scalar arrays can be converted to a scalar index",
        "it uses an array where one whole number is wanted; and what joins arrays takes a list of them",
    ),
    (
        r"TypeError: '([\w.]{1,40})' object does not support item assignment",
        "it changes an item of a value of type {0}, which cannot be changed: a list or an array can",
    ),
    (
        r"TypeError: unhashable type: '([\w.]{1,40})'",
        "a value of type {0} cannot be a key, or in a set: a tuple can",
    ),
    (
        "TypeError: bad operand type for unary .: 'list'",
        "it takes the negative of a list: make it an array first",
    ),
    (
        r"TypeError: sequence item \d+: expected str instance",
        "it joins what is no text: str(x) makes a text of x",
    ),
    (
        r"TypeError: '(.{1,3})' not supported between instances of '([\w.]{1,40})' and '([\w.]{1,40})'",
        "it compares a value of type {1} with one of type {2}",
    ),
    (
        r"TypeError: ([\w.<>]{1,60})\(\) missing \d+ required positional arguments?: '(\w{1,40})'",
        "it calls `{0}` without `{1}`",
    ),
    (
        (
            r"TypeError: ([\w.<>]{1,60})\(\) takes (?:from \d+ to )?(\d+) positional arguments? but "
            r"(\d+) w(?:as|ere) given"
        ),
        "it calls `{0}` with {2} arguments, and that takes {1}: does a method lack `self`?",
    ),
    (
        r"TypeError: ([\w.<>]{1,60})\(\) got an unexpected keyword argument '(\w{1,40})'",
        "it calls `{0}` with `{1}=`, and that has no argument of this name",
    ),
    (
        (
            r"TypeError: unsupported operand type\(s\) for (.{1,3}?)(?: or pow\(\))?: '([\w.]{1,40})' "
            r"and '([\w.]{1,40})'"
        ),
        "it writes {0} between a value of type {1} and one of type {2}, where that has no meaning",
    ),
    (
        "UFuncTypeError|_UFuncOutputCastingError|UFuncOutputCastingError",
        "it writes numbers with decimals into an array of whole numbers: make it with dtype=float",
    ),
)
