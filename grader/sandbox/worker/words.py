"""An exception in a few bounded words that help whoever caused it (inside the worker)."""

import errno
import io
import linecache
import re
import sys
from typing import Any

from grader.sandbox import messages
from grader.sandbox.worker.stand_ins import not_there
from grader.values import wire
from grader.values.exceptions import OF_YOUR_OWN, kinds_of

REFUSED = (errno.EPERM, errno.EACCES, errno.EROFS, errno.ENOENT, errno.ENOSYS)
NUMPY_2 = {  # what to write for what numpy 2 no longer has
    "Inf": "inf",
    "Infinity": "inf",
    "infty": "inf",
    "PINF": "inf",
    "NINF": "-np.inf",
    "NaN": "nan",
    "NAN": "nan",
    "float_": "float64",
    "complex_": "complex128",
    "float": "float64",
    "int": "int64",
    "bool": "bool_",
    "object": "object_",
    "str": "str_",
    "product": "prod",
    "cumproduct": "cumprod",
    "sometrue": "any",
    "alltrue": "all",
    "trapz": "trapezoid",
    "in1d": "isin",
    "row_stack": "vstack",
    "round_": "round",
    "unicode_": "str_",
    "mat": "asmatrix",
    "asfarray": "asarray(x, dtype=float)",
}
NUMPY_LACKS = re.compile(r"`np\.(\w+)` was (?:removed|a deprecated)|module 'numpy' has no attribute '(\w+)'")
NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")  # where that lies is nobody's business
NEEDS_TENSOR = re.compile(r"must be Tensor, not (?:numpy\.)?(?:ndarray|float)|expected Tensor as element")
LACKS = re.compile(r"'numpy\.ndarray' object has no attribute '(\w+)'")
NO_GPU = re.compile(r"CUDA enabled|no NVIDIA|NVIDIA driver|cuda|MPS", re.IGNORECASE)

NOT_FOUND = re.compile(r"(.{1,200}) not found\.$")

NAME = re.compile(r"[^\W\d]\w*")
SHORT, MOST = 20, 4  # characters of a value, and values, that are told of the line where it happened
PLAIN, HOLDING = (int, float, bool, str, type(None)), (list, tuple, dict, set)

sources: set[str] = set()  # the names of the student's pieces
lost: dict[str, str] = {}  # the names that a statement was to bind which failed, and where and why


def raised(problem: BaseException) -> messages.Raised:
    """Describe an exception; even its own ``__str__`` is the student's code."""
    try:
        message = _explained(problem, wire.text(str(problem), 500))
    except BaseException:
        message = "(its message cannot be shown)"
    try:
        place = _place(problem)
    except BaseException:  # an audit hook of theirs may forbid to look
        place = ""
    try:
        values = "" if isinstance(problem, RecursionError) else _values(problem)  # of the last of a thousand
    except BaseException:  # as above
        values = ""
    memory = isinstance(problem, MemoryError) or "can't allocate memory" in message
    kinds = list(kinds_of(problem))
    name = kinds[0].removesuffix(OF_YOUR_OWN) if kinds else "BaseException"
    return messages.Raised(name, wire.text(message, 1000), place, memory, kinds, wire.text(values, 200))


def ended(problem: SystemExit) -> str:
    """Say why a program ended itself, and that what stands below was run."""
    trace, asks = problem.__traceback__, False
    while trace is not None:
        asks = asks or trace.tb_frame.f_globals.get("__name__") == "argparse"
        trace = trace.tb_next
    if asks and problem.code == 2:
        return "argparse asks for arguments, and nobody gives any here: give each a default"
    how = "exit()" if problem.code is None else wire.text(str(problem), 200)
    return f"the program ends itself here ({how}); what stands below was run all the same"


def _place(problem: BaseException) -> str:
    """Return the last line of the student's own code in the traceback."""
    name, line = _last_line(problem)
    return f"{name}:{line}" if name else ""


