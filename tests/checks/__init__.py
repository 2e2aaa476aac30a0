"""Each kind of check, tried on functions that are right, wrong, and worse."""
