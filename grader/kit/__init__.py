"""The student kit: an assignment whose reference has no bodies and whose answers are frozen.

It holds the public checks and what they need, nothing else of the instructor's, and is checked like any other
assignment; only that the right answers come from a file.
"""