def _last_line(problem: BaseException) -> tuple[str, int]:
    place = ("", 0)
    trace = problem.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name in sources:
            place = (name, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _values(problem: BaseException) -> str:
    """Return what the names in that line stand for: "i = 3, x of shape (3,)"; none of their code runs."""
    told: list[str] = []
    trace, frame = problem.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in sources:
            frame = trace.tb_frame
        trace = trace.tb_next
    known = frame.f_locals if frame is not None else {}
    for name in dict.fromkeys(NAME.findall(linecache.getline(*_last_line(problem)))):
        value: Any = known.get(name, NAME)
        # A type of theirs may say that it equals any other: `in` would ask it.
        if any(type(value) is each for each in PLAIN) and len(repr(value)) <= SHORT:
            told.append(f"{name} = {value!r}")
        elif any(type(value) is each for each in HOLDING):
            told.append(f"{name} of length {len(value)}")
        elif type(value) is getattr(sys.modules.get("numpy"), "ndarray", None):
            told.append(f"{name} of shape {value.shape}")
    return ", ".join(told[:MOST])


def _explained(problem: BaseException, message: str) -> str:
    """Return a message with what it means here."""
    match problem:
        case io.UnsupportedOperation() if "lies in memory" in message:
            return f"{message}: write it with np.save, np.savetxt or open"
        case OSError():
            return _of_system(problem, message)
        case EOFError() if "reading a line" in message:
            return "input() has nobody here who answers: take what you need as arguments"
        case ModuleNotFoundError() if message.startswith("No module named"):
            return not_there(wire.text(str(problem.name), 100))
        case IndexError() | StopIteration() if "upload" in linecache.getline(*_last_line(problem)):
            return "files.upload() has nothing to give: no data was handed in, and the assignment has none"
        case StopIteration() if not message:
            return "next() found nothing more"
        case ImportError() if match := NO_NAME.match(message):
            return _of_attribute(f"module '{match[2]}' has no attribute '{match[1]}'", match[0])
        case NameError() if (why := lost.get(str(problem.name))) is not None:
            return f"{message}: {why}"
        case AttributeError():
            return _of_attribute(message)
        case _ if type(problem).__name__ == "TclError":
            return "there is no screen here: nothing can be shown in a window"
        case _ if type(problem).__name__ == "BdbQuit":
            return "the debugger has nobody here who answers: delete the call that starts it"
        case IndexError() if "argv" in linecache.getline(*_last_line(problem)):
            return f"{message}: sys.argv holds the name of your file, and nobody gives arguments here"
    if isinstance(problem, (RuntimeError, AssertionError)) and NO_GPU.search(message):
        return (
            f"{message}; there is no GPU here: write device = 'cuda' if torch.cuda.is_available() else 'cpu'"
        )
    if isinstance(problem, TypeError) and NEEDS_TENSOR.search(message):
        return f"{message}; that is a numpy array: torch.as_tensor makes it a tensor"
    return message


def _of_attribute(message: str, otherwise: str = "") -> str:
    """Say what to write for what numpy 2 and tensors do not have; of all else what stood there before."""
    if match := NUMPY_LACKS.match(message):
        name = match[1] or match[2]
        if name in NUMPY_2:
            better = NUMPY_2[name]
            return f"numpy 2 has no np.{name}: write {better if '.' in better else f'np.{better}'}"
    if (match := LACKS.match(message)) and hasattr(
        getattr(sys.modules.get("torch"), "Tensor", None), match[1]
    ):
        return f"{message}; that is a numpy array: torch.as_tensor makes it a tensor"
    return otherwise or message


def _of_system(problem: OSError, message: str) -> str:
    """Say in words what is not there and what the walls around this process refuse."""
    if match := NOT_FOUND.match(message):  # as numpy says it, without a number
        return _no_such_file(match[1])
    if problem.errno not in REFUSED:
        return message
    if problem.filename is None:
        return f"{message}; a submission may not start processes or use the network"
    if problem.errno == errno.ENOENT:
        return _no_such_file(wire.text(str(problem.filename), 200))
    return f"{message}; a submission sees its own files and those of the assignment, and no others"


def _no_such_file(name: str) -> str:
    return f"`{name}` was not handed in, and the assignment has no such file"
