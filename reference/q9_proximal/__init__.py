"""Question 9: the proximal operator of the L1 norm, ISTA and the gradient mapping."""
