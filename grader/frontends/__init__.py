"""What people meet: the command line, the notebook's ``%check``, the pytest plugin."""
