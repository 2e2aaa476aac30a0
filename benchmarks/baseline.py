"""The same checks the way it is usually done: the submission imported beside them, Hypothesis drawing anew.

As a test module it makes one pytest test of every check of the rubric (``RUBRIC``) and puts the submission
(``SUBMISSION``) to it; ``python -m benchmarks.baseline`` does the same without pytest.  As many examples, the
same laws, tolerances and central differences as the grader; nothing stored, nothing shared.  Arrays are drawn
as the documentation of Hypothesis has it, by ``arrays()`` with ``floats()``; or, with ``STRATEGIES=ours``, by
the strategies that the grader shrinks with.
"""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.checks.slopes import MOODS, USABLE, _agree, slopes_of
from grader.checks.witness import _fitting
from grader.examples.draw import Example
from grader.examples.expected import answer, expected
from grader.examples.shrink import strategy
from grader.model import Check, Question
from grader.rubric.read import Rubric, read
from grader.signatures.conform import conform
from grader.signatures.domains import Reals, Within
from grader.signatures.inputs import Sizes, draw
from grader.signatures.pick import Domain, Mood, Pick, Unsuitable
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values.compare import DOUBLE, NEARLY, SINGLE, Tolerance, agree, tolerating
from grader.values.numbers import is_single
from grader.values.wrong import Wrong


