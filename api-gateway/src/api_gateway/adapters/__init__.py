"""The outside things that the gateway stands on."""
