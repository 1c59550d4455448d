"""Questions about what a run did, answered from its stored result."""
