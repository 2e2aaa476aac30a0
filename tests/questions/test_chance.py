"""Functions that draw at random: really asked each time, and held against their distribution without luck."""

import re
from math import ceil, comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.audit.bench import Bench
from grader.audit.trials import audit_mistakes, audit_power
from grader.errors import AssignmentError
from grader.functions.local import Local
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Audit, Draws, Verdict
from grader.reports.audit_report import summary
from grader.values.chance import Power, alarm, alike, chance
from grader.values.wire import Seeded, WireError, pack, unpack
from grader.values.wrong import Wrong

from .posed import Posed

ANSWERS = '''
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from numpy.random import Generator

from grader import Within


def roll() -> int:
    """The number that a fair die shows."""
    return int(np.random.default_rng().integers(1, 7))


Sigma = Annotated[float, Within(0.5, 3)]


def noisy(rng: Generator, x: Float[ndarray, "n"], sigma: Sigma) -> Float[ndarray, "n"]:
    """x with normal noise of standard deviation sigma."""
    return x + rng.normal(0, sigma, len(x))


Shares = Annotated[Float[ndarray, "m"], Within(0, 1)]


def bootstrap_mean(x: Shares, seed: Annotated[int, Within(0, 9999)]) -> float:
    """The mean of as many entries of x as there are, drawn with replacement."""
    rng = np.random.default_rng(seed)
    return float(rng.choice(x, len(x)).mean())
'''
LAWS = '''
from math import erf, sqrt
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from numpy.random import Generator

from grader import Within, agree, chance


def a_die_is_fair(roll) -> None:
    """Each of its six sides comes up as often as the others."""
    chance([roll() for _ in range(1000)], {side: 1 / 6 for side in range(1, 7)})


def noise_is_normal(noisy, rng: Generator, sigma: Annotated[float, Within(0.5, 3)]) -> None:
    """The noise is normal, with mean 0 and standard deviation sigma."""
    chance(noisy(rng, np.zeros(2000), sigma), lambda z: (1 + erf(z / sigma / sqrt(2))) / 2)


def the_same_seed_draws_the_same(noisy, rng: Generator) -> None:
    """Two generators that begin alike give the same noise."""
    agree(noisy(rng, np.ones(5), 1.0), noisy(rng, np.ones(5), 1.0))


def resamples_are_right_on_average(bootstrap_mean) -> None:
    """On average, the mean of a resample is the mean of the sample."""
    x = np.array([0.0, 0.0, 0.0, 1.0])
    chance([bootstrap_mean(x, seed) for seed in range(600)], mean=0.25, within=(0, 1))
'''
MISTAKES = '''
import numpy as np

from grader import mistake


@mistake(of="roll", credit=0.5)
def leaves_out_the_six():
    """The upper end of integers is not drawn: a six never comes up."""
    return int(np.random.default_rng().integers(1, 6))


@mistake(of="roll")
def two_dice():
    """This is the sum of two dice."""
    return int(np.random.default_rng().integers(1, 7, 2).sum())


@mistake(of="noisy")
def variance_for_deviation(rng, x, sigma):
    """The second argument of normal is the standard deviation, not the variance."""
    return x + rng.normal(0, sigma**2, len(x))
'''
CHECKS = """
{chance: a_die_is_fair, points: 2}
{chance: noise_is_normal, points: 2}
{law: the_same_seed_draws_the_same, points: 1}
{chance: resamples_are_right_on_average, points: 1}
"""
RIGHT = """
import random
import numpy as np

def roll():
    return random.choice([1, 2, 3, 4, 5, 6])

def noisy(rng, x, sigma):
    return [each + sigma * rng.standard_normal() for each in x]

def bootstrap_mean(x, seed):
    np.random.seed(seed)
    return x[np.random.randint(0, len(x), len(x))].mean()
"""
WRONG = """
import random
import numpy as np

def roll():
    return random.randint(1, 5)

def noisy(rng, x, sigma):
    return x + rng.uniform(-sigma, sigma, len(x))

def bootstrap_mean(x, seed):
    rng = np.random.default_rng(seed)
    return rng.choice(x, len(x)).max()
"""
FEEDBACK = """\
anna
2 of 6 points
anna/hw.py

1  1                                                                                           2 / 6
  ✗ a die is fair                                                                              1 / 2
      The upper end of integers is not drawn: a six never comes up.
      of 1000 draws, 6 came up 0 times, where about 167 are expected; 92 to 253 times could be
      by chance
      came out  [#]
      expected  [167, 167, 167, 167, 167, 167]
  ✗ noise is normal                                                                            0 / 2
      The noise is normal, with mean 0 and standard deviation sigma.
      100.0% of 2000 draws lie below 2.99, where 84.0% is right, give or take 7.8%; what came
      and what should, in 10 equal parts from -3 to 3
      input     rng = np.random.default_rng(2521)
                sigma = 3
      came out  [0.109, 0.091, 0.093, 0.109, 0.098, …, 0.111, 0.11]
      expected  [0.053, 0.062, 0.07, 0.076, 0.079, …, 0.062, 0.053]
  ✓ the same seed draws the same                                                               1 / 1
  ✗ resamples are right on average                                                             0 / 1
      On average, the mean of a resample is the mean of the sample.
      the mean of 600 draws is 0.692; 0.14 to 0.373 could be by chance
      came out  0.691667
      expected  0.25
"""


