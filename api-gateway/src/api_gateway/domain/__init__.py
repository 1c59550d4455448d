"""Rules of accounts, tokens, origins and budgets; values in, values out."""
