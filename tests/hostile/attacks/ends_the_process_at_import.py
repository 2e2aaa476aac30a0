"""It ends the process at once, with exit status 0, while it is imported.

threat: endings
score: 0
verdict: missing
says: attack.py:11: the process exited; it is left out
"""

import os

os._exit(0)
