"""What a person can do at the gateway, one verb a module."""
