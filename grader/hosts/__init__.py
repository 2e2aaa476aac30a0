"""Where a platform runs the grader for one submission: what it starts, and the one file it wants back.

Every host does the same: the submission is graded in a process of its own that knows nothing of the tokens of
the platform, its stragglers are killed, and what the platform reads is written last, by us.
"""