FINDS = "finds 9 times of 10 what is off by 0.14"


@pytest.fixture
def posed(tmp_path: Path) -> Posed:
    """A die, noise and a bootstrap."""
    return Posed.write(tmp_path, CHECKS, ANSWERS, LAWS, MISTAKES)


def test_right_functions_pass_however_they_draw(posed: Posed) -> None:
    """With another library, in another order, from a global state."""
    assert [each.verdict for each in posed.graded(RIGHT).outcomes] == [Verdict.PASSED] * 4


def test_wrong_ones_see_what_came_beside_what_should(posed: Posed) -> None:
    """Shares, a histogram and a mean."""
    assert without_draws(posed.told(WRONG)).strip() == FEEDBACK.strip()


def test_a_page_draws_what_came_beside_what_should(posed: Posed) -> None:
    """How often each came up and may, shares, and a mean: the numbers of the sentences."""
    outcomes = posed.graded(WRONG).outcomes
    die, noise, _, mean = (each.evidence.plot if each.evidence else None for each in outcomes)
    assert isinstance(die, Draws)
    assert (die.names, die.came[-1]) == (tuple("123456"), 0)
    assert sum(die.came) == 1000
    assert die.expected == pytest.approx([1000 / 6] * 6)
    assert (ceil(die.least[0]), int(die.most[0])) == (92, 253)
    assert isinstance(noise, Draws)
    assert (noise.names[0], noise.least) == ("-3 to -2.4", ())
    assert sum(noise.came) == pytest.approx(1)
    assert isinstance(mean, Draws)
    assert (mean.ends, mean.expected) == ((0, 1), (0.25,))
    assert (round(mean.least[0], 2), round(mean.most[0], 3)) == (0.14, 0.373)


def test_what_should_not_come_up_is_drawn_as_one() -> None:
    """However many there are; and of many outcomes those that are furthest off."""
    drawn = [*range(1, 7)] * 20 + ["<b>"] * 3 + [None] * 2 + [7] * 5
    with alarm(1e-9), pytest.raises(Wrong, match="came up, which is none of 1") as caught:
        chance([each if each is not None else 0 for each in drawn], dict.fromkeys(range(1, 7), 1 / 6))
    plot = caught.value.plot
    assert plot is not None
    assert (plot.names[-1], plot.came[-1], plot.most[-1]) == ("anything else", 10, 0)
    with alarm(1e-9), pytest.raises(Wrong) as caught:
        chance([99] * 500 + list(range(100)), dict.fromkeys(range(100), 0.01))
    plot = caught.value.plot
    assert plot is not None
    assert (len(plot.names), plot.names[-1], plot.came[-1]) == (24, "99", 501)


def without_draws(told: str) -> str:
    """Leave out what the die showed, which has no seed."""
    return re.sub(r"came out  \[.*, 0\]", "came out  [#]", told)


def test_a_seeded_function_is_asked_for_its_very_draws(tmp_path: Path) -> None:
    """Under ``matches`` it draws from the generator as the reference does; without the seed it is lost."""
    posed = Posed.write(tmp_path, "{matches: noisy, points: 1}", ANSWERS)
    same = "def noisy(rng, x, sigma):\n    return rng.normal(x, sigma)\n"
    assert posed.graded(same).outcomes[0].share == 1
    unseeded = "import numpy as np\n" + same.replace("rng.normal", "np.random.normal")
    assert posed.graded(unseeded).outcomes[0].verdict is Verdict.FAILED


