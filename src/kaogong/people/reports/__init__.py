"""Documents of the room; they read, and write nothing."""
