"""Outside things, translated: market data, feeds, sentiment models, Postgres."""
