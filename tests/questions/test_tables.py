"""A table is drawn, crosses, is compared and shown by its columns; nothing of it is ever unpickled."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from checks.trials import lost, reference, trial
from one_question import assignment, graded, only_the_honest_one_earns, told
from pandas import DataFrame, Series

from grader import Table, agree, mistake
from grader.audit.bench import Bench
from grader.audit.trials import audit_mutants
from grader.checks.diagnose import diagnose
from grader.checks.matches import matches
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Evidence, Verdict
from grader.reports.marked import pair, program
from grader.signatures.fitting import fitted
from grader.signatures.tables import Schema
from grader.text.jsonable import plain
from grader.text.values import show
from grader.values import stored
from grader.values.dataframes import as_pandas
from grader.values.frames import DATE, Column, Frame
from grader.values.wire import Array, Other, Strange, WireError, pack, require_sound, unpack
from grader.values.wrong import Wrong

HEAD = """
from pandas import DataFrame, Series

from grader import Table

People = Table[DataFrame, "city: Oslo | Rome | Lima", "height: float 1 to 2", "age: int 0 to 99"]

"""
ANSWERS = (
    HEAD
    + '''
def means(people: People) -> Table[DataFrame, "city: str", "height: float"]:
    """The mean height in each city, by the names of the cities."""
    return people.groupby("city")["height"].mean().reset_index()


def oldest(people: People) -> Table[Series, "index city: str", "age: int"]:
    """The greatest age in each city."""
    return people.groupby("city")["age"].max()
'''
)
LAWS = (
    HEAD
    + '''
def no_city_is_new(means, people: People) -> None:
    """Every city in the result is one of the table."""
    assert set(means(people)["city"]) <= set(people["city"])
'''
)
CHECKS = "{matches: means, points: 2}, {matches: oldest, points: 1}, {law: no_city_is_new, points: 1}"
RIGHT = """
def means(people):
    rows = [(c, people[people["city"] == c]["height"].mean()) for c in sorted(people["city"].unique())]
    return type(people)({"height": [h for _, h in rows], "city": [c for c, _ in rows]})

def oldest(people):
    return people.groupby("city")["age"].max()
"""
WRONG = """
import pandas as pd
def means(people): return people.groupby("city", sort=False)["height"].median().reset_index()
def oldest(people): return people.groupby("city")["age"].max().reset_index()
"""


@pytest.mark.slow
def test_it_is_graded_and_released(tmp_path: Path) -> None:
    """Through a worker, whether the hand-in imports pandas or not; and from the kit."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS)
    changes = RIGHT.replace("def oldest(people):", "def oldest(people):\n    people['age'] += 0.5")
    results = graded(
        rubric,
        {"right": RIGHT, "imports": "import pandas as pd\n" + RIGHT, "wrong": WRONG, "changes": changes},
    )
    assert told(results["right"]) == told(results["imports"]) == [(2, ""), (1, ""), (1, "")]
    first = "Right on all 17 inputs where `people` has one row, and wrong on 31 of the 41 others."
    assert told(results["wrong"])[0] == (0, first)
    assert told(results["wrong"])[1:] == [
        (0, "`oldest`: a table was returned where a Series was expected"),
        (1, ""),
    ]
    assert told(results["changes"])[1][0] == 0
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "a table with the columns city (texts), height (decimal numbers)" in " ".join(starter.split())
    again = graded(tmp_path / "kit" / "rubric.yaml", {"right": RIGHT, "wrong": WRONG})
    assert told(again["right"]) == [(2, ""), (1, ""), (1, "")]
    assert [earned for earned, _ in told(again["wrong"])] == [0, 0, 1]


def double(t: Table[DataFrame, "n", "a: float", "b: str?"]) -> Table[DataFrame, "n", "a: float", "b: str?"]:
    """The table with a doubled."""
    return t.assign(a=2 * t["a"])


