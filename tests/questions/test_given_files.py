"""Data beside a notebook: found where students look for it, and nothing else with it."""

from pathlib import Path

import pytest

from grader.errors import AssignmentError
from grader.grading import pipeline

from .posed import Posed

ANSWERS = '''
from pathlib import Path

HERE = Path(__file__).parents[2]


def tallest() -> float:
    """The largest height in heights.csv."""
    lines = (HERE / "heights.csv").read_text(encoding="utf-8").split()
    return max(float(line.split(",")[1]) for line in lines[1:])
'''


@pytest.fixture
def posed(tmp_path: Path) -> Posed:
    """One question about a file."""
    posed = Posed.write(tmp_path, "{value: tallest, points: 1}", ANSWERS, more="files: [heights.csv]\n")
    (posed.rubric.parent / "heights.csv").write_text("name,height\nann,1.7\nbob,1.8\n", encoding="utf-8")
    return posed


@pytest.mark.parametrize(
    "read",
    [
        "pd.read_csv('heights.csv').height.max()",
        "pd.read_csv(Path('heights.csv'))['height'].max()",
        "np.genfromtxt('heights.csv', delimiter=',', skip_header=1)[:, 1].max()",
    ],
)
def test_students_read_it_as_at_home(posed: Posed, read: str) -> None:
    """By its name alone, with the library of their course."""
    pytest.importorskip("pandas")
    imports = "import numpy as np\nimport pandas as pd\nfrom pathlib import Path\n"
    source = f"{imports}def tallest():\n    return {read}\n"
    assert posed.graded(source).outcomes[0].share == 1


@pytest.mark.parametrize(
    "read",
    [
        "open('rubric.yaml').read()",
        "open('../course/rubric.yaml').read()",
        "open('reference/q1/answers.py').read()",
        "open(FOLDER + '/rubric.yaml').read()",
        "os.open(FOLDER + '/reference/q1/answers.py', os.O_RDONLY)",
        "posix.open(FOLDER + '/reference/q1/answers.py', 0)",
        "os.listdir(FOLDER)[0]",
        "open('/proc/self/environ').read()",
    ],
)
def test_nothing_else_of_the_folder_is_read(posed: Posed, read: str) -> None:
    """Neither by its name, nor round the functions that know files in memory."""
    folder = str(posed.rubric.parent)
    asked = f"def tallest():\n    return float(len(str({read})) > 0)\n"
    source = f"import os, posix\nFOLDER = {folder!r}\n{asked}"
    outcome = posed.graded(source).outcomes[0]
    assert outcome.verdict == "raised", outcome.message


def test_the_folder_holds_what_was_given_and_the_hand_in(posed: Posed) -> None:
    """Whoever lists it sees no more."""
    source = (
        "import os\ndef tallest():\n"
        "    return 1.8 if sorted(os.listdir('.')) == ['heights.csv', 'hw.py'] else str(os.listdir('.'))\n"
    )
    assert posed.graded(source).outcomes[0].share == 1, posed.told(source)


def test_a_path_in_an_annotation_is_told_what_to_write(tmp_path: Path) -> None:
    """It cannot cross; a name can."""
    answers = (
        "from pathlib import Path\n\n\n"
        'def size(path: Path) -> int:\n    """How large a file is."""\n    return path.stat().st_size\n'
    )
    told = "Path cannot cross to a submission: write str, with a domain that picks the name of one"
    with pytest.raises(AssignmentError, match=told):
        pipeline.prepare(Posed.write(tmp_path, "{matches: size, points: 1}", answers).rubric)
