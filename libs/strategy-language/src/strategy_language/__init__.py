"""The strategy language: document, expressions, read-back, code generation, static checks."""
