"""Gradebooks of course systems, made up by hand."""
