"""The same checks the way it is usually done: the submission imported beside them, Hypothesis drawing anew.

As a test module it makes one pytest test of every check of the rubric (``RUBRIC``) and puts the submission
(``SUBMISSION``) to it; ``python -m benchmarks.baseline`` does the same without pytest.  As many examples, the
same strategies, laws, tolerances and central differences as the grader; nothing stored, nothing shared.
"""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from grader.checks.gradient import MOODS, USABLE, _agree, _slopes
from grader.checks.witness import _fitting
from grader.compare import DOUBLE, NEARLY, SINGLE, Tolerance, Wrong, agree, conform, is_single, tolerating
from grader.domains import Mood
from grader.examples import Example, answer, expected, strategy
from grader.inputs import Signature
from grader.model import Check, Question
from grader.rubric import Rubric, read


def submission(path: Path) -> ModuleType:
    """Import a submission as a test module would."""
    spec = importlib.util.spec_from_file_location("submission", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def checks(rubric: Rubric, module: ModuleType) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield a test for every check but the written ones."""
    for question in rubric.assignment.questions:
        for check in question.checks:
            if check.kind != "written":
                yield check.id, partial(_test, rubric, question, check, module)


def _test(rubric: Rubric, question: Question, check: Check, module: ModuleType) -> None:
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
                found = _slopes(lambda calls: [float(loss(*values)) for values in calls], example, places)
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
    drawn = st.one_of([strategy(signature, question.sizes, mood) for mood in moods])

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
