"""What every test may use."""

pytest_plugins = ["clause_ledger", "house", "s3", "pytester"]
