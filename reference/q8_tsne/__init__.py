"""Question 8: the gradients of symmetric SNE and of t-SNE."""
