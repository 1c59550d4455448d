"""Following a market as it moves."""
