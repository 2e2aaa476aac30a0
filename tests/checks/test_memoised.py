"""Work on answers is done once for all who give the same, and nobody is asked what another led to."""

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.law import law
from grader.checks.matches import matches
from grader.examples.draw import Plan
from grader.examples.memo import Memo, Memoised
from grader.functions.arguments import Arguments
from grader.functions.local import Local
from grader.functions.reply import Answer, Failure
from grader.model import Evidence, Verdict
from grader.values.compare import agree

from .doubling import SIGNATURE, SLOW, double
from .trials import Watched, reference, trial


def wrong_above_half(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    return 2 * x + (x > 0.5)


def test_the_same_wrong_answers_lead_to_the_same_finding() -> None:
    """What shrinking asked of the first submission is asked of the next, in the same order, and no more."""
    right = reference(double)
    first, second = Watched({"double": wrong_above_half}), Watched({"double": wrong_above_half})
    one = matches(trial(right, first), "double")
    again = matches(trial(right, second), "double")
    assert again is one
    assert one.verdict is Verdict.FAILED
    assert first.batches > 3
    assert [repr(each) for each in second.asked] == [repr(each) for each in first.asked]


def test_nobody_is_asked_what_another_submission_led_to() -> None:
    """Its answers may lead to inputs on which an honest function takes very long."""
    huge = 1e300

    def liar(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        beforehand = x.tobytes() in stored or (x / 2).tobytes() in stored
        return wrong_above_half(x) if beforehand else np.full(len(x), huge)

    def asked_again(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        return wrong_above_half(x)

    def twice(double, x: Float[ndarray, " n"]) -> None:
        """Twice the double is four times x."""
        agree(double(double(x)), 4 * x)

    right = reference(double, laws=(twice,))
    stored = {each.args["x"].tobytes() for each in trial(right, {}).corpora.examples(SIGNATURE, Plan())}
    law(trial(right, {"double": liar}), "twice")
    victim, alone = Watched({"double": asked_again}), Watched({"double": asked_again})

    finding = law(trial(right, victim), "twice")

    assert not any(np.abs(values[0]).max(initial=0) >= huge for values in victim.asked)
    expected = law(trial(reference(double, laws=(twice,)), alone), "twice")
    assert repr(finding) == repr(expected)
    assert [repr(each) for each in victim.asked] == [repr(each) for each in alone.asked]


def test_other_answers_to_what_shrinking_asks_are_another_finding() -> None:
    """Two functions may be wrong alike on all stored examples and part ways on smaller ones."""
    right = reference(double)
    corpora = trial(right, {}).corpora
    stored = {each.args["x"].tobytes() for each in corpora.examples(SIGNATURE, Plan())}

    def wrong_on_large_ones_besides(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        return wrong_above_half(x) if x.tobytes() in stored or len(x) > 2 else double(x)

    matches(trial(right, {"double": wrong_above_half}), "double")
    finding = matches(trial(right, {"double": wrong_on_large_ones_besides}), "double")
    alone = matches(trial(reference(double), {"double": wrong_on_large_ones_besides}), "double")
    assert finding.evidence is not None
    assert alone.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == alone.evidence.inputs["x"].tolist()


def test_what_ended_for_good_is_no_finding_for_others() -> None:
    """The next one with the same answers may be faster."""
    right = reference(double)
    calls = trial(right, {}).corpora.direct("double", Plan())
    there = trial(right, Watched({"double": wrong_above_half}, SLOW, after=len(set(calls.numbers))))
    matches(there, "double")
    assert there.corpora.memo.results == {}


def test_old_findings_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of different submissions take no more memory than some, however large their inputs."""
    monkeypatch.setattr("grader.examples.memo.REMEMBERED", 13_000)
    memo = Memo()
    for number in range(20):
        memo.add(str(number), Memoised(number, [("f", Arguments([np.zeros(100)]), None)] * 3))
    assert [*memo.results] == ["17", "18", "19"]
    for number in range(20):  # in place of what they have
        memo.add(str(18 + number % 2), Memoised(number, [("f", Arguments([np.zeros(100)]), None)] * 3))
    assert [*memo.results] == ["17", "18", "19"]
    assert 3 * 3 * 800 < memo.size <= 13_000
    memo.add(
        "evidence", Memoised(Finding(Verdict.FAILED, evidence=Evidence("", "", {"x": np.zeros(10_000)})))
    )
    assert memo.results == {}
    assert memo.size == 0


def test_a_failure_is_told_from_an_answer_with_the_same_words() -> None:
    """Nobody gets a finding by raising an exception that reads like right answers."""
    failure = Failure(Verdict.RAISED, "ValueError: no")
    (answer,) = Local({"f": lambda: failure.bits}).ask("f", [()])
    assert isinstance(answer, Answer)
    assert type(failure.bits) is not type(answer.bits)  # type: ignore[comparison-overlap]
