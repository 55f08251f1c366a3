"""Documents and workbooks of the room."""
