"""Question 3: a quotient with sigmoids, differentiated by the chain rule."""
