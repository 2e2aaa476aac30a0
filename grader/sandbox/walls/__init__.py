"""What locks a worker in, and what tries whether it holds."""
