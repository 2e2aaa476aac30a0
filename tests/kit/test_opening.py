"""How a starter begins."""

from pathlib import Path

from grader.kit.opening import libraries, opening


def test_a_starter_imports_the_libraries_and_shows_how_files_are_read(tmp_path: Path) -> None:
    """A library is named whole: which of its functions the answers use is part of the answer."""
    answers = tmp_path / "answers.py"
    answers.write_text(
        "import re\nfrom pandas import DataFrame\nimport matplotlib.pyplot as p\n"
        "from scipy.optimize import brentq\n"
    )
    named = libraries([answers])
    assert named == ["numpy", "pandas", "matplotlib"]
    assert opening(named, ["births.csv", "data/x.npy", "notes.txt"]).split("\n") == [
        "import numpy as np",
        "import pandas as pd",
        "from matplotlib import pyplot as plt",
        "",
        "# These files lie beside yours:",
        "# pd.read_csv('births.csv')",
        "# np.load('data/x.npy')",
        "# open('notes.txt')",
    ]
    assert opening(["numpy"]) == "import numpy as np"
