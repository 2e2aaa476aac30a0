"""How properties are tried, the same on every machine, and in which order the files come."""

import pytest
from hypothesis import settings

settings.register_profile("everywhere", derandomize=True, deadline=None, max_examples=50)
settings.load_profile("everywhere")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end no core waits for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
