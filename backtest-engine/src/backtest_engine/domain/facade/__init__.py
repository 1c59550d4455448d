"""What strategy code sees: bars, and the functions of the catalogue on them."""
