"""Question 5: valid convolution."""
