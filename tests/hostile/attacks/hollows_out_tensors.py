"""It returns tensors without contents, without end, and of a class of its own.

threat: values that lie
torch: yes
score: 0
verdict: failed
"""

import torch


class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True


def squares(x):
    return torch.zeros(1).expand(10**12)


def squares_grad(x):
    return torch.zeros(len(x)).as_subclass(Agreeable)


def shares(z):
    return torch.empty(len(z), device="meta")


def golden_ratio():
    return torch.sparse_coo_tensor(torch.zeros(1, 1, dtype=torch.long), [1.0], (10**12,))
