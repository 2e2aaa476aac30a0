"""What goes back to a student on Canvas: a file of the sort that was handed in, for it gets that file's name.

Canvas knows a file of an upload by the number of the one that it answers to, and shows it under that one's
name, whatever it is called in the zip: a web page would be shown as `hw1.ipynb`.
"""

import json
import zipfile

from grader.installing.wheel import zipped
from grader.platforms.canvas.download import feedback_name

PAGE = "feedback.html"


def feedback(entry: str, page: str, text: str) -> tuple[str, bytes] | None:
    """Return the file that answers to one of a download, and how it is called in the zip.

    ``page`` and ``text`` are the student's, as a web page and as Markdown.  None where Canvas knows no
    student for it; a page where the sort of file can hold no marks.
    """
    name = feedback_name(entry, PAGE)
    if name is None:
        return None
    match entry.rpartition(".")[2].lower():
        case "ipynb":
            return entry, _notebook(text)
        case "py":
            return entry, "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines()).encode()
        case "zip":
            return entry, zipped({PAGE: page.encode()}, (), zipfile.ZIP_DEFLATED)
        case "md" | "txt" | "qmd" | "rmd":
            return entry, text.encode()
        case "html" | "htm":
            return entry, page.encode()
    return name, page.encode()


def _notebook(text: str) -> bytes:
    cell = {"cell_type": "markdown", "id": "marks", "metadata": {}, "source": text}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
