"""The proof that signals do not know the future."""