def test_a_law_that_repeats_a_call_of_a_function_without_its_seed_fails(tmp_path: Path) -> None:
    """The call is made twice, so that two samples come; and its first reply is not given again."""
    answers = (
        "from typing import Annotated\nimport numpy as np\nfrom grader import Within\n"
        "from jaxtyping import Float\n"
        "from numpy import ndarray\n\n\n"
        "def sample(n: Annotated[int, Within(2, 9)], seed: Annotated[int, Within(0, 99)])"
        ' -> Float[ndarray, "n"]:\n    """n numbers."""\n    return np.random.default_rng(seed).random(n)\n'
    )
    laws = (
        "from typing import Annotated\nfrom grader import Within, agree\n\n\n"
        "def a_seed_decides(sample, n: Annotated[int, Within(2, 9)]) -> None:\n"
        '    """The same seed gives the same sample."""\n    agree(sample(n, 1), sample(n, 1))\n'
    )
    posed = Posed.write(tmp_path, "{law: a_seed_decides, points: 1}", answers, laws)
    seeded = "import numpy as np\ndef sample(n, seed):\n    return np.random.default_rng(seed).random(n)\n"
    assert posed.graded(seeded).outcomes[0].share == 1
    assert posed.graded(seeded.replace("rng(seed)", "rng()")).outcomes[0].share == 0


def test_what_raises_or_is_no_number_says_so(posed: Posed) -> None:
    """An exception, a text, nan, and a number that cannot come up."""
    outcomes = posed.graded(
        "def roll():\n    return 7\n"
        "def noisy(rng, x, sigma):\n    return x * float('nan')\n"
        "def bootstrap_mean(x, seed):\n    raise ValueError('no')\n"
    ).outcomes
    told = [each.evidence.message if each.evidence else "" for each in outcomes]
    assert [each.share for each in outcomes] == [0, 0, 0, 0]
    assert told[0] == "7 came up, which is none of 1, 2, 3, 4, 5, 6"
    assert told[1] == "what was drawn is nan or infinite"
    assert told[3].startswith("`bootstrap_mean` raised ValueError: no")


def test_a_kit_tries_chance_too(posed: Posed, tmp_path: Path) -> None:
    """With draws of its own, and no answers in it."""
    release(posed.rubric, tmp_path / "kit")
    kit = pipeline.prepare(tmp_path / "kit" / "rubric.yaml")
    for source, scores in ((RIGHT, [1, 1, 1, 1]), (WRONG, [0, 0, 1, 0])):
        functions: dict[str, Any] = {}
        exec(source, functions)
        names = ("roll", "noisy", "bootstrap_mean")
        (question,) = pipeline.grade_questions(kit, Local({name: functions[name] for name in names}), {})
        assert [each.share for each in question.outcomes] == scores


def test_an_audit_says_how_much_is_found(posed: Posed) -> None:
    """Known mistakes are named by their distribution, and the power is printed."""
    bench = Bench(pipeline.prepare(posed.rubric))
    tried = [caught for name in ("roll", "noisy") for caught in audit_mistakes(bench, name, [0])[0]]
    assert [(caught.name, caught.named) for caught in tried] == [
        (name, name) for name in ("leaves_out_the_six", "two_dice", "variance_for_deviation")
    ]
    power = audit_power(bench, "1.chance.a_die_is_fair")
    assert power.lines == (
        f"fails a right function less than once in 10^9, and {FINDS} (1000 draws)",
        "finds leaves_out_the_six 20 times of 20",
        "finds two_dice 20 times of 20",
    )
    audit = Audit((), (), 0, (), (), (), 1, powers=(power,))
    assert "1.chance.a_die_is_fair, which is by chance:\n  fails a right" in summary(audit)


