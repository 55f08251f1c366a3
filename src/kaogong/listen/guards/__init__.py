"""Who may do what in the room, part by part."""
