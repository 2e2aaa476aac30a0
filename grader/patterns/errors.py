"""What an exception means, in plain words: those that students meet most."""

import re

from grader.patterns.error_words import OF_OTHER_ERRORS
from grader.patterns.type_error_words import OF_TYPE_ERRORS


def meaning(raised: str) -> str:
    """Return what an exception means, by its type and words ("IndexError: …"); "" where nobody knows."""
    for pattern, words in (*OF_TYPE_ERRORS, *OF_OTHER_ERRORS):
        if (match := re.match(pattern, raised)) is not None:
            parts = [part or "" for part in match.groups()]
            if "with size" in pattern and len(parts) == 3:
                parts[2] = str(int(parts[2]) - 1)
            axes = "axis" if parts[:1] == ["1"] else "axes"
            return words.format(*parts, axes0=axes)
    return ""
