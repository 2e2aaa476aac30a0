"""What grading costs, beside what it costs elsewhere; ``python -m benchmarks`` prints the table."""
