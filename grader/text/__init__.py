"""Text made safe for where it goes, Markdown, and how values are shown."""
