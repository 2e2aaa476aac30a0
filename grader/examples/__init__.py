"""Inputs: drawn once for everyone, answered once by the reference, kept, and shrunk."""
