"""Values as code is handed them: those of ours that Python has another form for."""

from typing import Any

from grader.values.printed import PrintedText


def handed(value: Any) -> Any:
    """Return a value as code is handed it: a printed text as a text, without what counts nowhere."""
    if type(value) is PrintedText:
        return "\n".join(value.lines)
    if type(value) in (list, tuple) and any(type(each) in (list, tuple, PrintedText) for each in value):
        return type(value)(map(handed, value))
    return value
