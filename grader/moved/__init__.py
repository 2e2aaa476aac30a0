"""Where names stood in version 0.1, for the references and kits that import them; to go with the next one."""
