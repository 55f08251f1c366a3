"""My desk, search, and the doors by which people come in."""
