"""Rules about what is known of an asset: pure functions."""
