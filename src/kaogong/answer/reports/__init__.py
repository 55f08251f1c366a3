"""Documents of the room."""
