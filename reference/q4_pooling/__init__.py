"""Question 4: pooling."""
