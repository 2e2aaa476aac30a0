"""What a check calls, whoever answers: this process, one with limits, or a worker."""
