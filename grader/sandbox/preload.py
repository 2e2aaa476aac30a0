"""What a submission imports, and so what the process should have imported from which its workers are forked.

An import takes seconds, a fork milliseconds; and some libraries start what the walls refuse when they are
imported late.
"""

import re
from collections.abc import Collection, Iterator

from grader.model import Submission

# By the name that stands in a source.  What is not installed, or cannot be imported, is left out.
LIBRARIES = {
    "matplotlib": ("matplotlib.pyplot", "matplotlib.backends.backend_agg"),
    "pylab": ("matplotlib.pyplot", "matplotlib.backends.backend_agg", "pylab"),
    "pandas": ("pandas",),
    "scipy": (
        *("scipy.linalg", "scipy.special", "scipy.optimize", "scipy.sparse", "scipy.stats", "scipy.signal"),
        *("scipy.integrate", "scipy.interpolate"),
    ),
    "sklearn": ("sklearn.linear_model", "sklearn.model_selection", "sklearn.datasets", "sklearn.metrics"),
    "seaborn": ("seaborn",),
    "numba": ("numba",),
    "sympy": ("sympy",),
    "asyncio": ("asyncio",),
}
IMPORTED = {
    name: re.compile(rf"^\s*(import|from)\b.*\b{name}\b|^\s*%{name}", re.MULTILINE) for name in LIBRARIES
}
# What of torch imports its compiler late: behind the walls that fails, for it wants to write files.
NEEDS_DYNAMO = re.compile(
    r"\b(optim|compile|checkpoint|vectorize|vmap|func|functorch|jacrev|jacfwd|jvp|hessian)\b"
)


# Those that compile a function anew for each kind of arguments that it meets.
COMPILERS = re.compile(r"^\s*(?:import|from)\b.*\b(?:numba|jax)\b", re.MULTILINE)


def compiles(submission: Submission) -> bool:
    """Whether a submission may have a library compile its functions while they are called."""
    return any(COMPILERS.search(cell.source) for module in submission.modules for cell in module.cells)


def preloads(submission: Submission, libraries: Collection[str] = ()) -> tuple[str, ...]:
    """Return the modules to import before this submission's workers are forked, ``libraries`` among them."""
    return tuple(dict.fromkeys([*_preloads(submission), *libraries]))


def _preloads(submission: Submission) -> Iterator[str]:
    yield "numpy"
    sources = [cell.source for module in submission.modules for cell in module.cells]
    if any("torch" in source for source in sources):
        yield "torch"
        if any(map(NEEDS_DYNAMO.search, sources)):
            yield "torch._dynamo"
    if any(module.notebook for module in submission.modules) or any("IPython" in each for each in sources):
        yield "IPython.core.inputtransformer2"
    for name, modules in LIBRARIES.items():
        if any(name in source and IMPORTED[name].search(source) for source in sources):
            yield from modules
