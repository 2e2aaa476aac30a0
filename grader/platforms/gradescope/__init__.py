"""Gradescope: what it hands out, what it imports, where it runs."""