def submission(path: Path) -> ModuleType:
    """Import a submission as a test module would."""
    spec = importlib.util.spec_from_file_location("submission", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def checks(rubric: Rubric, module: ModuleType | SimpleNamespace) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield a test for every check but the written ones."""
    for question in rubric.assignment.questions:
        for check in question.checks:
            if check.kind != "written":
                yield check.id, partial(_test, rubric, question, check, module)


def _test(rubric: Rubric, question: Question, check: Check, module: ModuleType | SimpleNamespace) -> None:
    reference = rubric.reference
    count = check.examples or rubric.assignment.examples

    def student(name: str) -> Callable[..., Any]:
        function, signature = getattr(module, name), reference.signatures[name]

        def call(*values: Any) -> Any:
            copies = [v.copy("K") if isinstance(v, np.ndarray) else v for v in values]
            returns = signature.returns
            assert returns is not None
            sizes = signature.sizes(dict(zip(signature.parameters, values, strict=False)))
            return conform(_plain(function(*copies)), returns, sizes)

        return call

    match check.kind:
        case "matches":
            names = (check.target, *check.options.get("accept", ()))
            mine = student(check.target)

            def judge(example: Example) -> None:
                _close(mine(*example.values), example, [reference.answers[name] for name in names])

            _search(reference.signatures[check.target], question, tuple(Mood), count, judge)
        case "law":
            law = reference.laws[check.target]
            functions = {name: student(name) for name in law.of}

            def holds(example: Example) -> None:
                with tolerating(NEARLY):
                    kept = law.function(**functions, **example.args)
                assert kept is None or kept

            _search(law.signature, question, tuple(Mood), count, holds)
        case "gradient":
            wrt = check.options["wrt"]
            places = (wrt,) if isinstance(wrt, str) else tuple(wrt)
            loss, mine = reference.answers[check.options["of"]], student(check.target)

            def slopes_agree(example: Example) -> None:
                found = slopes_of(
                    lambda calls: [float(loss(*values)) for values in calls], example.args, places
                )
                given_ = mine(*example.values)
                for part, each in zip(given_ if isinstance(given_, tuple) else (given_,), found, strict=True):
                    _agree(np.asarray(part), each, SINGLE if is_single(part) else DOUBLE, "")

            _search(
                reference.signatures[check.target], question, MOODS, max(count // 2, 2 * USABLE), slopes_agree
            )
        case "value":
            rtol = check.options.get("rtol")
            with tolerating(DOUBLE if rtol is None else Tolerance("", rtol, 1.0)):
                agree(student(check.target)(), reference.answers[check.target]())
        case "witness":
            claim = reference.laws[check.options["proves"]]
            assert claim.function(**_fitting(_plain(getattr(module, check.target)()), claim.signature)) in (
                None,
                True,
            )


def _search(
    signature: Signature,
    question: Question,
    moods: tuple[Mood, ...],
    count: int,
    judge: Callable[[Example], None],
) -> None:
    drawn = (
        st.one_of([strategy(signature, question.sizes, mood) for mood in moods])
        if os.environ.get("STRATEGIES") == "ours"
        else as_documented(signature, question.sizes)
    )

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(drawn)
    def check(example: Example) -> None:
        with np.errstate(all="ignore"):
            judge(example)

    if signature.parameters:
        check()
    else:
        judge(Example({}, (), moods[0]))


@dataclass(frozen=True)
class Floats:
    """The domain of an array that Hypothesis draws entry by entry."""

    low: float
    high: float

    def __call__(self, pick: Pick) -> np.ndarray:
        """Draw an array."""
        entries = st.floats(self.low, self.high, allow_subnormal=False)
        return pick.choose.pull(arrays(np.float64, pick.shape, elements=entries))  # type: ignore[attr-defined,no-any-return]


def as_documented(signature: Signature, sizes: Sizes) -> st.SearchStrategy[Example]:
    """Return the strategy that one writes by hand; what is no plain array is drawn by its own domain."""
    specs = {name: replace(spec, domain=_plain_domain(spec)) for name, spec in signature.parameters.items()}
    plain = Signature(specs, signature.returns)

    @st.composite
    def examples(pull: Callable[[Any], Any]) -> Example:
        def choose(low: int, high: int) -> int:
            return pull(st.integers(low, high))  # type: ignore[no-any-return]

        choose.pull = pull  # type: ignore[attr-defined]
        try:
            return Example(draw(plain, sizes, Mood.ORDINARY, choose), (), Mood.ORDINARY)
        except Unsuitable:
            reject()

    return examples()


def _plain_domain(spec: Spec) -> Domain:
    match spec.domain:
        case Reals() if spec.kind is Kind.ARRAY and not spec.whole:
            return Floats(-2, 2)
        case Within(low=float() | int() as low, high=float() | int() as high) if (
            spec.kind is Kind.ARRAY and not spec.whole
        ):
            return Floats(low, high)
    return spec.domain


def _close(got: Any, example: Example, functions: list[Callable[..., Any]]) -> None:
    """Compare with the reference; the noise of rounding is looked into only where the values differ."""
    try:
        with tolerating(SINGLE if is_single(got) else DOUBLE):
            agree(got, answer(functions[0], example.values))
    except Wrong:
        for function in functions:
            right = expected(function, example.values)
            try:
                with tolerating(SINGLE if is_single(got) else NEARLY):
                    return agree(got, right.answer, noise=right.noise)
            except Wrong as wrong:
                last = wrong
        raise last from None


def _plain(value: Any) -> Any:
    """Return tensors as arrays."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(_plain, value))
    return value.detach().numpy() if hasattr(value, "detach") else value


def pytest_generate_tests(metafunc: Any) -> None:
    """Make a test of every check."""
    found = list(checks(read(Path(os.environ["RUBRIC"])), submission(Path(os.environ["SUBMISSION"]))))
    metafunc.parametrize("run", [test for _, test in found], ids=[name for name, _ in found])


def test_check(run: Callable[[], None]) -> None:
    """Run one check."""
    run()


def main() -> None:
    """Run all checks without pytest; exit with 1 where one fails."""
    failed = 0
    for _, test in checks(read(Path(os.environ["RUBRIC"])), submission(Path(os.environ["SUBMISSION"]))):
        try:
            test()
        except Exception:
            failed += 1
    sys.exit(min(failed, 1))


if __name__ == "__main__":
    main()
