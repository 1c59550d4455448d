"""Tables of market data."""
