"""The one command: starts every service as its image would, keeps them alive, stops them tidily; and the `vibe` CLI."""
