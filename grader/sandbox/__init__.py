"""Where submissions run: beside the grader, never in it."""
