"""The instructor's code: answers, laws, known mistakes and correct variants."""
