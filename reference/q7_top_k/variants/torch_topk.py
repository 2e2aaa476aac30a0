"""Question 7 with torch."""

import torch


def top_k_error(scores, labels, k):
    """torch's own topk."""
    top = torch.topk(torch.tensor(scores), k, dim=1).indices
    hits = (top == torch.tensor(labels)[:, None]).any(dim=1)
    return 1 - hits.double().mean()
