"""One module of tables an owner; a service imports its own."""
