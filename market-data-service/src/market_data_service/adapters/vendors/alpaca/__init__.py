"""Alpaca market data over HTTP."""
