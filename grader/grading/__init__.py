"""The job as named steps: a rubric and submissions in, results out."""
