"""Tables of all services, and the one history of migrations that makes them."""
