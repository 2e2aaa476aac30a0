"""What the runners of platforms share: start the grader as a process, and say what came of it."""