def above(t: Table[DataFrame, "a: int", "b: bool"]) -> Table[DataFrame, "a: int", "any order"]:
    """The rows in which b holds, in any order."""
    return t[t["b"]][["a"]]


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (lambda t: t.assign(a=t["a"] * 2.0)[["b", "a"]], None),
        (lambda t: t.assign(a=(t["a"] * 2).astype("float32")), None),
        (lambda t: t.assign(b=t["b"].astype("category"), a=t["a"] + t["a"]).iloc[::1], None),
        (lambda t: t.rename(columns={"a": "A"}), "the column 'a' is missing: the table has 'A', 'b'"),
        (lambda t: t.assign(c=1, a=2 * t["a"]), "the column 'c' is there and was not asked for"),
        (lambda t: t.set_index("b"), "'b' is the index where a column was expected: use `reset_index()`"),
        (lambda t: t["a"] * 2, "a Series was returned where a table was expected"),
        (lambda t: t.to_numpy(), "was returned where a table (a DataFrame) was expected"),
        (lambda t: None, "None was returned where a table (a DataFrame) was expected"),
        (lambda t: t.assign(a=t["a"].astype(str)), "'a' holds texts where decimal numbers were expected"),
        (lambda t: t.assign(a=[[1]] * len(t)), "a table whose column 'a' holds a list: only numbers, texts"),
        (
            lambda t: pd.concat([t, t]),
            "a table of 2 rows and 2 columns was returned where 1 row was expected",
        ),
    ],
)
def test_what_is_right_and_what_is_told(mine: Any, words: str | None) -> None:
    """Order of columns and lighter dtypes are free; else the sentence says what is other."""
    found = matches(trial(reference(double), {"double": mine}), "double")
    if words is None:
        assert found.verdict is Verdict.PASSED, lost(found)
    else:
        assert found.verdict is Verdict.FAILED
        assert words in lost(found)


def test_the_first_cell_that_differs_is_shown() -> None:
    """With both tables."""
    found = matches(trial(reference(double), {"double": lambda t: t}), "double")
    assert found.evidence is not None
    assert found.evidence.where == "row 0, column 'a'"
    assert (found.evidence.got.cell("row 0, column 'a'"), found.evidence.expected.columns[0].cell(0)) == (
        1,
        2,
    )


def test_rows_in_any_order() -> None:
    """If the annotation says so."""
    right = reference(above)
    assert (
        matches(trial(right, {"above": lambda t: t[t["b"]][["a"]][::-1]}), "above").verdict is Verdict.PASSED
    )
    found = matches(trial(right, {"above": lambda t: t[~t["b"]][["a"]]}), "above")
    assert found.verdict is Verdict.FAILED


def test_strict_dtypes_and_the_index() -> None:
    """Each is asked for by a text of its own."""
    frame = pack(DataFrame({"a": np.array([1, 2], np.float32)}, index=pd.Index(["x", "y"], name="k")))
    strict = Schema(series=False, texts=("a: float", "strict dtypes"))
    with pytest.raises(Wrong, match="the column 'a' is of the type float32 where float was expected"):
        fitted(frame, strict)  # type: ignore[arg-type]
    other = Schema(series=False, texts=("a: float", "index city: str"))
    with pytest.raises(Wrong, match="the index is 'k' where 'city' was expected"):
        fitted(frame, other)  # type: ignore[arg-type]
    kept = fitted(frame, Schema(series=False, texts=("a: float", "index k: str")))  # type: ignore[arg-type]
    assert as_pandas(kept).loc["y", "a"] == 2


