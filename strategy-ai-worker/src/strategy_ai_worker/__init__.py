"""Words in, strategy documents out: reading, checking, keeping, explaining."""
