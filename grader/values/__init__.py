"""What can cross to a worker and be stored, and where two answers first differ."""
