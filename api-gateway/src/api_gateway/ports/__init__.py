"""What the gateway needs from outside."""
