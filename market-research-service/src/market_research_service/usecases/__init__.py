"""What the service does, one public verb a file."""