def test_a_table_comes_back_as_it_was() -> None:
    """Numbers, texts, gaps, dates and levels of an index, on the wire and in the store."""
    frame = DataFrame(
        {
            "a": [1, 2],
            "b": [0.5, np.nan],
            "c": ["x", None],
            "d": pd.to_datetime(["2020-01-02", None]),
            "e": pd.array([1, None], dtype="Int64"),
            3: [True, False],
        },
        index=pd.MultiIndex.from_tuples([("u", 1), ("v", 2)], names=["k", None]),
    )
    crossed = unpack(pack(frame))
    assert stored.decode(stored.encode(crossed, exact=True)) == crossed
    back = as_pandas(crossed)
    assert list(back.columns) == list(frame.columns)
    pd.testing.assert_frame_equal(back[["a", "b", 3]], frame[["a", "b", 3]])
    assert pack(back[["c", "d"]]) == pack(frame[["c", "d"]])
    assert pack(DataFrame({"a": []})).length == 0
    empty = as_pandas(unpack(pack(DataFrame({"a": []}))))
    assert (len(empty), list(empty)) == (0, ["a"])


def test_a_series_still_stands_for_an_array_or_a_list() -> None:
    """Where no table is asked for, one is read as what it holds."""
    agree(pack(Series([1.5, 2.5])).plain(), np.array([1.5, 2.5]))
    assert pack(Series(["a", "b"])).plain() == ["a", "b"]
    assert isinstance(pack(Series(pd.to_datetime(["2020-01-01"]))).plain(), Strange)


def test_tables_of_polars_are_read_by_name() -> None:
    """Nothing imports polars: what its classes offer is enough."""

    class DataFrame:
        """As polars' own answers."""

        __module__ = "polars.dataframe.frame"

        def get_columns(self) -> list[Any]:
            """Two columns."""
            return [Series("a", [1, None]), Series("b", ["x", "y"])]

        def __len__(self) -> int:
            return 2

    class Series:
        """As polars' own answers."""

        __module__ = "polars.series.series"

        def __init__(self, name: str, cells: list[Any]) -> None:
            self.name, self.cells, self.dtype = name, cells, "String"

        def head(self, _: int) -> "Series":
            """The first cells."""
            return self

        def to_list(self) -> list[Any]:
            """All of them."""
            return self.cells

    frame = pack(DataFrame())
    assert [(each.name, each.family) for each in frame.columns] == [("a", "float"), ("b", "str")]


