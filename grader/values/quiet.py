"""Code of others that runs in this process: what it warns of reaches no terminal."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def quiet() -> Iterator[None]:
    """Let code of a reference, or of a mistake in it, warn of what it likes: "Mean of empty slice"."""
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        yield
