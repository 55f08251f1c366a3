"""Ways of the things of the room."""
