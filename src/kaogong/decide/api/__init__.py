"""What other systems may ask of this room."""