def test_tables_are_shown_side_by_side_with_the_cells_marked_that_differ() -> None:
    """On the page, in JSON, and as code that builds the input."""
    one, other = (pack(DataFrame({"city": ["Oslo", "Rome"], "h": [1.5, h]})) for h in (2.0, 2.5))
    assert show(one) == "   city    h\n0  Oslo  1.5\n1  Rome    2"
    evidence = Evidence("", "f(t)", {"t": one}, one, other, "row 1, column 'h'")
    assert pair(evidence)[0].endswith("1  Rome    <mark>2</mark>")
    assert plain(one) == {"columns": ["city", "h"], "rows": [["Oslo", 1.5], ["Rome", 2.0]]}
    code = "t = pd.DataFrame({'city': ['Oslo', 'Rome'], 'h': np.array([1.5, 2.0])})"
    assert code in program(evidence)
    assert len(show(pack(DataFrame({"a": range(1000)}))).splitlines()) <= 10


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '"height: float 1 to 2"',
            '"height: flaot"',
            "'height: flaot' is no column: write \"height: float\"",
        ),
        ('"height: float 1 to 2"', '"height: float 2 to 1"', "holds nothing: the lower bound comes first"),
        ('"height: float 1 to 2"', '"age: float"', "there are two columns called 'age'"),
        (
            'Table[DataFrame, "city: str", "height: float"]',
            "DataFrame",
            "says nothing of its columns: write Tab",
        ),
        (
            'Table[Series, "index city: str", "age: int"]',
            "Table[int, 'age: int']",
            "begins with DataFrame or",
        ),
    ],
)
def test_slips_of_the_instructor_are_told_at_their_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Texts that mean nothing, and what is no table."""
    assert old in ANSWERS
    checks = "{matches: means, points: 2}, {matches: oldest, points: 1}"
    rubric = assignment(tmp_path, ANSWERS.replace(old, new), checks)
    with pytest.raises(AssignmentError) as error:
        pipeline.prepare(rubric)
    assert words in error.value.mistakes[0].message
    assert error.value.mistakes[0].file.name == "answers.py"


@pytest.mark.slow
def test_mutants_of_it_are_caught(tmp_path: Path) -> None:
    """Those that change a result."""
    bench = Bench(pipeline.prepare(assignment(tmp_path, ANSWERS, CHECKS, LAWS)))
    for name in ("means", "oldest"):
        assert {mutant.name for mutant in audit_mutants(bench, name) if not mutant.lost} == set()


# ---- hostile ----------------------------------------------------------------------------------------------


class Lying(DataFrame):
    """A table that says that it holds something else."""

    @property
    def columns(self) -> Any:
        """Other names."""
        return ["right"]

    def __eq__(self, _: object) -> Any:
        return True

    def __getitem__(self, _: Any) -> Any:
        raise KeyboardInterrupt

    __array__ = None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (DataFrame({"a": [object()]}), "a table whose column 'a' holds an object: only numbers"),
        (DataFrame({"a": [DataFrame()]}), "holds a DataFrame"),
        (DataFrame({"a" * 300: [1]}), "a table with a column whose name has 300 characters"),
        (DataFrame({b"a": [1]}), "a table with a column whose name is a bytes: use texts"),
        (DataFrame([[1, 2]], columns=["a", "a"]), "a table with two columns called 'a'"),
        (DataFrame(np.zeros((1, 1001))), "a table of more than 1,000 columns"),
        (DataFrame({"a": [2**70]}), "holds a whole number of more than 64 bits"),
        (DataFrame({"a": ["x"] * 100_001}), "has more than 100,000 cells that are no numbers"),
        (DataFrame(np.zeros((1, 2)), columns=pd.MultiIndex.from_tuples([(1, 2), (1, 3)])), "several levels"),
        (DataFrame({"a": pd.interval_range(0, 1)}), "holds an Interval"),
    ],
)
def test_what_cannot_cross_is_said_in_a_sentence(value: Any, words: str) -> None:
    """Object cells, names that are none, and too much of anything."""
    packed = pack(value)
    assert isinstance(packed, Other)
    assert words in packed.described


def test_a_subclass_is_what_it_holds() -> None:
    """Whatever it says of itself."""
    frame = pack(Lying({"a": [1, 2]}))
    assert isinstance(frame, Frame)
    assert [(each.name, list(each.values)) for each in frame.columns] == [("a", [1, 2])]


def test_a_class_that_only_calls_itself_a_table_is_none() -> None:
    """It has the name of one and nothing else."""
    made = type("DataFrame", (), {"__module__": "pandas.core.frame"})()
    assert pack(made) == Other("a DataFrame")


FRAME = pack(DataFrame({"a": [1, 2], "b": ["x", "y"]}))


@pytest.mark.parametrize(
    "forged",
    [
        Frame(FRAME.columns, [], 3),
        Frame(FRAME.columns, [], -1),
        Frame([FRAME.columns[0]] * 2, [], 2),
        Frame(FRAME.columns, [], 2, series=True),
        Frame(FRAME.columns * 600, [], 2),
        Frame([Column("x" * 201, "str", ["a"])], [], 1),
        Frame([Column("a", "str", ["x" * 100_001])], [], 1),
        Frame([Column("a", DATE, Array("float64", (1,), "C", bytes(8)))], [], 1),
        Frame([Column("a", "complex128", Array("complex128", (1,), "C", bytes(16)))], [], 1),
        Frame([Column("a", "float64", Array("float64", (1, 1), "C", bytes(8)))], [], 1),
        Frame([Column("a", "float64", Array("float64", (1,), "C", bytes(7)))], [], 1),
    ],
)
def test_a_forged_table_breaks_the_protocol(forged: Frame) -> None:
    """Lengths that do not fit, names twice, too many columns."""
    with pytest.raises(WireError):
        require_sound(forged)


def test_hostile_tables_earn_nothing(tmp_path: Path) -> None:
    """In a worker, beside an honest one."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: means, points: 2}")
    start = "import pandas as pd\ndef means(people):\n    "
    results = graded(
        rubric,
        {
            "names": start + "return pd.DataFrame({'\\x1b[2J<script>\\u202e': [1]})",
            "cells": start + "return pd.DataFrame({'city': [lambda: 1], 'height': [1.0]})",
            "huge": start + "return pd.DataFrame({'height': range(1_000_000)})",
            "class": "import pandas as pd\nclass T(pd.DataFrame):\n    columns = property(lambda s: 1 / 0)\n"
            "def means(people): return T({'city': ['x'], 'height': [1.0]})",
            "pandas": "import sys, pandas\nsys.modules['pandas'] = None\ndef means(people): return people",
            "honest": RIGHT,
        },
    )
    only_the_honest_one_earns(results)
    assert "a result of" in told(results["huge"])[0][1]
    assert "holds a function" in told(results["cells"])[0][1]


