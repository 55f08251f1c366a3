"""Who may do what in the room."""

"""Who may do what in this room, part by part."""
