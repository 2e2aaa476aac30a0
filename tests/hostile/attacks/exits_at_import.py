"""It leaves with exit status 0 while it is imported, as if all had gone well.

threat: endings
score: 0
verdict: missing
says: SystemExit: 0
"""

import sys

sys.exit(0)