def shares(t: Table[DataFrame, "k: a | b", "v: float 0 to 3"]) -> Table[Series, "index k: str", "float"]:
    """For each k the share of rows in which v is above 1."""
    return (t["v"] > 1).groupby(t["k"]).mean()


@pytest.mark.parametrize(
    "mine",
    [
        lambda t: pd.crosstab(t["k"], t["v"] > 1, normalize="index").reindex(columns=[True], fill_value=0)[
            True
        ],
        lambda t: shares(t).rename(("a", "tuple")),
        lambda t: shares(t).rename(0.5),
    ],
)
def test_what_a_series_is_called_is_free(mine: Any) -> None:
    """Also where its name is no text: a column of a crosstab is called True."""
    found = matches(trial(reference(shares), {"shares": mine}), "shares")
    assert found.verdict is Verdict.PASSED, found.message


def test_columns_that_a_library_names_have_names() -> None:
    """Truth values and decimal numbers, as those of a crosstab."""
    assert [each.name for each in pack(DataFrame({True: [1], 0.5: [2]})).columns] == ["True", "0.5"]


def test_a_place_in_a_series_without_a_name_is_its_row() -> None:
    """There is no column to name."""
    found = matches(trial(reference(shares), {"shares": lambda t: shares(t) + 1}), "shares")
    assert found.evidence is not None
    assert found.evidence.where == "row 0"
    assert found.evidence.got.cell("row 0") - found.evidence.expected.cell("row 0") == 1


def half_named(t: Table[DataFrame, "k: a | b", "v: float"]) -> Table[DataFrame, "k: str", "v: float"]:
    """The mean of v for each k."""
    return t.groupby("k")["v"].mean().reset_index()


@mistake(of="half_named")
def left_a_series(t):
    """This is a Series: the groups are its index."""
    return t.groupby("k")["v"].mean()


@mistake(of="half_named")
def column_of_texts(t):
    """These are texts."""
    return half_named(t).assign(v=lambda t: t["v"].astype(str))


@mistake(of="half_named")
def another_name(t):
    """The column keeps its name."""
    return half_named(t).rename(columns={"v": "mean"})


def explained(mine: Any) -> str | None:
    """Return which mistake is found in a function."""
    known = {"half_named": (left_a_series, column_of_texts, another_name)}
    right = replace(reference(half_named), mistakes=known)
    tried = trial(right, {"half_named": mine})
    found = diagnose(tried, "half_named", None, tried.corpora.direct("half_named", tried.plan))
    return found.mistake if found else None


