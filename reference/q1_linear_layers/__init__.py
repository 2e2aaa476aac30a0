"""Question 1: what a layer adds without its activation; dictionary learning and autoencoders."""
