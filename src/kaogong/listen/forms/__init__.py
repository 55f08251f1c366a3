"""Forms of the room."""

"""Forms of the room, part by part."""
