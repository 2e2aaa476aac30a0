"""Question 6: an autoencoder, its gradients, and two ways to step."""
