"""It leaves with exit status 0 while it is imported, as if all had gone well.

threat: endings
score: 0
verdict: missing
says: there is no function `squares`
"""

import sys

sys.exit(0)
