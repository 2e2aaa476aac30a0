"""A grader for mathematical Python: laws decide, mistakes explain."""

__version__ = "0.1.0"
