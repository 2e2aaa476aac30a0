"""Question 2: softmax regression, its loss and the gradient; what a confident mistake costs."""
