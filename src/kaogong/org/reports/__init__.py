"""Documents made from what this room reads."""
