"""What may follow what in the room, part by part."""
