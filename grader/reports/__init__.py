"""One file a format: pure functions from results to text."""
