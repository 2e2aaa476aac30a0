"""How properties are tried: the same examples on every machine, and as long as it takes on a busy one."""

from hypothesis import settings

settings.register_profile("everywhere", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("everywhere")
