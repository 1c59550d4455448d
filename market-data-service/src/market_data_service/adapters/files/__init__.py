"""Users' own data: CSV and Parquet files."""
