"""Outside things, translated: vendors, files, Postgres."""
