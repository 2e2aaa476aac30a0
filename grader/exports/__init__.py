"""What other systems read, made from ``results.json``: one file a format.

An export needs neither the rubric nor the submissions, so it can be made anywhere and at any time later.
"""
