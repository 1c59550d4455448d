"""Code and bars to sandboxed signals, simulated orders, results, sweeps, validation."""