FLIPS = """
import numpy as np
from jaxtyping import Int
from numpy import ndarray


def flips() -> Int[ndarray, "40"]:
    \"\"\"Forty flips of a coin, each 0 or 1.\"\"\"
    return np.random.default_rng().integers(0, 2, 40)
"""
FLIPS_LAW = """
import numpy as np

from grader import chance


def neighbours_are_independent(flips) -> None:
    \"\"\"Of two neighbours each pair comes up as often as the others.\"\"\"
    drawn = np.array([flips() for _ in range(40)])
    chance((2 * drawn[:, ::2] + drawn[:, 1::2]).ravel().tolist(), {pair: 1 / 4 for pair in range(4)})
"""
FLIPS_MISTAKES = """
import numpy as np

from grader import mistake


@mistake(of="flips")
def each_twice():
    \"\"\"Each flip comes up twice.\"\"\"
    return np.repeat(np.random.default_rng().integers(0, 2, 20), 2)


@mistake(of="flips")
def for_ever():
    \"\"\"The flips are the same each time.\"\"\"
    return np.repeat([0, 1], 20)
"""


def test_what_never_differs_is_not_taken_for_what_is_drawn_as_often(tmp_path: Path) -> None:
    """Half of all flips are 1 in both; nor does luck decide which of the two is named."""
    checks = "{chance: neighbours_are_independent, points: 1}"
    bench = Bench(pipeline.prepare(Posed.write(tmp_path, checks, FLIPS, FLIPS_LAW, FLIPS_MISTAKES).rubric))
    for _ in range(8):
        tried = audit_mistakes(bench, "flips", [0])[0]
        assert [each.named for each in tried] == ["each_twice", "for_ever"]


SLIPS = [
    (
        "{law: a_die_is_fair, points: 1}",
        "`chance:`",
    ),
    ("{matches: noisy, carried: 0.5, points: 1}", "nothing is carried to `noisy`: what was drawn from `rng`"),
    ("{chance: draws_itself, points: 1}", "a law hands this on; np.random.default_rng("),
    ("{chance: a_die_is_unfair, points: 1}", "did you mean `a_die_is_fair`?"),
    ("{chance: too_few, points: 1}", "nothing can be told from 20 draws: at least 78 are wanted"),
    ("{chance: not_one, points: 1}", "the probabilities that are expected add up to 0.9, not to 1"),
    (
        "{chance: both, points: 1}",
        "`chance` takes the draws, and either a distribution, or `mean` and `within`",
    ),
    ("{chance: never_one, points: 1}", "the reference does not pass `chance: never_one` itself"),
]
SLIPPED = (
    LAWS
    + '''

def too_few(roll) -> None:
    """Few."""
    chance([roll() for _ in range(20)], mean=3.5, within=(1, 6))


def draws_itself(noisy, rng: Generator) -> None:
    """Draws."""
    chance(rng.random(500), mean=0.5, within=(0, 1))


def not_one(roll) -> None:
    """No probabilities."""
    chance([roll() for _ in range(200)], {1: 0.4, 2: 0.5})


def both(roll) -> None:
    """Both."""
    chance([roll() for _ in range(200)], {1: 1}, mean=3.5, within=(1, 6))


def never_one(roll) -> None:
    """Wrong."""
    chance([roll() for _ in range(2000)], {side: 1 / 5 if side > 1 else 0 for side in range(1, 7)})
'''
)


@pytest.mark.parametrize(("check", "told"), SLIPS)
def test_slips_of_the_instructor_are_told(tmp_path: Path, check: str, told: str) -> None:
    """With what would be right; and a function is not blamed for being random."""
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(Posed.write(tmp_path, check, ANSWERS, SLIPPED).rubric)
    assert told in str(caught.value)
    assert "draw from a generator with a fixed seed" not in str(caught.value) or check.startswith("{law")


def test_a_generator_never_comes_back(tmp_path: Path) -> None:
    """A reference that returns one is refused, and so is a worker that sends one."""
    answers = (
        "from numpy.random import Generator, default_rng\n\n\n"
        'def make(seed: int) -> Generator:\n    """A generator."""\n    return default_rng(seed)\n'
    )
    with pytest.raises(AssignmentError, match="a Generator is handed over and never comes back"):
        pipeline.prepare(Posed.write(tmp_path, "{matches: make, points: 1}", answers).rubric)
    with pytest.raises(WireError, match="never comes back"):
        unpack(pack(Seeded(3)))


# ---- the bounds ------------------------------------------------------------------------------------------


