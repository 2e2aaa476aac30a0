"""Many submissions: planned, stored as they are done, on one machine or several."""
