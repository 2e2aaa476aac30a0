"""A function that doubles, beside its sum, and how a judgement of it is searched."""

from collections.abc import Callable, Sequence

from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.readings import Reading
from grader.checks.search import Searched, search
from grader.checks.trial import Trial
from grader.examples.draw import Example, Plan, corpus
from grader.functions.reply import Failure
from grader.model import Verdict
from grader.signatures.signature import Signature
from grader.values.compare import agree

from .trials import reference, trial


def double(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


def total(x: Float[ndarray, " n"]) -> float:
    """The sum."""
    return float(x.sum())


RIGHT = reference(double, total)
SIGNATURE = RIGHT.signatures["double"]
LONG = [example for example in corpus(SIGNATURE, Plan()) if len(example.args["x"]) > 2]
SLOW = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `double`")


def searched(readings: Sequence[Reading], there: Trial, signature: Signature = SIGNATURE) -> Finding:
    return search(Searched(there, signature, readings, lambda _: "double(x)"))


def judged_by(judge: Callable[[Example], None], there: Trial | None = None) -> Finding:
    return searched([Reading(judge)], there or trial(RIGHT, {}))


def by_reference(there: Trial) -> Callable[[Example], None]:
    double_ = there.student("double")

    def judge(example: Example) -> None:
        agree(double_(*example.values), 2 * example.args["x"])

    return judge
