"""The one door of the house: sign-in, limits, and the public REST and WebSocket API."""
