"""Outside things, translated: database, queue, market data, sandbox, second engine."""
