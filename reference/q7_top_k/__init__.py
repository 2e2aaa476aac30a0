"""Question 7: how often the right label is not among the k best guesses."""