@pytest.mark.parametrize("known", [left_a_series, column_of_texts, another_name])
def test_a_mistake_whose_table_has_another_form_is_named(known: Any) -> None:
    """A Series for a table, other types, other columns: compared as the tables that they are."""
    assert explained(lambda t: known(t)) == known.__name__
    assert explained(lambda t: known(t)[::-1]) != known.__name__


def test_a_factor_is_seen_in_a_column() -> None:
    """Percent for shares: all decimal numbers times one number, and all else as it should be."""
    assert explained(lambda t: half_named(t).assign(v=lambda t: 100 * t["v"])) == "constant_factor"
    swapped = {"a": "b", "b": "a"}
    assert (
        explained(lambda t: half_named(t).assign(v=lambda t: 100 * t["v"], k=lambda t: t["k"].map(swapped)))
        is None
    )


def test_a_series_for_a_table_is_told_what_to_do() -> None:
    """Where its index is a column that is asked for."""
    found = matches(trial(reference(half_named), {"half_named": left_a_series}), "half_named")
    assert (
        lost(found) == "`half_named`: a Series was returned where a table was expected: use `reset_index()`"
    )


# ---- gaps alone, and tables of which nothing is said -------------------------------------------------------


def digits(t: Table[DataFrame, "code: ab | 12"]) -> Table[DataFrame, "code: str?", "day: date?"]:
    """The codes that are digits, and their day."""
    days = pd.to_datetime(pd.Series(["2020-01-02" if c.isdigit() else None for c in t["code"]]))
    return DataFrame({"code": [c if c.isdigit() else None for c in t["code"]], "day": days})


def with_nan(t: DataFrame) -> DataFrame:
    right = digits(t)
    return right.assign(code=np.nan, day=np.nan) if right["code"].isna().all() else right


def test_a_column_of_gaps_alone_is_of_any_type() -> None:
    """pandas makes decimal numbers of nan and nothing else; what is no gap is still told."""
    nan = matches(trial(reference(digits), {"digits": with_nan}), "digits")
    assert nan.verdict is Verdict.PASSED, lost(nan)
    other = matches(trial(reference(digits), {"digits": lambda t: digits(t).assign(code=1.5)}), "digits")
    assert "holds decimal numbers where texts were expected" in lost(other)


def by_letter(t: Table[DataFrame, "k: a | b", "year: int 2016 to 2018", "v: float 0 to 3"]) -> Any:
    """The mean of each letter and year."""
    return t.pivot_table(index="k", columns="year", values="v", aggfunc="mean")


def renamed(t: DataFrame, *, rows: bool = False) -> DataFrame:
    made = by_letter(t)
    if rows:
        made.index = ["?"] * len(made)
    else:
        made.columns = [f"wrong {place}" for place in range(made.shape[1])]
    return made


def test_labels_of_a_table_count_where_the_annotation_says_nothing() -> None:
    """Under Any a gap is a gap, columns and rows have their names, levels any."""
    right = reference(by_letter)
    unnamed = matches(trial(right, {"by_letter": lambda t: by_letter(t).rename_axis(None)}), "by_letter")
    assert unnamed.verdict is Verdict.PASSED, lost(unnamed)
    for rows in (True, False):
        wrong = matches(trial(right, {"by_letter": lambda t, rows=rows: renamed(t, rows=rows)}), "by_letter")
        assert wrong.verdict is Verdict.FAILED


def largest(t: Table[DataFrame, "v: float 0 to 3"]) -> Any:
    """The values, largest first."""
    return t["v"].sort_values(ascending=False)


@pytest.mark.parametrize(
    "mine", [lambda t: largest(t).to_list(), lambda t: largest(t).reset_index(drop=True)]
)
def test_how_rows_are_numbered_is_nothing_where_the_annotation_says_nothing(mine: Any) -> None:
    """Under Any a Series is right with any numbers of its rows, as is a list of its values."""
    found = matches(trial(reference(largest), {"largest": mine}), "largest")
    assert found.verdict is Verdict.PASSED, lost(found)
