"""The document as a Chinese reader is told it: one rendering, always the same, beside the English one that counts."""
