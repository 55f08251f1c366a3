"""What may follow what in the room."""

"""What may follow what in this room, part by part."""