def test_what_comes_up_fails_no_more_often_than_allowed() -> None:
    """By the exact probabilities of all that can come up in 200 throws of a loaded coin."""
    allowed = 0.01
    for right in (0.5, 0.1, 0.01):
        failed = 0.0
        for heads in range(201):
            with alarm(allowed):
                try:
                    chance([1] * heads + [0] * (200 - heads), {1: right, 0: 1 - right})
                except Wrong:
                    failed += comb(200, heads) * right**heads * (1 - right) ** (200 - heads)
        assert 0 < failed <= allowed / 2, right


def test_a_distribution_fails_no_more_often_than_allowed() -> None:
    """Tried 400 times; whether it jumps or not."""
    rng = np.random.default_rng(1)
    failed = 0
    for jumps in (False, True):
        for _ in range(200):
            drawn = rng.random(100).round(1 if jumps else 9)
            with alarm(0.2):
                try:
                    chance(drawn, _rounded if jumps else lambda x: min(max(x, 0.0), 1.0))
                except Wrong:
                    failed += 1
    assert 0 < failed <= 400 * 0.1


def _rounded(x: float) -> float:
    """The distribution function of a number from 0 to 1 that is rounded to one decimal."""
    return min(max((np.floor(x * 10 + 1e-9) + 0.5) / 10, 0.0), 1.0)


def test_many_comparisons_share_what_is_allowed() -> None:
    """Half, a sixth, a twelfth …: less than all together, however many there are."""
    with alarm(1.0) as spent:
        total = 0.0
        for _ in range(1000):
            total += spent.spend()
            spent.powers.append(Power(1, 1.0))
    assert 0.99 < total < 1


def test_what_is_said_to_be_found_is_found() -> None:
    """A difference of the size that is told is found 9 times of 10 at least."""
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(100):
        with alarm(1e-9) as spent:
            try:
                chance(rng.random(500) < 0.5, {True: 0.5, False: 0.5})
            except Wrong:  # pragma: no cover
                pytest.fail("a right one failed")
        off = spent.powers[0].finds
        with alarm(1e-9):
            try:
                chance(rng.random(500) < 0.5 + off, {True: 0.5, False: 0.5})
            except Wrong:
                found += 1
    assert found >= 90


def test_samples_of_one_distribution_are_alike() -> None:
    """And those of others are not."""
    rng = np.random.default_rng(3)
    one, other = rng.normal(size=3000), rng.normal(size=3000)
    assert alike(one.tolist(), other.tolist(), 1e-6) is not None
    assert alike(one.tolist(), (2 * other).tolist(), 1e-6) is None
    assert alike([], [1.0], 1e-6) is None
    dice = [rng.integers(*ends, 1000).tolist() for ends in ((1, 6), (1, 6), (0, 7))]
    assert alike(dice[0], dice[1], 1e-6) is not None
    assert alike(dice[0], dice[2], 1e-6) is None  # what comes up in the one alone


SHUFFLED = '''
import numpy as np
from jaxtyping import Float
from numpy import ndarray


def first_of_shuffled(x: Float[ndarray, "n"]) -> float:
    """The first entry of x after a shuffle."""
    return np.random.default_rng().permutation(x)[0]
'''
ANY_OF_FOUR = '''
import numpy as np

from grader import chance


def any_may_be_the_first(first_of_shuffled) -> None:
    """Each of four is as likely to be the first."""
    chance([first_of_shuffled(np.arange(4.0)) for _ in range(200)], dict.fromkeys(range(4), 0.25))
'''


@pytest.mark.parametrize(
    ("key", "share"),
    [("", 1), (", untouched: true", 0), (", untouched: true, credit: {changes_its_arguments: 0.5}", 0.5)],
)
def test_a_law_of_chance_may_ask_that_arguments_stay(tmp_path: Path, key: str, share: float) -> None:
    """Who shuffles the array itself is told to work on a copy, if the rubric says so."""
    posed = Posed.write(tmp_path, f"{{chance: any_may_be_the_first, points: 1{key}}}", SHUFFLED, ANY_OF_FOUR)
    source = "import random\ndef first_of_shuffled(x):\n    random.shuffle(x)\n    return x[0]\n"
    (outcome,) = posed.graded(source).outcomes
    assert outcome.share == share
    said = "the values are right, but `first_of_shuffled` changes its argument `x`: work on a copy of it"
    assert outcome.message == ("" if share == 1 else said)
    (outcome,) = posed.graded(source.replace("(x):", "(x):\n    x = x.copy()")).outcomes
    assert outcome.share == 1
