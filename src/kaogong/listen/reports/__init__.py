"""Papers of the room."""

"""Documents of the room."""
