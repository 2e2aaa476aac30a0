"""What instructors download from their course systems: one file a system.

Each says which entry of a download is whose (`grader.platforms.download.parts`); the rest is shared.
"""

from grader.platforms.download.read import layouts, read_download

__all__ = ["layouts", "read_download"]
