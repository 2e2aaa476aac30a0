"""Right answers, what is true of them, and known mistakes."""
