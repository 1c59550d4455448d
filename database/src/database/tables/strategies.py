"""Tables of the strategy worker."""
