"""Language models behind one port, each through its vendor's own client."""
