"""Examples of the OpenAPI document: one body for each request, one answer for each model."""
