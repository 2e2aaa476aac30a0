"""A course that does not exist: what Canvas would give for its hand-ins, and its gradebook.

As a script: ``python tests/course.py FOLDER COUNT`` writes ``submissions.zip`` and ``gradebook.csv``.
"""

import csv
import json
import random
import sys
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "submissions"

# How often each sample is handed in, of 100; what never ends and what eats memory is rare, as in life.
SHARES = {
    "ada_numpy.py": 30,
    "carl_notebook.ipynb": 20,
    "blaise_torch.py": 14,
    "answer_sheet.py": 10,
    "changes_arguments.py": 6,
    "forgot_some.py": 6,
    "wrong_shapes.py": 5,
    "noisy_printer.py": 3,
    "raises_at_import.py": 2,
    "syntax_error.py": 1,
    "nan_everywhere.py": 1,
    "infinite_loop.py": 1,
    "empty.py": 1,
}
FIRST = ["Ada", "Blaise", "Carl", "Dürten", "Émilie", "Fëdor", "Grace", "Håkon", "Ítalo", "作", "=cmd", "Zoë"]
LAST = [
    "Noether",
    "O'Brien",
    "van der Waerden",
    "Ruiz-Díaz",
    "Łukasiewicz",
    "Đặng",
    "محمد",
    "x_LATE_1_2",
    "Ng",
]


def make(
    folder: Path,
    count: int,
    samples: Path = SAMPLES,
    shares: dict[str, int] = SHARES,
    title: str = "deep-learning-3",
) -> dict[int, str]:
    """Write a download of `count` hand-ins and a gradebook with two students more; return who handed in what.

    Every seventh is late, every ninth was handed in for the third time, every tenth is a group's.
    """
    dice = random.Random(count)
    names = [f"{dice.choice(LAST)}, {dice.choice(FIRST)}" for _ in range(count + 2)]
    ids = dice.sample(range(10_000, 99_999), count + 2)
    files = dice.choices(list(shares), list(shares.values()), k=count)
    with zipfile.ZipFile(folder / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, id_, file) in enumerate(zip(names, ids, files, strict=False)):
            owner = f"team {number}" if number % 10 == 9 else name
            late = "_LATE" if number % 7 == 6 else ""
            stem, dot, suffix = file.partition(".")
            again = "-2" if number % 9 == 8 else ""
            path = f"{sortable(owner)}{late}_{id_}_{700_000 + number}_{stem}{again}{dot}{suffix}"
            archive.writestr(path, varied((samples / file).read_text(encoding="utf-8"), file, number))
        archive.writestr(f"{sortable(names[-1])}_{ids[-1]}_text.html", "<p>I could not upload it.</p>")
    with (folder / "gradebook.csv").open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(
            [
                "Student",
                "ID",
                "SIS User ID",
                "SIS Login ID",
                "Section",
                "Essay (11)",
                f"{title} (12)",
                "Current Score",
            ]
        )
        table.writerow(["    Points Possible", "", "", "", "", "5", "100", "(read only)"])
        for name, id_ in sorted(zip(names, ids, strict=True)):
            table.writerow([name, id_, f"s{id_}", f"u{id_}@example.org", "Section 1", "4", "", "80"])
    return dict(zip(ids, files, strict=False))


def sortable(name: str) -> str:
    """Return a name as Canvas puts it in front of a file."""
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter == "_").replace("_1_", "1")


def varied(text: str, file: str, number: int) -> str:
    """Return a hand-in that no other is equal to."""
    if file.endswith(".ipynb"):
        notebook = json.loads(text)
        notebook["cells"].insert(0, {"cell_type": "code", "metadata": {}, "source": f"student = {number}"})
        return json.dumps(notebook)
    return f"{text}\n# handed in by number {number}\n"


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    make(Path(sys.argv[1]), int(sys.argv[2]))
