"""The commands, one file each: ``add`` declares the arguments, ``run`` does the work and returns the status.

Heavy imports stand inside the functions that need them: help and a wrong argument answer at once.
"""
