"""News, sentiment, regime, macro to insight objects, on a schedule."""
