"""A class or a function that copies objects is told so."""

import types

import one_question
import pytest

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.functions.local import Local
from grader.grading.copies import copies
from grader.grading.job import Job
from grader.grading.pipeline import prepare
from grader.model import Verdict

ANSWERS = """
from typing import Annotated

from grader import Within

class Account:
    '''An account.'''

    def __init__(self, balance: Annotated[int, Within(0, 9)]) -> None:
        self.balance = balance

    def deposit(self, amount: Annotated[int, Within(0, 9)]) -> int:
        '''Put in.'''
        self.balance += amount
        return self.balance


class Bank:
    '''Accounts.'''

    def __init__(self) -> None:
        self.accounts = []

    def open(self, account: Account) -> int:
        '''Take in.'''
        self.accounts.append(account)
        return len(self.accounts)

    def total(self) -> int:
        '''All money.'''
        return sum(each.balance for each in self.accounts)

    def last(self) -> Account:
        '''Whichever came last.'''
        return self.accounts[-1]


def richer(one: Account, other: Account) -> Account:
    '''The richer one.'''
    return one if one.balance >= other.balance else other
"""
CHECKS = "{matches: Bank, points: 1}, {matches: richer, points: 1}"
RICHER = "return one if one.balance >= other.balance else other"
ITSELF = ["append(account)", "return self.accounts[-1]", RICHER]
GIVEN = "It answers as if `open` kept a copy of the object that it is given: keep the object itself."
RETURNED = "It answers as if `{}` returned a copy of an object: return the object itself."


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The assignment, ready."""
    return prepare(one_question.assignment(tmp_path_factory.mktemp("bank"), ANSWERS, CHECKS, examples=22))


@pytest.mark.parametrize(
    ("place", "wrong", "told"),
    [
        (0, "append(Account(account.balance))", GIVEN),
        (1, "return Account(self.accounts[-1].balance)", RETURNED.format("last")),
        (2, "return Account(max(one.balance, other.balance))", RETURNED.format("richer")),
        (0, "append(Account(account.balance + 1))", ""),
        (1, "return Account(self.accounts[0].balance)", ""),
    ],
)
def test_a_copy_is_told(job: Job, place: int, wrong: str, told: str) -> None:
    """It is said where all wrong answers are those that a copy has; what is wrong besides is no copy."""
    module = types.ModuleType("hw")
    exec(ANSWERS.replace(ITSELF[place], wrong), vars(module))
    functions = {name: vars(module)[name] for name in ("Account", "Bank", "richer")}
    (question,) = job.rubric.assignment.questions
    trial = Trial(job.rubric.reference, job.corpora[question.id], Local(functions), job.plan(question))
    check = question.checks[place // 2]
    assert copies(trial, check, Finding(Verdict.FAILED)) == told
