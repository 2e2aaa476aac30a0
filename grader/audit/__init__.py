"""Whether a rubric is any good: known mistakes, mutants, correct variants and cheats."""
