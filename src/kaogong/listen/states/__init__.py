"""What may follow what in the room."""
