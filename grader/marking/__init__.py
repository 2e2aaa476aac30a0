"""What people decide: marks, overrides, extensions; each is an event that nothing overwrites."""
