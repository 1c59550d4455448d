"""The chart data behind the quote pages of the Hong Kong exchange (unofficial, daily)."""
