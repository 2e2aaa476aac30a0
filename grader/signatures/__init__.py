"""What annotations say: how inputs are drawn, and how an answer is read."""
