"""The file ``rubric.yaml``: read with places, and checked against the reference."""
