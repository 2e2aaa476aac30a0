"""``grader mark``: a page, on this machine only, where people read answers in words and give points."""
