"""What other systems may ask of this room, and the door of every room's API."""
