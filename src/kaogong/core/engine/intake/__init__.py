"""Reading facts: from rows, CSV, Parquet and workbooks to typed, scaled columns."""
