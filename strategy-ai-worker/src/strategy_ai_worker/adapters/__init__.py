"""What is outside, translated to the ports."""
