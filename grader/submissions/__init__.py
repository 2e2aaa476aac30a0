"""Reading what students hand in: modules, notebooks, folders and zips.

Student Python is decoded here but never parsed, compiled or run; that happens in the sandbox.  Whatever is
wrong with a submission becomes a `Problem` of it, so one broken hand-in never stops the others.
"""
